package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// slowLog is a log whose entries are decided when the test says so.
type slowLog struct {
	entries chan *slowEntry
	state   raft.RaftState
}

type slowEntry struct {
	group  []ledger.Envelope
	decide chan error
	answer any
}

func (l *slowLog) State() raft.RaftState { return l.state }

func (l *slowLog) Apply(cmd []byte, _ time.Duration) raft.ApplyFuture {
	group, err := ledger.DecodeGroup(cmd)
	if err != nil {
		panic(err)
	}
	e := &slowEntry{group: group, decide: make(chan error, 1)}
	l.entries <- e
	return e
}

func (e *slowEntry) Error() error  { return <-e.decide }
func (e *slowEntry) Index() uint64 { return 0 }
func (e *slowEntry) Response() any { return e.answer }

// apply decides an entry: each command's outcome carries its request id.
func (e *slowEntry) apply() {
	var outcomes []ledger.Outcome
	for _, envelope := range e.group {
		outcomes = append(outcomes, ledger.Outcome{RequestID: envelope.Stamp.RequestID})
	}
	e.answer = outcomes
	e.decide <- nil
}

func openProposer(t *testing.T) (*proposer, *slowLog) {
	t.Helper()
	kinds, err := ledger.NewKinds(bank())
	if err != nil {
		t.Fatal(err)
	}
	return openProposerOn(t, &shelf{kinds: kinds, version: 1})
}

// shelf is a register at a version, which holds all of the log or not.
type shelf struct {
	kinds   ledger.Kinds
	version int
	behind  bool
}

func (s *shelf) Kinds() ledger.Kinds { return s.kinds }
func (s *shelf) Version() int        { return s.version }

func openProposerOn(t *testing.T, s *shelf) (*proposer, *slowLog) {
	t.Helper()
	log := &slowLog{entries: make(chan *slowEntry, 100), state: raft.Leader}
	return newProposer(log, s, func() bool { return !s.behind }), log
}

// TestALeaderTakesOnlyWhatTheOfficeWasRaisedTo holds that a kind of a newer program does not reach a log whose other readers may not know it.
func TestALeaderTakesOnlyWhatTheOfficeWasRaisedTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kinds, err := ledger.NewKinds([]ledger.Slice{{Name: "bank", Commands: []ledger.Declaration{ledger.Declare[deposit](ledger.OnlineOnly).From(2)}}})
		if err != nil {
			t.Fatal(err)
		}
		s := &shelf{kinds: kinds, version: 1, behind: true}
		p, log := openProposerOn(t, s)
		if a := <-submit(t, p, deposit{Account: "rent"}, 1); !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("error of a leader that may be about to be raised = %v, want no leader", a.err)
		}
		s.behind = false
		if a := <-submit(t, p, deposit{Account: "rent"}, 2); !errors.Is(a.err, station.ErrRejected) {
			t.Errorf("error = %v, want rejected", a.err)
		}
		s.version = 2
		answers := submit(t, p, deposit{Account: "rent"}, 3)
		(<-log.entries).apply()
		if a := <-answers; a.err != nil {
			t.Errorf("after raising: %v", a.err)
		}
		p.close(t.Context())
	})
}

func submit(t *testing.T, p *proposer, c deposit, requests ...int) chan answer {
	t.Helper()
	answers := make(chan answer, len(requests))
	for _, r := range requests {
		p.submit(sealed(t, fmt.Sprint(r), "s1", c), func(a answer) { answers <- a })
	}
	return answers
}

// fill puts a lone command into each slot.
func fill(t *testing.T, p *proposer, log *slowLog) (answers chan answer, inFlight []*slowEntry) {
	t.Helper()
	answers = make(chan answer, groupsInFlight)
	for n := range groupsInFlight {
		p.submit(sealed(t, fmt.Sprint(n), "s1", deposit{Account: "rent"}), func(a answer) { answers <- a })
		entry := <-log.entries
		if len(entry.group) != 1 {
			t.Errorf("a lone command went in a group of %d", len(entry.group))
		}
		inFlight = append(inFlight, entry)
	}
	return answers, inFlight
}

func numbers(from, to int) []int {
	var list []int
	for n := from; n < to; n++ {
		list = append(list, n)
	}
	return list
}

func TestWhoeverWaitsMakesTheNextGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := openProposer(t)
		began := time.Now()
		_, inFlight := fill(t, p, log) // one after another: none waits for company
		answers := submit(t, p, deposit{Account: "rent"}, numbers(100, 180)...)
		synctest.Wait()
		if n := len(log.entries); n != 0 {
			t.Errorf("%d groups more than %d in flight", n, groupsInFlight)
		}
		inFlight[2].apply()
		if entry := <-log.entries; len(entry.group) != ledger.MaxGroup {
			t.Errorf("a group of %d, want %d", len(entry.group), ledger.MaxGroup)
		} else {
			entry.apply()
		}
		(<-log.entries).apply()
		for n := range 80 {
			if a := <-answers; a.err != nil || a.outcome.RequestID != fmt.Sprint(100+n) {
				t.Errorf("answer %d = %+v, want the outcome of its own command", n, a)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("somebody waited %v for a timer", took)
		}
		for _, entry := range inFlight {
			entry.apply()
		}
		p.close(t.Context())
	})
}

func TestAGroupHasALimitInBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := openProposer(t)
		_, inFlight := fill(t, p, log)
		submit(t, p, deposit{Account: strings.Repeat("a", 200<<10)}, numbers(10, 15)...)
		for _, entry := range inFlight {
			entry.apply()
		}
		for total := 0; total < 5; {
			entry := <-log.entries
			if len(entry.group) > 2 {
				t.Errorf("%d commands of 200 KiB in one entry", len(entry.group))
			}
			total += len(entry.group)
			entry.apply()
		}
		p.close(t.Context())
	})
}

func TestWhatALogErrorMeans(t *testing.T) {
	for name, c := range map[string]struct {
		give, want error
	}{
		"not leading any more":  {raft.ErrNotLeader, station.ErrNoLeader},
		"handing over":          {raft.ErrLeadershipTransferInProgress, station.ErrNoLeader},
		"too busy to take it":   {raft.ErrEnqueueTimeout, station.ErrNoLeader},
		"leadership lost":       {raft.ErrLeadershipLost, station.ErrUncertain},
		"disk full":             {io.ErrShortWrite, station.ErrUncertain},
		"applied with an error": {nil, station.ErrUncertain},
	} {
		t.Run(name, func(t *testing.T) {
			p, log := openProposer(t)
			answers := submit(t, p, deposit{Account: "rent"}, 1)
			entry := <-log.entries
			entry.answer = io.ErrShortWrite
			entry.decide <- c.give
			if a := <-answers; !errors.Is(a.err, c.want) {
				t.Errorf("error = %v, want %v", a.err, c.want)
			}
			p.close(t.Context())
		})
	}
}

func TestNobodyWaitsForAProposerThatCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := openProposer(t)
		stuck, inFlight := fill(t, p, log)
		waiting := submit(t, p, deposit{Account: "rent"}, 90, 91)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		p.close(ctx)
		p.close(t.Context())
		for range 2 {
			if a := <-waiting; !errors.Is(a.err, station.ErrNoLeader) {
				t.Errorf("error of what was not sent = %v, want no leader", a.err)
			}
		}
		if a := <-submit(t, p, deposit{Account: "rent"}, 92); !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("error after close = %v, want no leader", a.err)
		}
		for _, entry := range inFlight {
			entry.apply()
		}
		for range groupsInFlight {
			if a := <-stuck; a.err != nil {
				t.Errorf("what was decided after all: %v", a.err)
			}
		}
	})
}

func TestAnAbandonedProposalIsAnsweredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := openProposer(t)
		answers := submit(t, p, deposit{Account: "rent"}, 1)
		entry := <-log.entries
		p.abandon()
		if a := <-answers; !errors.Is(a.err, station.ErrUncertain) {
			t.Errorf("error = %v, want uncertain", a.err)
		}
		entry.apply() // the log answers after all
		p.close(t.Context())
		synctest.Wait()
		if len(answers) > 0 {
			t.Errorf("answered twice: %+v", <-answers)
		}
	})
}

func TestAQueueHasAnEnd(t *testing.T) {
	q := newQueue[int](2)
	if !q.push(1) || !q.push(2) || q.push(3) {
		t.Error("a queue of two took other than two")
	}
	if rest := q.close(); len(rest) != 2 || q.push(4) || !q.empty() {
		t.Errorf("closed with %v, want two and then none", rest)
	}
}
