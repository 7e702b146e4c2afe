package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/search"
	"jiezhan/station/store"
)

// Asked is what one kind of question took, in one way of asking.
type Asked struct {
	Kind string `json:"kind"`
	// Way is cold, warm, busy (two readers while a writer writes) or http.
	Way string `json:"way"`
	N   int    `json:"n"`
	P50 int64  `json:"p50_us"`
	P95 int64  `json:"p95_us"`
	P99 int64  `json:"p99_us"`
	Max int64  `json:"max_us"`
	// Slowest is the question that took longest, where it holds nobody's data: one of the list of the worst.
	Slowest string `json:"slowest,omitempty"`
}

// samples are the times of one kind, as they come in.
type samples struct {
	kind    question
	took    []time.Duration
	max     time.Duration
	slowest string
}

func (s *samples) note(text string, took time.Duration) {
	s.took = append(s.took, took)
	if took > s.max {
		s.max, s.slowest = took, text
	}
}

// join takes over what another reader noted.
func (s *samples) join(other samples) {
	s.took = append(s.took, other.took...)
	if other.max > s.max {
		s.max, s.slowest = other.max, other.slowest
	}
}

func (s *samples) asked(way string) Asked {
	a := Asked{
		Kind: s.kind.kind, Way: way, N: len(s.took), P50: quantile(s.took, 0.5).Microseconds(), P95: quantile(s.took, 0.95).Microseconds(),
		P99: quantile(s.took, 0.99).Microseconds(), Max: s.max.Microseconds(),
	}
	if s.kind.of == nil {
		a.Slowest = shortened(s.slowest)
	}
	return a
}

// shortened keeps the head of a long question.
func shortened(text string) string {
	const most = 16
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// errExpected says that a question found what it must not, or nothing where somebody has to be found.
var errExpected = errors.New("an answer that cannot be right")

// asker asks questions of one kind after the other and notes how long each took.
type asker struct {
	street *street
	people int
	now    func() time.Time
	// find answers how many records a text finds.
	find func(text string) (hits int, err error)
}

// ask asks n questions of a kind; first says from which person on, so that readers at once ask different ones.
func (a asker) ask(kind question, first, n int) (samples, error) {
	s := samples{kind: kind}
	for i := first; len(s.took) < n; i++ {
		r := a.street.somebody(i*7919%a.people, a.people)
		text := kind.text(i, r)
		if text == "" { // somebody without a permit has no number to ask for
			continue
		}
		from := a.now()
		hits, err := a.find(text)
		s.note(text, a.now().Sub(from))
		if err != nil {
			return s, err
		}
		if kind.finds == wantsHits && hits == 0 || kind.finds == wantsNone && hits > 0 {
			return s, fmt.Errorf("%s %q: %d found: %w", kind.kind, text, hits, errExpected)
		}
	}
	return s, nil
}

// readers has several ask at once and puts together what they noted.
func (a asker) readers(count int, kind question, n int) (samples, error) {
	var mu sync.Mutex
	var work sync.WaitGroup
	var errs error
	all := samples{kind: kind}
	for reader := range count {
		work.Go(func() {
			mine, err := a.ask(kind, reader*n, n/count)
			mu.Lock()
			defer mu.Unlock()
			all.join(mine)
			errs = errors.Join(errs, err)
		})
	}
	work.Wait()
	return all, errs
}

// inProcess asks a register through a read snapshot, all groups, as many hits as there may be.
func inProcess(ctx context.Context, db *store.DB, today calendar.Date) func(string) (int, error) {
	return func(text string) (hits int, err error) {
		err = db.View(ctx, func(q store.Query) error {
			found, err := search.Find(q, search.Question{Text: text, Today: today, Limit: search.MaxLimit, People: true, Cases: true, Stated: true})
			hits = len(found.People.Items) + len(found.Places.Items) + len(found.Permits.Items) + len(found.Cases.Items)
			return err
		})
		return hits, err
	}
}
