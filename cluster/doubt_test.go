package cluster

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestAStationThatBeganAgainByMistakeStopsNobody lets one of five stations begin the office again while the others work. They go on, through an election and a
// restart, and every one of them shows who went astray.
func TestAStationThatBeganAgainByMistakeStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := openPlacesOn(t, newWire(), 5, Bolt)
		astray, rest := places[0], places[1:]
		leading(t, places).write(t, "before", "rent")
		astray.close(t)
		astray.read(t)
		astray.refound(t)
		astray.open(t)
		later(time.Minute)
		leader := leading(t, rest)
		leader.close(t)
		later(time.Minute)
		for _, p := range rest {
			if p != leader && p.node.Status().Fault != nil {
				t.Fatalf("%s has stopped in an election: %v", p.config.ID, p.node.Status().Fault)
			}
		}
		leading(t, rest).write(t, "without the leader", "rent")
		leader.open(t)
		later(time.Minute)
		last := leading(t, rest).write(t, "after", "rent")
		for _, p := range rest {
			p.reached(t, last.Index)
			s := p.node.Status()
			if s.Fault != nil {
				t.Errorf("%s has stopped: %v", s.ID, s.Fault)
			}
			for _, m := range s.Members {
				if apart := errors.Is(m.Refusal, ErrOtherOffice); apart != (m.ID == astray.config.ID) {
					t.Errorf("%s sees %s in another life: %v", s.ID, m.ID, apart)
				}
			}
		}
	})
}

// TestAMajorityThatWasGivenUpStaysDown switches two of three stations on together, after the third began the office again.
func TestAMajorityThatWasGivenUpStaysDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := openPlacesOn(t, newWire(), 3, Bolt)
		leading(t, places).write(t, "before", "rent")
		for _, p := range places {
			p.close(t)
		}
		survivor, given := places[0], places[1:]
		survivor.read(t)
		survivor.refound(t)
		survivor.open(t)
		survivor.write(t, "after", "rent")
		for _, p := range given {
			p.open(t)
		}
		later(leaderless)
		for _, p := range given {
			if s := p.node.Status(); !errors.Is(s.Fault, ErrOtherOffice) || s.Leader != "" {
				t.Errorf("%s: fault %v, leader %q; want %v", s.ID, s.Fault, s.Leader, ErrOtherOffice)
			}
		}
		if fault := survivor.node.Status().Fault; fault != nil {
			t.Errorf("the survivor has stopped: %v", fault)
		}
	})
}

// TestAStationWithoutMajorityBelievesAfterAWhile cuts a station off from its leader, but not from the station that begins the office again.
func TestAStationWithoutMajorityBelievesAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		places := openPlacesOn(t, newWire(), 3, Bolt)
		leading(t, places).write(t, "before", "rent")
		left := places[2]
		for _, p := range places[:2] {
			p.close(t)
		}
		places[0].read(t)
		places[0].refound(t)
		places[0].open(t)
		later(leaderless / 2)
		if fault := left.node.Status().Fault; fault != nil {
			t.Errorf("it stops at once, as in any election: %v", fault)
		}
		later(leaderless)
		if fault := left.node.Status().Fault; !errors.Is(fault, ErrOtherOffice) {
			t.Errorf("fault = %v, want %v", fault, ErrOtherOffice)
		}
	})
}

// TestAStationWithAnOldRosterDoesNotStopItsLeader has a newcomer that holds a register of before, in which its leader has no place.
func TestAStationWithAnOldRosterDoesNotStopItsLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, 1, Retention{})
		first, second := o.leader(), o.found("s2")
		second.config.Roster = func() ([]Wanted, error) { return []Wanted{{ID: "s1", Address: "s1:7400", Removed: true}}, nil }
		second.start()
		o.want(wanting("s1", "s2")...)
		later(time.Minute)
		s := first.node.Status()
		if s.Fault != nil || len(s.Members) != 2 || !errors.Is(s.Members[1].Refusal, ErrRemoved) {
			t.Errorf("status of the only voter = %+v, want that s2 takes it for removed", s)
		}
		first.write("after", deposit{Account: "rent", Amount: 1})
	})
}
