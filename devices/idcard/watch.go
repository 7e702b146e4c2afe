package idcard

import (
	"encoding/json"
	"io"
	"time"
)

// watchLine is one event as `device watch` prints it. On lines with a card all card fields stand, empty or not; on the
// others none does.
type watchLine struct {
	Event    EventKind `json:"event"`
	At       time.Time `json:"at"`
	Fault    string    `json:"fault,omitempty"`
	SW       string    `json:"sw,omitempty"`
	Status   string    `json:"status,omitempty"`
	SAMID    string    `json:"sam_id,omitempty"`
	Warnings []string  `json:"warnings,omitempty"`
	*CardView
}

// A CardView is a card as the technician's commands print it. Dates are YYYY-MM-DD where the card holds a date.
type CardView struct {
	Kind          Kind    `json:"kind"`
	Name          string  `json:"name"`
	SexCode       string  `json:"sex_code"`
	EthnicCode    string  `json:"ethnic_code"`
	EthnicName    string  `json:"ethnic_name"`
	Birth         string  `json:"birth"`
	Address       string  `json:"address"`
	IDNumber      string  `json:"id_number"`
	IDNumberCheck bool    `json:"id_number_check_ok"`
	Issuer        string  `json:"issuer"`
	ValidFrom     string  `json:"valid_from"`
	ValidTo       *string `json:"valid_to"` // null when long-term
	LongTerm      bool    `json:"long_term"`
	TypeFlag      string  `json:"type_flag"`

	// Only on the sibling cards that have them.
	EnglishName   string `json:"english_name,omitempty"`
	Nationality   string `json:"nationality,omitempty"`
	PermitNumber  string `json:"permit_number,omitempty"`
	IssueCount    string `json:"issue_count,omitempty"`
	Region        string `json:"region,omitempty"`
	Version       string `json:"version,omitempty"`
	Authority     string `json:"authority,omitempty"`
	Renewals      string `json:"renewals,omitempty"`
	EarlierNumber string `json:"earlier_number,omitempty"`

	NewAddresses []string `json:"new_addresses,omitempty"` // where the additional list was asked for and is not empty
}

// WriteEvents returns a sink that writes each event to w as one JSON object a line. Personal values are masked unless
// unmasked is set, which is for a technician with an invented card and never for a log. A write that fails is dropped:
// the sink has nobody to tell, and the next line will show.
func WriteEvents(w io.Writer, unmasked bool) func(Event) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return func(e Event) {
		_ = out.Encode(lineOf(e, unmasked)) // see above: nobody to tell
	}
}

func lineOf(e Event, unmasked bool) watchLine {
	l := watchLine{Event: e.Kind, At: e.At, Fault: e.Fault, SW: hexByte(e.SW), Status: e.Status, SAMID: e.SAMID, Warnings: e.Warnings}
	if e.Card != nil {
		l.CardView = viewOf(*e.Card, unmasked)
	}
	return l
}

func viewOf(c Card, unmasked bool) *CardView {
	sound, region := c.NumberSound(), c.Region()
	earlier, _ := c.EarlierNumber() // empty when there is none
	if !unmasked {
		c, earlier = c.Masked(), MaskNumber(earlier)
	}
	out := &CardView{
		Kind: c.Kind, Name: c.DisplayName(), SexCode: c.SexCode, EthnicCode: c.EthnicCode, EthnicName: EthnicName(c.EthnicCode),
		Birth: c.Birth, Address: c.Address, IDNumber: c.IDNumber, IDNumberCheck: sound, Issuer: c.Issuer,
		ValidFrom: c.ValidFrom, ValidTo: &c.ValidTo, LongTerm: c.LongTerm, TypeFlag: c.TypeFlag,
		EnglishName: c.EnglishName, PermitNumber: c.PermitNumber, IssueCount: c.IssueCount, Region: region,
		Version: c.Version, Authority: c.Authority, Renewals: c.Renewals, EarlierNumber: earlier, NewAddresses: c.NewAddresses,
	}
	if c.LongTerm {
		out.ValidTo = nil
	}
	if c.Kind == KindForeign2017 || c.Kind == KindForeign2023 {
		out.Nationality = c.Nationality
	}
	return out
}
