package alarm

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
	"jiezhan/station/staff"
)

const (
	mostAccount = 32 // characters, as are the others
	mostName    = 60
	mostPlace   = 120
	mostNote    = 400
	mostMakers  = 40
	// mostTestHours is how rarely a panel may be expected to report: once in 31 days.
	mostTestHours = 31 * 24
)

// PutSubscriber enters a subscriber or changes one.
type PutSubscriber struct {
	// ID is empty for a new one. BasedOn is the version that the change was made on, 0 for a new one: of two who change the same, the second is told.
	ID      string `json:"id,omitempty"`
	BasedOn int    `json:"based_on,omitempty"`

	Account   string         `json:"account"`
	Name      string         `json:"name"`
	Who       SubscriberKind `json:"kind"`
	Place     string         `json:"place,omitempty"`
	AreaID    string         `json:"area_id,omitempty"`
	Phone     string         `json:"phone,omitempty"`
	Note      string         `json:"note,omitempty"`
	TestHours int            `json:"test_hours,omitempty"`
	Disabled  bool           `json:"disabled,omitempty"`
	Makers    string         `json:"makers,omitempty"`
	// Readings are how the name is typed. They are filled in when the command is made.
	Readings []pinyin.Reading `json:"readings,omitempty"`
}

// StoredSubscriber is the answer to PutSubscriber.
type StoredSubscriber struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Kind is the verb on the wire.
func (PutSubscriber) Kind() string { return "alarm.put_subscriber.v1" }

// Prepare brings the fields into the form of the register and adds how the name is typed.
func (c PutSubscriber) Prepare() ledger.Command {
	c.Account, c.Name, c.Place, c.Note = accountForm(c.Account), strings.TrimSpace(c.Name), strings.TrimSpace(c.Place), strings.TrimSpace(c.Note)
	c.Readings = pinyin.Name(c.Name)
	return c
}

// Validate judges the form.
func (c PutSubscriber) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	account := accountForm(c.Account)
	v.That(account != "" && len(account) <= mostAccount && printable(account), "account", "subscriber.account_invalid")
	v.That(strings.TrimSpace(c.Name) != "", "name", "subscriber.name_required")
	v.That(slices.Contains(SubscriberKinds(), c.Who), "kind", "subscriber.kind_unknown")
	for _, text := range []struct {
		field, value string
		most         int
	}{{"name", c.Name, mostName}, {"place", c.Place, mostPlace}, {"note", c.Note, mostNote}, {"makers", c.Makers, mostMakers}} {
		v.That(utf8.RuneCountInString(text.value) <= text.most, text.field, "subscriber.text_too_long", "limit", strconv.Itoa(text.most))
	}
	if c.Phone != "" {
		_, err := identity.NormalisePhone(c.Phone)
		v.That(err == nil, "phone", "phone.invalid")
	}
	v.That(c.TestHours >= 0 && c.TestHours <= mostTestHours, "test_hours", "subscriber.test_hours_invalid", "limit", strconv.Itoa(mostTestHours))
	v.That((c.ID == "") == (c.BasedOn == 0), "based_on", "subscriber.version_required")
	return v.Refusal()
}

// printable says whether all of a text can stand on a panel's wire.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// Apply enters or changes the subscriber, unless somebody else did meanwhile.
func (c PutSubscriber) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayManage(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	before, err := c.before(tx)
	if err != nil {
		return nil, err
	}
	after, err := c.after(tx, before)
	if err != nil {
		return nil, err
	}
	if err := writeSubscriber(tx, &after); err != nil {
		return nil, err
	}
	if err := rekey(tx, before, after); err != nil {
		return nil, err
	}
	tx.Changed(subscriberTopic, after.ID)
	return StoredSubscriber{ID: after.ID, Version: after.Version}, nil
}

func mayManage(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || actor.Kind == ledger.Staff && staff.Role(actor.Role).May(staff.AlarmManage) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "subscriber.not_permitted")
}

// before is the subscriber as it stands, the zero value for a new one.
func (c PutSubscriber) before(tx *ledger.Tx) (Subscriber, error) {
	holder, taken, err := SubscriberByAccount(tx, c.Account)
	if err != nil {
		return Subscriber{}, err
	}
	if taken && holder.ID != c.ID {
		return Subscriber{}, ledger.Refuse(ledger.Conflict, "account", "subscriber.account_taken")
	}
	if c.ID == "" {
		return Subscriber{}, nil
	}
	s, found, err := SubscriberByID(tx, c.ID)
	switch {
	case err != nil:
		return Subscriber{}, err
	case !found:
		return Subscriber{}, ledger.Refuse(ledger.NotFound, "id", "subscriber.unknown")
	case s.Version != c.BasedOn:
		return Subscriber{}, ledger.Refuse(ledger.Conflict, "based_on", "subscriber.changed_meanwhile")
	}
	return s, nil
}

func (c PutSubscriber) after(tx *ledger.Tx, before Subscriber) (Subscriber, error) {
	if c.AreaID != "" {
		_, found, err := area.Get(tx, c.AreaID)
		if err != nil {
			return Subscriber{}, err
		}
		if !found {
			return Subscriber{}, ledger.Refuse(ledger.NotFound, "area_id", "subscriber.area_unknown")
		}
	}
	phone := ""
	if c.Phone != "" {
		var err error
		if phone, err = identity.NormalisePhone(c.Phone); err != nil {
			return Subscriber{}, ledger.Refuse(ledger.Invalid, "phone", identity.Code(err))
		}
	}
	id := before.ID
	if id == "" {
		id = tx.NewID()
	}
	return Subscriber{
		ID: id, Account: c.Account, Name: c.Name, Kind: c.Who, Place: c.Place, AreaID: c.AreaID, Phone: phone, Note: c.Note, TestHours: c.TestHours,
		Disabled: c.Disabled, Makers: c.Makers, Version: before.Version + 1, ChangedAt: ledger.FormatTime(tx.Stamp.At), row: before.row,
		readings: c.Readings,
	}, nil
}

func writeSubscriber(tx *ledger.Tx, s *Subscriber) error {
	readings, err := json.Marshal(s.readings)
	if err != nil {
		return fmt.Errorf("encode readings: %w", err)
	}
	fields := []any{
		s.Account, s.Name, string(s.Kind), s.Place, s.AreaID, s.Phone, s.Note, s.TestHours, s.Disabled, s.Makers, string(readings), s.Version, s.ChangedAt, s.ID,
	}
	if s.row > 0 {
		_, err = tx.Exec(`UPDATE subscriber SET account = ?, name = ?, kind = ?, place = ?, area_id = ?, phone = ?, note = ?, test_hours = ?, disabled = ?,
			makers = ?, readings = ?, version = ?, changed_at = ? WHERE id = ?`, fields...)
	} else {
		_, err = tx.Exec(`INSERT INTO subscriber (account, name, kind, place, area_id, phone, note, test_hours, disabled, makers, readings, version, changed_at,
			id, removed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')`, fields...)
	}
	if err != nil {
		return fmt.Errorf("write subscriber: %w", err)
	}
	if err := tx.Row(`SELECT row FROM subscriber WHERE id = ?`, s.ID).Scan(&s.row); err != nil {
		return fmt.Errorf("write subscriber: %w", err)
	}
	return nil
}
