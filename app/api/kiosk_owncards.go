package api

import (
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// The kinds of case that only their holder's own list has; officers find them in the file of the permit.
const (
	exchangeCase    = "card_exchange"
	endorsementCase = "endorsement"
)

// withCards adds what became of a person's cards to their cases: exchanges under way before all others, for they are what the holder comes to
// ask about, then the cases, then exchanges that are over and the yearly endorsements.
func (a *API) withCards(q store.Query, person registry.Person, cases []CaseRow) ([]CaseRow, error) {
	history, err := permit.CardHistoryOf(q, person.ID, a.today())
	if err != nil {
		return nil, err
	}
	underWay, over := []CaseRow{}, []CaseRow{}
	for _, r := range history.Replacements {
		if r.Open() {
			underWay = append(underWay, a.exchangeRow(person, r))
		} else {
			over = append(over, a.exchangeRow(person, r))
		}
	}
	all := append(append(underWay, cases...), over...)
	return append(all, list(history.Endorsements, func(e permit.Endorsement) CaseRow { return a.endorsementRow(person, e) })...), nil
}

func (a *API) exchangeRow(person registry.Person, r permit.Replacement) CaseRow {
	row := a.cardRow(person, exchangeCase, r.Number, r.Station, r.ReportedAt)
	row.ID, row.State, row.Cause = r.ID, string(r.State), string(r.Cause)
	return row
}

// endorsementRow has the beginning of its day as its time: an endorsement counts by the day.
func (a *API) endorsementRow(person registry.Person, e permit.Endorsement) CaseRow {
	row := a.cardRow(person, endorsementCase, e.Number, e.Station, timeText(e.Day.Start()))
	row.ID, row.State = e.Number, "endorsed"
	return row
}

func (a *API) cardRow(person registry.Person, kind, number, station, at string) CaseRow {
	return CaseRow{
		Kind: kind, Number: number, PersonID: person.ID, Holder: identity.MaskName(person.NameFull), SubmittedAt: at, ChangedAt: at,
		Station: station, StationName: a.stationName(station), Clock: clockView(permit.NoClock()), Waiting: a.Station.IsWaiting(number),
	}
}
