package cluster

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// wanting is the roster of stations that live where they are born.
func wanting(ids ...string) []Wanted {
	var list []Wanted
	for _, id := range ids {
		list = append(list, Wanted{ID: id, Address: id + ":7400"})
	}
	return list
}

// voters writes the members short: those with a vote in capitals.
func voters(s Status) string {
	var list []string
	for _, m := range s.Members {
		if m.Voter {
			list = append(list, strings.ToUpper(m.ID))
		} else {
			list = append(list, m.ID)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// becomes waits until all running stations list the members so.
func (o *office) becomes(want string) {
	o.tb.Helper()
	for _, d := range o.running() {
		d.becomes(want)
	}
}

func (d *desk) becomes(want string) {
	tb := d.office.tb
	tb.Helper()
	limit := time.After(time.Minute)
	for voters(d.node.Status()) != want {
		select {
		case <-time.After(50 * time.Millisecond):
		case <-limit:
			tb.Fatalf("%s: members %q after a minute, want %q", d.id, voters(d.node.Status()), want)
		}
	}
}

func TestAnOfficeGrowsFromOneStation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, 1, Retention{})
		first := o.leader()
		first.write("before", deposit{Account: "rent", Amount: 1})
		var ids []string
		for n, want := range []string{"S1", "S1 s2", "S1 S2 S3", "S1 S2 S3 s4", "S1 S2 S3 S4 S5", "S1 S2 S3 S4 S5 s6", "S1 S2 S3 S4 S5 s6 s7"} {
			id := fmt.Sprint("s", n+1)
			if n > 0 {
				o.found(id).start()
			}
			ids = append(ids, id)
			o.want(wanting(ids...)...)
			o.becomes(want)
			got := o.find(id).write("at "+id, deposit{Account: "rent", Amount: 1})
			if want := fmt.Sprint(n + 2); string(got.Result) != want {
				t.Errorf("outcome at %s = %+v, want result %s", id, got, want)
			}
		}
		o.wantEqual()
	})
}

func TestAStationWithNothingGetsEverythingBySnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, 1, short)
		first := o.leader()
		for n := range 20 {
			first.write(fmt.Sprint(n), deposit{Account: "rent", Amount: 1})
		}
		first.snapshot()
		last := first.write("last", deposit{Account: "rent", Amount: 1})
		second := o.found("s2")
		second.start()
		later(10 * time.Second) // it waits, and stands for no election
		if got := second.node.Status(); got.Leader != "" || got.Term != 0 || got.Fault != nil {
			t.Errorf("status of a station that nobody added = %+v", got)
		}
		o.want(wanting("s1", "s2")...)
		second.reached(last.Index)
		if got := second.node.fsm.restores.Load(); got != 1 {
			t.Errorf("%d snapshots restored, want 1", got)
		}
		o.wantEqual()
	})
}

func TestARemovedStationStopsAndTheVotesStayOdd(t *testing.T) {
	story(t, 5, Retention{}, func(t *testing.T, o *office) {
		gone := o.followers()[0]
		rest := slices.DeleteFunc(o.running(), func(d *desk) bool { return d == gone })
		o.want(append(wanting("s1", "s2", "s3", "s4", "s5"), Wanted{ID: gone.id, Removed: true})...)
		wanted := *o.wanted.Load()
		o.want(slices.DeleteFunc(slices.Clone(wanted), func(w Wanted) bool { return w.ID == gone.id && !w.Removed })...)
		status := gone.until("fault", func(s Status) bool { return s.State == Stopped })
		if !errors.Is(status.Fault, ErrRemoved) {
			t.Errorf("fault = %v, want %v", status.Fault, ErrRemoved)
		}
		for _, d := range rest {
			got := d.until("four members", func(s Status) bool {
				return len(s.Members) == 4 && len(strings.Fields(voters(s))) == 4 && strings.Count(voters(s), "S") == 3
			})
			t.Log(d.id, voters(got))
		}
		rest[0].write("after", deposit{Account: "rent", Amount: 1})
	})
}

func TestALeaderThatIsRemovedHandsOver(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		leader := o.leader()
		var wanted []Wanted
		for _, w := range wanting("s1", "s2", "s3") {
			w.Removed = w.ID == leader.id
			wanted = append(wanted, w)
		}
		o.want(wanted...)
		leader.until("end", func(s Status) bool { return s.State == Stopped })
		for _, d := range o.stations {
			if d != leader {
				d.until("two members, one vote", func(s Status) bool { return len(s.Members) == 2 && strings.Count(voters(s), "S") == 1 })
				d.write("at "+d.id, deposit{Account: "rent", Amount: 1})
			}
		}
	})
}

func TestADeadStationIsRemovedByHandOnly(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.want(wanting("s1", "s2", "s3")...)
		dead := o.followers()[0]
		dead.stop()
		later(2 * absent)
		o.becomes("S1 S2 S3")
		o.want(slices.DeleteFunc(wanting("s1", "s2", "s3"), func(w Wanted) bool { return w.ID == dead.id })...) // not in the register is not removed
		later(time.Minute)
		o.becomes("S1 S2 S3")
		o.want(Wanted{ID: dead.id, Removed: true})
		for _, d := range o.running() {
			d.until("two members", func(s Status) bool { return len(s.Members) == 2 })
			d.write("at "+d.id, deposit{Account: "rent", Amount: 1})
		}
		err := dead.open()
		if err != nil {
			t.Fatal(err)
		}
		if status := dead.until("fault", func(s Status) bool { return s.State == Stopped }); !errors.Is(status.Fault, ErrRemoved) {
			t.Errorf("fault of a removed station that comes back = %v", status.Fault)
		}
	})
}

func TestAVoteGoesToAStationThatStandsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, 4, Retention{})
		o.members[3].Voter = false
		o.open()
		leader, away := o.leader(), o.followers()[0]
		if away.id == "s4" {
			away = o.followers()[1]
		}
		o.wire.cut(away.member().Address)
		later(absent - time.Minute)
		leader.becomes("S1 S2 S3 s4")
		later(2 * time.Minute)
		o.wire.mend(away.member().Address)
		for _, d := range o.stations { // it stays a member and follows
			d.until("another voter", func(s Status) bool {
				return slices.ContainsFunc(s.Members, func(m MemberStatus) bool { return m.ID == "s4" && m.Voter }) &&
					slices.ContainsFunc(s.Members, func(m MemberStatus) bool { return m.ID == away.id && !m.Voter })
			})
		}
	})
}

func TestAStationThatMovesIsFoundAgain(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.want(wanting("s1", "s2", "s3")...)
		moved := o.followers()[0]
		moved.stop()
		for i := range o.members {
			if o.members[i].ID == moved.id {
				o.members[i].Address = "elsewhere:7400"
			}
		}
		moved.start()
		var wanted []Wanted
		for _, m := range o.members {
			wanted = append(wanted, Wanted{ID: m.ID, Address: m.Address})
		}
		o.want(wanted...)
		got := o.leader().write("after", deposit{Account: "rent", Amount: 1})
		moved.reached(got.Index)
		o.becomes("S1 S2 S3")
		if got, err := o.leader().node.book.address(moved.id); got != "elsewhere:7400" || err != nil {
			t.Errorf("address = %q, %v", got, err)
		}
	})
}

func TestARosterThatCannotBeReadChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, 1, Retention{})
		first := o.stations[0]
		var readable atomic.Bool
		first.config.Roster = func() ([]Wanted, error) {
			if !readable.Load() {
				return nil, errors.New("disk I/O error")
			}
			return wanting("s1", "s2"), nil
		}
		o.open()
		o.found("s2").start()
		later(time.Minute)
		first.becomes("S1")
		readable.Store(true) // the steward reads it at its next turn
		o.becomes("S1 s2")
	})
}

// TestAStationThatLostItsDiskVotesOnlyAfterItCaughtUp holds that a voter which comes back empty neither votes nor keeps its vote, until it has all again.
func TestAStationThatLostItsDiskVotesOnlyAfterItCaughtUp(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.want(wanting("s1", "s2", "s3")...)
		lost := o.followers()[0]
		last := o.leader().write("before", deposit{Account: "rent", Amount: 1})
		o.wantEqual()
		lost.stop()
		forget(t, lost)
		remove(t, lost)
		first := o.members
		o.members = nil // it does not begin the office a second time
		lost.start()
		o.members = first
		if !lost.node.novice.is() {
			t.Error("a station without a log may vote")
		}
		lost.until("no vote", func(s Status) bool {
			return slices.ContainsFunc(s.Members, func(m MemberStatus) bool { return m.ID == lost.id && !m.Voter })
		})
		lost.reached(last.Index)
		o.becomes("S1 S2 S3")
		if lost.node.novice.is() {
			t.Error("it has a vote and may not use it")
		}
		o.leader().stop()
		lost.write("after", deposit{Account: "rent", Amount: 1})
		o.wantEqual()
	})
}

// TestAStationIsRemovedWhileAnotherIsAway holds that the vote of the removed one helps to take it away: without it nothing could be decided.
func TestAStationIsRemovedWhileAnotherIsAway(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.want(wanting("s1", "s2", "s3")...)
		followers := o.followers()
		away, gone := followers[0], followers[1]
		away.stop()
		later(10 * time.Second)
		list := wanting("s1", "s2", "s3")
		for i := range list {
			list[i].Removed = list[i].ID == gone.id
		}
		o.want(list...)
		status := gone.until("fault", func(s Status) bool { return s.State == Stopped })
		if !errors.Is(status.Fault, ErrRemoved) {
			t.Errorf("fault = %v, want %v", status.Fault, ErrRemoved)
		}
		gone.stop()
		left := o.leader()
		left.becomes(strings.ToUpper(left.id) + " " + away.id)
		last := left.write("after", deposit{Account: "rent", Amount: 1})
		away.start()
		away.reached(last.Index)
	})
}
