package registry

import (
	"fmt"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Restricted tells whether a person's data are only stored (限制处理, PIPL art. 47): asked for by the person, or in the place of an erasure which the law
// does not allow yet. Such a record is closed to everybody but the archive, takes no changes, and leaves in no file. Lists go on naming it, masked.
func Restricted(q store.Query, personID string) (bool, error) {
	var restricted bool
	err := q.Row(`SELECT EXISTS (SELECT 1 FROM person_restriction WHERE person_id = ? AND lifted_on = '')`, personID).Scan(&restricted)
	if err != nil {
		return false, fmt.Errorf("is %s restricted: %w", personID, err)
	}
	return restricted, nil
}

// grant does what was asked for where the register itself can do it: it restricts, and of what was to be erased it keeps what has to be kept.
func (r DataRequest) grant(tx *ledger.Tx) error {
	if r.Kind != "restriction" && r.Kind != "erasure" {
		return nil
	}
	p, found, err := PersonByID(tx, r.PersonID)
	if err != nil || !found {
		return orRefuse(err, ledger.Refuse(ledger.NotFound, "id", "person.unknown"))
	}
	if r.Kind == "erasure" {
		if err := p.erasable(tx); err != nil {
			return err
		}
		if err := eraseSpare(tx, p); err != nil {
			return err
		}
	}
	tx.Changed("person", p.ID)
	if restricted, err := Restricted(tx, p.ID); err != nil || restricted {
		return err // by an earlier request already
	}
	_, err = tx.Exec(`INSERT INTO person_restriction (person_id, request_id, since, lifted_on, lifted_by, reason) VALUES (?,?,?,'','','')`,
		p.ID, r.ID, tx.Stamp.Today().String())
	if err != nil {
		return fmt.Errorf("restrict %s: %w", p.ID, err)
	}
	return nil
}

// erasable refuses while the data are needed for what they were taken for.
func (p Person) erasable(tx *ledger.Tx) error {
	residences, err := ResidencesOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, r := range residences {
		if r.State == Active {
			return ledger.Refuse(ledger.WrongState, "granted", "data_request.still_registered", "number", r.Number)
		}
	}
	return nil
}

// eraseSpare erases what no rule says to keep: the telephone, where else the person said to live, the place in a household. Documents, registrations and
// permits are kept for five years after their end.
func eraseSpare(tx *ledger.Tx, p Person) error {
	return reindex(tx, p, func() error {
		if err := closeMembership(tx, p.ID, tx.Stamp.Today()); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM living_statement WHERE person_id = ?`, p.ID); err != nil {
			return fmt.Errorf("erase statements of %s: %w", p.ID, err)
		}
		if _, err := tx.Exec(`UPDATE correction SET before = '', after = '' WHERE person_id = ? AND field = 'phone'`, p.ID); err != nil {
			return fmt.Errorf("erase former telephones of %s: %w", p.ID, err)
		}
		if _, err := tx.Exec(`UPDATE person SET phone = '', household_id = NULL WHERE id = ?`, p.ID); err != nil {
			return fmt.Errorf("erase the telephone of %s: %w", p.ID, err)
		}
		return nil
	})
}

// LiftRestriction opens a restricted record again, because the person wants to be served, or a law asks for it.
type LiftRestriction struct {
	// RequestID is the data request by which the record was restricted.
	RequestID string `json:"request_id"`
	Reason    string `json:"reason"`
}

// LiftedRestriction is the answer to LiftRestriction.
type LiftedRestriction struct {
	PersonID string `json:"person_id"`
}

// Kind is the verb on the wire.
func (LiftRestriction) Kind() string { return "data_request.lift.v1" }

// Validate judges the form.
func (c LiftRestriction) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.RequestID != "", "id", "data_request.unknown")
	reasoned(&v, c.Reason)
	return v.Refusal()
}

// Apply lifts it; the row stays with the reason.
func (c LiftRestriction) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	r, found, err := DataRequestByID(tx, c.RequestID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "id", "data_request.unknown"))
	}
	tx.About(r.PersonID)
	lifted, err := tx.Exec(`UPDATE person_restriction SET lifted_on = ?, lifted_by = ?, reason = ? WHERE request_id = ? AND lifted_on = ''`,
		tx.Stamp.Today().String(), tx.Stamp.Actor.ID, strings.TrimSpace(c.Reason), r.ID)
	if err != nil {
		return nil, fmt.Errorf("lift the restriction of %s: %w", r.PersonID, err)
	}
	if lifted == 0 {
		return nil, ledger.Refuse(ledger.WrongState, "id", "data_request.not_restricted")
	}
	tx.Changed("data_request", r.ID)
	tx.Changed("person", r.PersonID)
	return LiftedRestriction{PersonID: r.PersonID}, nil
}
