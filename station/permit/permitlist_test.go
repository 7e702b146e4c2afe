package permit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// names lists the holders of a view, in order.
func (o *office) names(view CardView) string {
	o.tb.Helper()
	var names []string
	for _, l := range o.permits(CardFilter{View: view}).Rows {
		names = append(names, l.Holder)
	}
	return strings.Join(names, " ")
}

func TestTheListsOfPermits(t *testing.T) {
	o := openOffice(t)
	for _, h := range []struct{ name, issued string }{
		{"孙丽", "2024-12-02"},  // until 2025-12-02, long suspended
		{"李桂芳", "2025-11-03"}, // until 2026-11-03, suspended lately
		{"陈志强", "2025-11-25"}, // window open, closing
		{"王海涛", "2025-12-10"}, // window open
		{"周文博", "2025-12-28"}, // opens on 28 November
		{"吴玉兰", "2026-03-15"}, // nothing to do
	} {
		o.holds(h.name, h.issued)
	}
	o.on("2026-11-21")
	for view, want := range map[CardView]string{
		Opening:      "王海涛 周文博",
		InWindow:     "陈志强 王海涛",
		Closing:      "陈志强",
		Lately:       "李桂芳",
		Suspended:    "李桂芳 孙丽",
		Replacing:    "",
		Unregistered: "",
	} {
		t.Run(string(view), func(t *testing.T) {
			if got := o.names(view); got != want {
				t.Errorf("holders = %s, want %s", got, want)
			}
			if got := o.paged(view); got != want {
				t.Errorf("page by page = %s, want %s", got, want)
			}
		})
	}
	if got := o.permits(CardFilter{View: InWindow, Community: "339999001001"}).Rows; len(got) != 2 || got[0].Address == "" || got[0].Community != "339999001001" {
		t.Errorf("of the community = %+v", got)
	}
	if got := o.permits(CardFilter{View: InWindow, Community: "339999001002"}).Rows; len(got) != 0 {
		t.Errorf("of another community = %+v", got)
	}
}

// paged reads a view one row at a time.
func (o *office) paged(view CardView) string {
	o.tb.Helper()
	var names []string
	next := ""
	for range 20 {
		page := o.permits(CardFilter{View: view, Limit: 1, Cursor: next})
		for _, l := range page.Rows {
			names = append(names, l.Holder)
		}
		if next = page.Next; next == "" {
			break
		}
	}
	return strings.Join(names, " ")
}

func TestACommunityIsFoundFarDownTheList(t *testing.T) {
	o := openOffice(t)
	o.must(system, area.AddNodes{Nodes: []area.NewNode{
		{ID: "c2", Kind: area.Community, Parent: "street", Name: "梧桐社区", Number: "339999001002"},
		{ID: "wt", Kind: area.Compound, Parent: "c2", Name: "梧桐里", Number: "1"},
		{ID: "wt1", Kind: area.Building, Parent: "wt", Number: "1"},
		{ID: "wtroom", Kind: area.Room, Parent: "wt1", Number: "101"},
	}})
	for i := range 5 {
		if i == 3 {
			o.rooms[0] = "wtroom"
		}
		o.holds(fmt.Sprint("范例", i), fmt.Sprintf("2025-12-%02d", i+1))
	}
	o.on("2026-11-21")
	page := o.permits(CardFilter{View: InWindow, Community: "339999001002", Limit: 1})
	if len(page.Rows) != 1 || page.Rows[0].Holder != "范例3" || page.Next == "" {
		t.Fatalf("first page = %+v", page)
	}
	page = o.permits(CardFilter{View: InWindow, Community: "339999001002", Limit: 1, Cursor: page.Next})
	if len(page.Rows) != 1 || page.Rows[0].Holder != "范例4" || page.Next != "" {
		t.Errorf("second page = %+v", page)
	}
}

func TestAReplacementUnderWayStandsInItsList(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	o.must(h.actor, h.report(Lost))
	lines := o.permits(CardFilter{View: Replacing}).Rows
	if len(lines) != 1 || lines[0].Replacement.Cause != Lost || lines[0].Holder != "范例" || lines[0].Card != CardVoid {
		t.Errorf("replacing = %+v", lines)
	}
	o.view(func(q store.Query) error {
		_, err := Permits(q, CardFilter{View: Replacing, Day: o.today(), Cursor: "b3Blbnx8"})
		var refusal *ledger.Refusal
		if !errors.As(err, &refusal) || refusal.Code() != "permit.cursor_invalid" {
			t.Errorf("a foreign cursor = %v", err)
		}
		if _, err := Permits(q, CardFilter{View: "all"}); err == nil {
			t.Error("an unknown view is listed")
		}
		return nil
	})
}

// What a cursor is made of is read back; nothing else is taken for one.
func FuzzPermitCursor(f *testing.F) {
	f.Add("2026-11-21", "0190a5f3")
	f.Add("~", "x")
	f.Fuzz(func(t *testing.T, key, id string) {
		for _, view := range CardViews() {
			at := position{key, id}
			got, err := CardFilter{View: view, Cursor: at.cursor(View(view))}.start()
			if sound := id != "" && !strings.Contains(key+id, "|"); sound != (err == nil) || (sound && got != at) {
				t.Errorf("%s of %q %q = %+v, %v", view, key, id, got, err)
			}
		}
	})
}

func TestNobodyIsToldTwice(t *testing.T) {
	o := openOffice(t)
	in, late := o.holds("范例", "2025-12-10"), o.holds("吴玉兰", "2025-11-03")
	far := o.holds("孙丽", "2026-03-15")
	o.on("2026-11-21")
	both := RemindHolders{PermitIDs: []string{in.permit, late.permit, "nothing"}, Means: ByPhone}
	done := result[Reminded](o, o.must(o.clerk, both))
	if !slices.Equal(done.Told, []string{in.permit, late.permit}) || !slices.Equal(done.Skipped, []string{"nothing"}) {
		t.Errorf("told %v, skipped %v", done.Told, done.Skipped)
	}
	done = result[Reminded](o, o.must(o.clerk, both))
	if len(done.Told) != 0 || len(done.Skipped) != 3 {
		t.Errorf("told again %v, skipped %v", done.Told, done.Skipped)
	}
	if l := o.permits(CardFilter{View: InWindow}).Rows; len(l) != 1 || l[0].Told == nil || l[0].Told.Means != ByPhone || l[0].Told.Officer != o.clerk.ID {
		t.Errorf("line = %+v", l)
	}
	// Missed after all: that is another thing to tell. The next window is, too.
	o.on("2026-12-11")
	if done := result[Reminded](o, o.must(o.clerk, RemindHolders{PermitIDs: []string{in.permit}, Means: ByLetter})); len(done.Told) != 1 {
		t.Errorf("of the suspension %+v", done)
	}
	o.must(in.actor, in.endorse())
	o.on("2027-11-20")
	if done := result[Reminded](o, o.must(o.clerk, RemindHolders{PermitIDs: []string{in.permit}, Means: ByVisit})); len(done.Told) != 1 {
		t.Errorf("of the next window %+v", done)
	}
	for name, c := range map[string]struct {
		actor ledger.Actor
		c     RemindHolders
		want  string
	}{
		"nobody":            {o.clerk, RemindHolders{Means: ByPhone}, "permit_ids:permit.nobody_chosen"},
		"a whole town":      {o.clerk, RemindHolders{PermitIDs: make([]string, mostTold+1), Means: ByPhone}, "permit_ids:permit.too_many_chosen"},
		"by pigeon":         {o.clerk, RemindHolders{PermitIDs: []string{far.permit}, Means: "pigeon"}, "means:permit.means_unknown"},
		"by a mere auditor": {o.admin, RemindHolders{PermitIDs: []string{far.permit}, Means: ByPhone}, "permit.not_permitted"},
	} {
		if got := o.answer(c.actor, c.c); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
}

// The way from a lost registration to the clerk's list leads along an index of the register.
func TestUnregisteredForgetsWhoCameBack(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	o.on("2026-06-01")
	o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.today(), Reason: registry.MovedAway})
	if got := o.names(Unregistered); got != "范例" {
		t.Errorf("unregistered = %s", got)
	}
	o.on("2027-06-03")
	if got := o.names(Unregistered); got != "" {
		t.Errorf("after a year = %s", got)
	}
}
