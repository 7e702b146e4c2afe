package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Cause is why a card is to be replaced (Decree 663 art. 11).
type Cause string

const (
	// Damaged cards cannot be read any more; they are handed in for the new one (换领).
	Damaged Cause = "damaged"
	// Lost cards are issued again; their number is void (补领).
	Lost Cause = "lost"
	// Changed is what the card shows, such as the address, by local rule; the old card is handed in.
	Changed Cause = "changed"
	// Expiring is the last day of a card with a term, near or past; the old card is handed in.
	Expiring Cause = "expiring"
)

// Causes lists the causes in the order shown.
func Causes() []Cause { return []Cause{Damaged, Lost, Changed, Expiring} }

// ReplacementState is how far a replacement is.
type ReplacementState string

const (
	// Reported replacements wait for the new card.
	Reported ReplacementState = "reported"
	// NewMade replacements have the new card at the station.
	NewMade ReplacementState = "made"
	// NewDelivered replacements are done.
	NewDelivered ReplacementState = "delivered"
	// ReportWithdrawn replacements were taken back, or ended with the permit.
	ReportWithdrawn ReplacementState = "withdrawn"
)

// Replacement is an exchange of a card or its re-issue. The permit itself goes on meanwhile: it can be endorsed, and years are counted.
type Replacement struct {
	ID string
	// Number is on the receipt.
	Number string
	// PermitID is the old card, NewPermitID the new one, or empty before it is made.
	PermitID, NewPermitID string
	Cause                 Cause
	Note                  string
	State                 ReplacementState
	// CostFen is what the new card costs, by the rule of the day of the report; CostReceipt names the payment.
	CostFen     int
	CostReceipt string
	Channel     Channel
	Station     string
	ReportedAt  string
}

const replacementColumns = `SELECT id, number, permit_id, coalesce(new_permit_id, ''), cause, note, state, cost_fen, cost_receipt, channel, station, reported_at
	FROM replacement`

const (
	replacementByID      = replacementColumns + ` WHERE id = ?`
	replacementsOfPermit = replacementColumns + ` WHERE permit_id = ? ORDER BY reported_at, id`
)

func scanReplacement(row interface{ Scan(dest ...any) error }) (Replacement, error) {
	var r Replacement
	err := row.Scan(&r.ID, &r.Number, &r.PermitID, &r.NewPermitID, &r.Cause, &r.Note, &r.State, &r.CostFen, &r.CostReceipt, &r.Channel, &r.Station, &r.ReportedAt)
	return r, err
}

// replacementsOf lists the replacements of a card, the first one first; a card has few.
func replacementsOf(q store.Query, permitID string) ([]Replacement, error) {
	rows, err := q.Rows(replacementsOfPermit, permitID)
	if err != nil {
		return nil, fmt.Errorf("list replacements: %w", err)
	}
	defer rows.Close()
	all := []Replacement{}
	for rows.Next() {
		r, err := scanReplacement(rows)
		if err != nil {
			return nil, fmt.Errorf("list replacements: %w", err)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// OpenReplacement finds the replacement of a card that is under way.
func OpenReplacement(q store.Query, permitID string) (Replacement, bool, error) {
	all, err := replacementsOf(q, permitID)
	if err != nil {
		return Replacement{}, false, err
	}
	i := slices.IndexFunc(all, func(r Replacement) bool { return r.Open() })
	if i < 0 {
		return Replacement{}, false, nil
	}
	return all[i], true, nil
}

// Open tells whether the new card is still to come to the holder.
func (r Replacement) Open() bool { return r.State == Reported || r.State == NewMade }

// replacing finds the replacement for a command of the window, and its old card.
func replacing(tx *ledger.Tx, id string, state ReplacementState) (Replacement, Permit, error) {
	r, err := scanReplacement(tx.Row(replacementByID, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Replacement{}, Permit{}, officerOr(tx, ledger.Refuse(ledger.NotFound, "id", "permit.replacement_unknown"))
	}
	if err != nil {
		return Replacement{}, Permit{}, fmt.Errorf("read replacement: %w", err)
	}
	p, err := byOfficer(tx, r.PermitID)
	if err != nil {
		return Replacement{}, Permit{}, err
	}
	if refusal, err := unrestricted(tx, p.PersonID); refusal != nil || err != nil {
		return Replacement{}, Permit{}, orRefuse(err, refusal)
	}
	if r.State != state {
		return Replacement{}, Permit{}, ledger.Refuse(ledger.WrongState, "", "permit.replacement_state", "state", string(r.State))
	}
	return r, p, nil
}

// officerOr refuses strangers first: whether a record is there is no business of theirs.
func officerOr(tx *ledger.Tx, refusal *ledger.Refusal) *ledger.Refusal {
	if stranger := officer(tx.Stamp.Actor, needs(ActionHandOut)); stranger != nil {
		return stranger
	}
	return refusal
}

func (r Replacement) write(tx *ledger.Tx) error {
	_, err := tx.Exec(`INSERT INTO replacement (id, number, permit_id, new_permit_id, cause, note, state, open, cost_fen, cost_receipt, channel, station, reported_at)
		VALUES (?,?,?,nullif(?,''),?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET new_permit_id = excluded.new_permit_id, state = excluded.state,
		open = excluded.open, cost_receipt = excluded.cost_receipt`,
		r.ID, r.Number, r.PermitID, r.NewPermitID, string(r.Cause), r.Note, string(r.State), r.Open(), r.CostFen, r.CostReceipt, string(r.Channel), r.Station,
		r.ReportedAt)
	if err != nil {
		return fmt.Errorf("write replacement: %w", err)
	}
	return nil
}

// place writes where the plastic of a card is.
func (p Permit) place(tx *ledger.Tx, place CardPlace) error {
	if _, err := tx.Exec(`UPDATE permit SET card = ? WHERE id = ?`, string(place), p.ID); err != nil {
		return fmt.Errorf("write card: %w", err)
	}
	return nil
}
