package station

import (
	"context"
	"errors"
	list "slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
)

func TestAStationThatIsCutOffGoesOnAndLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		begun := time.Now()
		b.turn(cutOff)
		o.untilMode(Isolated)
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("isolated after %v, want 3 s without a leader", took)
		}
		outcome, code := o.do(requestID(1), registration(1))
		if code != "" || !outcome.Waiting || outcome.Index != 0 {
			t.Fatalf("outcome = %+v, want accepted here", outcome)
		}
		numbers := numbersOf(t, o.register)
		if len(numbers) != 1 || !o.IsWaiting(numbers[0]) || !o.IsWaiting(requestID(1)) || o.IsWaiting("") {
			t.Errorf("numbers = %v, want one that waits", numbers)
		}
		if _, err := o.Execute(t.Context(), clerk(), requestID(2), area.AddNodes{Nodes: []area.NewNode{{Kind: area.Community, Name: "x"}}}); !errors.Is(err, ErrCutOff) {
			t.Errorf("a command that needs the office = %v, want %v", err, ErrCutOff)
		}
		if now := o.Standing(); now.Waiting != 1 || now.Mode != Isolated {
			t.Errorf("standing = %+v, want one entry waiting", now)
		}
		b.turn(fair)
		now := o.until("normal", func(s Standing) bool { return s.Mode == Normal })
		if now.Waiting != 0 || now.Attention != 0 || o.IsWaiting(numbers[0]) {
			t.Errorf("standing = %+v, want nothing waiting", now)
		}
		if got := numbersOf(t, b.db); !list.Equal(got, numbers) {
			t.Errorf("the office has %v, want the number on the receipt %v", got, numbers)
		}
		entries, err := o.Journal(t.Context(), 10)
		if err != nil || len(entries) != 1 || entries[0].State != journal.Done || entries[0].Index == 0 || len(entries[0].Envelope.Payload) != 0 {
			t.Errorf("journal = %+v %v, want one entry done, its payload forgotten", entries, err)
		}
		again, code := o.do(requestID(1), registration(1))
		if code != "" || again.Waiting || string(again.Result) != string(outcome.Result) {
			t.Errorf("asked again = %+v, want what was accepted: %s", again, outcome.Result)
		}
		b.sameRegister(o)
	})
}

func TestALeaderThatDoesNotAnswerIsNoOffice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(deaf)
		begun := time.Now()
		outcome, code := o.do(requestID(1), registration(1)) // sent twice without an answer, then accepted under the same request
		if code != "" || !outcome.Waiting {
			t.Fatalf("outcome = %+v, want accepted here", outcome)
		}
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("accepted after %v, want two deadlines", took)
		}
		b.decide(clerk(), registration(2)) // the log goes on, and withdraws what was accepted here
		if o.machine.Tentative() {
			t.Error("the log came in and the tentative transaction stayed")
		}
		for range 5 { // it is built anew; the proposals still go nowhere
			time.Sleep(time.Second)
			if got := numbersOf(t, o.register); len(got) != 2 || o.Standing().Mode != Isolated {
				t.Fatalf("mode = %s with %v, want isolated with both", o.Standing().Mode, got)
			}
		}
		b.decide(clerk(), registration(3))
		if _, code := o.do(requestID(4), registration(4)); code != "" { // at once, without waiting for the rebuilding
			t.Errorf("refused with %s", code)
		}
		b.turn(fair)
		o.untilMode(Normal)
		if got := numbersOf(t, b.db); len(got) != 4 {
			t.Errorf("numbers = %v, want four", got)
		}
		b.sameRegister(o)
	})
}

func TestManyWhoMissOneDeadlineTogetherMissItOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(deaf)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var asked sync.WaitGroup
		for n := range 5 {
			asked.Go(func() {
				if _, err := o.Execute(ctx, clerk(), requestID(n), registration(n)); !errors.Is(err, ErrUncertain) {
					t.Errorf("outcome = %v, want %v", err, ErrUncertain)
				}
			})
		}
		asked.Wait()
		if now := o.Standing(); now.Mode != Normal {
			t.Errorf("mode = %s after one deadline, want normal", now.Mode)
		}
		b.turn(fair)
		for n := range 5 {
			if _, code := o.do(requestID(n), registration(n)); code != "" {
				t.Errorf("request %d was refused with %s", n, code)
			}
		}
		if got := numbersOf(t, b.db); len(got) != 5 {
			t.Errorf("numbers = %v, want five", got)
		}
	})
}

func TestNothingIsProposedBeforeTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		b.let(func(e ledger.Envelope) error {
			if e.Kind == (ledger.OpenSession{}).Kind() {
				return ErrNoLeader
			}
			return nil
		}, nil)
		o := b.open(memory(t), Sources{})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := o.Execute(ctx, clerk(), requestID(1), registration(1)); !errors.Is(err, ErrNoLeader) {
			t.Errorf("outcome = %v, want %v", err, ErrNoLeader)
		}
		b.let(nil, nil)
		if _, code := o.do(requestID(1), registration(1)); code != "" {
			t.Errorf("refused with %s", code)
		}
		b.sameRegister(o)
	})
}

func TestTheSameRequestIsAcceptedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		folder := t.TempDir()
		b.turn(cutOff)
		o := b.open(folder, Sources{})
		b.turn(fair)
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		first, _ := o.do(requestID(1), registration(1))
		twice, code := o.do(requestID(1), registration(1))
		if code != "" || !twice.Waiting || string(twice.Result) != string(first.Result) {
			t.Errorf("double click = %+v, want %+v", twice, first)
		}
		if _, code := o.do(requestID(1), registration(2)); code != "request.reused" {
			t.Errorf("another wish under the same request = %q, want request.reused", code)
		}
		if _, code := o.do(requestID(3), registration(1)); code != "residence.already_registered" {
			t.Errorf("the same registration again = %q, want residence.already_registered", code)
		}
		o.stop()
		o = b.open(folder, Sources{}) // as after a power cut: there is no leader, and what was accepted is seen at once
		o.untilMode(Isolated)
		after, code := o.do(requestID(1), registration(1))
		if code != "" || !after.Waiting || string(after.Result) != string(first.Result) {
			t.Errorf("asked after a restart = %+v, want %+v", after, first)
		}
		if now := o.Standing(); now.Waiting != 1 {
			t.Errorf("waiting = %d, want 1", now.Waiting)
		}
		b.turn(fair)
		o.untilMode(Normal)
		if got := numbersOf(t, b.db); len(got) != 1 {
			t.Errorf("registrations = %v, want one", got)
		}
		b.sameRegister(o)
	})
}

func TestWhatTheOfficeDoesNotTakeGoesToStaff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		o.do(requestID(1), registration(1))
		o.do(requestID(2), registration(2))
		b.decide(clerk(), registration(1))
		changes, stop := o.Changes()
		defer stop()
		b.turn(fair)
		now := o.until("normal", func(s Standing) bool { return s.Mode == Normal })
		if now.Attention != 1 || now.Waiting != 0 {
			t.Errorf("standing = %+v, want one entry for staff", now)
		}
		entries, err := o.Journal(t.Context(), 10)
		if err != nil || len(entries) != 2 || entries[0].State != journal.Done || entries[1].State != journal.Attention ||
			entries[1].Code != "residence.already_registered" {
			t.Errorf("journal = %+v %v, want the second done and the first for staff", entries, err)
		}
		var topics []string
		for len(changes) > 0 {
			for _, c := range (<-changes).Changes {
				topics = append(topics, c.Topic)
			}
		}
		for _, want := range []string{"*", "journal", "conflict"} {
			if !list.Contains(topics, want) {
				t.Errorf("topics = %v, want %s among them", topics, want)
			}
		}
		b.sameRegister(o)
	})
}

func TestWhileEntriesAreOnTheirWayOthersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		o.do(requestID(1), registration(1))
		b.let(func(e ledger.Envelope) error {
			if e.Stamp.Captured != nil {
				return ErrNoLeader
			}
			return nil
		}, nil)
		b.turn(fair)
		o.untilMode(Returning)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := o.Execute(ctx, clerk(), requestID(2), registration(2)); !errors.Is(err, ErrNoLeader) {
			t.Errorf("a command that would overtake the journal = %v, want %v", err, ErrNoLeader)
		}
		b.let(nil, nil)
		if outcome, code := o.do(requestID(2), registration(2)); code != "" || outcome.Waiting {
			t.Errorf("outcome = %+v, want decided", outcome)
		}
		if now := o.Standing(); now.Mode != Normal {
			t.Errorf("mode = %s, want normal", now.Mode)
		}
		b.sameRegister(o)
	})
}

func TestAnEntryWhoseGroundHasGoneIsNeitherRefusedNorKeptAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		o.do(requestID(1), registration(1))
		b.decide(clerk(), registration(1))
		b.turn(deaf) // the log arrives, with the same registration made elsewhere
		if _, err := o.Execute(t.Context(), clerk(), requestID(1), registration(1)); !errors.Is(err, ErrUncertain) {
			t.Errorf("asked again = %v, want %v: only the office can say", err, ErrUncertain)
		}
		if outcome, code := o.do(requestID(1), registration(2)); code != "request.reused" {
			t.Errorf("another wish under the same request = %+v, want request.reused", outcome)
		}
		if now := o.Standing(); now.Waiting != 1 || now.Mode != Isolated {
			t.Errorf("standing = %+v, want the one entry", now)
		}
		b.turn(fair)
		o.untilMode(Normal)
		if _, code := o.do(requestID(1), registration(1)); code != "residence.already_registered" {
			t.Errorf("asked after the replay = %q, want what the office decided", code)
		}
	})
}
