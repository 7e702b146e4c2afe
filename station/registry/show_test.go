package registry_test

import (
	"slices"
	"testing"

	"jiezhan/station/registry"
)

// shows is a document of fan, seen at the window.
func shows(change func(*registry.CardData)) registry.CardData {
	c := fan()
	c.Verified = registry.VerifiedSeen
	change(&c)
	return c
}

// passport is fan's, with the name in letters.
func passport(c *registry.CardData) {
	c.Kind, c.Name, c.IDNumber, c.Issuer, c.Address = registry.Passport, "FAN XIAOLI", "EA1234567", "CHN", ""
	c.ValidFrom, c.ValidTo = day("2024-02-02"), day("2034-02-01")
}

// A new card and a passport stand beside the card that was shown first; each number and each name finds the person.
func TestSeveralDocumentsOfOnePerson(t *testing.T) {
	o := openOffice(t)
	first := movesIn()
	first.Card.ValidTo = day("2026-11-20")
	id := o.register(first).PersonID
	if got := o.person(id).Warnings; !slices.Contains(got, "card.expired") {
		t.Errorf("warnings = %v", got)
	}
	o.do(registry.ShowDocument{PersonID: id, Card: shows(func(c *registry.CardData) {
		c.ValidFrom, c.ValidTo, c.Address = day("2026-11-10"), day("2046-11-10"), "范本省范本市新路2号"
	})})
	o.do(registry.ShowDocument{PersonID: id, Card: shows(passport)})
	p := o.person(id)
	if p.Address != "范本省范本市新路2号" || p.NameFull != "范小例" || slices.Contains(p.Warnings, "person.name_differs") {
		t.Errorf("person = %+v", p)
	}
	for text, want := range map[string]string{"EA1234567": "范小例 by id_number", fan().IDNumber: "范小例 by id_number", "FAN XIAOLI": "范小例 by pinyin"} {
		if got := o.found(text); got != want {
			t.Errorf("found %s: got = %q, want %q", text, got, want)
		}
	}
	again := typed()
	again.RoomID = "wy-101"
	passport(&again.Card)
	if got := o.register(again).PersonID; got != id {
		t.Errorf("with the passport alone a second record was made: %s", got)
	}
}

// A name that was changed by law: the former one stays with its documents, finds the person, and is no contradiction any more.
func TestAChangeOfName(t *testing.T) {
	o := openOffice(t)
	id := o.register(movesIn()).PersonID
	show := registry.ShowDocument{PersonID: id, Card: shows(func(c *registry.CardData) { c.Name, c.ValidFrom = "范大例", day("2026-11-10") })}
	if got := o.ask(show); got != "card.name: document.name_differs" {
		t.Errorf("without saying so: got = %q", got)
	}
	show.Renamed = true
	if got := o.ask(show); got != "reason: registry.reason_required" {
		t.Errorf("without a proof: got = %q", got)
	}
	show.Reason = "户口簿变更更正记载页"
	o.do(show)
	if p := o.person(id); p.NameFull != "范大例" || slices.Contains(p.Warnings, "person.name_differs") {
		t.Errorf("person = %+v", p)
	}
	if got, want := o.corrections(id), "former_name: 范小例 → 范大例"; got != want {
		t.Errorf("corrections = %s, want %s", got, want)
	}
	for _, text := range []string{"范小例", "范大例", "fdl"} {
		if got := o.found(text); got == "" {
			t.Errorf("%s finds nobody", text)
		}
	}
}

func TestADocumentThatContradictsTheRecord(t *testing.T) {
	o := openOffice(t)
	id := o.register(movesIn()).PersonID
	other := movesIn()
	other.Card, other.RoomID, other.Phone = card("吴玉兰", "33999919900501124"), "wy-101", ""
	o.register(other)
	for name, c := range map[string]struct {
		change func(*registry.CardData)
		want   string
	}{
		"another's card":           {func(c *registry.CardData) { *c = other.Card }, "card.id_number: document.of_another"},
		"a second citizen number":  {func(c *registry.CardData) { c.IDNumber = number("33999919900307773") }, "card.id_number: document.other_number"},
		"another day of birth":     {func(c *registry.CardData) { passport(c); c.Birth = day("1990-03-08") }, "card.birth: document.birth_differs"},
		"a number of another kind": {func(c *registry.CardData) { c.Kind = registry.HMTPermit }, "card.id_number: card.number_of_other_kind"},
		"a day that cannot be":     {func(c *registry.CardData) { c.ValidTo = day("2019-01-01") }, "card.valid_to: card.validity"},
		"its own card once more":   {func(*registry.CardData) {}, ""},
	} {
		if got := o.ask(registry.ShowDocument{PersonID: id, Card: shows(c.change)}); got != c.want {
			t.Errorf("%s: got = %q, want %q", name, got, c.want)
		}
	}
	if got := o.ask(registry.ShowDocument{PersonID: "nobody", Card: shows(passport)}); got != "person_id: person.unknown" {
		t.Errorf("of nobody: got = %q", got)
	}
	o.actor.Role = "auditor"
	if got := o.ask(registry.ShowDocument{PersonID: id, Card: shows(passport)}); got != ": registry.not_permitted" {
		t.Errorf("by an auditor: got = %q", got)
	}
}
