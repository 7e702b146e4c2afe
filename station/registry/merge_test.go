package registry_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// twinned is an office with one person in two records: 范小例 with an identity card in 1203, and as "Fan" with a passport in 101.
func twinned(t *testing.T) (o *office, survivor, loser registry.RegisteredResidence) {
	t.Helper()
	o = openOffice(t)
	survivor = o.register(movesIn())
	again := typed()
	again.RoomID = "wy-101"
	again.Card.Kind, again.Card.IDNumber, again.Card.Issuer, again.Card.ValidFrom = registry.Passport, "EA1234567", "CHN", day("2021-02-02")
	again.Card.Address = ""
	loser = o.register(again)
	if loser.PersonID == survivor.PersonID {
		t.Fatal("a passport is another document")
	}
	return o, survivor, loser
}

// rows digests every table about people but the record of merges itself.
func (o *office) rows() map[string]string {
	o.tb.Helper()
	var digests map[string]string
	o.view(func(q store.Query) (err error) {
		digests, err = store.Digest(q)
		return err
	})
	maps.DeleteFunc(digests, func(table, _ string) bool {
		return slices.Contains([]string{"person_merge", "person_merge_row", "audit", "outcome", "machine", "ledger_state"}, table) || strings.HasPrefix(table, "ledger")
	})
	return digests
}

func (o *office) pairs() string {
	o.tb.Helper()
	var pairs []registry.Twin
	o.view(func(q store.Query) (err error) {
		pairs, err = registry.Twins(q, registry.Twin{}, 10)
		return err
	})
	return fmt.Sprint(pairs)
}

func TestOneOfTwoRecordsStays(t *testing.T) {
	o, survivor, loser := twinned(t)
	if got, want := o.pairs(), fmt.Sprintf("[{%s %s}]", survivor.PersonID, loser.PersonID); got != want {
		t.Errorf("twins = %s, want %s", got, want)
	}
	for _, id := range []string{survivor.PersonID, loser.PersonID} {
		o.do(registry.RecordLooks{Looks: []registry.Look{{At: o.now, PersonID: id, What: registry.Opened, Purpose: "case", Actor: o.actor, Station: "s1"}}})
	}
	o.do(registry.CorrectRecord{PersonID: loser.PersonID, Field: "address", Value: "范本省乙县", Reason: "补录"})
	before := o.rows()

	merge := registry.MergePeople{SurvivorID: survivor.PersonID, LoserID: loser.PersonID, Take: []string{"address"}, Reason: "同一人"}
	done, err := ledger.Result[registry.Merged](o.do(merge))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := o.residences(survivor.PersonID), "wy-101 active, qs-1203 active"; got != want {
		t.Errorf("registrations = %s, want %s", got, want)
	}
	if got := o.residences(loser.PersonID); got != "" {
		t.Errorf("of the loser = %s", got)
	}
	if got := o.corrections(survivor.PersonID); got != "address:  → 范本省乙县" {
		t.Errorf("corrections = %s", got)
	}
	if got := o.person(survivor.PersonID); got.Address != "范本省乙县" || got.NameFull != "范小例" {
		t.Errorf("survivor = %+v", got)
	}
	for text, want := range map[string]string{"13812346620": "范小例 by phone", "范小例": "范小例 by name", "梧叶": "范小例 by address"} {
		if got := o.found(text); got != want {
			t.Errorf("found %s: got = %q, want %q", text, got, want)
		}
	}
	if o.pairs() != "[]" || fmt.Sprint(o.twoOpen()) != fmt.Sprint([]string{survivor.PersonID}) {
		t.Errorf("twins = %s, two open = %v", o.pairs(), o.twoOpen())
	}
	o.view(func(q store.Query) error {
		looks, err := registry.LooksAt(q, survivor.PersonID)
		if len(looks) != 2 || looks[0].PersonID != loser.PersonID {
			t.Errorf("looks = %+v", looks)
		}
		if p, _, err := registry.PersonByNumber(q, "EA1234567"); p.ID != survivor.PersonID {
			t.Errorf("by the passport = %s, %v", p.ID, err)
		}
		into, _ := registry.MergedInto(q, loser.PersonID)
		if into != survivor.PersonID {
			t.Errorf("merged into %q", into)
		}
		return err
	})
	if got := o.ask(merge); got != "person_id: person.merged" {
		t.Errorf("again: got = %q", got)
	}

	o.do(registry.UndoMerge{ID: done.ID, Reason: "看错"})
	if got := o.rows(); !maps.Equal(got, before) {
		for table := range got {
			if got[table] != before[table] {
				t.Errorf("%s is not as it was", table)
			}
		}
	}
	if got := o.ask(registry.UndoMerge{ID: done.ID, Reason: "再来"}); got != "id: merge.undone_already" {
		t.Errorf("undone twice: got = %q", got)
	}
	o.do(merge) // and it may be found out again that they are one
}

// What happened after the merge stays with the survivor, and a value that was corrected since is not taken back.
func TestUndoingLeavesWhatCameAfter(t *testing.T) {
	o, survivor, loser := twinned(t)
	done, err := ledger.Result[registry.Merged](o.do(registry.MergePeople{
		SurvivorID: survivor.PersonID, LoserID: loser.PersonID, Take: []string{"address"}, Reason: "同一人",
	}))
	if err != nil {
		t.Fatal(err)
	}
	o.do(registry.CorrectRecord{PersonID: survivor.PersonID, Field: "address", Value: "范本省丙县", Reason: "更正"})
	c := movesIn()
	c.RoomID, c.MovedFrom = "qs-1204", survivor.ID
	o.register(c)
	o.do(registry.UndoMerge{ID: done.ID, Reason: "看错"})
	if got := o.residences(survivor.PersonID); got != "qs-1204 active, qs-1203 changed" {
		t.Errorf("survivor: got = %q", got)
	}
	if got := o.residences(loser.PersonID); got != "wy-101 active" {
		t.Errorf("loser: got = %q", got)
	}
	if got := o.person(survivor.PersonID).Address; got != "范本省丙县" {
		t.Errorf("address = %q, want what was corrected since", got)
	}
	if got := o.twoOpen(); len(got) != 0 {
		t.Errorf("two open = %v", got)
	}
}

func TestWhatCannotBeMerged(t *testing.T) {
	o, survivor, loser := twinned(t)
	merge := registry.MergePeople{SurvivorID: survivor.PersonID, LoserID: loser.PersonID, Reason: "同一人"}
	for name, c := range map[string]struct {
		change func(*registry.MergePeople)
		want   string
	}{
		"with itself":   {func(c *registry.MergePeople) { c.LoserID = c.SurvivorID }, "loser_id: merge.same_record"},
		"no reason":     {func(c *registry.MergePeople) { c.Reason = " " }, "reason: registry.reason_required"},
		"an odd field":  {func(c *registry.MergePeople) { c.Take = []string{"row"} }, "take: correction.field_unknown"},
		"with nobody":   {func(c *registry.MergePeople) { c.LoserID = "nobody" }, "person_id: person.unknown"},
		"nothing named": {func(c *registry.MergePeople) { *c = registry.MergePeople{Reason: "x"} }, "survivor_id: person.unknown, loser_id: person.unknown"},
	} {
		form := merge
		c.change(&form)
		if got := o.ask(form); got != c.want {
			t.Errorf("%s: got = %q, want %q", name, got, c.want)
		}
	}
	same := typed() // both are registered in 1203 now: one of the two has to end first
	same.Card.Kind, same.Card.IDNumber, same.Card.Issuer, same.Card.ValidFrom = registry.Passport, "EA1234567", "CHN", day("2021-02-02")
	twice := o.register(same)
	before := o.rows()
	if got := o.ask(merge); got != ": merge.both_have_one" {
		t.Errorf("both in one room: got = %q", got)
	}
	if got := o.rows(); !maps.Equal(got, before) {
		t.Error("a merge that was refused left something behind")
	}
	o.do(registry.EndResidence{ResidenceID: twice.ID, On: day("2026-11-21"), Reason: registry.EnteredInError})
	done, err := ledger.Result[registry.Merged](o.do(merge))
	if err != nil {
		t.Fatal(err)
	}
	o.actor = ledger.Actor{Kind: ledger.Staff, ID: "a", Role: "auditor"}
	for _, c := range []ledger.Command{merge, registry.UndoMerge{ID: done.ID, Reason: "x"}, registry.TellApart{A: "a", B: "b", Reason: "x"}} {
		if got := o.ask(c); got != ": registry.not_permitted" {
			t.Errorf("%s by an auditor: got = %q", c.Kind(), got)
		}
	}
}

func TestTwoPeopleAreNotAskedAboutAgain(t *testing.T) {
	o, survivor, loser := twinned(t)
	o.do(registry.TellApart{A: loser.PersonID, B: survivor.PersonID, Reason: "双胞胎同名"})
	if got := o.pairs(); got != "[]" {
		t.Errorf("twins = %s", got)
	}
	o.do(registry.TellApart{A: survivor.PersonID, B: loser.PersonID, Reason: "再说一次"})
	if got := o.ask(registry.TellApart{A: survivor.PersonID, B: survivor.PersonID, Reason: "x"}); got != "b: merge.same_record" {
		t.Errorf("got = %q", got)
	}
}

func TestWhoAPersonMayAlreadyBe(t *testing.T) {
	o, survivor, loser := twinned(t)
	other := movesIn()
	other.Card, other.Phone = card("范小例", "33999919900307793"), "13900000000"
	third := o.register(other)
	for name, c := range map[string]struct {
		change func(*registry.CardData) string // answers the telephone
		want   []registry.Likeness
	}{
		"the same card": {func(*registry.CardData) string { return "138 1234 6620" }, []registry.Likeness{
			{PersonID: survivor.PersonID, Why: registry.SameNumber}, {PersonID: loser.PersonID, Why: registry.SameDetails}, {PersonID: third.PersonID, Why: registry.SameNameBirth},
		}},
		"a temporary card": {func(c *registry.CardData) string { c.Kind, c.Name = registry.TemporaryCard, "范"; return "" }, []registry.Likeness{
			{PersonID: survivor.PersonID, Why: registry.SameNumber},
		}},
		"another's passport of another land": {func(c *registry.CardData) string {
			c.Kind, c.IDNumber, c.Issuer, c.Name = registry.Passport, "EA1234567", "UTO", "FAN"
			return ""
		}, nil},
		"a new number": {func(c *registry.CardData) string { c.IDNumber = number("33999919900307779"); return "13900000000" }, []registry.Likeness{
			{PersonID: third.PersonID, Why: registry.SameDetails}, {PersonID: survivor.PersonID, Why: registry.SameNameBirth}, {PersonID: loser.PersonID, Why: registry.SameNameBirth},
		}},
		"somebody else": {func(c *registry.CardData) string { *c = card("吴玉兰", "33999919900501124"); return "13812346620" }, nil},
	} {
		asked := fan()
		phone := c.change(&asked)
		o.view(func(q store.Query) error {
			got, err := registry.Likenesses(q, asked, phone)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: got = %v, want %v", name, got, c.want)
			}
			return err
		})
	}
}

func (o *office) twoOpen() []string {
	o.tb.Helper()
	var ids []string
	o.view(func(q store.Query) (err error) {
		ids, _, err = registry.TwoOpen(q, 0, 10)
		return err
	})
	return ids
}

func TestTwoOpenRegistrationsAreListedUntilOneEnds(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	if got := o.twoOpen(); len(got) != 0 {
		t.Errorf("with one = %v", got)
	}
	second := movesIn()
	second.RoomID = "wy-101"
	o.register(second)
	if got := o.twoOpen(); !slices.Equal(got, []string{first.PersonID}) {
		t.Errorf("with two = %v", got)
	}
	o.do(registry.EndResidence{ResidenceID: first.ID, On: day("2026-11-21"), Reason: registry.MovedAway})
	if got := o.twoOpen(); len(got) != 0 {
		t.Errorf("with one again = %v", got)
	}
}

// Three records of one person, merged one after the other; whichever merge is taken back first, nothing of a record that is another's again stays behind.
func TestMergesAreTakenBackInAnyOrder(t *testing.T) {
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		o, survivor, loser := twinned(t)
		third := typed()
		third.RoomID, third.Phone = "qs-1204", "13900000000"
		third.Card.Kind, third.Card.IDNumber, third.Card.Issuer, third.Card.ValidFrom = registry.Passport, "EA7654321", "CHN", day("2022-02-02")
		other := o.register(third)
		o.do(registry.CorrectRecord{PersonID: loser.PersonID, Field: "phone", Value: "13700000000", Reason: "补录"})
		before := o.rows()
		var merges [2]registry.Merged
		for i, id := range []string{loser.PersonID, other.PersonID} {
			var err error
			merges[i], err = ledger.Result[registry.Merged](o.do(registry.MergePeople{SurvivorID: survivor.PersonID, LoserID: id, Take: []string{"phone"}, Reason: "同一人"}))
			if err != nil {
				t.Fatal(err)
			}
		}
		for i, n := range order {
			o.do(registry.UndoMerge{ID: merges[n].ID, Reason: "看错"})
			if want := []string{"+8613900000000", "+8613700000000"}[order[0]]; i == 0 && o.person(survivor.PersonID).Phone != want {
				t.Errorf("order %v: phone = %s, want %s", order, o.person(survivor.PersonID).Phone, want)
			}
		}
		for table, digest := range o.rows() {
			if digest != before[table] {
				t.Errorf("order %v: %s is not as it was", order, table)
			}
		}
	}
}
