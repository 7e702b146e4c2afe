package forms

import (
	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Registration is the receipt of a residence registration (居住登记回执).
type Registration struct {
	Issuer
	Number         string
	Name, IDNumber string
	Address        string
	Since          calendar.Date
	RegisteredOn   calendar.Date
	// EligibleOn is the first day on which a permit may be applied for, where that is still to come.
	EligibleOn calendar.Date
	Waiting    bool
}

// Document sets the receipt on A5.
func (r Registration) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A5(), r.Issuer, "registration.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(r.Number); err != nil {
		return paper.Document{}, err
	}
	f.Facts([]paper.Fact{
		f.fact("registration.number", r.Number), f.fact("name", r.Name), f.fact("id_number", r.IDNumber), f.fact("address", r.Address),
		f.fact("registration.since", f.Day(r.Since)), f.fact("registration.on", f.Day(r.RegisteredOn)),
	})
	f.Below()
	f.waiting(r.Waiting)
	f.heading("what_next")
	next := f.Lines("registration.next")
	if !r.EligibleOn.IsZero() {
		next = append(next, f.Say("registration.eligible", f.Day(r.EligibleOn)))
	}
	f.Numbered(next)
	f.Sign(f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}

// Slip goes with the card when it is handed out (领证单).
type Slip struct {
	Issuer
	// PermitNumber is as the authority printed it on the card.
	PermitNumber   string
	Application    string
	Name, IDNumber string
	IssuedOn       calendar.Date
	// EndorseFrom and EndorseUntil bound the next endorsement; a card with a last day has none (港澳台居民居住证).
	EndorseFrom, EndorseUntil calendar.Date
	ValidTo                   calendar.Date
	// ReceivedBy is a code: holder or proxy; empty while the card lies at the station.
	ReceivedBy string
}

// Document sets the slip on A5.
func (s Slip) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A5(), s.Issuer, "slip.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(s.Application); err != nil {
		return paper.Document{}, err
	}
	received := ""
	if s.ReceivedBy != "" {
		received = f.word("receiver", s.ReceivedBy)
	}
	f.Facts([]paper.Fact{
		f.fact("slip.number", s.PermitNumber), f.fact("slip.application", s.Application), f.fact("name", s.Name), f.fact("id_number", s.IDNumber),
		f.fact("slip.issued_on", f.Day(s.IssuedOn)), f.term(s), f.fact("slip.received_by", received),
	})
	f.Below()
	f.heading("handout.duties")
	if s.ValidTo.IsZero() {
		f.Numbered(f.Lines("slip.rules"))
	} else {
		f.Numbered(f.Lines("slip.rules_hmt"))
	}
	f.Sign(f.Say("sign.receiver"), f.Say("sign.officer"))
	return f.Finish(), nil
}

// term is what there is to keep in mind next: the window of the endorsement, or the last day of the card.
func (f form) term(s Slip) paper.Fact {
	if s.ValidTo.IsZero() {
		return f.fact("slip.window", f.Say("from_to", f.Day(s.EndorseFrom), f.Day(s.EndorseUntil)))
	}
	return f.fact("slip.valid_to", f.Day(s.ValidTo))
}
