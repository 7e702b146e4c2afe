package registry

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// addPerson writes somebody the register did not know, with the document shown and all search keys. The card is tidy.
func addPerson(tx *ledger.Tx, id string, c CardData, phone, householdID string, places ...string) error {
	var row int64
	if err := tx.Row(`SELECT coalesce(max(row), 0) + 1 FROM person`).Scan(&row); err != nil {
		return fmt.Errorf("next person: %w", err)
	}
	_, err := tx.Exec(`INSERT INTO person (row, id, name_on_card, name_full, id_number, sex_code, ethnic_code, birth, nationality, address, phone,
		household_id, known_since) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, row, id, c.Name, c.NameFull, c.IDNumber, c.SexCode, c.EthnicCode, c.Birth.String(),
		c.Nationality, c.Address, phone, orNull(householdID), ledger.FormatTime(tx.Stamp.At))
	if err != nil {
		return fmt.Errorf("add person %s: %w", id, err)
	}
	if err := putDocument(tx, id, c); err != nil {
		return err
	}
	f := found{names: []named{{c.NameFull, c.Readings}}, numbers: []string{c.IDNumber}, phone: phone, places: places}
	if err := addKeys(tx, row, f.keys()); err != nil {
		return err
	}
	return noteTwins(tx, Person{ID: id, NameFull: c.NameFull, Birth: c.Birth, Phone: phone})
}

// putDocument notes that a person has shown a document. A document is the same where number, kind, first day and name are; so a
// new card and a differing name stand beside what was known.
func putDocument(tx *ledger.Tx, personID string, c CardData) error {
	readings, err := json.Marshal(c.Readings)
	if err != nil {
		return fmt.Errorf("encode readings: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO document (person_id, number, kind, name_on_card, name_full, address, issuer, valid_from, valid_to, long_term,
		readings, verified, warnings, seen_at, station) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (number, kind, valid_from, name_full) DO UPDATE SET name_on_card = excluded.name_on_card, address = excluded.address,
		issuer = excluded.issuer, valid_to = excluded.valid_to, long_term = excluded.long_term, readings = excluded.readings, verified = excluded.verified,
		warnings = excluded.warnings, seen_at = excluded.seen_at, station = excluded.station`,
		personID, c.IDNumber, string(c.Kind), c.Name, c.NameFull, c.Address, c.Issuer, c.ValidFrom.String(), c.ValidTo.String(), c.LongTerm,
		string(readings), c.Verified, joinCodes(c.notes(tx.Stamp.Today())), ledger.FormatTime(tx.Stamp.At), tx.Stamp.Station)
	if err != nil {
		return fmt.Errorf("put document of %s: %w", personID, err)
	}
	return nil
}

// meetAgain brings what a newer card or the person says: another address, the whole of a name that was cut, another telephone. A name
// that differs changes nothing here; both stand among the documents and a person decides.
func meetAgain(tx *ledger.Tx, p Person, c CardData, phone string) error {
	documents, err := Documents(tx, p.ID)
	if err != nil {
		return fmt.Errorf("documents of %s: %w", p.ID, err)
	}
	newest := len(documents) == 0 || !c.ValidFrom.Before(documents[0].ValidFrom)
	if newest && c.Address != "" {
		p.Address = c.Address
	}
	if newest && c.EthnicCode != "" { // follows the card, which a member of staff may have typed before a chip was read
		p.EthnicCode = c.EthnicCode
	}
	if identity.EqualNames(p.NameFull, c.NameFull) && utf8.RuneCountInString(c.NameFull) > utf8.RuneCountInString(p.NameFull) {
		p.NameFull = c.NameFull
	}
	if phone != "" {
		p.Phone = phone
	}
	if err := putDocument(tx, p.ID, c); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE person SET address = ?, name_full = ?, phone = ?, ethnic_code = ? WHERE id = ?`, p.Address, p.NameFull, p.Phone,
		p.EthnicCode, p.ID); err != nil {
		return fmt.Errorf("update person %s: %w", p.ID, err)
	}
	return noteTwins(tx, p)
}

func insertResidence(tx *ledger.Tx, r Residence) error {
	_, err := tx.Exec(`INSERT INTO residence (id, number, person_id, room_id, since, registered_on, registered_at, state, ended_on, end_reason,
		moved_from, channel, station, warnings) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, r.ID, r.Number, r.PersonID, r.RoomID, r.Since.String(),
		r.RegisteredOn.String(), r.RegisteredAt, string(r.State), r.EndedOn.String(), r.EndReason, r.MovedFrom, r.Channel, r.Station,
		joinCodes(r.Warnings))
	if err != nil {
		return fmt.Errorf("insert residence %s: %w", r.ID, err)
	}
	return noteTwoOpen(tx, r.PersonID)
}

func endResidence(tx *ledger.Tx, id string, state ResidenceState, on calendar.Date, reason string) error {
	var person string
	err := tx.Row(`UPDATE residence SET state = ?, ended_on = ?, end_reason = ? WHERE id = ? RETURNING person_id`, string(state), on.String(), reason, id).Scan(&person)
	if err != nil {
		return fmt.Errorf("end residence %s: %w", id, err)
	}
	return forgetTwoOpen(tx, person)
}
