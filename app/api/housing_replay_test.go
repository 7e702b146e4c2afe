package api

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// buildFortyNine enters 49 communities by the housing page's own requests, each with a grid, a compound, a building and two rooms, and answers the ids
// of communities and rooms.
func (o *hall) buildFortyNine() (communities []string, rooms [][2]string) {
	o.tb.Helper()
	office := read[AddedPlaces](o.post("/api/v1/housing/nodes", PlacesInput{fresh(), []NewPlace{{Kind: "street_office", Name: "和平街道"}}}).want(http.StatusCreated)).IDs[0]
	var places []NewPlace
	for c := range 49 {
		places = append(places, NewPlace{Kind: "community", Parent: office, Name: fmt.Sprint("旧", c, "社区"), Number: fmt.Sprintf("339999002%03d", c+1)})
	}
	communities = read[AddedPlaces](o.post("/api/v1/housing/nodes", PlacesInput{fresh(), places}).want(http.StatusCreated)).IDs
	for c, community := range communities {
		compound := read[AddedPlaces](o.post("/api/v1/housing/nodes", PlacesInput{fresh(), []NewPlace{
			{Kind: "compound", Parent: community, Name: fmt.Sprint("示范", c, "苑")}, {Kind: "grid", Parent: community, Name: "第一网格", Number: "1"},
		}}).want(http.StatusCreated)).IDs[0]
		o.post("/api/v1/housing/ranges", RangeInput{RequestID: fresh(), Parent: compound, Buildings: SpanInput{1, 1}, Units: SpanInput{1, 1}, Floors: SpanInput{1, 1}, Rooms: 2}).want(http.StatusOK)
		building := read[HousingList](o.get("/api/v1/housing/tree?parent=" + compound)).Items[0]
		unit := read[HousingList](o.get("/api/v1/housing/tree?parent=" + building.ID)).Items[0]
		found := read[HousingList](o.get("/api/v1/housing/tree?parent=" + unit.ID)).Items
		rooms = append(rooms, [2]string{found[0].ID, found[1].ID})
	}
	return communities, rooms
}

// eighteen is the decision: 48 communities by threes into 16, and the last one into two.
func eighteen(on calendar.Date, old []string, compound, grid string) ReorganisationInput {
	in := ReorganisationInput{RequestID: fresh(), Effective: on}
	plan := func(from ...string) string {
		n := len(in.New)
		in.New = append(in.New, CommunityPlan{ID: fmt.Sprint("new-", n), Name: fmt.Sprint("新", n, "社区"), Number: fmt.Sprintf("339999003%03d", n+1), From: from})
		return in.New[n].ID
	}
	for n := range 16 {
		plan(old[3*n], old[3*n+1], old[3*n+2])
	}
	in.Moves = []MoveInput{{compound, plan(old[48])}, {grid, plan(old[48])}}
	return in
}

// Domain 2.7, by the requests of the page: 49 communities become 18 while a registration is being typed. Ids stay, old names are found, and what was
// counted for a day before the decision is counted the same after it.
func TestFortyNineCommunitiesIntoEighteenOverHTTP(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	old, rooms := o.buildFortyNine()
	last := read[HousingList](o.get("/api/v1/housing/tree?parent=" + old[48])).Items
	byKind := map[string]string{}
	for _, n := range last {
		byKind[n.Kind] = n.ID
	}
	lives := func(room string, on calendar.Date) string {
		var name string
		if err := o.station.View(t.Context(), func(q store.Query) error {
			n, _, err := area.CommunityOn(q, room, on)
			name = n.Name
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return name
	}
	yesterday := calendarDay(o)
	before := make([]string, len(rooms))
	for i, r := range rooms {
		before[i] = lives(r[0], yesterday)
	}

	o.logIn("clerk")
	form := newcomer(typedOf("范小例", "1990-03-07", "771"))
	form.RoomID = rooms[7][1] // chosen in the form before the decision, sent after it
	settled := newcomer(typedOf("吴玉兰", "1990-05-01", "124"))
	settled.RoomID = rooms[7][0]
	lived := read[CounterRegistered](o.post("/api/v1/residences", settled).want(http.StatusCreated))

	o.clock.forward(24 * time.Hour)
	o.logIn("admin")
	decision := eighteen(calendarDay(o), old, byKind["compound"], byKind["grid"])
	for range 2 { // a second press of the button decides nothing anew
		done := read[ReorganisationResult](o.post("/api/v1/housing/reorganisation", decision))
		if len(done.IDs) != 18 || done.Closed != 49 || done.Moved != 98 {
			t.Fatalf("done = %+v", done)
		}
	}
	stale := decision
	stale.RequestID = fresh() // another page that was opened before
	if got := o.post("/api/v1/housing/reorganisation", stale); got.status < 400 {
		t.Errorf("the same decision from a page that is out of date = %d", got.status)
	}
	for i, r := range rooms {
		if got := lives(r[0], yesterday); got != before[i] {
			t.Errorf("room %d yesterday = %s, before %s", i, got, before[i])
		}
	}
	if got := lives(rooms[7][0], calendarDay(o)); got != "新2社区" {
		t.Errorf("today = %s", got)
	}
	found := read[FoundCommunities](o.get("/api/v1/housing/communities?q=" + url.QueryEscape("旧7社区")))
	if len(found.Items) != 1 || found.Items[0].Node.Name != "新2社区" {
		t.Errorf("by the old name = %+v", found.Items)
	}

	o.logIn("clerk")
	o.post("/api/v1/residences", form).want(http.StatusCreated)
	record := o.openedFile(lived.PersonID)
	if r := record.Registrations[0]; r.RoomID != rooms[7][0] || r.Address != "示范7苑1号楼1单元101室" {
		t.Errorf("who lived there = %+v", r)
	}
}
