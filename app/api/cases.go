package api

import (
	"context"
	"net/http"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// CaseRow is one line of a list of cases; the holder's name is masked.
type CaseRow struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	Kind        string `json:"kind" enum:"residence,permit_application,card_exchange,endorsement" doc:"The last two in the holder's own list alone"`
	PersonID    string `json:"person_id"`
	Holder      string `json:"holder"`
	Address     string `json:"address"`
	State       string `json:"state"`
	SubmittedAt string `json:"submitted_at" format:"date-time"`
	Station     string `json:"station"`
	StationName string `json:"station_name"`
	Clock       Clock  `json:"clock"`
	ChangedAt   string `json:"changed_at" format:"date-time"`
	Waiting     bool   `json:"waiting" doc:"Accepted at this station only so far"`
	// Wanted is told at the kiosk alone, of a case returned for completion.
	Wanted *Wanted `json:"wanted,omitempty"`
	// Cause is why a card is exchanged.
	Cause string `json:"cause,omitempty" enum:"damaged,lost,changed,expiring"`
}

// Clock is the time limit of a permit (Decree 663 article 9: 15 days from acceptance).
type Clock struct {
	State       string        `json:"state" enum:"not_started,running,amber,red,stopped,met,late"`
	AcceptedOn  calendar.Date `json:"accepted_on,omitzero" format:"date"`
	DueOn       calendar.Date `json:"due_on,omitzero" format:"date"`
	DaysLeft    *int          `json:"days_left,omitempty"`
	LimitDays   int           `json:"limit_days"`
	Working     bool          `json:"working,omitempty" doc:"The limit counts working days"`
	Unannounced bool          `json:"unannounced,omitempty" doc:"It reaches into a year whose days off are not known yet, so that the last day may still move"`
}

// CaseList is one page of cases with the size of each view.
type CaseList struct {
	Items      []CaseRow  `json:"items"`
	Counts     CaseCounts `json:"counts"`
	NextCursor string     `json:"next_cursor,omitempty"`
}

// CaseCounts is the size of each view.
type CaseCounts struct {
	Today   int `json:"today"`
	Open    int `json:"open"`
	Due     int `json:"due"`
	Decided int `json:"decided"`
}

type caseQuery struct {
	View   string `query:"view" enum:"today,open,due,decided" default:"today"`
	Kind   string `query:"kind" enum:"residence,permit_application"`
	Q      string `query:"q" maxLength:"100"`
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) caseRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/cases", id: "cases", need: "case.read"}, a.listCases)
}

func (a *API) listCases(ctx context.Context, in *caseQuery) (CaseList, error) {
	today := a.today()
	var people []string
	cases, err := view(ctx, a, func(q store.Query) (CaseList, error) {
		page, err := permit.Cases(q, permit.Filter{
			View: permit.View(in.View), Day: today, Kind: permit.CaseKind(in.Kind), Query: strings.TrimSpace(in.Q), Cursor: in.Cursor, Limit: in.Limit,
		})
		if err != nil {
			return CaseList{}, err
		}
		for _, row := range page.Rows {
			people = append(people, row.PersonID)
		}
		counts, err := permit.Counts(q, today)
		return CaseList{
			Items: list(page.Rows, a.caseRow), NextCursor: page.Next,
			Counts: CaseCounts{Today: counts.Today, Open: counts.Open, Due: counts.Due, Decided: counts.Decided},
		}, err
	})
	if err != nil {
		return CaseList{}, err
	}
	return cases, a.listed(ctx, "case", people)
}

// casesOf lists a person's permit applications.
func (a *API) casesOf(q store.Query, personID string, today calendar.Date) ([]CaseRow, error) {
	rows, err := permit.ApplicationsOf(q, personID, today)
	return list(rows, a.caseRow), err
}

func (a *API) caseRow(r permit.Row) CaseRow {
	waiting := a.applicationWaits(r.ID)
	if r.Kind == permit.ResidenceCase {
		waiting = a.registrationWaits(r.Number)
	}
	return CaseRow{
		ID: r.ID, Number: r.Number, Kind: string(r.Kind), PersonID: r.PersonID, Holder: identity.MaskName(r.Holder), Address: r.Address,
		State: r.State, SubmittedAt: r.SubmittedAt, Station: r.Station, StationName: a.stationName(r.Station), Clock: clockView(r.Clock),
		ChangedAt: r.ChangedAt, Waiting: waiting,
	}
}

func clockView(c permit.Clock) Clock {
	return Clock{State: string(c.State), AcceptedOn: c.AcceptedOn, DueOn: c.DueOn, DaysLeft: c.DaysLeft, LimitDays: c.LimitDays, Working: c.Working, Unannounced: c.Unannounced}
}
