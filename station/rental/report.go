package rental

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// ReportKind is what is reported.
type ReportKind string

const (
	// Start is that a tenant moved in, or somebody began to work.
	Start ReportKind = "start"
	// Leaving is that they moved out, or left the work.
	Leaving ReportKind = "leaving"
)

// ReportState is where a report stands.
type ReportState string

// The states of reports.
const (
	Waiting  ReportState = "waiting"
	Accepted ReportState = "accepted"
	Returned ReportState = "returned"
)

// dueWorkdays is within how many working days start and end are to be reported (local rule, such as Zhejiang art. 8 to 11).
const dueWorkdays = 3

// DueOn is the last day for reporting what happened on a day: the third working day after it. A period that would end on a day off ends on the next
// working day, in the reporter's favour (Civil Code 203).
func DueOn(happened calendar.Date) calendar.Date { return happened.AddWorkdays(dueWorkdays) }

// Report is what a reporting point has reported of a tenancy.
type Report struct {
	ID string
	// Number is said to the reporter.
	Number                 string
	Kind                   ReportKind
	ReporterID, PremisesID string
	// Premises is of which kind they are: a workplace has no rental file.
	Premises PremisesKind
	// BegunBy is, of a leaving, the report of the start.
	BegunBy        string
	Name, IDNumber string
	// RoomID and Address are of the premises; Room is which part of them, or empty.
	RoomID, Address, Room string
	// HappenedOn is the day of moving in or out, DueOn the last day for reporting it.
	HappenedOn, DueOn calendar.Date
	// Until is the end of the contract; no date where none was agreed.
	Until     calendar.Date
	Written   bool
	HeadCount int
	// ReportedAt and DecidedAt are instants in the form of ledger.FormatTime; DecidedAt is empty while waiting.
	ReportedAt, DecidedAt string
	State                 ReportState
	// Open is said of a start that no leaving has followed and nobody returned.
	Open      bool
	Reason    string
	DecidedBy string
	// RentalID is the file that took it in, or empty.
	RentalID string

	row int64
}

const reportColumns = `SELECT r.row, r.id, r.number, r.kind, r.reporter_id, r.premises_id, r.begun_by, r.name, r.id_number, p.area_id, n.label, r.room, r.happened_on,
	r.due_on, r.until, r.written, r.head_count, r.reported_at, r.decided_at, r.state, r.open, r.reason, r.decided_by, r.rental_id, p.kind
	FROM tenancy_report r CROSS JOIN premises p ON p.id = r.premises_id CROSS JOIN area_node n ON n.id = p.area_id `

func scanReport(scan func(...any) error) (Report, error) {
	var r Report
	err := scan(&r.row, &r.ID, &r.Number, &r.Kind, &r.ReporterID, &r.PremisesID, &r.BegunBy, &r.Name, &r.IDNumber, &r.RoomID, &r.Address, &r.Room, &r.HappenedOn,
		&r.DueOn, &r.Until, &r.Written, &r.HeadCount, &r.ReportedAt, &r.DecidedAt, &r.State, &r.Open, &r.Reason, &r.DecidedBy, &r.RentalID, &r.Premises)
	return r, err
}

// ReportByID reads one report.
func ReportByID(q store.Query, id string) (Report, bool, error) {
	r, found, err := one(q.Row(reportColumns+`WHERE r.id = ?`, id), scanReport)
	if err != nil {
		return Report{}, false, fmt.Errorf("read report: %w", err)
	}
	return r, found, nil
}

// WaitingReports lists what a clerk is to judge, in the order of arrival, behind a report; the first page is behind none.
func WaitingReports(q store.Query, after string, limit int) ([]Report, error) {
	row := int64(0)
	if after != "" {
		before, found, err := ReportByID(q, after)
		if err != nil {
			return nil, err
		}
		if found {
			row = before.row
		}
	}
	list, err := collect(q, scanReport, reportColumns+`WHERE r.state = 'waiting' AND r.row > ? ORDER BY r.row LIMIT ?`, row, limit)
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return list, nil
}

// ReportsOf lists what a reporting point reported, the latest first.
func ReportsOf(q store.Query, reporterID string, limit int) ([]Report, error) {
	list, err := collect(q, scanReport, reportColumns+`WHERE r.reporter_id = ? ORDER BY r.row DESC LIMIT ?`, reporterID, limit)
	if err != nil {
		return nil, fmt.Errorf("list own reports: %w", err)
	}
	return list, nil
}

// TenantsHere lists the starts of a reporting point that no leaving has followed, the latest first: whoever can be reported as leaving, however long ago
// they came.
func TenantsHere(q store.Query, reporterID string, limit int) ([]Report, error) {
	list, err := collect(q, scanReport, reportColumns+`WHERE r.reporter_id = ? AND r.open = 1 ORDER BY r.row DESC LIMIT ?`, reporterID, limit)
	if err != nil {
		return nil, fmt.Errorf("list tenants reported: %w", err)
	}
	return list, nil
}

// openStart finds the report of a tenant who is in the premises as far as was reported.
func openStart(q store.Query, premisesID, number string) (Report, bool, error) {
	r, found, err := one(q.Row(reportColumns+`WHERE r.premises_id = ? AND r.id_number = ? AND r.open = 1`, premisesID, number), scanReport)
	if err != nil {
		return Report{}, false, fmt.Errorf("look for a report: %w", err)
	}
	return r, found, nil
}

// Late tells whether it was reported after the last day for it.
func (r Report) Late() bool {
	at, err := ledger.ParseTime(r.ReportedAt)
	return err == nil && calendar.On(at).After(r.DueOn)
}
