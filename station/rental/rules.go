package rental

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Rules are what the city allows, as the office has entered it: limits differ by city (Housing Rental Regulations 2025).
type Rules struct {
	// PeoplePerRoom is how many may live in one living room; 0 where no limit was entered.
	PeoplePerRoom int
	// Undertaking says that every dwelling that is let needs the landlord's undertaking (承诺书).
	Undertaking bool
	// Reference is the rule that they come from.
	Reference string
	SetOn     calendar.Date
}

// Limit is how many may live in the living rooms let; 0 where no limit was entered, or no room may be let.
func (r Rules) Limit(t Terms) int { return r.PeoplePerRoom * t.livingRooms() }

// RulesOf reads the office's rules; none are entered at first.
func RulesOf(q store.Query) (Rules, error) {
	r, _, err := one(q.Row(`SELECT people_per_room, undertaking, reference, set_on FROM rental_rules`), func(scan func(...any) error) (Rules, error) {
		var r Rules
		err := scan(&r.PeoplePerRoom, &r.Undertaking, &r.Reference, &r.SetOn)
		return r, err
	})
	if err != nil {
		return Rules{}, fmt.Errorf("read rental rules: %w", err)
	}
	return r, nil
}

// mostPerRoom bounds the setting.
const mostPerRoom = 20

// SetRules enters what the city asks for, with the rule it comes from.
type SetRules struct {
	PeoplePerRoom int    `json:"people_per_room"`
	Undertaking   bool   `json:"undertaking,omitempty"`
	Reference     string `json:"reference"`
}

// StoredRules is the answer to SetRules.
type StoredRules struct {
	PeoplePerRoom int `json:"people_per_room"`
}

// Kind is the verb on the wire.
func (SetRules) Kind() string { return "rental.set_rules.v1" }

// Validate judges the form: a limit, or a duty, needs the rule it comes from.
func (c SetRules) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PeoplePerRoom >= 0 && c.PeoplePerRoom <= mostPerRoom, "people_per_room", "rental.limit_invalid", "limit", strconv.Itoa(mostPerRoom))
	v.That(c.PeoplePerRoom == 0 && !c.Undertaking || strings.TrimSpace(c.Reference) != "", "reference", "rental.reference_required")
	v.That(utf8.RuneCountInString(c.Reference) <= mostText, "reference", "rental.text_too_long", "limit", strconv.Itoa(mostText))
	return v.Refusal()
}

// Apply keeps the rules and has every file in force judged by it.
func (c SetRules) Apply(tx *ledger.Tx) (any, error) {
	actor := tx.Stamp.Actor
	if actor.Kind != ledger.System && (actor.Kind != ledger.Staff || !staff.Role(actor.Role).May(staff.OfficeManage)) {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "rental.not_permitted")
	}
	today := tx.Stamp.Today().String()
	_, err := tx.Exec(`INSERT INTO rental_rules (one, people_per_room, undertaking, reference, set_on) VALUES (1,?,?,?,?)
		ON CONFLICT (one) DO UPDATE SET people_per_room = excluded.people_per_room, undertaking = excluded.undertaking, reference = excluded.reference, set_on = excluded.set_on`,
		c.PeoplePerRoom, c.Undertaking, strings.TrimSpace(c.Reference), today)
	if err != nil {
		return nil, fmt.Errorf("set rental rules: %w", err)
	}
	_, err = tx.Exec(`UPDATE rental SET look_on = ? WHERE state = 'active' AND (? > 0 AND head_count > ? * living_rooms OR ? AND undertaken_to = '')
		AND (look_on = '' OR look_on > ?)`, today, c.PeoplePerRoom, c.PeoplePerRoom, c.Undertaking, today)
	tx.Changed(topic, "rules")
	return StoredRules{PeoplePerRoom: c.PeoplePerRoom}, err
}
