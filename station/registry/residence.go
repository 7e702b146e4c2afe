package registry

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Residence is an entry of the register of residents (居住登记): somebody from elsewhere lives in a room.
type Residence struct {
	ID string
	// Number is on the receipt.
	Number   string
	PersonID string
	RoomID   string
	Address  string
	// Since is the day the person moved in, RegisteredOn the day the office was told.
	Since, RegisteredOn calendar.Date
	State               ResidenceState
	// EndedOn is no date while active.
	EndedOn   calendar.Date
	EndReason string
	// MovedFrom is the registration this one follows, or empty.
	MovedFrom string
	// RegisteredAt is the instant in the form of ledger.FormatTime.
	RegisteredAt     string
	Channel, Station string
	Warnings         []string
}

// ResidenceState is where a registration stands.
type ResidenceState string

const (
	// Active registrations are in force.
	Active ResidenceState = "active"
	// Changed ones were followed by a registration at another address.
	Changed ResidenceState = "changed"
	// Ended ones ended for the reason in EndReason.
	Ended ResidenceState = "ended"
)

const (
	residenceOf = `SELECT r.id, r.number, r.person_id, r.room_id, n.label, r.since, r.registered_on, r.state, r.ended_on, r.end_reason,
	r.moved_from, r.registered_at, r.channel, r.station, r.warnings`
	residenceColumns = residenceOf + ` FROM residence r CROSS JOIN area_node n ON n.id = r.room_id `
)

func scanResidence(scan func(...any) error) (Residence, error) {
	var r Residence
	var warnings string
	err := scan(&r.ID, &r.Number, &r.PersonID, &r.RoomID, &r.Address, &r.Since, &r.RegisteredOn, &r.State, &r.EndedOn, &r.EndReason,
		&r.MovedFrom, &r.RegisteredAt, &r.Channel, &r.Station, &warnings)
	r.Warnings = splitCodes(warnings)
	return r, err
}

// ResidenceByID reads one registration.
func ResidenceByID(q store.Query, id string) (Residence, bool, error) {
	r, err := scanResidence(q.Row(residenceColumns+`WHERE r.id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Residence{}, false, nil
	}
	if err != nil {
		return Residence{}, false, fmt.Errorf("residence %s: %w", id, err)
	}
	return r, true, nil
}

// ResidencesOf lists a person's registrations, the latest first.
func ResidencesOf(q store.Query, personID string) ([]Residence, error) {
	return collect(q, scanResidence, residenceColumns+`WHERE r.person_id = ? ORDER BY r.registered_at DESC, r.row DESC`, personID)
}

// ResidencesOfAll lists the registrations of several people, of each the latest first, by person.
func ResidencesOfAll(q store.Query, people []string) (map[string][]Residence, error) {
	list, err := json.Marshal(people)
	if err != nil {
		return nil, fmt.Errorf("list registrations: %w", err)
	}
	residences, err := collect(q, scanResidence, residenceOf+` FROM json_each(?) wanted CROSS JOIN residence r ON r.person_id = wanted.value
		CROSS JOIN area_node n ON n.id = r.room_id ORDER BY wanted.key, r.registered_at DESC, r.row DESC`, string(list))
	if err != nil {
		return nil, fmt.Errorf("list registrations: %w", err)
	}
	byPerson := map[string][]Residence{}
	for _, r := range residences {
		byPerson[r.PersonID] = append(byPerson[r.PersonID], r)
	}
	return byPerson, nil
}

// AddressesOf are the addresses of registrations, by their id.
func AddressesOf(q store.Query, residences []string) (map[string]string, error) {
	return labels(q, `SELECT r.id, n.label FROM json_each(?) wanted CROSS JOIN residence r ON r.id = wanted.value CROSS JOIN area_node n ON n.id = r.room_id`,
		residences)
}

// HouseholdAddresses are where the households of several people live, by person; who belongs to none is left out.
func HouseholdAddresses(q store.Query, people []string) (map[string]string, error) {
	return labels(q, `SELECT p.id, n.label FROM json_each(?) wanted CROSS JOIN person p ON p.id = wanted.value CROSS JOIN household h ON h.id = p.household_id
		CROSS JOIN area_node n ON n.id = h.room_id`, people)
}

// labels reads pairs of an id and an address.
func labels(q store.Query, query string, ids []string) (map[string]string, error) {
	all := map[string]string{}
	if len(ids) == 0 {
		return all, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	pairs, err := collect(q, func(scan func(...any) error) (p [2]string, err error) { return p, scan(&p[0], &p[1]) }, query, string(list))
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	for _, p := range pairs {
		all[p[0]] = p[1]
	}
	return all, nil
}

// ActiveIn lists who is registered in a room, the earliest first.
func ActiveIn(q store.Query, roomID string) ([]Residence, error) {
	return collect(q, scanResidence, residenceColumns+`WHERE r.room_id = ? AND r.state = 'active' ORDER BY r.row`, roomID)
}

// ResidencesOn lists the registrations taken on a day, the latest first.
func ResidencesOn(q store.Query, day calendar.Date, limit int) ([]Residence, error) {
	return collect(q, scanResidence, residenceColumns+`WHERE r.registered_on = ? ORDER BY r.registered_at DESC, r.row DESC LIMIT ?`, day.String(), limit)
}

// ResidencesByNumber finds registrations by the number on the receipt or its beginning, in the order of numbers.
func ResidencesByNumber(q store.Query, prefix string, limit int) ([]Residence, error) {
	return collect(q, scanResidence, residenceColumns+`WHERE r.number >= ? AND r.number < ? ORDER BY r.number, r.row LIMIT ?`,
		prefix, prefix+last, limit)
}

// Suggestion is a room a person may mean.
type Suggestion struct {
	RoomID, Address string
	// Reason is "previous" or "household".
	Reason string
}

// maxSuggestions is how many rooms fit on a kiosk page.
const maxSuggestions = 3

// Suggestions are the rooms to offer to a person who registers: where registered before, where the household lives.
func Suggestions(q store.Query, personID string) ([]Suggestion, error) {
	residences, err := ResidencesOf(q, personID)
	if err != nil {
		return nil, fmt.Errorf("suggest rooms: %w", err)
	}
	var list []Suggestion
	seen := map[string]bool{}
	add := func(roomID, address, reason string) {
		if !seen[roomID] && len(list) < maxSuggestions {
			seen[roomID] = true
			list = append(list, Suggestion{RoomID: roomID, Address: address, Reason: reason})
		}
	}
	for _, r := range residences {
		if r.State == Active {
			seen[r.RoomID] = true // registered there already, so it cannot be meant
		}
	}
	for _, r := range residences {
		if r.EndReason != EnteredInError {
			add(r.RoomID, r.Address, "previous")
		}
	}
	place, found, err := HouseholdPlace(q, personID)
	if err != nil {
		return nil, fmt.Errorf("suggest rooms: %w", err)
	}
	if found {
		add(place.RoomID, place.Label, "household")
	}
	return list, nil
}

// HouseholdPlace is where the person's household lives; not found where the register knows of none.
func HouseholdPlace(q store.Query, personID string) (area.Place, bool, error) {
	var room string
	err := q.Row(`SELECT h.room_id FROM person p JOIN household h ON h.id = p.household_id WHERE p.id = ?`, personID).Scan(&room)
	if errors.Is(err, sql.ErrNoRows) {
		return area.Place{}, false, nil
	}
	if err != nil {
		return area.Place{}, false, err
	}
	return area.Address(q, room)
}
