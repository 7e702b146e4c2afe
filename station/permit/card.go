package permit

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// CardState is where a permit card stands.
type CardState string

const (
	// CardMade cards lie at the station.
	CardMade CardState = "made"
	// CardActive cards are in their holder's hands.
	CardActive CardState = "active"
	// CardSuspended is never stored: it is what an active card is after a missed endorsement (art. 10).
	CardSuspended CardState = "suspended"
)

// Permit is one residence permit card (居住证).
type Permit struct {
	ID            string
	ApplicationID string
	PersonID      string
	// Number is as printed on the card.
	Number      string
	IssuedOn    calendar.Date
	HandedOutOn calendar.Date
	ReceivedBy  Receiver
	// State holds for the day asked for.
	State CardState
	// Standing is the endorsement's.
	Standing Standing
}

// Receiver is who took the card.
type Receiver string

const (
	// ByHolder is the person on the card.
	ByHolder Receiver = "holder"
	// ByProxyHand is the guardian or relative who applied.
	ByProxyHand Receiver = "proxy"
)

// RecordPermit records the card that arrived from the authority, with the number printed on it (制证).
type RecordPermit struct {
	ID           string        `json:"id"`
	PermitNumber string        `json:"permit_number"`
	IssuedOn     calendar.Date `json:"issued_on"`
}

// Kind is permit.make.v1.
func (RecordPermit) Kind() string { return "permit.make.v1" }

// Validate judges the form alone.
func (c RecordPermit) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	_, err := ParseNumber(c.PermitNumber)
	v.That(err == nil, "permit_number", "permit.number_invalid")
	past(&v, "issued_on", c.IssuedOn, stamp.Today(), "permit.issued_in_future")
	return v.Refusal()
}

// Apply keeps the card; no two cards carry one number.
func (c RecordPermit) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionMake)
	if err != nil {
		return nil, err
	}
	number, err := ParseNumber(c.PermitNumber)
	if err != nil {
		return nil, fmt.Errorf("permit number passed Validate: %w", err)
	}
	if refusal, err := c.judge(tx, number); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	_, err = tx.Exec(`INSERT INTO permit (id, application_id, person_id, number, number_key, issued_on, state, received_by) VALUES (?,?,?,?,?,?,?,'')`,
		tx.NewID(), r.ID, r.PersonID, number.Printed, number.Key, c.IssuedOn, string(CardMade))
	if err != nil {
		return nil, fmt.Errorf("write permit: %w", err)
	}
	return r.move(tx, ActionMake, Made, "")
}

func (c RecordPermit) judge(q store.Query, number Number) (*ledger.Refusal, error) {
	var taken int
	if err := q.Row(permitByNumber, number.Key).Scan(&taken); err != nil {
		return nil, fmt.Errorf("look for the permit number: %w", err)
	}
	if taken > 0 {
		return ledger.Refuse(ledger.Conflict, "permit_number", "permit.number_taken"), nil
	}
	decision, _, err := decisionOf(q, c.ID)
	if err != nil {
		return nil, err
	}
	if c.IssuedOn.Before(decision.DecidedOn) {
		return ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_before_decision", "decided_on", decision.DecidedOn.String()), nil
	}
	return nil, nil // nothing to refuse
}

// HandOutPermit records that the card is in the right hands (发放), which ends the office's clock.
type HandOutPermit struct {
	ID         string   `json:"id"`
	ReceivedBy Receiver `json:"received_by"`
	// IdentityChecked says that the clerk compared the receiver with the document.
	IdentityChecked bool `json:"identity_checked"`
}

// Kind is permit.hand_out.v1.
func (HandOutPermit) Kind() string { return "permit.hand_out.v1" }

// Validate judges the form alone.
func (c HandOutPermit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ReceivedBy == ByHolder || c.ReceivedBy == ByProxyHand, "received_by", "permit.receiver_unknown")
	v.That(c.IdentityChecked, "identity_checked", "permit.identity_not_checked")
	return v.Refusal()
}

// Apply makes the card active. Somebody else than the holder gets it only where that person made the application.
func (c HandOutPermit) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionHandOut)
	if err != nil {
		return nil, err
	}
	if c.ReceivedBy == ByProxyHand && r.AppliedBy == Self {
		return nil, ledger.Refuse(ledger.Conflict, "received_by", "permit.no_proxy")
	}
	_, err = tx.Exec(`UPDATE permit SET state = ?, handed_out_on = ?, received_by = ? WHERE application_id = ?`,
		string(CardActive), tx.Stamp.Today(), string(c.ReceivedBy), r.ID)
	if err != nil {
		return nil, fmt.Errorf("hand out permit: %w", err)
	}
	r.Period.EndedOn = tx.Stamp.Today()
	return r.move(tx, ActionHandOut, Delivered, "received_by:"+string(c.ReceivedBy))
}

const (
	permitColumns   = `SELECT id, application_id, person_id, number, issued_on, handed_out_on, received_by, state FROM permit`
	permitsOfPerson = permitColumns + ` WHERE person_id = ? ORDER BY issued_on DESC, id DESC`
	permitByNumber  = `SELECT count(*) FROM permit WHERE number_key = ?`
)

// PermitsOf lists a person's permits, the latest first, as they stand on the day.
func PermitsOf(q store.Query, personID string, today calendar.Date) ([]Permit, error) {
	rows, err := q.Rows(permitsOfPerson, personID)
	if err != nil {
		return nil, fmt.Errorf("list permits: %w", err)
	}
	defer rows.Close()
	permits := []Permit{}
	for rows.Next() {
		p, err := scanPermit(rows, today)
		if err != nil {
			return nil, fmt.Errorf("list permits: %w", err)
		}
		permits = append(permits, p)
	}
	return permits, rows.Err()
}

func permitOf(q store.Query, application string, today calendar.Date) (Permit, bool, error) {
	p, err := scanPermit(q.Row(permitColumns+` WHERE application_id = ?`, application), today)
	if errors.Is(err, sql.ErrNoRows) {
		return Permit{}, false, nil
	}
	if err != nil {
		return Permit{}, false, fmt.Errorf("read permit: %w", err)
	}
	return p, true, nil
}

func scanPermit(row interface{ Scan(dest ...any) error }, today calendar.Date) (Permit, error) {
	var p Permit
	err := row.Scan(&p.ID, &p.ApplicationID, &p.PersonID, &p.Number, &p.IssuedOn, &p.HandedOutOn, &p.ReceivedBy, &p.State)
	if err != nil {
		return Permit{}, err
	}
	p.Standing = Issue(p.IssuedOn)
	if p.State == CardActive && p.Standing.Suspended(today) {
		p.State = CardSuspended
	}
	return p, nil
}
