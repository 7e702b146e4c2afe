package looks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// book is what was written, one line for each command.
type book struct {
	mu    sync.Mutex
	lines []string
	fails int
	block time.Duration
}

func (b *book) write(ctx context.Context, _ string, c registry.RecordLooks) error {
	if b.block > 0 {
		select {
		case <-time.After(b.block):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails > 0 {
		b.fails--
		return errors.New("nobody leads")
	}
	line := ""
	for _, l := range c.Looks {
		line += l.What[:1] + l.PersonID + " "
	}
	b.lines = append(b.lines, line)
	return nil
}

func (b *book) written() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprint(b.lines)
}

func listed(ids ...string) []registry.Look {
	var all []registry.Look
	for _, id := range ids {
		all = append(all, registry.Look{PersonID: id, What: registry.Listed, Purpose: "search", Actor: ledger.Actor{ID: "clerk"}})
	}
	return all
}

func opened(id string) registry.Look {
	return registry.Look{PersonID: id, What: registry.Opened, Purpose: "case"}
}

// run starts a recorder in a bubble and stops it after the story.
func run(t *testing.T, b *book, story func(r *Recorder)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		r := New(b.write, Patience, time.Now, func() string { n++; return fmt.Sprint(n) }, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		var work sync.WaitGroup
		work.Go(func() { r.Run(ctx) })
		story(r)
		cancel()
		work.Wait()
	})
}

func TestLinesAreGathered(t *testing.T) {
	b := &book{}
	run(t, b, func(r *Recorder) {
		for _, id := range []string{"1", "2", "3"} {
			if err := r.Listed(listed(id)...); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if got := b.written(); got != "[]" {
			t.Errorf("after 150 ms = %s", got)
		}
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		if got, want := b.written(), "[l1 l2 l3 ]"; got != want {
			t.Errorf("after 250 ms = %s, want %s", got, want)
		}
	})
}

func TestTheSameLineCountsOnceForAWhile(t *testing.T) {
	b := &book{}
	run(t, b, func(r *Recorder) {
		for _, pause := range []time.Duration{0, 5 * time.Minute, 10 * time.Minute} {
			time.Sleep(pause)
			if err := r.Listed(listed("1")...); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got, want := b.written(), "[l1  l1 ]"; got != want {
			t.Errorf("written = %s, want %s", got, want)
		}
	})
}

func TestWhoWaitsTakesTheLinesAlong(t *testing.T) {
	b := &book{}
	run(t, b, func(r *Recorder) {
		if err := r.Listed(listed("1", "2")...); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := r.Record(context.Background(), opened("3")); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("waited %v", took)
		}
		if got, want := b.written(), "[o3 l1 l2 ]"; got != want {
			t.Errorf("written = %s, want %s", got, want)
		}
	})
}

func TestNothingIsShownThatIsNotRecorded(t *testing.T) {
	b := &book{fails: 1}
	run(t, b, func(r *Recorder) {
		if err := r.Listed(listed("1")...); err != nil {
			t.Fatal(err)
		}
		if err := r.Record(context.Background(), opened("2")); !errors.Is(err, ErrNotRecorded) {
			t.Errorf("record = %v, want %v", err, ErrNotRecorded)
		}
		if err := r.Record(context.Background(), opened("3")); err != nil {
			t.Errorf("the next one = %v", err)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got, want := b.written(), "[o3 l1 ]"; got != want {
			t.Errorf("written = %s, want %s", got, want)
		}
	})
}

func TestALogThatHangs(t *testing.T) {
	b := &book{block: time.Hour}
	run(t, b, func(r *Recorder) {
		start := time.Now()
		if err := r.Record(context.Background(), opened("1")); !errors.Is(err, ErrNotRecorded) || time.Since(start) != Patience {
			t.Errorf("record = %v after %v", err, time.Since(start))
		}
	})
}

func TestNoEndlessWaiting(t *testing.T) {
	b := &book{fails: 1 << 30}
	run(t, b, func(r *Recorder) {
		var err error
		for i := 0; err == nil && i <= waiting; i++ {
			err = r.Listed(listed(fmt.Sprint(i))...)
		}
		if !errors.Is(err, ErrNotRecorded) {
			t.Errorf("with %d lines waiting = %v", waiting, err)
		}
	})
}

func TestStoppingRecordsWhatIsLeft(t *testing.T) {
	b := &book{}
	var ids []string
	for i := range 100 {
		ids = append(ids, fmt.Sprint(i%10))
	}
	run(t, b, func(r *Recorder) {
		if err := r.Listed(listed(ids...)...); err != nil {
			t.Fatal(err)
		}
	})
	if got, want := b.written(), "[l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 ]"; got != want {
		t.Errorf("written = %s, want %s", got, want)
	}
}
