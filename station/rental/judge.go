package rental

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
)

// JudgedReport is the answer to AcceptReport and ReturnReport.
type JudgedReport struct {
	ID string `json:"id"`
	// RentalID is the file that took it in, empty where it was returned.
	RentalID string `json:"rental_id,omitempty"`
}

// AcceptReport takes a report into the rental file of its dwelling, and opens one where there is none.
type AcceptReport struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (AcceptReport) Kind() string { return "rental.accept_report.v1" }

// Validate has nothing to judge without the register.
func (AcceptReport) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply takes the report in: a start makes a tenant, who is then to register; a leaving ends the tenancy. That of a workplace is seen and done.
func (c AcceptReport) Apply(tx *ledger.Tx) (any, error) {
	r, err := waiting(tx, c.ID)
	if err != nil {
		return nil, err
	}
	take := takeStart
	switch {
	case r.Premises == Workplace:
		take = seen
	case r.Kind == Leaving:
		take = takeLeaving
	}
	rental, err := take(tx, r)
	if err != nil {
		return nil, err
	}
	return JudgedReport{ID: r.ID, RentalID: rental}, decide(tx, r, Accepted, "", rental)
}

// seen takes a report of a workplace: the clerk has seen it and told the person to register. The register keeps no list of who works where.
func seen(*ledger.Tx, Report) (string, error) { return "", nil }

// waiting is a report that nobody has judged yet.
func waiting(tx *ledger.Tx, id string) (Report, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return Report{}, refusal
	}
	r, found, err := ReportByID(tx, id)
	if err != nil || !found {
		return Report{}, or(err, ledger.Refuse(ledger.NotFound, "id", "report.unknown"))
	}
	if r.State != Waiting {
		return Report{}, ledger.Refuse(ledger.WrongState, "id", "report.judged")
	}
	return r, nil
}

func decide(tx *ledger.Tx, r Report, state ReportState, reason, rental string) error {
	_, err := tx.Exec(`UPDATE tenancy_report SET state = ?, reason = ?, rental_id = ?, decided_at = ?, decided_by = ? WHERE id = ?`,
		string(state), reason, rental, ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, r.ID)
	if err != nil {
		return fmt.Errorf("judge report: %w", err)
	}
	tx.Changed(reportTopic, r.ID)
	return nil
}

// takeStart enters the tenant, in a file that is opened with what the report says where the dwelling has none. A tenant who stands there already stays
// as entered.
func takeStart(tx *ledger.Tx, r Report) (string, error) {
	if err := unrestricted(tx, r.IDNumber); err != nil {
		return "", err
	}
	f, there, err := ActiveFile(tx, r.RoomID)
	if err != nil {
		return "", err
	}
	if !there {
		if f, err = openedBy(tx, r); err != nil {
			return "", err
		}
	}
	_, err = addTenant(tx, tx.NewID(), AddTenant{RentalID: f.ID, Name: r.Name, IDNumber: r.IDNumber, Since: r.HappenedOn})
	var refusal *ledger.Refusal
	if err != nil && (!errors.As(err, &refusal) || refusal.Code() != "rental.tenant_there") {
		return "", err
	}
	return f.ID, countHeads(tx, f.ID, r, "report_taken")
}

// openedBy opens a file with what a report says; a clerk completes it later.
func openedBy(tx *ledger.Tx, r Report) (File, error) {
	reporter, found, err := ReporterByID(tx, r.ReporterID)
	if err != nil || !found {
		return File{}, or(err, ledger.Refuse(ledger.NotFound, "id", "reporter.unknown"))
	}
	part := r.Room
	if part == "" {
		room, _, err := area.Get(tx, r.RoomID)
		if err != nil {
			return File{}, err
		}
		part = room.Name
	}
	return opened(tx, r.RoomID, Terms{
		ReporterID: r.ReporterID, Landlord: reporter.Name, LandlordPhone: reporter.Phone, Begins: r.HappenedOn, Until: r.Until, Written: r.Written,
		Rooms: []LetRoom{{Name: part, Use: Living}}, HeadCount: r.HeadCount,
	})
}

// countHeads writes how many live there now, as the landlord said.
func countHeads(tx *ledger.Tx, rentalID string, r Report, action string) error {
	_, err := tx.Exec(`UPDATE rental SET head_count = ?, version = version + 1, changed_at = ? WHERE id = ?`, r.HeadCount, ledger.FormatTime(tx.Stamp.At), rentalID)
	if err != nil {
		return fmt.Errorf("count heads: %w", err)
	}
	return note(tx, rentalID, action, r.Number)
}

// takeLeaving ends the tenancy that the start made. A file that was ended meanwhile has ended it already.
func takeLeaving(tx *ledger.Tx, r Report) (string, error) {
	start, found, err := ReportByID(tx, r.BegunBy)
	if err != nil || !found {
		return "", or(err, ledger.Refuse(ledger.NotFound, "id", "report.unknown"))
	}
	if start.State != Accepted {
		return "", ledger.Refuse(ledger.WrongState, "id", "report.start_waiting", "number", start.Number)
	}
	tenants, err := TenantsOf(tx, start.RentalID)
	if err != nil {
		return "", err
	}
	for _, t := range tenants {
		if t.IDNumber != r.IDNumber || !t.LeftOn.IsZero() {
			continue
		}
		if err := endTenancy(tx, t, r.HappenedOn); err != nil {
			return "", err
		}
		return start.RentalID, countHeads(tx, start.RentalID, r, "leaving_taken")
	}
	return start.RentalID, nil
}

// ReturnReport gives a report back with the reason, so that it can be made again.
type ReturnReport struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Kind is the verb on the wire.
func (ReturnReport) Kind() string { return "rental.return_report.v1" }

// Validate judges the reason.
func (c ReturnReport) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(strings.TrimSpace(c.Reason) != "", "reason", "required")
	v.That(utf8.RuneCountInString(c.Reason) <= mostNote, "reason", "rental.text_too_long", "limit", strconv.Itoa(mostNote))
	return v.Refusal()
}

// Apply returns the report. A start that is returned may be reported again; the start of a returned leaving goes on, unless another followed it.
func (c ReturnReport) Apply(tx *ledger.Tx) (any, error) {
	r, err := waiting(tx, c.ID)
	if err != nil {
		return nil, err
	}
	if r.Kind == Start {
		err = setOpen(tx, r.ID, false)
	} else {
		err = reopenStart(tx, r)
	}
	if err != nil {
		return nil, err
	}
	return JudgedReport{ID: r.ID}, decide(tx, r, Returned, strings.TrimSpace(c.Reason), "")
}

// reopenStart lets the tenancy go on whose end goes back to the landlord.
func reopenStart(tx *ledger.Tx, r Report) error {
	start, found, err := ReportByID(tx, r.BegunBy)
	if err != nil || !found || start.State == Returned {
		return err
	}
	_, taken, err := openStart(tx, r.PremisesID, r.IDNumber)
	if err != nil || taken {
		return err
	}
	return setOpen(tx, r.BegunBy, true)
}
