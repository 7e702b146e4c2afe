package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// record is the row of an application: what the rules look at and what a move changes.
type record struct {
	ID          string
	Number      string
	PersonID    string
	Kind        CardKind
	ResidenceID string
	Condition   Condition
	AppliedBy   AppliedBy
	Phone       string
	Channel     Channel
	Station     string
	State       State
	SubmittedAt string
	ChangedAt   string
	Period      Period
}

const recordColumns = `id, number, person_id, kind, residence_id, condition, applied_by, phone, channel, station, state, submitted_at, changed_at,
	accepted_on, due_on, limit_days, amber_on, waiting_since, ended_on`

func scanRecord(row interface{ Scan(dest ...any) error }) (record, error) {
	var r record
	err := row.Scan(&r.ID, &r.Number, &r.PersonID, &r.Kind, &r.ResidenceID, &r.Condition, &r.AppliedBy, &r.Phone, &r.Channel, &r.Station, &r.State,
		&r.SubmittedAt, &r.ChangedAt, &r.Period.AcceptedOn, &r.Period.DueOn, &r.Period.LimitDays, &r.Period.AmberOn, &r.Period.WaitingSince, &r.Period.EndedOn)
	r.Period.Dropped, r.Period.Working = r.State.dropped(), r.Kind == ForHMT
	return r, err
}

func load(q store.Query, id string) (record, bool, error) {
	r, err := scanRecord(q.Row(`SELECT `+recordColumns+` FROM application WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return record{}, false, nil
	}
	if err != nil {
		return record{}, false, fmt.Errorf("read application: %w", err)
	}
	return r, true, nil
}

// begin finds the application for a move and judges who makes it and from where; the rules of the move itself come after.
func begin(tx *ledger.Tx, id string, action Action) (record, error) {
	if refusal := officer(tx.Stamp.Actor, needs(action)); refusal != nil {
		return record{}, refusal
	}
	r, found, err := load(tx, id)
	if err != nil {
		return record{}, err
	}
	if !found {
		return record{}, ledger.Refuse(ledger.NotFound, "id", "permit.unknown")
	}
	tx.About(r.PersonID)
	if refusal, err := unrestricted(tx, r.PersonID); !action.ends() && (refusal != nil || err != nil) {
		return record{}, orRefuse(err, refusal)
	}
	if _, leads := arrow(r.State, action); !leads {
		return record{}, ledger.Refuse(ledger.WrongState, "", "permit.wrong_state", "state", string(r.State))
	}
	return r, nil
}

// officer refuses everybody but the program itself and staff whose role has the permission.
func officer(actor ledger.Actor, permission staff.Permission) *ledger.Refusal {
	if actor.Kind == ledger.System || (actor.Kind == ledger.Staff && staff.Role(actor.Role).May(permission)) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "permit.not_permitted")
}

// move takes the application along an arrow and writes the step.
func (r record) move(tx *ledger.Tx, action Action, to State, note string) (any, error) {
	from := r.State
	if a, leads := arrow(from, action); !leads || !slices.Contains(a.To, to) {
		return nil, fmt.Errorf("no arrow %s from %s to %s", action, from, to)
	}
	r.State, r.ChangedAt = to, max(r.ChangedAt, ledger.FormatTime(tx.Stamp.At)) // an entry made while cut off arrives late
	r.Period.Dropped = to.dropped()
	_, err := tx.Exec(`UPDATE application SET state = ?, changed_at = ?, accepted_on = ?, due_on = ?, limit_days = ?, amber_on = ?, waiting_since = ?, ended_on = ?,
		open = ?, running = ?, decided = ? WHERE id = ?`,
		string(r.State), r.ChangedAt, r.Period.AcceptedOn, r.Period.DueOn, r.Period.LimitDays, r.Period.AmberOn, r.Period.WaitingSince, r.Period.EndedOn,
		to.Open(), r.Period.Runs(), to.Decided(), r.ID)
	if err != nil {
		return nil, fmt.Errorf("move application: %w", err)
	}
	return Moved{ID: r.ID, Number: r.Number, State: to}, r.step(tx, action, from, note)
}

func (r record) step(tx *ledger.Tx, action Action, from State, note string) error {
	actor := tx.Stamp.Actor
	_, err := tx.Exec(`INSERT INTO application_step (application_id, seq, at, action, from_state, to_state, actor_kind, actor_id, actor_role, station, note)
		VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM application_step WHERE application_id = ?), ?,?,?,?,?,?,?,?,?)`,
		r.ID, r.ID, ledger.FormatTime(tx.Stamp.At), string(action), string(from), string(r.State),
		string(actor.Kind), actor.ID, actor.Role, tx.Stamp.Station, strings.TrimSpace(note))
	if err != nil {
		return fmt.Errorf("write step: %w", err)
	}
	tx.Changed(topic, r.ID)
	return nil
}

// Moved is what every command after the application itself answers.
type Moved struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	State  State  `json:"state"`
}

// maxText bounds every free text, in characters.
const maxText = 500

// text judges a free text that must be there.
func text(v *ledger.Check, field, value, missing string) {
	trimmed := strings.TrimSpace(value)
	v.That(trimmed != "", field, missing)
	v.That(len([]rune(trimmed)) <= maxText, field, "text.too_long")
}

// past judges a date that must be given and not lie ahead.
func past(v *ledger.Check, field string, day, today calendar.Date, ahead string) {
	v.That(!day.IsZero(), field, "required")
	v.That(!day.After(today), field, ahead)
}
