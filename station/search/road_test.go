package search_test

import (
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
)

// A house on a road is found by its number, with who lives there and nobody else of the road; a community also by the name of one it came of.
func TestRoadsAndCommunities(t *testing.T) {
	places := append(tree(),
		area.NewNode{ID: "road", Kind: area.Road, Parent: "c1", Name: "幸福路"},
		area.NewNode{ID: "h18", Kind: area.GateNumber, Parent: "road", Number: "18"},
		area.NewNode{ID: "h18-1", Kind: area.Room, Parent: "h18", Number: "101"},
		area.NewNode{ID: "h180", Kind: area.GateNumber, Parent: "road", Number: "180"},
		area.NewNode{ID: "h180-1", Kind: area.Room, Parent: "h180", Number: "101"},
		area.NewNode{ID: "phase", Kind: area.Compound, Parent: "c1", Name: "阳光城2期"},
		area.NewNode{ID: "phase1", Kind: area.Building, Parent: "phase", Number: "1"},
		area.NewNode{ID: "phase1-1", Kind: area.Room, Parent: "phase1", Number: "101"},
	)
	o := &office{t, emptyRegister(t)}
	o.fill(places, []person{
		{"严一", seventeen("33999919700101001"), "", "h18-1", "", ""},
		{"严二", seventeen("33999919700101002"), "", "h180-1", "", ""},
		{"严三", seventeen("33999919700101003"), "", "phase1-1", "", ""},
	})
	tx, err := o.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	old := area.NewNode{ID: "c0", Kind: area.Community, Name: "松林社区", Number: "339999001099"}
	if err := area.FillEnded(tx, places, []area.Ended{{NewNode: old, Successor: "c1", On: calendar.NewDate(2026, 6, 1)}}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"幸福路18号":     "people 严一 by address; places 幸福路18号",
		"幸福路18号101":  "people 严一 by address; places 幸福路18号101室",
		"xfl 180":    "people 严二 by address; places 幸福路180号",
		"严一 幸福路18号":  "people 严一 by address; places 幸福路18号",
		"严二 幸福路18号":  "places 幸福路18号",
		"幸福路":        "people 严一 by address, 严二 by address; places 幸福路, 幸福路18号, 幸福路180号",
		"阳光城2期":      "people 严三 by address; places 阳光城2期",
		"阳光城2期1号楼":   "people 严三 by address; places 阳光城2期1号楼",
		"松林社区":       "places 青松社区",
		"slsq":       "places 青松社区",
		"松林社区 幸福路18": "people 严一 by address; places 幸福路18号",
	} {
		if got := told(o.find(text)); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}
