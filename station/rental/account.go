package rental

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

const (
	mostName = 60 // characters, as are the others
	mostText = 100
	mostNote = 200
)

// StoredReporter is the answer to the commands about reporting points.
type StoredReporter struct {
	ID string `json:"id"`
	// Number is what the party logs on with.
	Number int `json:"number"`
}

// CreateReporter gives a reporting point an account. The PIN was hashed where it was typed.
type CreateReporter struct {
	Who     ReporterKind `json:"kind"`
	Name    string       `json:"name"`
	Phone   string       `json:"phone"`
	PINHash string       `json:"pin_hash"`
}

// Kind is the verb on the wire.
func (CreateReporter) Kind() string { return "reporter.create.v1" }

// Validate judges the form.
func (c CreateReporter) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(knownReporterKind(c.Who), "kind", "reporter.kind_unknown")
	v.That(strings.TrimSpace(c.Name) != "", "name", "reporter.name_required")
	v.That(utf8.RuneCountInString(c.Name) <= mostName, "name", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	checkPhone(&v, "phone", c.Phone, true)
	v.That(staff.CheckHash(c.PINHash) == nil, "pin", "reporter.pin_invalid")
	return v.Refusal()
}

// checkPhone records a phone that is none.
func checkPhone(v *ledger.Check, field, phone string, needed bool) {
	if phone == "" && !needed {
		return
	}
	_, err := identity.NormalisePhone(phone)
	v.That(err == nil, field, "phone.invalid")
}

// Apply makes the account; a phone belongs to one reporting point.
func (c CreateReporter) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	phone, err := identity.NormalisePhone(c.Phone)
	if err != nil {
		return nil, ledger.Refuse(ledger.Invalid, "phone", identity.Code(err))
	}
	if _, taken, err := ReporterByLogin(tx, phone); err != nil || taken {
		return nil, or(err, ledger.Refuse(ledger.Conflict, "phone", "reporter.phone_taken"))
	}
	number := firstNumber
	if err := tx.Row(`SELECT coalesce(max(number) + 1, ?) FROM reporter`, firstNumber).Scan(&number); err != nil {
		return nil, fmt.Errorf("next reporter: %w", err)
	}
	if number > lastNumber {
		return nil, ledger.Refuse(ledger.Conflict, "", "reporter.no_number_left")
	}
	id := tx.NewID()
	_, err = tx.Exec(`INSERT INTO reporter (id, number, kind, name, phone, pin_hash, disabled, seen_on, version, changed_at) VALUES (?,?,?,?,?,?,0,'',1,?)`,
		id, number, string(c.Who), strings.TrimSpace(c.Name), phone, c.PINHash, ledger.FormatTime(tx.Stamp.At))
	tx.Changed(reporterTopic, id)
	return StoredReporter{ID: id, Number: number}, err
}

// SetPIN gives a reporting point another PIN, hashed where it was typed. Whoever is logged on with the old one is out.
type SetPIN struct {
	ID      string `json:"id"`
	PINHash string `json:"pin_hash"`
}

// Kind is the verb on the wire.
func (SetPIN) Kind() string { return "reporter.set_pin.v1" }

// Validate judges the hash; the PIN itself was judged by CheckPIN where it was known.
func (c SetPIN) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(staff.CheckHash(c.PINHash) == nil, "pin", "reporter.pin_invalid")
	return v.Refusal()
}

// Apply keeps the new hash.
func (c SetPIN) Apply(tx *ledger.Tx) (any, error) {
	return changeReporter(tx, c.ID, `UPDATE reporter SET pin_hash = ?, version = version + 1, changed_at = ? WHERE id = ?`, c.PINHash)
}

// DisableReporter takes the right to log on from a reporting point, or gives it back. What it reported stays.
type DisableReporter struct {
	ID       string `json:"id"`
	Disabled bool   `json:"disabled"`
}

// Kind is the verb on the wire.
func (DisableReporter) Kind() string { return "reporter.disable.v1" }

// Validate has nothing to judge without the register.
func (DisableReporter) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply changes the right.
func (c DisableReporter) Apply(tx *ledger.Tx) (any, error) {
	return changeReporter(tx, c.ID, `UPDATE reporter SET disabled = ?, version = version + 1, changed_at = ? WHERE id = ?`, c.Disabled)
}

// changeReporter sets one value of a reporting point by a statement that takes value, instant and id.
func changeReporter(tx *ledger.Tx, id, statement string, value any) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	r, found, err := ReporterByID(tx, id)
	if err != nil || !found {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "id", "reporter.unknown"))
	}
	_, err = tx.Exec(statement, value, ledger.FormatTime(tx.Stamp.At), id)
	tx.Changed(reporterTopic, id)
	return StoredReporter{ID: id, Number: r.Number}, err
}

// NoteSeen records that a reporting point logged on (在线), once a day: whether the line to a hotel or site is up. It tells nothing of anybody else.
type NoteSeen struct {
	On calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (NoteSeen) Kind() string { return "reporter.seen.v1" }

// Validate judges the day.
func (c NoteSeen) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(!c.On.IsZero() && !c.On.After(stamp.Today()), "on", "date.invalid")
	return v.Refusal()
}

// Apply keeps the later day. Of somebody unknown there is nothing to keep.
func (c NoteSeen) Apply(tx *ledger.Tx) (any, error) {
	id := tx.Stamp.Actor.ID
	_, err := tx.Exec(`UPDATE reporter SET seen_on = max(seen_on, ?) WHERE id = ?`, c.On.String(), id)
	tx.Changed(reporterTopic, id)
	return StoredReporter{ID: id}, err
}
