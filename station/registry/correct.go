package registry

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

// CorrectRecord puts right one field of a person's record or of a registration (更正, PIPL art. 46). Nothing is overwritten: both versions and the
// reason stay. The number and the day of birth say who somebody is, so they take a second officer.
type CorrectRecord struct {
	PersonID string `json:"person_id"`
	// ResidenceID is the registration to correct; left out, the person's own record is.
	ResidenceID string `json:"residence_id,omitempty"`
	// Field is one of CorrectableFields, or "since" for a registration.
	Field string `json:"field"`
	// Value is the right one; an empty telephone is none.
	Value  string `json:"value"`
	Reason string `json:"reason"`
	// SecondOfficer is the account of the officer who stood by. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer,omitempty"`
	// Readings are how a corrected name is typed, Warnings what lists say of a corrected number; the station that makes the command fills them in.
	Readings []pinyin.Reading `json:"readings,omitempty"`
	Warnings []string         `json:"warnings,omitempty"`
}

// Corrected is the answer to CorrectRecord.
type Corrected struct {
	PersonID string `json:"person_id"`
}

// CorrectableFields lists the fields of a person in the order shown. What the card says of the ethnic group is not among them: it follows the card.
func CorrectableFields() []string {
	return []string{"name_full", "id_number", "birth", "sex_code", "nationality", "address", "phone"}
}

// NeedsSecondOfficer tells whether correcting the field takes two.
func NeedsSecondOfficer(field string) bool { return field == "id_number" || field == "birth" }

// Kind is the verb on the wire.
func (CorrectRecord) Kind() string { return "person.correct.v1" }

// Prepare adds what comes from lists that change with the program.
func (c CorrectRecord) Prepare() ledger.Command {
	switch c.Field {
	case "name_full":
		name, _ := identity.NormaliseName(c.Value)
		c.Readings = pinyin.Name(name)
	case "id_number":
		if _, warnings, err := identity.ParseNumber(c.Value); err == nil {
			c.Warnings = nil
			for _, w := range warnings {
				c.Warnings = append(c.Warnings, string(w))
			}
		}
	}
	return c
}

// Validate judges the form.
func (c CorrectRecord) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	reasoned(&v, c.Reason)
	fields := CorrectableFields()
	if c.ResidenceID != "" {
		fields = []string{"since"}
	}
	if !slices.Contains(fields, c.Field) {
		v.That(false, "field", "correction.field_unknown")
		return v.Refusal()
	}
	if _, code := c.stored(stamp.Today()); code != "" {
		v.That(false, "value", code, "limit", strconv.Itoa(maxName))
	}
	if NeedsSecondOfficer(c.Field) {
		v.That(c.SecondOfficer != "", "second_officer", "registry.second_officer_required")
		v.That(c.SecondOfficer == "" || c.SecondOfficer != stamp.Actor.ID, "second_officer", "registry.second_officer_same")
	}
	return v.Refusal()
}

// stored is the value as it is kept, or the code of what is wrong with it. What a number must look like depends on the document; see correctNumber.
func (c CorrectRecord) stored(today calendar.Date) (value, code string) {
	value = strings.TrimSpace(c.Value)
	wrong := func(ok bool, say string) (string, string) {
		if ok {
			return value, ""
		}
		return "", say
	}
	switch c.Field {
	case "name_full":
		value, _ = identity.NormaliseName(value)
		if !shorter(value, maxName) {
			return "", "person.name_too_long"
		}
		return wrong(value != "", "person.name_required")
	case "id_number":
		value = identity.TidyNumber(value)
		return wrong(value != "", "card.number_invalid")
	case "birth":
		day, err := calendar.ParseDate(value)
		return wrong(err == nil && !day.After(today), "person.birth_invalid")
	case "since":
		day, err := calendar.ParseDate(value)
		return wrong(err == nil && !day.After(today), "residence.since_in_future")
	case "sex_code":
		return wrong(slices.Contains([]string{"0", "1", "2", "9"}, value), "person.sex_unknown")
	case "nationality":
		value = strings.ToUpper(value)
		return wrong(nationalityCode.MatchString(value), "person.nationality_unknown")
	case "address":
		return wrong(shorter(value, maxAddress), "person.address_too_long")
	}
	if value == "" { // somebody has no telephone any more
		return "", ""
	}
	phone, err := identity.NormalisePhone(value)
	return phone, identity.Code(err)
}

// Apply keeps both versions and writes the right one.
func (c CorrectRecord) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	person, err := present(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	tx.About(person.ID)
	value, _ := c.stored(tx.Stamp.Today())
	write, before, err := c.change(tx, person, value)
	if err != nil {
		return nil, err
	}
	if before == value {
		return nil, ledger.Refuse(ledger.Invalid, "value", "correction.same_value")
	}
	if NeedsSecondOfficer(c.Field) {
		if err := secondOfficer(tx, c.SecondOfficer); err != nil {
			return nil, err
		}
	}
	if err := reindex(tx, person, write); err != nil {
		return nil, err
	}
	if err := c.keep(tx, before, value); err != nil {
		return nil, err
	}
	corrected, _, err := PersonByID(tx, person.ID)
	if err != nil {
		return nil, err
	}
	tx.Changed("person", person.ID)
	return Corrected{PersonID: person.ID}, noteTwins(tx, corrected)
}

// change answers what writes the right value, and the one that stood there.
func (c CorrectRecord) change(tx *ledger.Tx, p Person, value string) (write func() error, before string, err error) {
	switch {
	case c.ResidenceID != "":
		return c.correctSince(tx, p, value)
	case c.Field == "id_number":
		err = c.checkNumber(tx, p, value)
		return func() error { return c.correctNumber(tx, p, value) }, p.IDNumber, err
	case c.Field == "name_full":
		return func() error { return c.correctName(tx, p, value) }, p.NameFull, nil
	}
	before = map[string]string{
		"birth": p.Birth.String(), "sex_code": p.SexCode, "nationality": p.Nationality, "address": p.Address, "phone": p.Phone,
	}[c.Field]
	return func() error {
		if err := setField(tx, p.ID, c.Field, value); err != nil {
			return err
		}
		return compareDocuments(tx, p.ID, nil)
	}, before, nil
}

// setField writes one field of a person; the field is one of CorrectableFields.
func setField(tx *ledger.Tx, personID, field, value string) error {
	if _, err := tx.Exec(`UPDATE person SET `+field+` = ? WHERE id = ?`, value, personID); err != nil {
		return fmt.Errorf("correct %s of %s: %w", field, personID, err)
	}
	return nil
}

func (c CorrectRecord) correctSince(tx *ledger.Tx, p Person, value string) (func() error, string, error) {
	r, found, err := ResidenceByID(tx, c.ResidenceID)
	if err != nil || !found || r.PersonID != p.ID {
		return nil, "", orRefuse(err, ledger.Refuse(ledger.NotFound, "residence_id", "residence.unknown"))
	}
	day, err := calendar.ParseDate(value)
	if err != nil {
		return nil, "", err
	}
	if day.Before(p.Birth) {
		return nil, "", ledger.Refuse(ledger.Invalid, "value", "residence.since_before_birth")
	}
	if !r.EndedOn.IsZero() && day.After(r.EndedOn) {
		return nil, "", ledger.Refuse(ledger.Invalid, "value", "correction.since_after_end", "on", r.EndedOn.String())
	}
	return func() error {
		_, err := tx.Exec(`UPDATE residence SET since = ? WHERE id = ?`, value, r.ID)
		tx.Changed("residence", r.ID)
		return err
	}, r.Since.String(), nil
}

func (c CorrectRecord) keep(tx *ledger.Tx, before, after string) error {
	_, err := tx.Exec(`INSERT INTO correction (person_id, residence_id, field, before, after, reason, at, actor_id, second_officer, station)
		VALUES (?,?,?,?,?,?,?,?,?,?)`, c.PersonID, c.ResidenceID, c.Field, before, after, strings.TrimSpace(c.Reason), ledger.FormatTime(tx.Stamp.At),
		tx.Stamp.Actor.ID, c.SecondOfficer, tx.Stamp.Station)
	if err != nil {
		return fmt.Errorf("keep correction: %w", err)
	}
	return nil
}
