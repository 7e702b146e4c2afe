package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/area"
)

// labels tells the lines of a list as labels.
func labels(nodes []HousingNode) string {
	return strings.Join(list(nodes, func(n HousingNode) string { return n.Label }), " ")
}

func fresh() string { return uuid.NewString() }

// The tree is opened a level at a time; a compound is added, furnished by a range, renamed and closed.
func TestHousingTree(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	if got := labels(read[HousingList](o.get("/api/v1/housing/tree")).Items); got != "青松社区" {
		t.Errorf("roots = %s", got)
	}
	if got := labels(read[HousingList](o.get("/api/v1/housing/tree?parent=qs3u2")).Items); got != "青松家园3号楼2单元1203室 青松家园3号楼2单元1204室" {
		t.Errorf("rooms = %s", got)
	}
	added := read[AddedPlaces](o.post("/api/v1/housing/nodes", PlacesInput{fresh(), []NewPlace{{Kind: "compound", Parent: "c1", Name: "梧叶小区"}, {Kind: "grid", Parent: "c1", Name: "第一网格", Number: "1"}}}))
	compound, grid := added.IDs[0], added.IDs[1]
	kitchen := PlacesInput{fresh(), []NewPlace{{Kind: "room", Parent: "qs3u2", Number: "K", Use: "kitchen"}}}
	o.post("/api/v1/housing/nodes", kitchen).want(http.StatusCreated)
	if got := read[AreaList](o.get("/api/v1/area?parent=qs3u2")); len(got.Items) != 2 {
		t.Errorf("residents are offered %+v", got.Items)
	}
	plan := RangeInput{RequestID: fresh(), Parent: compound, Buildings: SpanInput{1, 12}, Units: SpanInput{1, 3}, Floors: SpanInput{1, 18}, Rooms: 4, Preview: true}
	want := RangeResult{Buildings: 12, Units: 36, Rooms: 2592, Sample: []string{"101", "102", "103", "1802", "1803", "1804"}}
	if got := read[RangeResult](o.post("/api/v1/housing/ranges", plan)); !sameRange(got, want) {
		t.Errorf("preview = %+v", got)
	}
	if got := read[HousingList](o.get("/api/v1/housing/tree?parent=" + compound)); len(got.Items) != 0 {
		t.Errorf("a preview added %+v", got)
	}
	plan.Preview = false
	for range 2 { // a second press of the button adds nothing
		if got := read[RangeResult](o.post("/api/v1/housing/ranges", plan)); !sameRange(got, want) {
			t.Errorf("added = %+v", got)
		}
	}
	buildings := read[HousingList](o.get("/api/v1/housing/tree?parent=" + compound)).Items
	if len(buildings) != 12 || buildings[11].Label != "梧叶小区12号楼" || buildings[11].Children != 3 {
		t.Fatalf("buildings = %+v", buildings)
	}
	o.post("/api/v1/housing/grids", GridInput{fresh(), []string{buildings[0].ID, buildings[1].ID}, grid}).want(http.StatusOK)
	o.post("/api/v1/housing/nodes/"+compound+"/rename", NameInput{fresh(), "梧桐小区"}).want(http.StatusOK)
	place := read[HousingPlace](o.get("/api/v1/housing/nodes/" + buildings[0].ID))
	if place.Node.Label != "梧桐小区1号楼" || place.GridName != "第一网格" || labels(place.Above) != "青松社区 梧桐小区" || labels(place.Grids) != "第一网格" {
		t.Errorf("place = %+v", place)
	}
	if got := labels(read[HousingPlace](o.get("/api/v1/housing/nodes/" + grid)).Members); got != "梧桐小区1号楼 梧桐小区2号楼" {
		t.Errorf("in the grid = %s", got)
	}
	if got := read[HousingPlace](o.get("/api/v1/housing/nodes/" + compound)).FormerNames; len(got) != 1 || got[0] != (HousingFormer{"梧叶小区", "2026-11-21"}) {
		t.Errorf("former names = %+v", got)
	}
	if got := read[AreaList](o.get("/api/v1/area/compounds?q=%E6%A2%A7%E5%8F%B6")); len(got.Items) != 1 || got.Items[0].Name != "梧桐小区" {
		t.Errorf("by the former name = %+v", got)
	}
	o.post("/api/v1/housing/nodes/"+compound+"/close", PlaceRequest{fresh()}).want(http.StatusOK)
	if got := read[AreaList](o.get("/api/v1/area")); len(got.Items) != 1 {
		t.Errorf("the kiosk still shows %+v", got)
	}
	if got := read[HousingList](o.get("/api/v1/housing/tree?parent=c1")).Items; got[len(got)-1].ClosedOn != "" && got[0].ClosedOn != "" {
		t.Errorf("in the tree = %+v", got)
	}
	o.post("/api/v1/housing/nodes/"+compound+"/reopen", PlaceRequest{fresh()}).want(http.StatusOK)
}

func sameRange(a, b RangeResult) bool {
	return a.Buildings == b.Buildings && a.Units == b.Units && a.Rooms == b.Rooms && strings.Join(a.Sample, " ") == strings.Join(b.Sample, " ")
}

// A room shows who lives there, masked; each of them has the look on record. What was seen of the room stands beside.
func TestRoomFile(t *testing.T) {
	o := openOffice(t)
	person := o.settle(cardOf("范小例", "1990-03-07", "771"), "2026-11-01")
	o.logIn("clerk")
	o.post("/api/v1/housing/rooms/room-1203/seen", map[string]string{"request_id": fresh(), "state": "let", "on": "2026-11-20"}).want(http.StatusOK)
	file := read[RoomFile](o.get("/api/v1/housing/rooms/room-1203"))
	if len(file.Occupants) != 1 || file.Occupants[0].Name != "范*例" || !strings.Contains(file.Occupants[0].IDNumber, "****") || !file.Occupants[0].Registered || file.Occupants[0].Since != "2026-11-01" {
		t.Errorf("occupants = %+v", file.Occupants)
	}
	if file.Seen == nil || *file.Seen != (RoomSeen{"let", "2026-11-20", "姓clerk"}) || file.Now.Registered != 1 {
		t.Errorf("seen = %+v, now %+v", file.Seen, file.Now)
	}
	if got := o.looksAt(person); !strings.Contains(got, "listed by clerk for room") {
		t.Errorf("looks = %s", got)
	}
	if got := read[RoomFile](o.get("/api/v1/housing/rooms/room-1204")); len(got.Occupants) != 0 || got.Seen != nil {
		t.Errorf("an empty room = %+v", got)
	}
	if got := o.post("/api/v1/housing/nodes/room-1203/close", PlaceRequest{fresh()}).problem(); got != "409 area.people_registered id:area.people_registered" {
		t.Errorf("closing it = %s", got)
	}
	for _, path := range []string{"rooms/qs3", "rooms/nowhere", "nodes/nowhere", "nodes/nowhere/coverage", "nodes/nowhere/gaps?kind=room_unknown", "nodes/nowhere/plan", "tree?parent=nowhere"} {
		if got := o.get("/api/v1/housing/" + path).problem(); got != "404 not_found" {
			t.Errorf("%s = %s", path, got)
		}
	}
}

func TestHousingCoverage(t *testing.T) {
	o := openOffice(t)
	o.settle(cardOf("范小例", "1990-03-07", "771"), "2026-11-01")
	o.logIn("clerk")
	table := read[CoverageTable](o.get("/api/v1/housing/nodes/c1/coverage"))
	if len(table.Rows) != 1 || table.Total.Rooms != (Share{1, 2}) || table.Total.Buildings != (Share{0, 1}) || table.Rows[0].Phones != (Share{1, 1}) || table.Rows[0].Registered != 1 {
		t.Errorf("coverage = %+v", table)
	}
	if got := read[GapList](o.get("/api/v1/housing/nodes/c1/gaps?kind=room_unknown")); len(got.Items) != 1 || got.Items[0].ID != "room-1204" || got.More {
		t.Errorf("gaps = %+v", got)
	}
	o.do(area.AddNodes{Nodes: []area.NewNode{{ID: "office", Kind: area.StreetOffice, Name: "和平街道"}}})
	for _, path := range []string{"coverage", "gaps?kind=room_unknown"} {
		if got := o.get("/api/v1/housing/nodes/office/" + path).problem(); got != "409 housing.too_wide" {
			t.Errorf("%s of the whole office = %s", path, got)
		}
	}
	if got := read[CoverageTable](o.get("/api/v1/housing/nodes/qs3u2/coverage")); len(got.Rows) != 0 || got.Total.Rooms.All != 2 {
		t.Errorf("of a unit = %+v", got)
	}
}

// Numbers are computed from positions, proposed, and verified on site: then they are the address.
func TestBuildingNumbers(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	added := read[AddedPlaces](o.post("/api/v1/housing/nodes", PlacesInput{fresh(), []NewPlace{{Kind: "building", Parent: "qs", Number: "T1"}}})).IDs[0]
	path := "/api/v1/housing/nodes/qs/"
	o.post(path+"positions", PositionsInput{fresh(), "wgs84", []PositionInput{{added, 120.0001, 30.001}, {"qs3", 120.0009, 30.00102}}}).want(http.StatusOK)
	plan := read[BuildingPlan](o.get(path + "plan?tolerance=15&order=N2S"))
	byID := map[string]PlannedBuilding{}
	for _, b := range plan.Buildings {
		byID[b.ID] = b
	}
	if plan.System != "wgs84" || byID[added].Computed != "1" || byID["qs3"].Computed != "2" || byID[added].Row != 1 || byID["qs3"].East == nil {
		t.Fatalf("plan = %+v", plan)
	}
	numbers := []NumberInput{{ID: added, Number: "1"}, {ID: "qs3", Number: "3", Posted: true}}
	if got := read[ChangedCount](o.post(path+"proposal", NumbersInput{fresh(), numbers})); got.Count != 2 {
		t.Errorf("proposed = %+v", got)
	}
	if got := read[ChangedCount](o.post(path+"verification", NumbersInput{fresh(), numbers})); got.Count != 1 {
		t.Errorf("verified = %+v", got)
	}
	if got := read[HousingPlace](o.get("/api/v1/housing/nodes/" + added)).Node.Label; got != "青松家园1号楼" {
		t.Errorf("address = %s", got)
	}
	if got := o.post(path+"verification", NumbersInput{fresh(), []NumberInput{{ID: "qs3", Number: "2"}}}).problem(); !strings.HasPrefix(got, "409 area.number_verified") {
		t.Errorf("a verified number changed = %s", got)
	}
}

// A merge closes the old community; its name leads to the new one, and the kiosk's own compounds stay its own.
func TestReorganisation(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	merged := ReorganisationInput{RequestID: fresh(), Effective: dateOf("2026-11-21"), New: []CommunityPlan{{ID: "c9", Name: "大同社区", Number: "339999001009", From: []string{"c1"}}}}
	if got := read[ReorganisationResult](o.post("/api/v1/housing/reorganisation", merged)); got.Closed != 1 || got.Moved != 1 || len(got.IDs) != 1 {
		t.Errorf("merged = %+v", got)
	}
	found := read[FoundCommunities](o.get("/api/v1/housing/communities?q=qssq"))
	if len(found.Items) != 1 || found.Items[0].Node.ID != "c9" || found.Items[0].Via != "青松社区" {
		t.Errorf("by the old name = %+v", found)
	}
	if got := read[HousingPlace](o.get("/api/v1/housing/nodes/c9")); labels(got.Came) != "青松社区" {
		t.Errorf("came of = %+v", got)
	}
	if got := read[HousingPlace](o.get("/api/v1/housing/nodes/c1")); labels(got.Became) != "大同社区" || got.Node.ClosedOn != "2026-11-21" {
		t.Errorf("became = %+v", got)
	}
	if got := read[AreaList](o.get("/api/v1/area")); len(got.Items) != 1 || !got.Items[0].Own {
		t.Errorf("own compounds = %+v", got)
	}
	if got := o.post("/api/v1/housing/ranges", RangeInput{RequestID: fresh(), Parent: "qs"}).problem(); got != "422 validation buildings:area.nothing" {
		t.Errorf("an empty range = %s", got)
	}
	if got := o.post("/api/v1/housing/ranges", RangeInput{RequestID: "x", Parent: "qs", Buildings: SpanInput{7, 8}}).problem(); got != "422 validation request_id:request_id.invalid" {
		t.Errorf("a request without an id = %s", got)
	}
}
