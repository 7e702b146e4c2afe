package permit

import (
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// File is one permit with everything that belongs to it. It holds personal data in full; masking is the screen's business.
type File struct {
	Permit
	Person registry.Person
	// Address is where the holder is registered, or empty.
	Address string
	// Years is the whole years of residence on the day.
	Years int
	// Cards is the whole chain, the first card first.
	Cards        []Permit
	Endorsements []Endorsement
	Replacements []Replacement
	Steps        []CardStep
	// Corrections are those of all cards of the chain, the first card's first.
	Corrections []Correction
	Told        *Told
	// NotNow is why it cannot be endorsed on the day; nil where it can.
	NotNow *ledger.Refusal

	// LeftFor is why the holder lives here no longer, by the reason of the latest end; empty where they live here.
	LeftFor string

	registered bool
}

// FileOf reads a permit as it stands on the day.
func FileOf(q store.Query, id string, day calendar.Date) (File, bool, error) {
	p, found, err := On(q, id, day)
	if err != nil || !found {
		return File{}, false, err
	}
	f := File{Permit: p, Years: p.Standing.YearsOn(day), Replacements: []Replacement{}, Corrections: []Correction{}}
	for _, read := range []func() error{
		func() error { return f.readHolder(q) },
		func() error { return f.readCards(q, day) },
		func() (err error) { f.Endorsements, err = endorsementsOf(q, p.RootID); return err },
		func() (err error) { f.Steps, err = cardSteps(q, p.RootID); return err },
		func() (err error) { f.Told, err = toldOf(q, p, day); return err },
		func() (err error) { f.NotNow, err = Endorsability(q, p, day); return err },
	} {
		if err := read(); err != nil {
			return File{}, false, err
		}
	}
	return f, true, nil
}

func (f *File) readHolder(q store.Query) error {
	var err error
	if f.Person, _, err = registry.PersonByID(q, f.PersonID); err != nil { // a foreign key holds it
		return err
	}
	var home registry.Home
	if home, _, err = registry.HomeOf(q, f.PersonID); err != nil { // who left has none
		return err
	}
	f.Address = home.Address
	f.registered, f.LeftFor, err = whereabouts(q, f.PersonID)
	return err
}

func (f *File) readCards(q store.Query, day calendar.Date) error {
	var err error
	if f.Cards, err = permits(q, day, permitsOfRoot, f.RootID); err != nil {
		return err
	}
	for _, card := range f.Cards {
		of, err := replacementsOf(q, card.ID)
		if err != nil {
			return err
		}
		f.Replacements = append(f.Replacements, of...)
		corrections, err := correctionsOf(q, card.ID)
		if err != nil {
			return err
		}
		f.Corrections = append(f.Corrections, corrections...)
	}
	return nil
}

// Open is the replacement of this card that is under way, or nil.
func (f File) Open() *Replacement {
	for i, r := range f.Replacements {
		if r.PermitID == f.ID && r.Open() {
			return &f.Replacements[i]
		}
	}
	return nil
}

// AllowedFor lists what an officer of this role may do with the permit now, in the order shown.
func (f File) AllowedFor(role staff.Role) []CardAction {
	actions := []CardAction{}
	add := func(may bool, action CardAction) {
		if may {
			actions = append(actions, action)
		}
	}
	over := f.State == CardReplaced || f.State == CardEnded
	held := !over && f.State != CardMade
	open := f.Open()
	if role.May(staff.CaseHandle) {
		add(held && f.NotNow == nil, CardEndorse)
		add(held && open == nil, CardReport)
		add(open != nil && open.State == Reported, CardNewMade)
		add(open != nil && open.State == NewMade, CardNewHandedOut)
		add(f.Card == CardHeld && (over || open != nil), CardReceiveOld)
		add(f.Card == CardVoid, CardDestroyOld)
		add(open != nil && open.State == Reported && f.Card == CardHeld, CardReportWithdraw)
		add(!over && !f.registered, CardEnd)
		add(true, CardCorrect)
	}
	add(!over && role.May(staff.DecisionRecord), CardFraud)
	return actions
}
