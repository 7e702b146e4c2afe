package station

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// attempt is what happens to one proposal: whether it gets through, and what the caller is told.
type attempt struct {
	through bool
	told    error
}

// lineLog applies straight to the machine, as an office of one station does, after the attempts that the test lets fail.
type lineLog struct {
	machine *ledger.Machine
	index   uint64
	plan    []attempt // the last one stands for all that follow
	n       int
}

func (l *lineLog) Propose(_ context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	now := l.plan[min(l.n, len(l.plan)-1)]
	l.n++
	if !now.through {
		return ledger.Outcome{}, now.told
	}
	l.index++
	outcomes, err := l.machine.Apply([]ledger.Entry{{Index: l.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil || now.told != nil {
		return ledger.Outcome{}, errors.Join(err, now.told)
	}
	return outcomes[0][0], nil
}

func (l *lineLog) Submit(e ledger.Envelope, reply func(ledger.Outcome, error)) {
	reply(l.Propose(context.Background(), e))
}
func (l *lineLog) Contact() Contact                 { return Contact{Leader: "s1"} }
func (l *lineLog) Watch() (<-chan struct{}, func()) { return nil, func() {} }

func openStation(tb testing.TB, log *lineLog) *Station {
	tb.Helper()
	s, err := Open(tb.TempDir(), Identity{ID: "s1", Community: "330106099001", Machine: 1}, Sources{Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	log.machine = s.Machine()
	s.Connect(log)
	return s
}

var street = area.AddNodes{Nodes: []area.NewNode{{Kind: area.StreetOffice, Name: "青松街道", Number: "330106099"}}}

const request = "7d3d1f0e-5f0b-4a36-9c9b-0d9a5f1a2b3c"

func TestALostAnswerIsAskedForAgainAndDecidedOnce(t *testing.T) {
	ok := attempt{through: true}
	for name, plan := range map[string][]attempt{
		"nobody leads at first":   {{told: ErrNoLeader}, {told: ErrNoLeader}, ok},
		"the answer is lost":      {{through: true, told: ErrUncertain}, {through: true, told: ErrUncertain}, ok},
		"lost, then nobody leads": {{through: true, told: ErrUncertain}, {told: ErrNoLeader}, ok},
	} {
		t.Run(name, func(t *testing.T) {
			log := &lineLog{plan: plan}
			s := openStation(t, log)
			outcome, err := s.Execute(t.Context(), ledger.Actor{Kind: ledger.System}, request, street)
			if err != nil || outcome.Refusal != nil {
				t.Fatalf("outcome = %+v %v, want applied", outcome, err)
			}
			if log.n != len(plan) {
				t.Errorf("attempts = %d, want %d", log.n, len(plan))
			}
			var nodes, audit int
			err = s.View(t.Context(), func(q store.Query) error {
				return q.Row(`SELECT (SELECT count(*) FROM area_node), (SELECT count(*) FROM audit)`).Scan(&nodes, &audit)
			})
			if err != nil || nodes != 1 || audit != 1 {
				t.Errorf("nodes, audit rows = %d %d %v, want 1 1", nodes, audit, err)
			}
		})
	}
}

func TestWithoutALeaderTheAnswerSaysWhetherAnythingMayHaveHappened(t *testing.T) {
	for name, c := range map[string]struct {
		first, want error
	}{
		"never sent":     {ErrNoLeader, ErrNoLeader},
		"sent once":      {ErrUncertain, ErrUncertain},
		"broken machine": {errBroken, errBroken},
	} {
		t.Run(name, func(t *testing.T) {
			log := &lineLog{plan: []attempt{{told: c.first}, {told: ErrNoLeader}}}
			s := openStation(t, log)
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			if _, err := s.Execute(ctx, ledger.Actor{}, request, street); !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
		})
	}
}

var errBroken = errors.New("broken")

func TestAMistakeInTheFormDoesNotTravel(t *testing.T) {
	log := &lineLog{plan: []attempt{{through: true}}}
	s := openStation(t, log)
	for name, c := range map[string]struct {
		request string
		command ledger.Command
		want    string
	}{
		"no nodes":       {request, area.AddNodes{}, "area.nothing"},
		"bad request id": {"17", street, "request_id.invalid"},
	} {
		outcome, err := s.Execute(t.Context(), ledger.Actor{}, c.request, c.command)
		if err != nil || outcome.Refusal == nil || outcome.Refusal.Code() != c.want {
			t.Errorf("%s: outcome = %+v %v, want %s", name, outcome, err, c.want)
		}
	}
	if log.n != 0 {
		t.Errorf("proposals = %d, want none", log.n)
	}
}

func TestTheFeedTellsASlowListenerThatItMissedSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		s := &Station{feed: f}
		commits, stop := s.Changes()
		for i := range feedDepth + 3 {
			f.publish(uint64(i+1), []ledger.Change{{Topic: "jar", ID: "a"}})
		}
		for i := range feedDepth {
			if c := <-commits; c.Gap || c.Index != uint64(i+1) {
				t.Fatalf("commit %d = %+v, want no gap", i, c)
			}
		}
		f.publish(feedDepth+4, []ledger.Change{{Topic: "jar", ID: "b"}})
		if c := <-commits; !c.Gap || c.Index != feedDepth+4 {
			t.Errorf("commit = %+v, want a gap before it", c)
		}
		stop()
		stop()
		if _, open := <-commits; open {
			t.Error("the feed is open after stop")
		}
		waited := make(chan struct{})
		go func() {
			f.waitFor(t.Context(), 1000)
			close(waited)
		}()
		synctest.Wait()
		f.publish(1000, nil)
		<-waited
	})
}
