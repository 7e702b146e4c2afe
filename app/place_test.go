package app

import (
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/office"
	"jiezhan/station/store"
)

// A station whose log was closed by a fault of the disk opens it again in the same process, and goes on where it was.
func TestTheLogIsOpenedAgain(t *testing.T) {
	path, _ := configure(t, t.TempDir())
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(c, Setting{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, _, err := r.upkeep.IssueCode(t.Context()); err != nil { // once there is a code, there is an office
		t.Fatal(err)
	}
	before, _ := r.Station.Machine().Applied()
	if err := r.place.end(); err != nil {
		t.Fatal(err)
	}
	if err := r.place.tryAgain(); err != nil {
		t.Fatal(err)
	}
	for { // until the new election is over
		if err = r.order(t.Context(), uuid.NewString(), office.Move{Station: c.Station.ID, Address: "10.7.0.11:8601"}); !retryable(err) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := committed(r, func(q store.Query) (office.Station, error) {
		s, _, err := office.ByID(q, c.Station.ID)
		return s, err
	})
	if after, _ := r.Station.Machine().Applied(); err != nil || after <= before || got.Address != "10.7.0.11:8601" {
		t.Errorf("applied %d after %d, address %s, %v", after, before, got.Address, err)
	}
}
