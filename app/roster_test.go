package app

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"jiezhan/cluster/trust"
	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
)

// TestTheRosterOfAnOfficeThatBeganAgain reads the register of before, at the survivor and at a newcomer, who is given it with the snapshot the office began
// with. The survivor leads the newcomer, so that one must not take it for removed.
func TestTheRosterOfAnOfficeThatBeganAgain(t *testing.T) {
	s := openBare(t)
	key := strings.Repeat("0", 63)
	decide(t, s, "s1", office.Found{OfficeID: "o1", Name: "青松街道", Epoch: "e1"},
		office.Admit{Station: "s1", Name: "一号", Community: "330106099001", Machine: 1, Address: "10.0.0.1:7400", Key: key + "1"},
		office.Admit{Station: "s2", Name: "二号", Community: "330106099001", Machine: 2, Address: "10.0.0.2:7400", Key: key + "2"})
	for self, want := range map[string][]bool{"s1": {false, true}, "s9": {false, false}} {
		id, err := trust.Found("o1", self, time.Now(), nil) // its epoch is not e1
		if err != nil {
			t.Fatal(err)
		}
		wanted, err := (&Running{Station: s, identity: id}).roster()
		if err != nil || len(wanted) != 2 || wanted[0].Removed != want[0] || wanted[1].Removed != want[1] {
			t.Errorf("roster at %s = %+v %v, want removed %v", self, wanted, err, want)
		}
	}
}

// TestAReplacedEpochStaysKnown holds that an old disk is told from a new one by any station, also one that was just switched on.
func TestAReplacedEpochStaysKnown(t *testing.T) {
	s := openBare(t)
	decide(t, s, "s2", ledger.OpenSession{Epoch: "a", Start: 4}, ledger.OpenSession{Epoch: "b", Start: 2})
	r := &Running{Station: s}
	for epoch, want := range map[string]struct {
		start    uint64
		replaced bool
	}{"a": {4, true}, "b": {2, false}, "c": {0, false}} {
		if start, replaced := r.session("s2", epoch); start != want.start || replaced != want.replaced {
			t.Errorf("epoch %s = %d %v, want %+v", epoch, start, replaced, want)
		}
	}
}

// openBare opens a station whose register holds nothing.
func openBare(t *testing.T) *station.Station {
	t.Helper()
	s, err := station.Open(filepath.Join(t.TempDir(), "data"), station.Identity{ID: "s9", Community: "330106099001", Machine: 9}, station.Sources{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// decide applies commands of the program at a station, as the log would.
func decide(t *testing.T, s *station.Station, from string, commands ...ledger.Command) {
	t.Helper()
	var batch []ledger.Envelope
	for n, c := range commands {
		e, err := s.Machine().Kinds().Seal(c, ledger.Stamp{
			RequestID: strconv.Itoa(n), Station: from, Actor: ledger.Actor{Kind: ledger.System}, At: time.Now().UTC(),
		})
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, e)
	}
	outcomes, err := s.Machine().Apply([]ledger.Entry{{Index: 1, Envelopes: batch}})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes[0] {
		if o.Refusal != nil {
			t.Fatal(o.Refusal)
		}
	}
}
