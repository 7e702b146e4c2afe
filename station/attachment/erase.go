package attachment

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// How long pictures are kept. No law sets these; they are the office's defaults, as short as the work allows (Personal Information Protection Law art. 19).
const (
	// identityDays is for copies of identity documents, from the decision on.
	identityDays = 90
	// portraitDays is for the portrait of an application that was refused or withdrawn.
	portraitDays = 30
	// caseYears is for all others, from the end of the case.
	caseYears = 5
)

// EraseOn is the first day on which a picture has to go, or zero while that is open. It follows the application, however late anybody asks.
func EraseOn(shows Kind, group permit.Group, a permit.Application) calendar.Date {
	ended := endOf(a)
	switch {
	case group == permit.IdentityGroup && a.Decision != nil:
		return a.Decision.DecidedOn.AddDays(identityDays)
	case ended.IsZero():
		return calendar.Date{}
	case group == permit.IdentityGroup:
		return ended.AddDays(identityDays)
	case shows == Portrait && a.State != permit.Delivered:
		return ended.AddDays(portraitDays)
	default:
		return ended.AddYears(caseYears)
	}
}

// endOf is the day on which the card was handed out, or the application refused or withdrawn; zero while it is open.
func endOf(a permit.Application) calendar.Date {
	if a.State.Open() || len(a.Steps) == 0 {
		return calendar.Date{}
	}
	at, err := ledger.ParseTime(a.Steps[len(a.Steps)-1].At)
	if err != nil { // every step is written by ledger.FormatTime
		return calendar.Date{}
	}
	return calendar.On(at)
}

const (
	// mostLooked is how many open applications one command looks at, mostErased how many pictures it erases: neither may hold up the hall.
	mostLooked, mostErased = 50, 50

	openAfter = `SELECT DISTINCT application_id FROM attachment WHERE erase_on IS NULL AND application_id > ? ORDER BY application_id LIMIT ?`
	dueOn     = `SELECT id FROM attachment WHERE erase_on <= ? AND erased_at IS NULL ORDER BY erase_on, id LIMIT ?`
)

// EraseDue erases the pictures whose time is over on the day of the stamp, and notes the day for those whose case has ended. The program itself gives it,
// once a day; one command does a part, and says where to go on.
type EraseDue struct {
	// After is the application to go on behind; empty at first.
	After string `json:"after,omitempty"`
}

// Erased is the answer to EraseDue: how many pictures of each kind were erased.
type Erased struct {
	Count map[Kind]int `json:"count"`
	// Next goes into the next command; More says that there has to be one.
	Next string `json:"next,omitempty"`
	More bool   `json:"more"`
}

// Kind is the verb on the wire.
func (EraseDue) Kind() string { return "attachment.erase_due.v1" }

// Validate finds nothing to judge: which pictures are due is read from the register.
func (EraseDue) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply erases. The row of a picture stays, so that a desk can say when it went.
func (c EraseDue) Apply(tx *ledger.Tx) (any, error) {
	if tx.Stamp.Actor.Kind != ledger.System {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "permit.not_permitted")
	}
	looked, err := c.settle(tx)
	if err != nil {
		return nil, err
	}
	erased := Erased{Count: map[Kind]int{}, More: len(looked) == mostLooked}
	if erased.More {
		erased.Next = looked[len(looked)-1]
	}
	due, err := idsOf(tx, dueOn, tx.Stamp.Today().String(), mostErased)
	if err != nil {
		return nil, err
	}
	for _, id := range due {
		if err := erase(tx, id, erased.Count); err != nil {
			return nil, err
		}
	}
	erased.More = erased.More || len(due) == mostErased
	if erased.More && erased.Next == "" { // the applications are through, the pictures not
		erased.Next = c.After
	}
	return erased, nil
}

// settle notes the day for the pictures of applications that have ended, and answers which applications it looked at.
func (c EraseDue) settle(tx *ledger.Tx) ([]string, error) {
	open, err := idsOf(tx, openAfter, c.After, mostLooked)
	if err != nil {
		return nil, err
	}
	for _, id := range open {
		a, _, err := permit.ApplicationByID(tx, id, tx.Stamp.Today()) // a foreign key holds it
		if err != nil {
			return nil, err
		}
		pictures, err := Of(tx, id)
		if err != nil {
			return nil, err
		}
		for _, p := range pictures {
			on := EraseOn(p.Shows, p.Document.Group, a)
			if on.IsZero() || p.EraseOn.Equal(on) {
				continue
			}
			if _, err := tx.Exec(`UPDATE attachment SET erase_on = ? WHERE id = ?`, on, p.ID); err != nil {
				return nil, fmt.Errorf("note when to erase: %w", err)
			}
		}
	}
	return open, nil
}

// idsOf reads the first column of a query.
func idsOf(q store.Query, query string, args ...any) ([]string, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("look for what is due: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("look for what is due: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// erase overwrites the picture where it lies in the file, and then gives the place free: what is only given free can still be read from the disk.
func erase(tx *ledger.Tx, id string, count map[Kind]int) error {
	a, err := scan(tx.Row(attachment, id))
	if err != nil {
		return fmt.Errorf("read attachment: %w", err)
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`UPDATE attachment_content SET thumbnail = zeroblob(length(thumbnail)), content = zeroblob(length(content)) WHERE attachment_id = ?`, []any{id}},
		{`DELETE FROM attachment_content WHERE attachment_id = ?`, []any{id}},
		{`UPDATE attachment SET erased_at = ? WHERE id = ?`, []any{ledger.FormatTime(tx.Stamp.At), id}},
	} {
		if _, err := tx.Exec(step.query, step.args...); err != nil {
			return fmt.Errorf("erase attachment: %w", err)
		}
	}
	count[a.Shows]++
	tx.Changed(topic, a.ApplicationID)
	return nil
}
