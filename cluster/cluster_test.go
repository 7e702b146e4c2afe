package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// story runs a scenario in a bubble of its own clock: elections take no time, and waits are exact.
func story(t *testing.T, count int, retain Retention, tell func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, count, retain)
		o.leader()
		tell(t, o)
	})
}

func TestEveryStationWrites(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		want := 0
		for round := range 5 {
			for _, d := range o.stations {
				want++
				got := d.write(fmt.Sprintf("%s-%d", d.id, round), deposit{Account: "rent", Amount: 1})
				if got.Refusal != nil || string(got.Result) != fmt.Sprint(want) {
					t.Fatalf("%s, round %d: outcome %+v, want result %d", d.id, round, got, want)
				}
			}
		}
		o.wantEqual()
	})
}

func TestManyWritersAtOnce(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		const writers, each = 20, 10
		done := make(chan ledger.Outcome)
		for i := range writers {
			go func() {
				for n := range each {
					done <- o.stations[i%3].write(fmt.Sprintf("%d-%d", i, n), deposit{Account: fmt.Sprint(i), Amount: 1})
				}
			}()
		}
		seen := map[string]bool{}
		for range writers * each {
			got := <-done
			if seen[got.RequestID] || got.Refusal != nil {
				t.Errorf("outcome %+v twice or refused", got)
			}
			seen[got.RequestID] = true
		}
		o.wantEqual()
		for i := range writers {
			if got := o.stations[0].balance(fmt.Sprint(i)); got != each {
				t.Errorf("account %d = %d, want %d", i, got, each)
			}
		}
	})
}

func TestASingleStationIsAnOffice(t *testing.T) {
	story(t, 1, Retention{}, func(t *testing.T, o *office) {
		if got := o.stations[0].write("r1", deposit{Account: "rent", Amount: 3}); string(got.Result) != "3" {
			t.Errorf("outcome = %+v, want result 3", got)
		}
	})
}

func TestARefusalTravels(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		for i, d := range o.stations {
			got := d.write(fmt.Sprintf("r%d", i), deposit{Account: "rent", Amount: -1})
			if got.Refusal == nil || got.Refusal.Class != ledger.Conflict || got.Refusal.Code() != "account.too_low" {
				t.Errorf("%s: outcome = %+v, want the refusal account.too_low", d.id, got)
			}
		}
		o.wantEqual()
	})
}

func TestTheSameRequestAtTwoStationsIsDecidedOnce(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		first := o.stations[0].write("r1", deposit{Account: "rent", Amount: 5})
		for _, d := range o.stations {
			again := d.write("r1", deposit{Account: "rent", Amount: 5})
			if again.Index != first.Index || string(again.Result) != string(first.Result) {
				t.Errorf("%s: outcome = %+v, want the first one %+v", d.id, again, first)
			}
			d.reached(first.Index)
			if got := d.balance("rent"); got != 5 {
				t.Errorf("%s: balance = %d, want 5", d.id, got)
			}
		}
		other := o.stations[1].write("r1", deposit{Account: "rent", Amount: 6})
		if other.Refusal.Code() != "request.reused" {
			t.Errorf("another wish under the same id: outcome = %+v, want request.reused", other)
		}
	})
}

func TestAnUnknownKindStopsNobody(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		for _, d := range o.stations {
			e := sealed(t, "new", d.id, deposit{})
			e.Kind = "account.close.v9"
			_, err := d.node.Propose(t.Context(), e)
			if !errors.Is(err, station.ErrRejected) || !strings.Contains(err.Error(), "account.close.v9") {
				t.Errorf("%s: error = %v, want ErrRejected that names the kind", d.id, err)
			}
			e = sealed(t, "large", d.id, deposit{Account: strings.Repeat("a", maxBody)})
			if _, err = d.node.Propose(t.Context(), e); !errors.Is(err, station.ErrRejected) {
				t.Errorf("%s: error of a too large command = %v, want station.ErrRejected", d.id, err)
			}
		}
		o.stations[0].write("after", deposit{Account: "rent", Amount: 1})
		o.wantEqual()
	})
}

func TestTheOthersGoOnWhenTheLeaderStops(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.stations[0].write("before", deposit{Account: "rent", Amount: 1})
		old := o.leader()
		began := time.Now()
		old.stop()
		for i, d := range o.running() {
			d.write(fmt.Sprintf("after-%d", i), deposit{Account: "rent", Amount: 1})
		}
		t.Logf("next write %v after a leader stopped by itself", time.Since(began))
		if took := time.Since(began); took > LAN().Heartbeat { // the clock of the bubble, so this is exact
			t.Errorf("the lead was not handed over: the next write took %v", took)
		}
		old.start()
		old.until("leader", func(s Status) bool { return s.Leader != "" })
		o.wantEqual()
	})
}

func TestTheOthersGoOnWhenTheLeaderIsCutOff(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.stations[0].write("before", deposit{Account: "rent", Amount: 1})
		old := o.leader()
		rest := o.followers()
		o.wire.cut(old.member().Address)
		began := time.Now()
		for _, d := range rest {
			d.until("other leader", func(s Status) bool { return s.Leader != "" && s.Leader != old.id })
		}
		got := rest[0].write("after", deposit{Account: "rent", Amount: 1})
		t.Logf("next write %v after the leader was cut off", time.Since(began))
		rest[1].reached(got.Index)
		old.until("no leader", func(s Status) bool { return s.Leader == "" })
		if _, err := old.node.Propose(t.Context(), sealed(t, "alone", old.id, deposit{Account: "rent", Amount: 1})); !errors.Is(err, station.ErrNoLeader) {
			t.Errorf("error of a station cut off = %v, want no leader", err)
		}
		leads := rest[0].node.Status().Leader
		term := rest[0].node.raft.CurrentTerm()
		o.wire.mend(old.member().Address)
		old.reached(got.Index)
		if now := rest[0].node.Status().Leader; now != leads || rest[0].node.raft.CurrentTerm() != term {
			t.Errorf("the returning station deposed %s: now %s leads", leads, now)
		}
		o.wantEqual()
	})
}

func TestACommandOfACutOffLeaderIsUncertain(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		old := o.leader()
		o.wire.cut(old.member().Address)
		e := sealed(t, "r1", old.id, deposit{Account: "rent", Amount: 7})
		if _, err := old.node.Propose(t.Context(), e); !errors.Is(err, station.ErrUncertain) {
			t.Fatalf("error = %v, want uncertain", err)
		}
		o.wire.mend(old.member().Address)
		got := old.write("r1", deposit{Account: "rent", Amount: 7})
		if string(got.Result) != "7" {
			t.Errorf("asked again: outcome = %+v, want result 7, once", got)
		}
		o.wantEqual()
	})
}

func TestARestartReplaysOnlyTheLog(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		away := o.followers()[0]
		o.stations[0].write("before", deposit{Account: "rent", Amount: 1})
		away.stop()
		var last ledger.Outcome
		for i := range 40 {
			last = o.running()[i%2].write(fmt.Sprint(i), deposit{Account: "rent", Amount: 1})
		}
		away.start()
		away.reached(last.Index)
		o.wantEqual()
		if got := away.node.fsm.restores.Load(); got != 0 {
			t.Errorf("%d snapshots restored, want none", got)
		}
	})
}

func TestAWholeOfficeRestarts(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		o.stations[0].write("before", deposit{Account: "rent", Amount: 1})
		for _, d := range o.stations {
			d.stop()
		}
		for _, d := range o.stations {
			d.start()
		}
		if got := o.stations[2].write("after", deposit{Account: "rent", Amount: 1}); string(got.Result) != "2" {
			t.Errorf("outcome = %+v, want result 2", got)
		}
		o.wantEqual()
	})
}

// short keeps hardly any log, so that a snapshot is the only way back.
var short = Retention{Threshold: 1 << 30, Interval: time.Hour, Trailing: 1}

func TestAStationFarBehindGetsASnapshot(t *testing.T) {
	story(t, 3, short, func(t *testing.T, o *office) {
		away := o.followers()[0]
		away.stop()
		for i := range 20 {
			o.running()[i%2].write(fmt.Sprint(i), deposit{Account: "rent", Amount: 1})
		}
		for _, d := range o.running() {
			d.snapshot()
		}
		last := o.leader().write("last", deposit{Account: "rent", Amount: 1})
		away.start()
		away.reached(last.Index)
		o.wantEqual()
		if got := away.node.fsm.restores.Load(); got != 1 {
			t.Errorf("%d snapshots restored, want 1", got)
		}
		after := away.write("after", deposit{Account: "rent", Amount: 1})
		if string(after.Result) != "22" {
			t.Errorf("outcome = %+v, want result 22", after)
		}
		away.stop()
		away.start() // its own file is ahead of the snapshot it got
		away.reached(after.Index)
		if got := away.node.fsm.restores.Load(); got != 0 {
			t.Errorf("after another restart %d snapshots restored, want none", got)
		}
		o.wantEqual()
	})
}

// TestAStationBackFromALongOutageCatchesUpAtOnce misses a thousand commands in ten minutes.
func TestAStationBackFromALongOutageCatchesUpAtOnce(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		leader, away := o.leader(), o.followers()[0]
		o.wire.cut(away.member().Address)
		var last ledger.Outcome
		for i := range 1000 {
			last = leader.write(fmt.Sprint(i), deposit{Account: "rent", Amount: 1})
			later(600 * time.Millisecond)
		}
		leader.until("unreachable member", func(s Status) bool { return !reachable(s, away.id) })
		began := time.Now()
		o.wire.mend(away.member().Address)
		away.reached(last.Index)
		t.Logf("caught up %v after ten minutes' outage", time.Since(began))
		if took := time.Since(began); took > time.Second {
			t.Errorf("caught up after %v, want within a second", took)
		}
		leader.until("reachable member", func(s Status) bool { return reachable(s, away.id) })
		away.until("caught up", func(s Status) bool { return !s.CatchingUp && s.Leader == leader.id })
		if c := away.node.Contact(); c.CatchingUp || c.Leader != leader.id || c.Fault != nil {
			t.Errorf("contact = %+v, want the leader %s", c, leader.id)
		}
	})
}

// later lets the clock of the bubble go on.
func later(d time.Duration) { <-time.After(d) }

func reachable(s Status, id string) bool {
	for _, m := range s.Members {
		if m.ID == id {
			return m.Reachable
		}
	}
	return false
}

func TestAnObserverForwardsButHasNoVote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, 4, Retention{})
		o.members[3].Voter = false
		o.open()
		o.leader()
		observer := o.stations[3]
		if got := observer.write("r1", deposit{Account: "rent", Amount: 1}); string(got.Result) != "1" {
			t.Errorf("outcome = %+v, want result 1", got)
		}
		o.wantEqual()
		for _, m := range observer.node.Status().Members {
			if m.Voter != (m.ID != observer.id) {
				t.Errorf("%s: voter = %v", m.ID, m.Voter)
			}
		}
		for _, d := range o.stations[:2] {
			d.stop()
		}
		observer.until("no leader", func(s Status) bool { return s.Leader == "" })
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if _, err := observer.node.Propose(ctx, sealed(t, "r2", "s4", deposit{Account: "rent", Amount: 1})); !errors.Is(err, station.ErrNoLeader) {
			t.Errorf("error without a majority of voters = %v, want no leader", err)
		}
	})
}

func balanceBefore(result json.RawMessage) int {
	after, err := strconv.Atoi(string(result))
	if err != nil {
		return -1
	}
	return after - 1
}

// TestSubmittedCommandsKeepTheirOrder submits a hundred without waiting, at the leader and through a follower.
func TestSubmittedCommandsKeepTheirOrder(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		for _, d := range []*desk{o.leader(), o.followers()[0]} {
			answers := make(chan answer, 100)
			for n := range 100 {
				e := sealed(t, fmt.Sprint(d.id, "-", n), d.id, deposit{Account: d.id, Amount: 1})
				d.node.Submit(e, func(o ledger.Outcome, err error) { answers <- answer{o, err} })
			}
			for range 100 { // in any order
				a := <-answers
				if want := fmt.Sprint(d.id, "-", balanceBefore(a.outcome.Result)); a.err != nil || a.outcome.RequestID != want {
					t.Fatalf("answer at %s = %+v, want that of %s", d.id, a, want)
				}
			}
		}
	})
}

func TestWatchEndsWithTheNode(t *testing.T) {
	story(t, 1, Retention{}, func(t *testing.T, o *office) {
		d := o.stations[0]
		changes, _ := d.node.Watch()
		second, stop := d.node.Watch()
		stop()
		for range second { // drains what was there
		}
		node := d.node
		d.stop()
		for range changes { // until closed
		}
		late, stop := node.Watch()
		defer stop()
		if _, open := <-late; open {
			t.Error("a watch on a node that left is open")
		}
		if got := node.Status().State; got != Stopped {
			t.Errorf("state = %s, want %s", got, Stopped)
		}
		if _, err := node.Propose(t.Context(), sealed(t, "r1", "s1", deposit{Account: "rent", Amount: 1})); !errors.Is(err, station.ErrNoLeader) {
			t.Errorf("propose after shutdown: %v, want no leader", err)
		}
	})
}
