package permit

import (
	"fmt"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// CorrectPermit puts right what was mistyped from a card (更正): its number, the day of its issue, or both. Nothing is overwritten: both versions and the
// reason stay. A number is judged as when the card was recorded. The issue of a first card moves the windows and the years of the whole chain.
type CorrectPermit struct {
	PermitID string `json:"permit_id"`
	// PermitNumber is as printed on the card; left out, the one on record is right.
	PermitNumber string `json:"permit_number,omitempty"`
	// IssuedOn stands on the card; left out, the one on record is right.
	IssuedOn calendar.Date `json:"issued_on,omitzero"`
	Reason   string        `json:"reason"`
}

// CorrectedPermit is what CorrectPermit answers.
type CorrectedPermit struct {
	PermitID string `json:"permit_id"`
}

// Kind is permit.correct.v1.
func (CorrectPermit) Kind() string { return "permit.correct.v1" }

// Validate judges the form alone.
func (c CorrectPermit) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	if c.PermitNumber != "" {
		_, err := ParseNumber(c.PermitNumber)
		v.That(err == nil, "permit_number", "permit.number_invalid")
	}
	if !c.IssuedOn.IsZero() {
		past(&v, "issued_on", c.IssuedOn, stamp.Today(), "permit.issued_in_future")
	}
	text(&v, "reason", c.Reason, "permit.correct_reason_required")
	return v.Refusal()
}

// Apply keeps both versions.
func (c CorrectPermit) Apply(tx *ledger.Tx) (any, error) {
	p, err := byOfficer(tx, c.PermitID)
	if err != nil {
		return nil, err
	}
	if refusal, err := unsealed(tx, p.PersonID); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	number, issued := Number{Printed: p.Number, Key: p.key}, p.IssuedOn
	if c.PermitNumber != "" {
		if number, err = ParseNumberOf(p.Kind, c.PermitNumber); err != nil {
			return nil, ledger.Refuse(ledger.Invalid, "permit_number", "permit.number_not_hmt")
		}
	}
	if !c.IssuedOn.IsZero() {
		issued = c.IssuedOn
	}
	if number.Printed == p.Number && issued.Equal(p.IssuedOn) {
		return nil, ledger.Refuse(ledger.Conflict, "", "permit.correct_nothing")
	}
	if number.Key != p.key {
		if refusal, err := numberFree(tx, number, p.PersonID, p.Kind); refusal != nil || err != nil {
			return nil, orRefuse(err, refusal)
		}
	}
	if !issued.Equal(p.IssuedOn) {
		if err := p.reissue(tx, issued); err != nil {
			return nil, err
		}
	}
	if _, err := tx.Exec(`UPDATE permit SET number = ?, number_key = ? WHERE id = ?`, number.Printed, number.Key, p.ID); err != nil {
		return nil, fmt.Errorf("correct permit: %w", err)
	}
	correction := Correction{PermitID: p.ID, NumberBefore: p.Number, NumberAfter: number.Printed, IssuedBefore: p.IssuedOn, IssuedAfter: issued, Reason: c.Reason}
	if err := correction.write(tx); err != nil {
		return nil, err
	}
	return CorrectedPermit{PermitID: p.ID}, p.step(tx, CardCorrect, "", c.Reason)
}

// unsealed refuses to change what only the archive may open.
func unsealed(q store.Query, personID string) (*ledger.Refusal, error) {
	if refusal, err := unrestricted(q, personID); refusal != nil || err != nil {
		return refusal, err
	}
	closed, err := Closed(q, personID)
	if err != nil || !closed {
		return nil, err
	}
	return ledger.Refuse(ledger.NotPermitted, "", "person.closed"), nil
}

// Correction is one that was made, with both versions.
type Correction struct {
	At, PermitID              string
	NumberBefore, NumberAfter string
	IssuedBefore, IssuedAfter calendar.Date
	Reason                    string
	// Officer is an account.
	Officer, Station string
}

func (c Correction) write(tx *ledger.Tx) error {
	_, err := tx.Exec(`INSERT INTO permit_correction (permit_id, seq, at, number_before, number_after, issued_before, issued_after, reason, officer, station)
		VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM permit_correction WHERE permit_id = ?), ?,?,?,?,?,?,?,?)`,
		c.PermitID, c.PermitID, ledger.FormatTime(tx.Stamp.At), c.NumberBefore, c.NumberAfter, c.IssuedBefore, c.IssuedAfter, strings.TrimSpace(c.Reason),
		tx.Stamp.Actor.ID, tx.Stamp.Station)
	if err != nil {
		return fmt.Errorf("write correction: %w", err)
	}
	return nil
}

const correctionsOfPermit = `SELECT at, permit_id, number_before, number_after, issued_before, issued_after, reason, officer, station
	FROM permit_correction WHERE permit_id = ? ORDER BY seq`

// correctionsOf lists the corrections of a card, the first one first.
func correctionsOf(q store.Query, permitID string) ([]Correction, error) {
	rows, err := q.Rows(correctionsOfPermit, permitID)
	if err != nil {
		return nil, fmt.Errorf("list corrections: %w", err)
	}
	defer rows.Close()
	all := []Correction{}
	for rows.Next() {
		var c Correction
		err := rows.Scan(&c.At, &c.PermitID, &c.NumberBefore, &c.NumberAfter, &c.IssuedBefore, &c.IssuedAfter, &c.Reason, &c.Officer, &c.Station)
		if err != nil {
			return nil, fmt.Errorf("list corrections: %w", err)
		}
		all = append(all, c)
	}
	return all, rows.Err()
}
