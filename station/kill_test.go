package station

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"modernc.org/sqlite"

	"jiezhan/station/journal"
)

// A killer takes both files of a station as they are at one chosen step of its work: just before a row is written, or just before a commit, in
// whichever file. What it copied is what the station finds after a power cut at that step.
type killer struct {
	folder, copyTo string

	mu    sync.Mutex
	armed bool
	steps int // left until the cut
	cut   bool
	err   error
}

var killers sync.Map // folder -> *killer

func init() {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {
		hooks, ok := conn.(sqlite.HookRegisterer)
		if !ok || strings.Contains(dsn, "query_only") {
			return nil
		}
		killers.Range(func(folder, k any) bool {
			if strings.Contains(dsn, folder.(string)+"/") {
				hooks.RegisterPreUpdateHook(func(sqlite.SQLitePreUpdateData) { k.(*killer).step() })
				hooks.RegisterCommitHook(func() int32 { k.(*killer).step(); return 0 })
			}
			return true
		})
		return nil
	})
}

func (k *killer) step() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.armed || k.cut {
		return
	}
	if k.steps--; k.steps < 0 {
		k.cut = true
		k.err = os.CopyFS(k.copyTo, os.DirFS(k.folder))
	}
}

// arm lets the power fail after so many steps; a negative number disarms.
func (k *killer) arm(steps int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.armed, k.steps = steps >= 0, steps
}

func (k *killer) failed() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cut
}

// openKillable opens a station in folder whose power may fail.
func (b *bureau) openKillable(folder string) (*opened, *killer) {
	k := &killer{folder: folder, copyTo: folder + "-cut"}
	killers.Store(folder, k)
	defer killers.Delete(folder)
	return b.open(folder, Sources{}), k
}

// receipts are what people hold in their hands: the result printed for each request.
type receipts map[int]string

// TestAPowerCutAtEveryStepOfTheIntake lets the power fail at each step in turn while a station that is cut off takes in work. Whoever has a receipt finds
// the same after the restart; whoever has none asks again. The office ends with each registration once.
func TestAPowerCutAtEveryStepOfTheIntake(t *testing.T) {
	var cuts int
	for step := 0; ; step += stride {
		var cut bool
		synctest.Test(t, func(t *testing.T) { cut = intakeWithCut(t, step) })
		if !cut || t.Failed() {
			break
		}
		cuts++
	}
	if cuts*stride < 10 {
		t.Errorf("power cuts = %d, want one at each of many steps", cuts)
	}
	t.Logf("%d power cuts", cuts)
}

const killEntries = 2

func intakeWithCut(t *testing.T, step int) bool {
	b := openBureau(t)
	o, k := b.openKillable(filepath.Join(memory(t), "station"))
	o.untilReady()
	b.turn(cutOff)
	o.untilMode(Isolated)
	given := receipts{}
	k.arm(step)
	for n := range killEntries {
		outcome, code := o.do(requestID(n), registration(n))
		if code != "" {
			t.Fatalf("refused with %s", code)
		}
		if !k.failed() { // the answer got out before the power failed
			given[n] = string(outcome.Result)
		}
	}
	k.arm(-1)
	o.stop()
	if k.err != nil {
		t.Fatal(k.err)
	}
	if k.cut {
		o = b.open(k.copyTo, Sources{})
		if o.Standing().Waiting > 0 { // otherwise it starts into normal mode and waits for the threshold
			o.untilMode(Isolated)
		}
	} else {
		o = b.open(k.folder, Sources{})
	}
	b.finish(t, o, given, step)
	return k.cut
}

// finish asks for everything again, brings the station back, and compares.
func (b *bureau) finish(t *testing.T, o *opened, given receipts, step int) {
	t.Helper()
	for n := range killEntries {
		outcome, err := o.Execute(context.Background(), clerk(), requestID(n), registration(n))
		if errors.Is(err, ErrUncertain) { // decided, and this copy does not know it yet
			continue
		}
		if err != nil || outcome.Refusal != nil {
			t.Fatalf("cut at %d, request %d: outcome = %+v %v, want accepted", step, n, outcome, err)
		}
		if had, printed := given[n]; printed && string(outcome.Result) != had {
			t.Errorf("cut at %d, request %d: %s, but the receipt says %s", step, n, outcome.Result, had)
		}
	}
	b.turn(fair)
	o.untilMode(Normal)
	b.settled(t, o, step)
	for n, had := range given {
		if outcome, code := o.do(requestID(n), registration(n)); code != "" || string(outcome.Result) != had {
			t.Errorf("cut at %d, request %d: %s %s, but the receipt says %s", step, n, code, outcome.Result, had)
		}
	}
	b.sameRegister(o)
}

// settled fails where an entry did not end in exactly one outcome, or a registration is missing, double, or shares its number.
func (b *bureau) settled(t *testing.T, o *opened, step int) {
	t.Helper()
	entries, err := o.Journal(context.Background(), everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.State != journal.Done {
			t.Errorf("cut at %d: entry %d is %s %s, want done", step, e.Seq, e.State, e.Code)
		}
	}
	numbers := map[string]bool{}
	for _, n := range numbersOf(t, b.db) {
		numbers[n] = true
	}
	if got := len(numbersOf(t, b.db)); got != killEntries || len(numbers) != killEntries {
		t.Errorf("cut at %d: %d registrations with %d numbers, want %d", step, got, len(numbers), killEntries)
	}
}

// TestAPowerCutAtEveryStepOfTheReplay lets the power fail at each step in turn while a station sends what it kept.
func TestAPowerCutAtEveryStepOfTheReplay(t *testing.T) {
	var cuts int
	for step := 0; ; step += stride {
		var cut bool
		synctest.Test(t, func(t *testing.T) { cut = replayWithCut(t, step) })
		if !cut || t.Failed() {
			break
		}
		cuts++
	}
	if cuts*stride < 20 {
		t.Errorf("power cuts = %d, want one at each of many steps", cuts)
	}
	t.Logf("%d power cuts", cuts)
}

func replayWithCut(t *testing.T, step int) bool {
	b := openBureau(t)
	o, k := b.openKillable(filepath.Join(memory(t), "station"))
	o.untilReady()
	b.turn(cutOff)
	o.untilMode(Isolated)
	given := receipts{}
	for n := range killEntries {
		outcome, _ := o.do(requestID(n), registration(n))
		given[n] = string(outcome.Result)
	}
	k.arm(step)
	b.turn(fair)
	o.untilMode(Normal)
	k.arm(-1)
	o.stop()
	if k.err != nil {
		t.Fatal(k.err)
	}
	if k.cut {
		b.turn([]weather{fair, cutOff}[step%2])
		o = b.open(k.copyTo, Sources{})
	} else {
		o = b.open(k.folder, Sources{})
	}
	b.finish(t, o, given, step)
	return k.cut
}
