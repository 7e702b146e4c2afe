package area_test

import (
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// bring has rooms imported and answers what became of them, or the problems.
func (s *street) bring(rooms ...area.ImportedRoom) (area.ImportedRooms, string) {
	s.tb.Helper()
	outcome := s.decide(area.ImportRooms{Rooms: rooms})
	if outcome.Refusal != nil {
		var problems []string
		for _, p := range outcome.Refusal.Problems {
			problems = append(problems, p.Field+": "+p.Code)
		}
		return area.ImportedRooms{}, strings.Join(problems, ", ")
	}
	got, err := ledger.Result[area.ImportedRooms](outcome)
	if err != nil {
		s.tb.Fatal(err)
	}
	return got, ""
}

func TestImportRooms(t *testing.T) {
	s := qingsong(t)
	rooms := []area.ImportedRoom{
		{Community: "339999001001", Compound: "青松家园", Building: "3", Unit: "2", Room: "1203"}, // known
		{Community: "339999001001", Compound: "青松家园", Building: "3", Unit: "2", Room: "1305"},
		{Community: "339999001001", Compound: "新苑", Building: "1", Room: "101"},
		{Community: "339999001001", Compound: "新苑", Building: "1", Room: "102"},
		{Community: "339999001001", Compound: "新苑", Building: "1", Room: "102"},
	}
	for step, want := range []area.ImportedRooms{{Added: 3, Known: 2}, {Known: 5}} {
		if got, problems := s.bring(rooms...); got != want || problems != "" {
			t.Errorf("step %d: got = %+v, %q, want %+v", step, got, problems, want)
		}
	}
	s.view(func(q store.Query) error {
		found, err := area.FindCompounds(q, "xinyuan")
		if err != nil || len(found) != 1 || found[0].Children != 1 {
			t.Fatalf("got = %+v, %v", found, err)
		}
		building, known, err := area.ChildOf(q, found[0].ID, area.Building, "1", "")
		if err != nil || !known || building.Label != "新苑1号楼" || building.Children != 2 {
			t.Errorf("got = %+v, %v, %v", building, known, err)
		}
		return nil
	})
}

func TestRoomsThatCannotBeImported(t *testing.T) {
	good := area.ImportedRoom{Community: "339999001001", Compound: "青松家园", Building: "3", Unit: "2", Room: "1305"}
	for name, c := range map[string]struct {
		change func(*area.ImportedRoom)
		want   string
	}{
		"community of another office": {func(r *area.ImportedRoom) { r.Community = "339999002001" }, "rooms.0.community: area.community_unknown"},
		"no community":                {func(r *area.ImportedRoom) { r.Community = "" }, "rooms.0.community: area.community_unknown"},
		"no compound":                 {func(r *area.ImportedRoom) { r.Compound = "" }, "rooms.0.compound: area.name_required"},
		"long compound":               {func(r *area.ImportedRoom) { r.Compound = strings.Repeat("苑", 61) }, "rooms.0.compound: area.name_too_long"},
		"no building, no room":        {func(r *area.ImportedRoom) { r.Building, r.Room = "", "" }, "rooms.0.building: area.number_required, rooms.0.room: area.number_required"},
		"slash":                       {func(r *area.ImportedRoom) { r.Unit = "1/2" }, "rooms.0.unit: area.number_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			room := good
			c.change(&room)
			if _, got := qingsong(t).bring(room); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
	if _, got := qingsong(t).bring(); got != "rooms: area.nothing" {
		t.Errorf("none: got = %q", got)
	}
	if _, got := qingsong(t).bring(make([]area.ImportedRoom, area.MaxImport+1)...); got != "rooms: area.too_many" {
		t.Errorf("many: got = %q", got)
	}
}
