package rental

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// RoomUse is what a room was built for.
type RoomUse string

// The uses of rooms. Only living rooms may be let for living (Housing Rental Regulations 2025: kitchens, bathrooms, balconies, passages, basements and
// similar spaces may not).
const (
	Living   RoomUse = "living"
	Kitchen  RoomUse = "kitchen"
	Bathroom RoomUse = "bathroom"
	Balcony  RoomUse = "balcony"
	Passage  RoomUse = "passage"
	Basement RoomUse = "basement"
	Storage  RoomUse = "storage"
)

// RoomUses lists the uses in the order shown.
func RoomUses() []RoomUse {
	return []RoomUse{Living, Kitchen, Bathroom, Balcony, Passage, Basement, Storage}
}

// LetRoom is a room of the dwelling that is let.
type LetRoom struct {
	Name string  `json:"name"`
	Use  RoomUse `json:"use"`
}

// Terms are what a rental file says beside its tenants: who lets, on which contract, which rooms, to how many.
type Terms struct {
	ReporterID    string `json:"reporter_id,omitempty"`
	Landlord      string `json:"landlord"`
	LandlordPhone string `json:"landlord_phone,omitempty"`
	// Agent acts for the landlord on the paper that Authority names.
	Agent      string `json:"agent,omitempty"`
	AgentPhone string `json:"agent_phone,omitempty"`
	Authority  string `json:"authority,omitempty"`
	// Begins and Until are the first and last day of the contract; no Until where no end was agreed.
	Begins calendar.Date `json:"begins"`
	Until  calendar.Date `json:"until"`
	// Written says that there is a written contract; ContractNumber and FiledOn are of its filing.
	Written        bool          `json:"written"`
	ContractNumber string        `json:"contract_number,omitempty"`
	FiledOn        calendar.Date `json:"filed_on"`
	Rooms          []LetRoom     `json:"rooms"`
	HeadCount      int           `json:"head_count"`
	// UndertakenOn and UndertakenTo are the day and the last day of validity of the landlord's undertaking (承诺书).
	UndertakenOn calendar.Date `json:"undertaken_on"`
	UndertakenTo calendar.Date `json:"undertaken_to"`
	// VisitedOn is the last safety visit.
	VisitedOn calendar.Date `json:"visited_on"`
}

const (
	mostRooms  = 30
	mostPeople = 999
	// longestRunning is how many years ago a tenancy that goes on may have begun, longestAhead how many years its end, or that of an undertaking, may lie
	// ahead. Both are wider than any law allows and catch a year that was mistyped.
	longestRunning, longestAhead = 60, 70
	// aheadYears is how long beforehand a contract may be made.
	aheadYears = 2
)

// check records everything wrong with the terms on the given day.
func (t Terms) check(v *ledger.Check, today calendar.Date) {
	v.That(strings.TrimSpace(t.Landlord) != "", "landlord", "rental.landlord_required")
	v.That(t.Agent == "" || strings.TrimSpace(t.Authority) != "", "authority", "rental.authority_required")
	for _, text := range []struct {
		field, value string
		most         int
	}{{"landlord", t.Landlord, mostName}, {"agent", t.Agent, mostName}, {"authority", t.Authority, mostText}, {"contract_number", t.ContractNumber, mostName}} {
		v.That(utf8.RuneCountInString(text.value) <= text.most, text.field, "rental.text_too_long", "limit", strconv.Itoa(text.most))
	}
	checkPhone(v, "landlord_phone", t.LandlordPhone, false)
	checkPhone(v, "agent_phone", t.AgentPhone, false)
	checkPeriod(v, t.Begins, t.Until, today)
	v.That(len(t.Rooms) > 0 && len(t.Rooms) <= mostRooms, "rooms", "rental.rooms_required", "limit", strconv.Itoa(mostRooms))
	for i, r := range t.Rooms {
		known := slices.Contains(RoomUses(), r.Use) && strings.TrimSpace(r.Name) != "" && utf8.RuneCountInString(r.Name) <= mostName
		v.That(known, "rooms."+strconv.Itoa(i), "rental.room_invalid")
	}
	v.That(t.HeadCount >= 0 && t.HeadCount <= mostPeople, "head_count", "rental.head_count_invalid", "limit", strconv.Itoa(mostPeople))
	v.That(t.UndertakenOn.IsZero() == t.UndertakenTo.IsZero(), "undertaken_to", "rental.undertaking_incomplete")
	v.That(t.UndertakenTo.IsZero() || !t.UndertakenTo.Before(t.UndertakenOn), "undertaken_to", "rental.until_before_begin")
	v.That(!t.UndertakenTo.After(today.AddYears(longestAhead)), "undertaken_to", "rental.day_out_of_range")
	v.That(!t.UndertakenOn.After(today), "undertaken_on", "rental.day_in_future")
	v.That(!t.VisitedOn.After(today), "visited_on", "rental.day_in_future")
	v.That(!t.FiledOn.After(today), "filed_on", "rental.day_in_future")
}

// checkPeriod records what is wrong with the days of a contract.
func checkPeriod(v *ledger.Check, begins, until, today calendar.Date) {
	v.That(!begins.IsZero(), "begins", "rental.begin_required")
	v.That(until.IsZero() || !until.Before(begins), "until", "rental.until_before_begin")
	sane := begins.IsZero() || !begins.After(today.AddYears(aheadYears)) && !begins.Before(today.AddYears(-longestRunning))
	v.That(sane, "begins", "rental.day_out_of_range")
	v.That(!until.After(today.AddYears(longestAhead)), "until", "rental.day_out_of_range")
}

// tidy brings the terms into the form in which they are stored; they were judged before.
func (t Terms) tidy() Terms {
	for _, text := range []*string{&t.Landlord, &t.Agent, &t.Authority, &t.ContractNumber} {
		*text = strings.TrimSpace(*text)
	}
	for _, phone := range []*string{&t.LandlordPhone, &t.AgentPhone} {
		*phone = phoneForm(*phone)
	}
	return t
}

// phoneForm is how a phone is stored; one that is none stays as it is, because the form was judged before.
func phoneForm(phone string) string {
	if normal, err := identity.NormalisePhone(phone); err == nil {
		return normal
	}
	return phone
}

// livingRooms counts the rooms let that are meant for living.
func (t Terms) livingRooms() int {
	n := 0
	for _, r := range t.Rooms {
		if r.Use == Living {
			n++
		}
	}
	return n
}
