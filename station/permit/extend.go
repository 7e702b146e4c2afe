package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// HMTMoreDays is by how many working days the time for a permit of residents of Hong Kong, Macau and Taiwan may be extended.
const HMTMoreDays = 10

// hmtRule is where that stands.
const hmtRule = "国办发〔2018〕81号"

// Extension is the longer time that one application was given (延长办理时限).
type Extension struct {
	At string
	// Days from acceptance in all, and DaysBefore and DueBefore how it was.
	Days, DaysBefore int
	DueBefore        calendar.Date
	// RuleRef is the rule that allows it, Reason what the applicant was told, by Means.
	RuleRef, Reason        string
	Means                  Means
	Officer, SecondOfficer string
}

// ExtendTime gives the office longer for one application, for a special cause or a remote place: by the local rule up to 30 calendar days in all
// (art. 9), for residents of Hong Kong, Macau and Taiwan ten working days more. It is given once, before the last day is over, and the applicant is told.
type ExtendTime struct {
	ID string `json:"id"`
	// Days is the new time in all, from acceptance.
	Days       int    `json:"days"`
	ReasonText string `json:"reason_text"`
	// Means is how the applicant was told.
	Means Means `json:"means"`
	// SecondOfficer is the account of the officer who stood by, where the local rules ask for one. Whoever makes the command has checked the password.
	SecondOfficer string `json:"second_officer,omitempty"`
}

// Kind is permit.extend.v1.
func (ExtendTime) Kind() string { return "permit.extend.v1" }

// Validate judges the form alone.
func (c ExtendTime) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	text(&v, "reason_text", c.ReasonText, "permit.extend_reason_required")
	v.That(slices.Contains(AllMeans(), c.Means), "means", "permit.means_unknown")
	v.That(c.SecondOfficer == "" || c.SecondOfficer != stamp.Actor.ID, "second_officer", "permit.second_officer_same")
	return v.Refusal()
}

// Apply moves the last day.
func (c ExtendTime) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionExtend)
	if err != nil {
		return nil, err
	}
	rules, err := RulesNow(tx)
	if err != nil {
		return nil, err
	}
	if refusal, err := c.judge(tx, r, rules); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	ref := rules.RuleRef
	if r.Kind == ForHMT {
		ref = hmtRule
	}
	_, err = tx.Exec(`INSERT INTO application_extension (application_id, at, days, days_before, due_before, rule_ref, reason_text, means, officer, second_officer)
		VALUES (?,?,?,?,?,?,?,?,?,?)`, r.ID, ledger.FormatTime(tx.Stamp.At), c.Days, r.Period.LimitDays, r.Period.DueOn, ref, strings.TrimSpace(c.ReasonText),
		string(c.Means), tx.Stamp.Actor.ID, c.SecondOfficer)
	if err != nil {
		return nil, fmt.Errorf("write extension: %w", err)
	}
	r.Period = r.Period.Extend(c.Days)
	return r.move(tx, ActionExtend, r.State, c.ReasonText)
}

func (c ExtendTime) judge(tx *ledger.Tx, r record, rules Rules) (*ledger.Refusal, error) {
	most, refusal, err := extendable(tx, r, rules, tx.Stamp.Today())
	if refusal != nil || err != nil {
		return refusal, err
	}
	if c.Days <= r.Period.LimitDays || c.Days > most {
		return ledger.Refuse(ledger.Invalid, "days", "permit.extend_range", "least", strconv.Itoa(r.Period.LimitDays+1), "most", strconv.Itoa(most)), nil
	}
	switch {
	case c.SecondOfficer != "":
		return secondOfficer(tx, c.SecondOfficer)
	case rules.ExtendByTwo:
		return ledger.Refuse(ledger.Invalid, "second_officer", "permit.second_officer_required"), nil
	default:
		return nil, nil // nothing to refuse
	}
}

// extendable answers to how many days in all the time may be extended on the day, or why it may not.
func extendable(q store.Query, r record, rules Rules, today calendar.Date) (int, *ledger.Refusal, error) {
	most := rules.ExtendedDays
	if r.Kind == ForHMT {
		most = HMTLimitDays + HMTMoreDays
	}
	before, err := extensionOf(q, r.ID)
	switch {
	case err != nil:
		return 0, nil, err
	case before != nil:
		return 0, ledger.Refuse(ledger.Conflict, "", "permit.extended_already"), nil
	case most <= r.Period.LimitDays:
		return 0, ledger.Refuse(ledger.Conflict, "", "permit.extend_no_rule"), nil
	case today.After(r.Period.DueOn):
		return 0, ledger.Refuse(ledger.Conflict, "", "permit.extend_too_late", "due_on", r.Period.DueOn.String()), nil
	default:
		return most, nil, nil
	}
}

// extensionOf is the longer time of an application, or nil.
func extensionOf(q store.Query, application string) (*Extension, error) {
	var e Extension
	err := q.Row(`SELECT at, days, days_before, due_before, rule_ref, reason_text, means, officer, second_officer FROM application_extension
		WHERE application_id = ?`, application).
		Scan(&e.At, &e.Days, &e.DaysBefore, &e.DueBefore, &e.RuleRef, &e.Reason, &e.Means, &e.Officer, &e.SecondOfficer)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // most are done in time
	}
	if err != nil {
		return nil, fmt.Errorf("read extension: %w", err)
	}
	return &e, nil
}

// readExtension fills in the longer time of an application, and to what it may still be extended.
func readExtension(q store.Query, a *Application, r record, today calendar.Date) error {
	var err error
	if a.Extension, err = extensionOf(q, r.ID); err != nil || a.Extension != nil {
		return err
	}
	if _, leads := arrow(r.State, ActionExtend); !leads {
		return nil
	}
	rules, err := RulesNow(q)
	if err != nil {
		return err
	}
	a.MostDays, _, err = extendable(q, r, rules, today)
	return err
}
