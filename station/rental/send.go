package rental

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

const (
	// aheadDays is how long before it begins a tenancy may be reported, backYears how long afterwards.
	aheadDays = 30
	backYears = 3
)

// ReportTenant reports that a tenant moves in, or that somebody begins to work at a workplace (local rule, such as Zhejiang art. 8 to 11). It registers
// nobody: the registration of residence stays the person's own act.
type ReportTenant struct {
	PremisesID string `json:"premises_id"`
	// Name may be left out at a terminal that has no letters; the register's own is taken then, where it knows the number.
	Name     string        `json:"name,omitempty"`
	IDNumber string        `json:"id_number"`
	Room     string        `json:"room,omitempty"`
	Since    calendar.Date `json:"since"`
	// Until is the end of the contract; left out where none was agreed.
	Until   calendar.Date `json:"until"`
	Written bool          `json:"written"`
	// HeadCount is how many live in the dwelling then; it says nothing of a workplace.
	HeadCount int `json:"head_count"`
}

// SentReport is the answer to a report.
type SentReport struct {
	ID string `json:"id"`
	// Number is said to the reporter.
	Number string `json:"number"`
	// DueOn was the last day for reporting; Late says that it is over.
	DueOn calendar.Date `json:"due_on"`
	Late  bool          `json:"late"`
}

// Kind is the verb on the wire.
func (ReportTenant) Kind() string { return "rental.report_tenant.v1" }

// Validate judges the form.
func (c ReportTenant) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	today := stamp.Today()
	checkNumber(&v, c.IDNumber, today)
	v.That(utf8.RuneCountInString(c.Name) <= mostName, "name", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	v.That(utf8.RuneCountInString(c.Room) <= mostName, "room", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	sane := !c.Since.IsZero() && !c.Since.After(today.AddDays(aheadDays)) && !c.Since.Before(today.AddYears(-backYears))
	v.That(sane, "since", "report.since_out_of_range")
	v.That(c.Until.IsZero() || !c.Until.Before(c.Since), "until", "rental.until_before_begin")
	v.That(c.HeadCount >= 0 && c.HeadCount <= mostPeople, "head_count", "rental.head_count_invalid", "limit", strconv.Itoa(mostPeople))
	return v.Refusal()
}

// Apply keeps the report for a clerk. The same tenant is reported once for the same dwelling until a leaving follows.
func (c ReportTenant) Apply(tx *ledger.Tx) (any, error) {
	p, err := ownPremises(tx, c.PremisesID)
	if err != nil {
		return nil, err
	}
	switch {
	case p.Kind != Dwelling && p.Kind != Workplace:
		return nil, ledger.Refuse(ledger.Invalid, "premises_id", "premises.no_dwelling")
	case p.Kind == Dwelling && c.HeadCount < 1:
		return nil, ledger.Refuse(ledger.Invalid, "head_count", "rental.head_count_invalid", "limit", strconv.Itoa(mostPeople))
	}
	name, number := whoForm(c.Name, c.IDNumber)
	if before, there, err := openStart(tx, p.ID, number); err != nil || there {
		return nil, or(err, ledger.Refuse(ledger.Conflict, "id_number", "report.already_sent", "number", before.Number))
	}
	person, known, err := registry.PersonByNumber(tx, number)
	if err != nil {
		return nil, err
	}
	if known {
		tx.About(person.ID)
	}
	return send(tx, Report{
		Kind: Start, ReporterID: p.ReporterID, PremisesID: p.ID, Name: name, IDNumber: number, Room: strings.TrimSpace(c.Room),
		HappenedOn: c.Since, Until: c.Until, Written: c.Written, HeadCount: c.HeadCount, Open: true,
	})
}

// send writes a report that waits for a clerk.
func send(tx *ledger.Tx, r Report) (SentReport, error) {
	r.ID, r.Number, r.DueOn = tx.NewID(), tx.Stamp.Number, DueOn(r.HappenedOn)
	_, err := tx.Exec(`INSERT INTO tenancy_report (id, number, kind, reporter_id, premises_id, begun_by, name, id_number, room, happened_on, until, written, head_count,
		due_on, reported_at, state, open, reason, decided_at, decided_by, rental_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'waiting',?,'','','','')`,
		r.ID, r.Number, string(r.Kind), r.ReporterID, r.PremisesID, r.BegunBy, r.Name, r.IDNumber, r.Room, r.HappenedOn.String(), r.Until.String(), r.Written,
		r.HeadCount, r.DueOn.String(), ledger.FormatTime(tx.Stamp.At), r.Open)
	if err != nil {
		return SentReport{}, fmt.Errorf("keep report: %w", err)
	}
	tx.Changed(reportTopic, r.ID)
	return SentReport{ID: r.ID, Number: r.Number, DueOn: r.DueOn, Late: tx.Stamp.Today().After(r.DueOn)}, nil
}

// ReportLeaving reports that a tenant whom the same reporting point had reported moved out.
type ReportLeaving struct {
	// StartID is the report of the start.
	StartID   string        `json:"start_id"`
	On        calendar.Date `json:"on"`
	HeadCount int           `json:"head_count"`
}

// Kind is the verb on the wire.
func (ReportLeaving) Kind() string { return "rental.report_leaving.v1" }

// Validate judges the form.
func (c ReportLeaving) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.StartID != "", "start_id", "report.unknown")
	v.That(!c.On.IsZero() && !c.On.After(stamp.Today()), "on", "rental.end_invalid")
	v.That(c.HeadCount >= 0 && c.HeadCount <= mostPeople, "head_count", "rental.head_count_invalid", "limit", strconv.Itoa(mostPeople))
	return v.Refusal()
}

// Apply keeps the report and closes the start.
func (c ReportLeaving) Apply(tx *ledger.Tx) (any, error) {
	start, found, err := ReportByID(tx, c.StartID)
	if err != nil || !found || start.Kind != Start || start.ReporterID != tx.Stamp.Actor.ID {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "start_id", "report.unknown"))
	}
	if _, err := ownPremises(tx, start.PremisesID); err != nil {
		return nil, err
	}
	if !start.Open {
		return nil, ledger.Refuse(ledger.WrongState, "start_id", "report.left_already")
	}
	if c.On.Before(start.HappenedOn) {
		return nil, ledger.Refuse(ledger.Invalid, "on", "rental.left_before_since", "since", start.HappenedOn.String())
	}
	if err := setOpen(tx, start.ID, false); err != nil {
		return nil, err
	}
	return send(tx, Report{
		Kind: Leaving, ReporterID: start.ReporterID, PremisesID: start.PremisesID, BegunBy: start.ID, Name: start.Name, IDNumber: start.IDNumber,
		Room: start.Room, HappenedOn: c.On, HeadCount: c.HeadCount,
	})
}

func setOpen(tx *ledger.Tx, id string, open bool) error {
	_, err := tx.Exec(`UPDATE tenancy_report SET open = ? WHERE id = ?`, open, id)
	return err
}
