package rental

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// StoredFile is the answer to the commands about a rental file.
type StoredFile struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Version int    `json:"version"`
}

func stored(f File) StoredFile { return StoredFile{ID: f.ID, Number: f.Number, Version: f.Version} }

// OpenFile opens the rental file of a dwelling.
type OpenFile struct {
	RoomID string `json:"room_id"`
	Terms  Terms  `json:"terms"`
}

// Kind is the verb on the wire.
func (OpenFile) Kind() string { return "rental.open.v1" }

// Validate judges the form.
func (c OpenFile) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.RoomID != "", "room_id", "rental.room_unknown")
	c.Terms.check(&v, stamp.Today())
	return v.Refusal()
}

// Apply opens the file; a dwelling has one in force at most.
func (c OpenFile) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	f, err := opened(tx, c.RoomID, c.Terms)
	if err != nil {
		return nil, err
	}
	return stored(f), note(tx, f.ID, "opened", "")
}

// opened writes a new file of a dwelling, without its first step.
func opened(tx *ledger.Tx, roomID string, terms Terms) (File, error) {
	place, found, err := area.Address(tx, roomID)
	if err != nil || !found || place.Closed {
		return File{}, or(err, ledger.Refuse(ledger.NotFound, "room_id", "rental.room_unknown"))
	}
	other, taken, err := ActiveFile(tx, roomID)
	if err != nil || taken {
		return File{}, or(err, ledger.Refuse(ledger.Conflict, "room_id", "rental.file_open", "number", other.Number))
	}
	if err := checkReporter(tx, terms.ReporterID); err != nil {
		return File{}, err
	}
	f := File{Terms: terms.tidy(), ID: tx.NewID(), Number: tx.Stamp.Number, RoomID: roomID, CompoundID: place.CompoundID, State: Active, Version: 1}
	return f, write(tx, f)
}

func checkReporter(tx *ledger.Tx, id string) error {
	if id == "" {
		return nil
	}
	_, found, err := ReporterByID(tx, id)
	if err != nil || !found {
		return or(err, ledger.Refuse(ledger.NotFound, "reporter_id", "reporter.unknown"))
	}
	return nil
}

// change reads an active file that is still at the version a change was made on, and writes what alter makes of it.
func change(tx *ledger.Tx, id string, basedOn int, action, text string, alter func(f *File) error) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	f, found, err := FileByID(tx, id)
	switch {
	case err != nil || !found:
		return nil, or(err, ledger.Refuse(ledger.NotFound, "id", "rental.unknown"))
	case f.State != Active:
		return nil, ledger.Refuse(ledger.WrongState, "id", "rental.ended")
	case f.Version != basedOn:
		return nil, ledger.Refuse(ledger.Conflict, "based_on", "rental.changed_meanwhile")
	}
	if err := alter(&f); err != nil {
		return nil, err
	}
	f.Version++
	if err := write(tx, f); err != nil {
		return nil, err
	}
	return stored(f), note(tx, id, action, text)
}

// ChangeFile corrects a file or brings it up to date: rooms, heads, undertaking, safety visit.
type ChangeFile struct {
	ID string `json:"id"`
	// BasedOn is the version that the change was made on: of two who change the same, the second is told.
	BasedOn int   `json:"based_on"`
	Terms   Terms `json:"terms"`
}

// Kind is the verb on the wire.
func (ChangeFile) Kind() string { return "rental.change.v1" }

// Validate judges the form.
func (c ChangeFile) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	c.Terms.check(&v, stamp.Today())
	return v.Refusal()
}

// Apply writes the new terms.
func (c ChangeFile) Apply(tx *ledger.Tx) (any, error) {
	return change(tx, c.ID, c.BasedOn, "changed", "", func(f *File) error {
		f.Terms = c.Terms.tidy()
		return checkReporter(tx, f.ReporterID)
	})
}

// RenewFile puts a new contract in the place of one that ends; the tenants stay.
type RenewFile struct {
	ID             string        `json:"id"`
	BasedOn        int           `json:"based_on"`
	Begins         calendar.Date `json:"begins"`
	Until          calendar.Date `json:"until"`
	Written        bool          `json:"written"`
	ContractNumber string        `json:"contract_number,omitempty"`
	FiledOn        calendar.Date `json:"filed_on"`
}

// Kind is the verb on the wire.
func (RenewFile) Kind() string { return "rental.renew.v1" }

// Validate judges the form.
func (c RenewFile) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	checkPeriod(&v, c.Begins, c.Until, stamp.Today())
	v.That(!c.FiledOn.After(stamp.Today()), "filed_on", "rental.day_in_future")
	v.That(utf8.RuneCountInString(c.ContractNumber) <= mostName, "contract_number", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	return v.Refusal()
}

// Apply writes the new contract; the old one stays in the history. A new contract does not begin before the old one did.
func (c RenewFile) Apply(tx *ledger.Tx) (any, error) {
	before, _, err := FileByID(tx, c.ID)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(before.Begins.String() + " – " + before.Until.String() + " " + before.ContractNumber)
	return change(tx, c.ID, c.BasedOn, "renewed", text, func(f *File) error {
		if !c.Begins.After(f.Begins) {
			return ledger.Refuse(ledger.Invalid, "begins", "rental.renewal_before", "begins", f.Begins.String())
		}
		f.Begins, f.Until, f.Written, f.ContractNumber, f.FiledOn = c.Begins, c.Until, c.Written, strings.TrimSpace(c.ContractNumber), c.FiledOn
		return nil
	})
}

// EndFile closes a file. Registrations of tenants are theirs and stay; those still open are shown as a finding.
type EndFile struct {
	ID      string        `json:"id"`
	BasedOn int           `json:"based_on"`
	On      calendar.Date `json:"on"`
	Reason  string        `json:"reason"`
}

// Kind is the verb on the wire.
func (EndFile) Kind() string { return "rental.end.v1" }

// Validate judges the form.
func (c EndFile) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(!c.On.IsZero() && !c.On.After(stamp.Today()), "on", "rental.end_invalid")
	v.That(strings.TrimSpace(c.Reason) != "", "reason", "required")
	v.That(utf8.RuneCountInString(c.Reason) <= mostNote, "reason", "rental.text_too_long", "limit", strconv.Itoa(mostNote))
	return v.Refusal()
}

// Apply closes the file, and the tenancies in it end with it.
func (c EndFile) Apply(tx *ledger.Tx) (any, error) {
	return change(tx, c.ID, c.BasedOn, "ended", strings.TrimSpace(c.Reason), func(f *File) error {
		f.State, f.EndedOn = Ended, c.On
		_, err := tx.Exec(`UPDATE tenant SET left_on = max(since, ?) WHERE rental_id = ? AND left_on = ''`, c.On.String(), f.ID)
		return err
	})
}
