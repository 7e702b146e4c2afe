package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Application is one application with everything that belongs to it (居住证申请). It holds personal data in full; masking is the screen's business.
type Application struct {
	ID     string
	Number string
	State  State
	Person registry.Person
	// Phone is where the office calls about this application.
	Phone          string
	Registration   registry.Residence
	Kind           CardKind
	Condition      Condition
	AppliedBy      AppliedBy
	Proxy          *Proxy
	Channel        Channel
	Documents      []Document
	RequiredGroups []Group
	MissingGroups  []Group
	Notice         *Notice
	Clock          Clock
	Decision       *Decision
	Permit         *Permit
	Steps          []Step
	SubmittedAt    string
	ChangedAt      string
	// Station took the application in.
	Station string
	// LeftFor is why the applicant lives here no longer, by the reason of the latest end; empty where they live here.
	LeftFor string
	// Extension is the longer time that was recorded for it, or nil.
	Extension *Extension
	// MostDays is the longest time to which it may be extended now; 0 where it may not.
	MostDays int
}

// AllowedFor lists what an officer of this role may do with the application now.
func (a Application) AllowedFor(role staff.Role) []Action {
	actions := withoutHome(AllowedFor(a.State, a.Notice != nil, role), a.LeftFor == "")
	return slices.DeleteFunc(actions, func(action Action) bool { return action == ActionExtend && a.MostDays == 0 })
}

// Step is one arrow an application went along, as it is kept.
type Step struct {
	At       string
	Action   Action
	From, To State
	Actor    ledger.Actor
	// ActorName is the officer's name; empty for the applicant and the program itself.
	ActorName string
	Station   string
	Note      string
}

// ApplicationByID reads one application as it stands on the day.
func ApplicationByID(q store.Query, id string, today calendar.Date) (Application, bool, error) {
	r, found, err := load(q, id)
	if err != nil || !found {
		return Application{}, false, err
	}
	a := Application{
		ID: r.ID, Number: r.Number, State: r.State, Kind: r.Kind, Phone: r.Phone, Condition: r.Condition, AppliedBy: r.AppliedBy, Channel: r.Channel,
		RequiredGroups: RequiredGroups(r.Condition), Clock: ClockOn(r.Period, today), SubmittedAt: r.SubmittedAt, ChangedAt: r.ChangedAt, Station: r.Station,
	}
	for _, read := range []func(store.Query, *Application, record, calendar.Date) error{readPeople, readPapers, readExtension, readResult} {
		if err := read(q, &a, r, today); err != nil {
			return Application{}, false, err
		}
	}
	return a, true, nil
}

func readPeople(q store.Query, a *Application, r record, _ calendar.Date) error {
	var err error
	if a.Person, _, err = registry.PersonByID(q, r.PersonID); err != nil { // a foreign key holds both
		return err
	}
	if a.Registration, _, err = registry.ResidenceByID(q, r.ResidenceID); err != nil {
		return err
	}
	if _, a.LeftFor, err = whereabouts(q, r.PersonID); err != nil {
		return err
	}
	if a.Phone == "" {
		a.Phone = a.Person.Phone
	}
	a.Proxy, err = proxyOf(q, r.ID)
	return err
}

func readPapers(q store.Query, a *Application, r record, _ calendar.Date) error {
	var err error
	if a.Documents, err = documentsOf(q, r.ID); err != nil {
		return err
	}
	a.MissingGroups = missingGroups(r.Condition, a.Documents, present)
	a.Notice, err = noticeOf(q, r.ID)
	return err
}

func readResult(q store.Query, a *Application, r record, today calendar.Date) error {
	decision, found, err := decisionOf(q, r.ID)
	if err != nil {
		return err
	}
	if found {
		a.Decision = &decision
	}
	card, found, err := permitOf(q, r.ID, today)
	if err != nil {
		return err
	}
	if found {
		a.Permit = &card
	}
	if a.Steps, err = stepsOf(q, r.ID); err != nil {
		return err
	}
	return nameOfficers(q, a)
}

// nameOfficers looks up the names behind the accounts in the history.
func nameOfficers(q store.Query, a *Application) error {
	known := map[string]string{"": ""}
	name := func(id string) (string, error) {
		if name, looked := known[id]; looked {
			return name, nil
		}
		account, _, err := staff.ByID(q, id)
		known[id] = account.Name
		return account.Name, err
	}
	var err error
	for i, s := range a.Steps {
		if s.Actor.Kind == ledger.Staff && err == nil {
			a.Steps[i].ActorName, err = name(s.Actor.ID)
		}
	}
	if a.Decision != nil && err == nil {
		a.Decision.OfficerName, err = name(a.Decision.Officer)
	}
	if a.Decision != nil && err == nil {
		a.Decision.SecondOfficerName, err = name(a.Decision.SecondOfficer)
	}
	return err
}

func proxyOf(q store.Query, application string) (*Proxy, error) {
	var p Proxy
	err := q.Row(`SELECT name, id_number, relation, reason FROM application_proxy WHERE application_id = ?`, application).
		Scan(&p.Name, &p.IDNumber, &p.Relation, &p.Reason)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // most people apply for themselves
	}
	if err != nil {
		return nil, fmt.Errorf("read proxy: %w", err)
	}
	return &p, nil
}

func decisionOf(q store.Query, application string) (Decision, bool, error) {
	var d Decision
	err := q.Row(`SELECT kind, reason_code, reason_text, decision_ref, decided_on, officer, second_officer FROM decision WHERE application_id = ?`, application).
		Scan(&d.Kind, &d.ReasonCode, &d.ReasonText, &d.Ref, &d.DecidedOn, &d.Officer, &d.SecondOfficer)
	if errors.Is(err, sql.ErrNoRows) {
		return Decision{}, false, nil
	}
	if err != nil {
		return Decision{}, false, fmt.Errorf("read decision: %w", err)
	}
	return d, true, nil
}

func noticeOf(q store.Query, application string) (*Notice, error) {
	n := Notice{Items: []NoticeItem{}}
	err := q.Row(`SELECT at, officer, supply_by FROM notice WHERE application_id = ?`, application).Scan(&n.At, &n.Officer, &n.SupplyBy)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // most applications need none
	}
	if err != nil {
		return nil, fmt.Errorf("read notice: %w", err)
	}
	rows, err := q.Rows(`SELECT grp, kind, note FROM notice_item WHERE application_id = ? ORDER BY seq`, application)
	if err != nil {
		return nil, fmt.Errorf("read notice: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var item NoticeItem
		if err := rows.Scan(&item.Group, &item.Kind, &item.Note); err != nil {
			return nil, fmt.Errorf("read notice: %w", err)
		}
		n.Items = append(n.Items, item)
	}
	return &n, rows.Err()
}

const stepsOfApplication = `SELECT at, action, from_state, to_state, actor_kind, actor_id, actor_role, station, note
	FROM application_step WHERE application_id = ? ORDER BY seq`

// stepsOf lists the history, the first step first.
func stepsOf(q store.Query, application string) ([]Step, error) {
	rows, err := q.Rows(stepsOfApplication, application)
	if err != nil {
		return nil, fmt.Errorf("list steps: %w", err)
	}
	defer rows.Close()
	steps := []Step{}
	for rows.Next() {
		var s Step
		if err := rows.Scan(&s.At, &s.Action, &s.From, &s.To, &s.Actor.Kind, &s.Actor.ID, &s.Actor.Role, &s.Station, &s.Note); err != nil {
			return nil, fmt.Errorf("list steps: %w", err)
		}
		steps = append(steps, s)
	}
	return steps, rows.Err()
}
