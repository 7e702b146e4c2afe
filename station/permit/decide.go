package permit

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// DecisionKind is what the authority decided.
type DecisionKind string

const (
	// DecidedApproved grants the permit (准予).
	DecidedApproved DecisionKind = "approved"
	// DecidedRefused does not grant it (不予).
	DecidedRefused DecisionKind = "refused"
)

// Decision is what the county-level public security organ decided (art. 10), as recorded at the station.
type Decision struct {
	Kind       DecisionKind
	ReasonCode string
	ReasonText string
	// Ref is the reference of the authority's paper.
	Ref       string
	DecidedOn calendar.Date
	// Officer recorded it; SecondOfficer stood by where it is a refusal. Both are account ids.
	Officer, SecondOfficer string
	// OfficerName and SecondOfficerName are filled in when an application is read.
	OfficerName, SecondOfficerName string
}

// RefusalReasons lists the coded reasons for a refusal in the order shown.
func RefusalReasons() []string {
	return []string{"refusal.half_year", "refusal.no_condition", "refusal.false_proof", "refusal.other"}
}

// maxRef bounds the reference of a decision, in characters.
const maxRef = 100

// RecordApproval records that the permit is granted.
type RecordApproval struct {
	ID          string        `json:"id"`
	DecisionRef string        `json:"decision_ref"`
	DecidedOn   calendar.Date `json:"decided_on"`
}

// Kind is permit.approve.v1.
func (RecordApproval) Kind() string { return "permit.approve.v1" }

// Validate judges the form alone.
func (c RecordApproval) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	paper(&v, c.DecisionRef, c.DecidedOn, stamp)
	return v.Refusal()
}

// paper judges what every decision needs: a reference and a day that has come.
func paper(v *ledger.Check, ref string, on calendar.Date, stamp ledger.Stamp) {
	v.That(strings.TrimSpace(ref) != "", "decision_ref", "permit.decision_ref_required")
	v.That(len([]rune(strings.TrimSpace(ref))) <= maxRef, "decision_ref", "text.too_long")
	past(v, "decided_on", on, stamp.Today(), "permit.decided_in_future")
}

// Apply records the approval.
func (c RecordApproval) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionApprove)
	if err != nil {
		return nil, err
	}
	if refusal := afterAcceptance(r, c.DecidedOn); refusal != nil {
		return nil, refusal
	}
	return c.record(tx, r)
}

// record writes the approval of an application that was judged.
func (c RecordApproval) record(tx *ledger.Tx, r record) (any, error) {
	d := Decision{Kind: DecidedApproved, Ref: c.DecisionRef, DecidedOn: c.DecidedOn, Officer: tx.Stamp.Actor.ID}
	if err := d.write(tx, r.ID); err != nil {
		return nil, err
	}
	return r.move(tx, ActionApprove, Approved, c.DecisionRef)
}

// RecordRefusal records that the permit is not granted. To refuse a person who qualifies is a punishable act (art. 20), so
// it takes a coded reason, a text that the applicant can read, and a second officer.
type RecordRefusal struct {
	ID          string        `json:"id"`
	ReasonCode  string        `json:"reason_code"`
	ReasonText  string        `json:"reason_text"`
	DecisionRef string        `json:"decision_ref"`
	DecidedOn   calendar.Date `json:"decided_on"`
	// SecondOfficer is the account of the officer who stood by. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer"`
}

// Kind is permit.refuse.v1.
func (RecordRefusal) Kind() string { return "permit.refuse.v1" }

// Validate judges the form alone.
func (c RecordRefusal) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(slices.Contains(RefusalReasons(), c.ReasonCode), "reason_code", "permit.refusal_reason_required")
	text(&v, "reason_text", c.ReasonText, "permit.refusal_reason_required")
	paper(&v, c.DecisionRef, c.DecidedOn, stamp)
	v.That(c.SecondOfficer != "", "second_officer", "permit.second_officer_required")
	v.That(c.SecondOfficer == "" || c.SecondOfficer != stamp.Actor.ID, "second_officer", "permit.second_officer_same")
	return v.Refusal()
}

// Apply records the refusal and ends the clock.
func (c RecordRefusal) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionRefuse)
	if err != nil {
		return nil, err
	}
	if refusal := afterAcceptance(r, c.DecidedOn); refusal != nil {
		return nil, refusal
	}
	if refusal, err := secondOfficer(tx, c.SecondOfficer); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	return c.record(tx, r)
}

// record writes the refusal of an application that was judged.
func (c RecordRefusal) record(tx *ledger.Tx, r record) (any, error) {
	d := Decision{
		Kind: DecidedRefused, ReasonCode: c.ReasonCode, ReasonText: strings.TrimSpace(c.ReasonText), Ref: c.DecisionRef,
		DecidedOn: c.DecidedOn, Officer: tx.Stamp.Actor.ID, SecondOfficer: c.SecondOfficer,
	}
	if err := d.write(tx, r.ID); err != nil {
		return nil, err
	}
	r.Period.EndedOn = c.DecidedOn
	return r.move(tx, ActionRefuse, Refused, c.ReasonText)
}

func afterAcceptance(r record, on calendar.Date) *ledger.Refusal {
	if on.Before(r.Period.AcceptedOn) {
		return ledger.Refuse(ledger.Invalid, "decided_on", "permit.decided_before_accepted", "accepted_on", r.Period.AcceptedOn.String())
	}
	return nil
}

// secondOfficer refuses an account that may not record decisions itself.
func secondOfficer(q store.Query, id string) (*ledger.Refusal, error) {
	account, found, err := staff.ByID(q, id)
	if err != nil {
		return nil, err
	}
	if !found || account.Disabled || !account.Role.May(staff.DecisionRecord) {
		return ledger.Refuse(ledger.NotPermitted, "second_officer", "permit.second_officer_role"), nil
	}
	return nil, nil // nothing to refuse
}

func (d Decision) write(tx *ledger.Tx, application string) error {
	_, err := tx.Exec(`INSERT INTO decision (application_id, kind, reason_code, reason_text, decision_ref, decided_on, officer, second_officer)
		VALUES (?,?,?,?,?,?,?,?)`, application, string(d.Kind), d.ReasonCode, d.ReasonText, strings.TrimSpace(d.Ref), d.DecidedOn, d.Officer, d.SecondOfficer)
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	return nil
}
