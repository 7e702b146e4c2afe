package permit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// DecisionRow is one line of a list of decisions as the authority sends it.
type DecisionRow struct {
	// Number is the application's, with or without the community.
	Number      string        `json:"number"`
	Decision    DecisionKind  `json:"decision"`
	ReasonCode  string        `json:"reason_code,omitempty"`
	ReasonText  string        `json:"reason_text,omitempty"`
	DecisionRef string        `json:"decision_ref"`
	DecidedOn   calendar.Date `json:"decided_on"`
	// PermitNumber and IssuedOn are of the card, where it came with the decision.
	PermitNumber string        `json:"permit_number,omitempty"`
	IssuedOn     calendar.Date `json:"issued_on,omitzero"`
}

// ImportDecisions records a list of decisions (决定导入). Each line is judged by itself: a line that cannot be recorded leaves the others alone, and a list
// sent again changes nothing. Refusals among them need the second officer.
type ImportDecisions struct {
	Rows []DecisionRow `json:"rows"`
	// SecondOfficer is the account of the officer who stood by; empty where no line is a refusal.
	SecondOfficer string `json:"second_officer,omitempty"`
}

// RowOutcome says what became of a line.
type RowOutcome string

const (
	// RowRecorded lines are recorded now.
	RowRecorded RowOutcome = "recorded"
	// RowSame lines say what is on record already.
	RowSame RowOutcome = "same"
	// RowRefused lines were not recorded, for the reason in Problem.
	RowRefused RowOutcome = "refused"
)

// ImportedRow is the answer to one line, in the order of the list.
type ImportedRow struct {
	Number  string          `json:"number"`
	ID      string          `json:"id,omitempty"`
	Outcome RowOutcome      `json:"outcome"`
	Problem *ledger.Problem `json:"problem,omitempty"`
}

// Imported is what ImportDecisions answers.
type Imported struct {
	Rows []ImportedRow `json:"rows"`
}

// MostDecisions is how many lines one list may have; a street office gets some dozens a day.
const MostDecisions = 500

// Kind is permit.import_decisions.v1.
func (ImportDecisions) Kind() string { return "permit.import_decisions.v1" }

// Validate judges the list alone; the lines are judged one by one.
func (c ImportDecisions) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Rows) > 0, "rows", "permit.import_empty")
	v.That(len(c.Rows) <= MostDecisions, "rows", "permit.import_too_long", "limit", strconv.Itoa(MostDecisions))
	if slices.ContainsFunc(c.Rows, func(r DecisionRow) bool { return r.Decision == DecidedRefused }) {
		twoOfficers(&v, c.SecondOfficer, stamp)
	}
	return v.Refusal()
}

// Apply records the lines that can be recorded. A problem of a line is part of the answer, never a refusal of the whole.
func (c ImportDecisions) Apply(tx *ledger.Tx) (any, error) {
	if refusal := officer(tx.Stamp.Actor, needs(ActionApprove)); refusal != nil {
		return nil, refusal
	}
	if c.SecondOfficer != "" {
		if refusal, err := secondOfficer(tx, c.SecondOfficer); refusal != nil || err != nil {
			return nil, orRefuse(err, refusal)
		}
	}
	done := Imported{Rows: make([]ImportedRow, len(c.Rows))}
	for i, row := range c.Rows {
		answer, err := row.record(tx, c.SecondOfficer)
		var refusal *ledger.Refusal
		switch {
		case errors.As(err, &refusal):
			answer.Outcome, answer.Problem = RowRefused, &refusal.Problems[0]
		case err != nil:
			return nil, err
		}
		answer.Number = row.Number
		done.Rows[i] = answer
	}
	return done, nil
}

// record judges one line and writes it.
func (row DecisionRow) record(tx *ledger.Tx, second string) (ImportedRow, error) {
	r, err := row.application(tx)
	if err != nil {
		return ImportedRow{}, err
	}
	answer := ImportedRow{ID: r.ID, Outcome: RowRecorded}
	if refusal := row.check(tx.Stamp, r.Kind); refusal != nil {
		return answer, refusal
	}
	if refusal, err := unrestricted(tx, r.PersonID); refusal != nil || err != nil {
		return answer, orRefuse(err, refusal)
	}
	if r.State.Decided() {
		return row.again(tx, r, answer)
	}
	if r.State != Accepted {
		return answer, ledger.Refuse(ledger.WrongState, "number", "permit.wrong_state", "state", string(r.State))
	}
	if refusal := afterAcceptance(r, row.DecidedOn); refusal != nil {
		return answer, refusal
	}
	if row.Decision == DecidedRefused {
		c := RecordRefusal{
			ID: r.ID, ReasonCode: row.ReasonCode, ReasonText: row.ReasonText, DecisionRef: row.DecisionRef, DecidedOn: row.DecidedOn, SecondOfficer: second,
		}
		_, err := c.record(tx, r)
		return answer, err
	}
	return answer, row.approve(tx, r)
}

// check judges the line alone; the first thing wrong is told.
func (row DecisionRow) check(stamp ledger.Stamp, kind CardKind) *ledger.Refusal {
	var v ledger.Check
	v.That(row.Decision == DecidedApproved || row.Decision == DecidedRefused, "decision", "permit.decision_unknown")
	paper(&v, row.DecisionRef, row.DecidedOn, stamp)
	if row.Decision == DecidedRefused {
		v.That(slices.Contains(RefusalReasons(), row.ReasonCode), "reason_code", "permit.refusal_reason_required")
		text(&v, "reason_text", row.ReasonText, "permit.refusal_reason_required")
		v.That(row.PermitNumber == "", "permit_number", "permit.refused_with_card")
		return v.Refusal()
	}
	if row.PermitNumber != "" {
		_, err := ParseNumberOf(kind, row.PermitNumber)
		v.That(err == nil, "permit_number", "permit.number_invalid")
		past(&v, "issued_on", row.IssuedOn, stamp.Today(), "permit.issued_in_future")
		v.That(!row.IssuedOn.Before(row.DecidedOn), "issued_on", "permit.issued_before_decision", "decided_on", row.DecidedOn.String())
	}
	return v.Refusal()
}

// again holds a line against the decision on record: the same is no error, another one is a named conflict. A card that came after its decision is recorded.
func (row DecisionRow) again(tx *ledger.Tx, r record, answer ImportedRow) (ImportedRow, error) {
	d, _, err := decisionOf(tx, r.ID)
	if err != nil {
		return answer, err
	}
	same := d.Kind == row.Decision && d.Ref == strings.TrimSpace(row.DecisionRef) && d.DecidedOn.Equal(row.DecidedOn) && d.ReasonCode == row.ReasonCode
	if !same {
		return answer, ledger.Refuse(ledger.Conflict, "number", "permit.decided_otherwise",
			"decision", string(d.Kind), "ref", d.Ref, "decided_on", d.DecidedOn.String())
	}
	card, made, err := permitOf(tx, r.ID, tx.Stamp.Today())
	switch {
	case err != nil:
		return answer, err
	case row.PermitNumber == "":
	case !made && r.State != Approved: // it ended before the card came
		return answer, ledger.Refuse(ledger.WrongState, "number", "permit.wrong_state", "state", string(r.State))
	case !made:
		return answer, row.card(tx, r)
	default:
		if number, err := ParseNumberOf(r.Kind, row.PermitNumber); err != nil || number.Key != card.key || !card.IssuedOn.Equal(row.IssuedOn) {
			return answer, ledger.Refuse(ledger.Conflict, "permit_number", "permit.made_otherwise", "issued_on", card.IssuedOn.String())
		}
	}
	answer.Outcome = RowSame
	return answer, nil
}

// approve records an approval, and the card where it came along.
func (row DecisionRow) approve(tx *ledger.Tx, r record) error {
	if refusal, err := row.free(tx, r); refusal != nil || err != nil {
		return orRefuse(err, refusal)
	}
	c := RecordApproval{ID: r.ID, DecisionRef: row.DecisionRef, DecidedOn: row.DecidedOn}
	if _, err := c.record(tx, r); err != nil || row.PermitNumber == "" {
		return err
	}
	r.State = Approved
	return row.card(tx, r)
}

// free judges the number of the card before anything is written.
func (row DecisionRow) free(q store.Query, r record) (*ledger.Refusal, error) {
	number, err := ParseNumberOf(r.Kind, row.PermitNumber)
	if err != nil {
		return nil, nil //nolint:nilerr // no card came along; a wrong number was refused by check
	}
	return numberFree(q, number, r.PersonID, r.Kind)
}

// card records the card that belongs to an approval.
func (row DecisionRow) card(tx *ledger.Tx, r record) error {
	if refusal, err := row.free(tx, r); refusal != nil || err != nil {
		return orRefuse(err, refusal)
	}
	number, err := ParseNumberOf(r.Kind, row.PermitNumber)
	if err != nil {
		return fmt.Errorf("permit number passed the check: %w", err)
	}
	if err := newCard(tx, r, number, row.IssuedOn); err != nil {
		return err
	}
	_, err = r.move(tx, ActionMake, Made, "")
	return err
}

// application finds the application that a line names; the end of a number must name one alone.
func (row DecisionRow) application(q store.Query) (record, error) {
	number := strings.ToUpper(strings.ReplaceAll(narrow(row.Number), " ", ""))
	rows, err := q.Rows(applicationByNumber, number, number)
	if err != nil {
		return record{}, fmt.Errorf("find application: %w", err)
	}
	defer rows.Close()
	var found []record
	for rows.Next() {
		r, err := scanRecord(rows)
		if err != nil {
			return record{}, fmt.Errorf("find application: %w", err)
		}
		found = append(found, r)
	}
	switch {
	case rows.Err() != nil:
		return record{}, fmt.Errorf("find application: %w", rows.Err())
	case len(found) == 0:
		return record{}, ledger.Refuse(ledger.NotFound, "number", "permit.number_of_none")
	case len(found) > 1:
		return record{}, ledger.Refuse(ledger.Conflict, "number", "permit.number_of_several")
	default:
		return found[0], nil
	}
}

const applicationByNumber = `SELECT ` + recordColumns + ` FROM application WHERE number = ? OR number_tail = ? LIMIT 2`
