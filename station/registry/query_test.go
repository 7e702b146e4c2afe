package registry_test

import (
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func TestPeopleAreFoundByNumber(t *testing.T) {
	o := populated(t)
	cases := map[string]struct{ number, want string }{
		"as stored":        {number("33999919490101006"), "王小明"},
		"as typed":         {"３３９９９９ 19490101 006" + number("33999919490101006")[17:], "王小明"},
		"fifteen digits":   {"339999490101006", "王小明"},
		"foreign, small":   {"gbr110178050101", "JOHN SMITH"},
		"nobody's":         {number("33999919490101008"), ""},
		"only a beginning": {"339999", ""},
		"nothing":          {"", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o.view(func(q store.Query) error {
				p, found, err := registry.PersonByNumber(q, c.number)
				if p.NameFull != c.want || found != (c.want != "") {
					t.Errorf("got = %q %v, want %q", p.NameFull, found, c.want)
				}
				return err
			})
		})
	}
}

// A list has the order asked for, leaves out the unknown, and says nothing of anybody's ethnic group.
func TestPeople(t *testing.T) {
	o := populated(t)
	o.view(func(q store.Query) error {
		hits, _, err := registry.Search(q, "张", 10)
		if err != nil {
			return err
		}
		people, err := registry.People(q, []string{hits[1].PersonID, "nobody", hits[0].PersonID})
		var names []string
		for _, p := range people {
			names = append(names, p.NameFull+p.EthnicCode)
		}
		if got := strings.Join(names, " "); got != "张三丰 张三" {
			t.Errorf("got = %q", got)
		}
		return err
	})
}

func TestResidenceLists(t *testing.T) {
	o := populated(t)
	r := o.register(movesIn())
	other := movesIn()
	other.Card = card("吴兰", "33999919850505002")
	o.now = o.now.Add(time.Minute)
	o.register(other)
	numbers := func(list []registry.Residence, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range list {
			out = append(out, r.Number)
		}
		return strings.Join(out, " ")
	}
	o.view(func(q store.Query) error {
		cases := map[string]struct{ got, want string }{
			"today, latest first": {numbers(registry.ResidencesOn(q, day("2026-11-21"), 10)), "N4 N3"},
			"today, limited":      {numbers(registry.ResidencesOn(q, day("2026-11-21"), 1)), "N4"},
			"another day":         {numbers(registry.ResidencesOn(q, day("2026-11-20"), 10)), ""},
			"in a room":           {numbers(registry.ActiveIn(q, "qs-1203")), "R001 R002 N3 N4"},
			"in an empty room":    {numbers(registry.ActiveIn(q, "nowhere")), ""},
			"by the receipt":      {numbers(registry.ResidencesByNumber(q, "N3", 10)), "N3"},
			"by its beginning":    {numbers(registry.ResidencesByNumber(q, "N", 10)), "N3 N4"},
			"by no such number":   {numbers(registry.ResidencesByNumber(q, "X", 10)), ""},
			"of one person":       {numbers(registry.ResidencesOf(q, r.PersonID)), "N3"},
			"of nobody":           {numbers(registry.ResidencesOf(q, "nobody")), ""},
		}
		for name, c := range cases {
			if c.got != c.want {
				t.Errorf("%s: got = %q, want %q", name, c.got, c.want)
			}
		}
		got, found, err := registry.ResidenceByID(q, r.ID)
		if !found || got.Address != "青松家园3号楼2单元1203室" || got.Channel != "kiosk" || got.Station != "s1" || !got.EndedOn.IsZero() {
			t.Errorf("got = %+v", got)
		}
		return err
	})
}

func TestEveryLookIsKept(t *testing.T) {
	o := openOffice(t)
	look := registry.Look{
		At: o.now, Actor: ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: "clerk"}, PersonID: "p1", What: registry.Opened,
		Purpose: "case", Station: "s1",
	}
	revealed := look
	revealed.What, revealed.Field, revealed.Reason, revealed.At = registry.Revealed, "phone", "核对材料", o.now.Add(time.Minute)
	other := look
	other.PersonID = "p2"
	o.do(registry.RecordLooks{Looks: []registry.Look{look, other, revealed}})
	o.view(func(q store.Query) error {
		list, err := registry.LooksAt(q, "p1")
		if len(list) != 2 || list[0].Field != "phone" || list[0].Reason != "核对材料" || list[1].What != registry.Opened ||
			!list[1].At.Equal(o.now) || list[1].Actor != look.Actor || list[1].Station != "s1" {
			t.Errorf("got = %+v", list)
		}
		return err
	})
}

func TestLooksAreJudged(t *testing.T) {
	type look = registry.Look
	cases := map[string]struct {
		change func(*look)
		want   string
	}{
		"whole":                   {func(*look) {}, ""},
		"at nobody":               {func(l *look) { l.PersonID = "" }, "looks.0.person_id: look.person_required"},
		"glanced":                 {func(l *look) { l.What = "glanced" }, "looks.0.what: look.what_unknown"},
		"without purpose":         {func(l *look) { l.Purpose = "" }, "looks.0.purpose: look.purpose_required"},
		"without time":            {func(l *look) { l.At = time.Time{} }, "looks.0.at: look.time_required"},
		"revealed without reason": {func(l *look) { l.What, l.Field = registry.Revealed, "phone" }, "looks.0.reason: look.reason_required"},
		"a long reason":           {func(l *look) { l.Reason = strings.Repeat("因", 201) }, "looks.0.reason: look.reason_too_long"},
	}
	o := openOffice(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := look{At: o.now, PersonID: "p1", What: registry.Listed, Purpose: "case", Station: "s1"}
			c.change(&l)
			if got := o.ask(registry.RecordLooks{Looks: []look{l}}); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
	for count, want := range map[int]string{0: "looks: look.nothing", registry.MaxLooks + 1: "looks: look.too_many"} {
		if got := o.ask(registry.RecordLooks{Looks: make([]look, count)}); got != want {
			t.Errorf("%d: got = %q, want %q", count, got, want)
		}
	}
}
