package registry

import (
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// RegisterResidence takes down that the holder of a card lives in a room (Decree 663; taking it is entrusted to the station).
// The same document number is the same person.
type RegisterResidence struct {
	Card   CardData      `json:"card"`
	RoomID string        `json:"room_id"`
	Since  calendar.Date `json:"since"`
	// Phone replaces the known one; left out, the known one stays.
	Phone string `json:"phone,omitempty"`
	// MovedFrom is the person's registration that ends with this one, where there is one.
	MovedFrom string `json:"moved_from,omitempty"`
	// Statement says that the person answers for the truth of what is stated (art. 9).
	Statement bool `json:"statement"`
	// Channel is "kiosk" or "counter".
	Channel string `json:"channel"`
}

// RegisteredResidence is the answer to RegisterResidence.
type RegisteredResidence struct {
	ID string `json:"id"`
	// Number is printed on the receipt.
	Number   string `json:"number"`
	PersonID string `json:"person_id"`
	// Warnings are codes for a person to look at, such as residence.two_open_registrations.
	Warnings []string `json:"warnings,omitempty"`
}

// Kind is the verb on the wire.
func (RegisterResidence) Kind() string { return "residence.register.v1" }

// Prepare completes the card.
func (c RegisterResidence) Prepare() ledger.Command {
	c.Card = c.Card.prepared()
	return c
}

// Validate judges card and form.
func (c RegisterResidence) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	today := stamp.Today()
	c.Card.check(&v, "card.", today)
	v.That(c.RoomID != "", "room_id", "residence.room_required")
	v.That(!c.Since.IsZero(), "since", "residence.since_required")
	v.That(!c.Since.After(today), "since", "residence.since_in_future")
	v.That(c.Since.IsZero() || !c.Since.Before(c.Card.Birth), "since", "residence.since_before_birth")
	v.That(c.Statement, "statement", "statement.required")
	v.That(c.Channel == "kiosk" || c.Channel == "counter", "channel", "residence.channel_unknown")
	if c.Phone != "" {
		_, err := identity.NormalisePhone(c.Phone)
		v.That(err == nil, "phone", "phone.invalid")
	}
	return v.Refusal()
}

// Apply finds or makes the person and registers the room.
func (c RegisterResidence) Apply(tx *ledger.Tx) (any, error) {
	c.Card = c.Card.tidy()
	if c.Phone != "" {
		phone, err := identity.NormalisePhone(c.Phone)
		if err != nil {
			return nil, ledger.Refuse(ledger.Invalid, "phone", identity.Code(err))
		}
		c.Phone = phone
	}
	place, found, err := area.Address(tx, c.RoomID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "room_id", "residence.room_unknown"))
	}
	if place.Closed {
		return nil, ledger.Refuse(ledger.WrongState, "room_id", "residence.room_closed")
	}
	person, known, err := personByCard(tx, c.Card)
	if err != nil {
		return nil, err
	}
	if known {
		tx.About(person.ID) // also where it is refused
		if dead, err := HasDied(tx, person.ID); err != nil || dead {
			return nil, orRefuse(err, ledger.Refuse(ledger.Conflict, "card", "residence.holder_deceased"))
		}
		if restricted, err := Restricted(tx, person.ID); err != nil || restricted {
			return nil, orRefuse(err, ledger.Refuse(ledger.NotPermitted, "card", "person.restricted"))
		}
	}
	open, err := c.open(tx, person, known)
	if err != nil {
		return nil, err
	}
	if known && tx.Stamp.Actor.Kind == ledger.Resident && tx.Stamp.Actor.ID != "" && tx.Stamp.Actor.ID != person.ID {
		return nil, ledger.Refuse(ledger.NotPermitted, "card", "residence.card_of_another")
	}
	return c.register(tx, place, person, open)
}

// open lists the person's registrations that stay active beside the new one.
func (c RegisterResidence) open(tx *ledger.Tx, person Person, known bool) ([]Residence, error) {
	if !known {
		if c.MovedFrom != "" {
			return nil, ledger.Refuse(ledger.NotFound, "moved_from", "residence.unknown")
		}
		return nil, nil
	}
	all, err := ResidencesOf(tx, person.ID)
	if err != nil {
		return nil, err
	}
	if err := c.checkMove(all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r Residence) bool { return r.State != Active || r.ID == c.MovedFrom }), nil
}

func (c RegisterResidence) checkMove(all []Residence) error {
	moved := c.MovedFrom == ""
	for _, r := range all {
		if r.State == Active && r.RoomID == c.RoomID {
			return ledger.Refuse(ledger.Conflict, "room_id", "residence.already_registered", "number", r.Number)
		}
		if r.ID != c.MovedFrom {
			continue
		}
		if r.State != Active {
			return ledger.Refuse(ledger.WrongState, "moved_from", "residence.not_active", "number", r.Number)
		}
		if c.Since.Before(r.Since) {
			return ledger.Refuse(ledger.Conflict, "since", "residence.since_before_former", "since", r.Since.String())
		}
		moved = true
	}
	if !moved {
		return ledger.Refuse(ledger.NotFound, "moved_from", "residence.unknown")
	}
	return nil
}

func (c RegisterResidence) register(tx *ledger.Tx, place area.Place, person Person, open []Residence) (any, error) {
	today := tx.Stamp.Today()
	r := Residence{
		ID: tx.NewID(), Number: tx.Stamp.Number, RoomID: c.RoomID, Since: c.Since, RegisteredOn: today, State: Active,
		MovedFrom: c.MovedFrom, RegisteredAt: ledger.FormatTime(tx.Stamp.At), Channel: c.Channel, Station: tx.Stamp.Station,
	}
	r.Warnings = c.Card.notes(today)
	if len(open) > 0 {
		r.Warnings = append(r.Warnings, "residence.two_open_registrations")
	}
	known := person.ID != ""
	if known && otherName(person.NameFull, c.Card.NameFull) {
		r.Warnings = append(r.Warnings, "person.name_differs")
	}
	if err := c.write(tx, place, &r, person); err != nil {
		return nil, err
	}
	tx.About(r.PersonID)
	tx.Changed("residence", r.ID)
	tx.Changed("person", r.PersonID)
	return RegisteredResidence{ID: r.ID, Number: r.Number, PersonID: r.PersonID, Warnings: r.Warnings}, nil
}

func (c RegisterResidence) write(tx *ledger.Tx, place area.Place, r *Residence, person Person) error {
	if person.ID == "" {
		r.PersonID = tx.NewID()
		if err := addPerson(tx, r.PersonID, c.Card, c.Phone, "", place.Path); err != nil {
			return err
		}
		return insertResidence(tx, *r)
	}
	r.PersonID = person.ID
	return reindex(tx, person, func() error {
		if err := meetAgain(tx, person, c.Card, c.Phone); err != nil {
			return err
		}
		if c.MovedFrom != "" {
			tx.Changed("residence", c.MovedFrom)
			if err := endResidence(tx, c.MovedFrom, Changed, tx.Stamp.Today(), ""); err != nil {
				return err
			}
		}
		return insertResidence(tx, *r)
	})
}
