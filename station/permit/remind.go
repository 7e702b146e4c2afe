package permit

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Means is how a holder was told.
type Means string

// The means, in the order shown.
const (
	ByPhone   Means = "phone"
	ByMessage Means = "message"
	ByLetter  Means = "letter"
	ByVisit   Means = "visit"
)

// AllMeans lists the means in the order shown.
func AllMeans() []Means { return []Means{ByPhone, ByMessage, ByLetter, ByVisit} }

// Told is one notice that a holder was given.
type Told struct {
	At      string
	Means   Means
	Officer string
	Station string
}

// The two things a holder is told about a window: that it opens or closes, and that it was missed.
const aboutWindow, aboutSuspension = "window", "suspension"

// about is what there is to tell on the day.
func (p Permit) about(day calendar.Date) string {
	if p.Standing.Suspended(day) {
		return aboutSuspension
	}
	return aboutWindow
}

// mostTold bounds one batch: what one person can tell in a day.
const mostTold = 500

// RemindHolders records that holders were told of their window, or of their suspension (提醒签注). Nobody is told twice of the same.
type RemindHolders struct {
	PermitIDs []string `json:"permit_ids"`
	Means     Means    `json:"means"`
}

// Reminded is what RemindHolders answers: who is on record as told now, and who was before or has nothing to be told of.
type Reminded struct {
	Told    []string `json:"told"`
	Skipped []string `json:"skipped"`
}

// Kind is permit.remind.v1.
func (RemindHolders) Kind() string { return "permit.remind.v1" }

// Validate judges the form alone.
func (c RemindHolders) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.PermitIDs) > 0, "permit_ids", "permit.nobody_chosen")
	v.That(len(c.PermitIDs) <= mostTold, "permit_ids", "permit.too_many_chosen", "limit", fmt.Sprint(mostTold))
	v.That(slices.Contains(AllMeans(), c.Means), "means", "permit.means_unknown")
	return v.Refusal()
}

// Apply judges each permit by itself and writes down who was told.
func (c RemindHolders) Apply(tx *ledger.Tx) (any, error) {
	if refusal := officer(tx.Stamp.Actor, needs(ActionHandOut)); refusal != nil {
		return nil, refusal
	}
	done := Reminded{Told: []string{}, Skipped: []string{}}
	for _, id := range c.PermitIDs {
		told, err := c.tell(tx, id)
		if err != nil {
			return nil, err
		}
		if told {
			done.Told = append(done.Told, id)
		} else {
			done.Skipped = append(done.Skipped, id)
		}
	}
	return done, nil
}

func (c RemindHolders) tell(tx *ledger.Tx, id string) (bool, error) {
	day := tx.Stamp.Today()
	p, found, err := On(tx, id, day)
	if err != nil || !found || p.Standing.Until.IsZero() || (p.State != CardActive && p.State != CardSuspended) {
		return false, err
	}
	if p.Standing.From.After(day.AddDays(1 - day.Day()).AddMonths(1).AddDays(-1)) { // nothing opens this month; told now, they would not be told then
		return false, nil
	}
	for _, rule := range []func(store.Query, string) (*ledger.Refusal, error){unrestricted, alive} {
		if refusal, err := rule(tx, p.PersonID); refusal != nil || err != nil {
			return false, err // nobody writes to the dead, nor to who wants to be left alone
		}
	}
	before, err := toldOf(tx, p, day)
	if err != nil || before != nil {
		return false, err
	}
	_, err = tx.Exec(`INSERT INTO permit_reminder (root_id, window_end, about, means, told_at, officer, station) VALUES (?,?,?,?,?,?,?)`,
		p.RootID, p.Standing.Until, p.about(day), string(c.Means), ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, tx.Stamp.Station)
	if err != nil {
		return false, fmt.Errorf("write reminder: %w", err)
	}
	tx.Changed(topic, p.ID)
	return true, nil
}

const toldOfWindow = `SELECT told_at, means, officer, station FROM permit_reminder WHERE root_id = ? AND window_end = ? AND about = ?`

// toldOf is how the holder was told of what there is to tell on the day, or nil.
func toldOf(q store.Query, p Permit, day calendar.Date) (*Told, error) {
	var t Told
	err := q.Row(toldOfWindow, p.RootID, p.Standing.Until, p.about(day)).Scan(&t.At, &t.Means, &t.Officer, &t.Station)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // nobody told them
	}
	if err != nil {
		return nil, fmt.Errorf("read reminder: %w", err)
	}
	return &t, nil
}
