package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Eligibility tells whether a person may apply today, and if not, why; a screen says it before anybody fills in a form.
type Eligibility struct {
	Allowed bool
	// Code and Params are those of the refusal that an application would meet.
	Code   string
	Params map[string]string
	// RegistrationID is the registration an application would name; empty where there is none.
	RegistrationID string
	// Since is the day from which the half year counts, EligibleOn the first day on which it is complete. No date without a registration.
	Since, EligibleOn calendar.Date
	// NeedsProxy says that the person is under 16, so that a guardian or close relative applies at the window (art. 9).
	NeedsProxy bool

	class ledger.Class
	field string
}

// AtKiosk is what a kiosk shows: there nobody applies for another, so a child is sent to the window.
func (e Eligibility) AtKiosk() Eligibility {
	if e.Allowed && e.NeedsProxy {
		return e.refused(ledger.NotPermitted, "", "permit.under_16_at_window")
	}
	return e
}

func (e Eligibility) refused(class ledger.Class, field, code string, params ...string) Eligibility {
	problem := ledger.Refuse(class, field, code, params...).Problems[0]
	e.Allowed, e.class, e.field, e.Code, e.Params = false, class, field, code, problem.Params
	return e
}

func (e Eligibility) refusal() *ledger.Refusal {
	if e.Allowed {
		return nil
	}
	return &ledger.Refusal{Class: e.class, Problems: []ledger.Problem{{Field: e.field, Code: e.Code, Params: e.Params}}}
}

// EligibilityOf judges a person on a day for the permit of mainland residents. An unknown person has no registration.
func EligibilityOf(q store.Query, personID string, today calendar.Date) (Eligibility, error) {
	return EligibilityFor(q, personID, ForResident, today)
}

// EligibilityFor is EligibilityOf for a kind of permit.
func EligibilityFor(q store.Query, personID string, kind CardKind, today calendar.Date) (Eligibility, error) {
	person, found, err := registry.PersonByID(q, personID)
	if err != nil {
		return Eligibility{}, err
	}
	if !found {
		return Eligibility{}.refused(ledger.Conflict, "registration_id", "permit.no_registration"), nil
	}
	return standingOf(q, person, kind, "", today)
}

// EligibilityByDocuments is EligibilityOf for the kind of permit that the person's documents are for. A foreigner's are for neither.
func EligibilityByDocuments(q store.Query, personID string, today calendar.Date) (Eligibility, error) {
	e, err := EligibilityOf(q, personID, today)
	if err != nil || !e.OfOtherDocuments() {
		return e, err
	}
	return EligibilityFor(q, personID, ForHMT, today)
}

const notForThisCard = "permit.not_for_this_card"

// OfOtherDocuments tells whether the permit is for holders of other documents, so that no waiting leads to it.
func (e Eligibility) OfOtherDocuments() bool { return e.Code == notForThisCard }

// standingOf judges the person with the registration named, or with the one that has counted longest where none is named.
func standingOf(q store.Query, person registry.Person, kind CardKind, registrationID string, today calendar.Date) (Eligibility, error) {
	e := Eligibility{NeedsProxy: !person.Birth.IsZero() && person.Birth.AgeOn(today) < OfAge}
	all, err := registry.ResidencesOf(q, person.ID)
	if err != nil {
		return e, err
	}
	if chosen, found := choose(all, registrationID); found {
		e.RegistrationID, e.Since = chosen.ID, countedFrom(chosen, all)
		e.EligibleOn = HalfYear(e.Since)
	}
	for _, rule := range []func(Eligibility) (Eligibility, error){
		func(e Eligibility) (Eligibility, error) { return e.living(all), nil },
		func(e Eligibility) (Eligibility, error) { return e.usable(q, person.ID) },
		func(e Eligibility) (Eligibility, error) { return e.card(q, person.ID, kind) },
		func(e Eligibility) (Eligibility, error) { return e.noOther(q, person.ID) },
		func(e Eligibility) (Eligibility, error) { return e.registered(all, registrationID, today), nil },
	} {
		if e, err = rule(e); err != nil || e.Code != "" {
			return e, err
		}
	}
	e.Allowed = true
	return e, nil
}

// living refuses somebody who died, also where another registration was left open by mistake.
func (e Eligibility) living(all []registry.Residence) Eligibility {
	if slices.ContainsFunc(all, func(r registry.Residence) bool { return r.State == registry.Ended && r.EndReason == registry.Deceased }) {
		return e.refused(ledger.Conflict, "registration_id", "permit.holder_died")
	}
	return e
}

// usable refuses somebody whose data are only stored.
func (e Eligibility) usable(q store.Query, personID string) (Eligibility, error) {
	refusal, err := unrestricted(q, personID)
	if err != nil || refusal == nil {
		return e, err
	}
	return e.refused(refusal.Class, "person_id", refusal.Code()), nil
}

// choose finds the registration named among the active ones; unnamed, the one whose half year is complete first.
func choose(all []registry.Residence, id string) (registry.Residence, bool) {
	var best registry.Residence
	found := false
	for _, r := range all {
		if r.State != registry.Active || (id != "" && r.ID != id) {
			continue
		}
		if !found || countedFrom(r, all).Before(countedFrom(best, all)) {
			best, found = r, true
		}
	}
	return best, found
}

// countedFrom is the day from which the half year counts (art. 2): the day of registration, by local rule. What art. 2 asks for is half a year
// in the city, so a move within the street, where one registration follows the other, does not start it anew.
func countedFrom(r registry.Residence, all []registry.Residence) calendar.Date {
	for range all { // no chain is longer than the list
		i := followed(r, all)
		if i < 0 {
			break
		}
		r = all[i]
	}
	return r.RegisteredOn
}

func followed(r registry.Residence, all []registry.Residence) int {
	for i, earlier := range all {
		if r.MovedFrom != "" && earlier.ID == r.MovedFrom && earlier.State == registry.Changed {
			return i
		}
	}
	return -1
}

// card refuses holders of cards for which other rules hold: foreigners register with the police, and residents of Hong Kong, Macau and
// Taiwan have a permit of their own (State Council Office 2018 No. 81), which nobody with a resident identity card needs.
func (e Eligibility) card(q store.Query, personID string, kind CardKind) (Eligibility, error) {
	documents, err := registry.Documents(q, personID)
	if err != nil {
		return e, err
	}
	of := func(kinds ...registry.DocumentKind) bool {
		return slices.ContainsFunc(documents, func(d registry.Document) bool { return slices.Contains(kinds, d.Kind) })
	}
	resident := of(registry.ResidentCard)
	switch {
	case kind == ForHMT && (resident || !of(registry.HMTPermit, registry.HMTravelPermit, registry.TaiwanTravelPermit) && len(documents) > 0):
		return e.refused(ledger.Conflict, "person_id", notForThisCard), nil
	case kind == ForResident && !resident && len(documents) > 0: // one without documents came from an older register; the clerk sees the card
		return e.refused(ledger.Conflict, "person_id", notForThisCard), nil
	default:
		return e, nil
	}
}

const (
	openOfPerson   = `SELECT number FROM application WHERE person_id = ? AND open = 1`
	permitOfPerson = `SELECT issued_on FROM permit WHERE person_id = ? AND live = 1 ORDER BY issued_on DESC LIMIT 1`
)

// noOther refuses a second application beside an open one, and one by somebody who holds a permit.
func (e Eligibility) noOther(q store.Query, personID string) (Eligibility, error) {
	var number string
	err := q.Row(openOfPerson, personID).Scan(&number)
	if err == nil {
		return e.refused(ledger.Conflict, "", "permit.already_open", "number", number), nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return e, fmt.Errorf("look for an open application: %w", err)
	}
	var issuedOn string
	err = q.Row(permitOfPerson, personID).Scan(&issuedOn)
	if err == nil {
		return e.refused(ledger.Conflict, "", "permit.already_holds", "issued_on", issuedOn), nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return e, fmt.Errorf("look for a permit: %w", err)
	}
	return e, nil
}

// registered judges the registration chosen, and tells somebody else's from one of one's own that is over.
func (e Eligibility) registered(all []registry.Residence, named string, today calendar.Date) Eligibility {
	own := slices.ContainsFunc(all, func(r registry.Residence) bool { return r.ID == named })
	switch {
	case e.RegistrationID == "" && named != "" && !own:
		return e.refused(ledger.Conflict, "registration_id", "permit.registration_not_own")
	case e.RegistrationID == "":
		return e.refused(ledger.Conflict, "registration_id", "permit.no_registration")
	case today.Before(e.EligibleOn):
		return e.refused(ledger.Conflict, "registration_id", "permit.half_year_not_reached", "eligible_on", e.EligibleOn.String())
	default:
		return e
	}
}
