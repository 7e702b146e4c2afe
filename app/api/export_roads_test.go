package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/area"
)

// A community's file holds those who live at the gate numbers of its roads, too; a road is a place of its own.
func TestAFileHoldsTheHousesOnARoad(t *testing.T) {
	o := openOffice(t)
	o.do(area.AddNodes{Nodes: []area.NewNode{
		{ID: "xf", Kind: area.Road, Parent: "c1", Name: "幸福路"},
		{ID: "xf18", Kind: area.GateNumber, Parent: "xf", Number: "18"},
		{ID: "xf18-101", Kind: area.Room, Parent: "xf18", Number: "101"},
	}})
	o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-04-01") // in the compound
	o.logIn("clerk")
	form := newcomer(typedOf("范小例", "1990-03-07", "771"))
	form.RoomID = "xf18-101"
	o.post("/api/v1/residences", form).want(http.StatusCreated)
	for place, want := range map[string]string{"c1": "吴*兰 范*例", "xf": "范*例", "qs": "吴*兰", "xf18": "范*例"} {
		in := ExportInput{RequestID: uuid.NewString(), What: "people", PlaceID: place, Format: "csv", Reason: "核对社区登记", Lang: "zh-CN"}
		file := string(o.post("/api/v1/exports", in).want(http.StatusOK).raw)
		for _, name := range []string{"吴*兰", "范*例"} {
			if got := strings.Contains(file, name); got != strings.Contains(want, name) {
				t.Errorf("%s of %s in the file: %v\n%s", name, place, got, file)
			}
		}
	}
	in := ExportInput{RequestID: uuid.NewString(), What: "people", PlaceID: "xf18-101", Format: "csv", Reason: "核对社区登记", Lang: "zh-CN"}
	if got := o.post("/api/v1/exports", in).problem(); got != "422 validation place_id:export.place_unknown" {
		t.Errorf("of a room = %s", got)
	}
}
