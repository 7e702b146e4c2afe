package permit

import (
	"database/sql"
	"encoding/json"
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
	// CardSuspended is never stored: it is what an active card is after a missed endorsement (功能中止, art. 10).
	CardSuspended CardState = "suspended"
	// CardExpired is never stored: it is what an active card with a term is after its last day.
	CardExpired CardState = "expired"
	// CardReplaced cards were followed by another one (换领, 补领, art. 11).
	CardReplaced CardState = "replaced"
	// CardEnded permits ended for the reason in EndReason.
	CardEnded CardState = "ended"
)

// CardPlace is where the plastic of a card is.
type CardPlace string

const (
	// CardHeld cards are with their holder, or lie at the station waiting for their holder.
	CardHeld CardPlace = "held"
	// CardHandedIn cards were handed in and cut.
	CardHandedIn CardPlace = "handed_in"
	// CardVoid cards are lost; their number is void.
	CardVoid CardPlace = "void"
	// CardDestroyed cards were lost, found again and destroyed.
	CardDestroyed CardPlace = "destroyed"
)

// Permit is one residence permit card (居住证).
type Permit struct {
	ID string
	// ApplicationID is empty for a card that took another one's place.
	ApplicationID string
	PersonID      string
	Kind          CardKind
	// Number is as printed on the card.
	Number      string
	IssuedOn    calendar.Date
	HandedOutOn calendar.Date
	ReceivedBy  Receiver
	// ValidTo is the last day of a card with a term, or no date.
	ValidTo calendar.Date
	// State holds for the day asked for.
	State CardState
	Card  CardPlace
	// Standing is the endorsement's; it goes on from card to card.
	Standing Standing
	// RootID is the first card of the chain, Replaces the card before this one, or empty.
	RootID, Replaces string
	EndedOn          calendar.Date
	EndReason        string

	key string // of the number
}

// InForce tells whether the card may be used on the day that it was read for.
func (p Permit) InForce() bool { return p.State == CardActive }

const (
	permitFields = `SELECT id, coalesce(application_id, ''), person_id, kind, number, number_key, issued_on, handed_out_on, received_by, valid_to, state, card, root_id,
	coalesce(replaces, ''), since_on, continuous_since, endorse_from, endorse_until, brought_since, brought_until, ended_on, end_reason`
	permitColumns   = permitFields + ` FROM permit`
	permitsOfPeople = permitFields + ` FROM (SELECT key AS turn, value AS person FROM json_each(?)) wanted CROSS JOIN permit ON person_id = wanted.person
	ORDER BY wanted.turn, issued_on DESC, id DESC`
	permitsOfPerson     = permitColumns + ` WHERE person_id = ? ORDER BY issued_on DESC, id DESC`
	permitsOfRoot       = permitColumns + ` WHERE root_id = ? ORDER BY issued_on, id`
	permitByID          = permitColumns + ` WHERE id = ?`
	permitOfApplication = permitColumns + ` WHERE application_id = ?`
	permitByNumber      = permitColumns + ` WHERE number_key = ?`
)

// On reads a permit as it stands on the day: whether it is suspended or expired follows from the day alone.
func On(q store.Query, id string, day calendar.Date) (Permit, bool, error) {
	return onePermit(q, day, permitByID, id)
}

func permitOf(q store.Query, application string, today calendar.Date) (Permit, bool, error) {
	return onePermit(q, today, permitOfApplication, application)
}

func onePermit(q store.Query, day calendar.Date, query string, args ...any) (Permit, bool, error) {
	p, err := scanPermit(q.Row(query, args...), day)
	if errors.Is(err, sql.ErrNoRows) {
		return Permit{}, false, nil
	}
	if err != nil {
		return Permit{}, false, fmt.Errorf("read permit: %w", err)
	}
	return p, true, nil
}

// PermitsOf lists a person's permits, the latest first, as they stand on the day.
func PermitsOf(q store.Query, personID string, today calendar.Date) ([]Permit, error) {
	return permits(q, today, permitsOfPerson, personID)
}

// PermitsOfAll lists the permits of several people in their order, of each the latest first.
func PermitsOfAll(q store.Query, people []string, today calendar.Date) ([]Permit, error) {
	list, err := json.Marshal(people)
	if err != nil {
		return nil, fmt.Errorf("list permits: %w", err)
	}
	return permits(q, today, permitsOfPeople, string(list))
}

func permits(q store.Query, day calendar.Date, query string, args ...any) ([]Permit, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("list permits: %w", err)
	}
	defer rows.Close()
	all := []Permit{}
	for rows.Next() {
		p, err := scanPermit(rows, day)
		if err != nil {
			return nil, fmt.Errorf("list permits: %w", err)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func scanPermit(row interface{ Scan(dest ...any) error }, day calendar.Date) (Permit, error) {
	var p Permit
	s := &p.Standing
	err := row.Scan(&p.ID, &p.ApplicationID, &p.PersonID, &p.Kind, &p.Number, &p.key, &p.IssuedOn, &p.HandedOutOn, &p.ReceivedBy, &p.ValidTo, &p.State, &p.Card,
		&p.RootID, &p.Replaces, &s.issued, &s.ContinuousSince, &s.From, &s.Until, &s.broughtSince, &s.broughtUntil, &p.EndedOn, &p.EndReason)
	if err != nil {
		return Permit{}, err
	}
	switch {
	case p.State != CardActive:
	case p.Standing.Suspended(day):
		p.State = CardSuspended
	case !p.ValidTo.IsZero() && day.After(p.ValidTo):
		p.State = CardExpired
	}
	return p, nil
}

// insert writes a new card.
func (p Permit) insert(tx *ledger.Tx, number Number) error {
	s := p.Standing
	_, err := tx.Exec(`INSERT INTO permit (id, application_id, person_id, kind, number, number_key, issued_on, since_on, valid_to, state, live, card, received_by,
		root_id, replaces, continuous_since, endorse_from, endorse_until, brought_since, brought_until, end_reason)
		VALUES (?,nullif(?,''),?,?,?,?,?,?,?,?,1,?,'',?,nullif(?,''),?,?,?,?,?,'')`,
		p.ID, p.ApplicationID, p.PersonID, string(p.Kind), number.Printed, number.Key, p.IssuedOn, s.issued, p.ValidTo, string(p.State), string(p.Card),
		p.RootID, p.Replaces, s.ContinuousSince, s.From, s.Until, s.broughtSince, s.broughtUntil)
	if err != nil {
		return fmt.Errorf("write permit: %w", err)
	}
	return nil
}

// numberFree refuses a number that another person's card carries, and one that was reported lost: a card found again must not pass for the new one. The
// permit of residents of Hong Kong, Macau and Taiwan keeps its holder's number.
func numberFree(q store.Query, number Number, personID string, kind CardKind) (*ledger.Refusal, error) {
	same, err := permits(q, calendar.Date{}, permitByNumber, number.Key)
	if err != nil {
		return nil, err
	}
	for _, p := range same {
		switch {
		case p.PersonID != personID:
			return ledger.Refuse(ledger.Conflict, "permit_number", "permit.number_taken"), nil
		case kind == ForResident && (p.Card == CardVoid || p.Card == CardDestroyed):
			return ledger.Refuse(ledger.Conflict, "permit_number", "permit.number_void"), nil
		}
	}
	return nil, nil // nothing to refuse
}

// holderOrOfficer finds the permit for a command that its holder may give, or staff at the window.
func holderOrOfficer(tx *ledger.Tx, id string) (Permit, error) {
	if tx.Stamp.Actor.Kind == ledger.Resident {
		return beginCard(tx, id, func(p Permit) *ledger.Refusal {
			if tx.Stamp.Actor.ID != p.PersonID {
				return ledger.Refuse(ledger.NotPermitted, "permit_id", "permit.not_own")
			}
			return nil
		})
	}
	return beginCard(tx, id, func(Permit) *ledger.Refusal { return officer(tx.Stamp.Actor, needs(ActionHandOut)) })
}

// byOfficer finds the permit for a command of staff at the window.
func byOfficer(tx *ledger.Tx, id string) (Permit, error) {
	return beginCard(tx, id, func(Permit) *ledger.Refusal { return officer(tx.Stamp.Actor, needs(ActionHandOut)) })
}

func beginCard(tx *ledger.Tx, id string, may func(Permit) *ledger.Refusal) (Permit, error) {
	p, found, err := On(tx, id, tx.Stamp.Today())
	if err != nil {
		return Permit{}, err
	}
	if !found {
		return Permit{}, ledger.Refuse(ledger.NotFound, "permit_id", "permit.card_unknown")
	}
	tx.About(p.PersonID)
	if refusal := may(p); refusal != nil {
		return Permit{}, refusal
	}
	return p, nil
}
