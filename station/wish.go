package station

import (
	"sync"
	"time"

	"jiezhan/station/ledger"
)

// wish is one command on its way to a decision. Everybody who asks under the same request id at the same time shares it.
type wish struct {
	declaration ledger.Declaration

	mu       sync.Mutex
	envelope ledger.Envelope
	sent     bool // an earlier attempt may have been decided
	asking   int
	asked    time.Time // last
}

// sealed is the envelope as it is at the moment.
func (w *wish) sealed() ledger.Envelope {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.envelope
}

// number draws the number of a kind that shows one to people, once for each wish.
func (w *wish) number(draw func(ledger.Stamp) (string, error)) (ledger.Envelope, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.declaration.Numbered || w.envelope.Stamp.Number != "" {
		return w.envelope, nil
	}
	var err error
	w.envelope.Stamp.Number, err = draw(w.envelope.Stamp)
	return w.envelope, err
}

func (w *wish) send() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = true
}

func (w *wish) wasSent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent
}

// unknown is the answer to a wish that nobody decided.
func (w *wish) unknown(otherwise error) error {
	if w.wasSent() {
		return ErrUncertain
	}
	return otherwise
}

const (
	// rememberedWishes and rememberedFor bound how many requests without an outcome are remembered, and how long.
	rememberedWishes, rememberedFor = 4096, 15 * time.Minute
)

// wishes remembers the requests whose outcome is not known, so that whoever asks again asks for the same to the last byte: had it another number,
// the office might have decided on the one and the station print the other.
type wishes struct {
	now func() time.Time

	mu    sync.Mutex
	by    map[string]*wish
	swept time.Time
}

// take answers the wish to go on with: the one remembered, where it is the same.
func (w *wishes) take(fresh *wish) *wish {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.by == nil {
		w.by = map[string]*wish{}
	}
	id := fresh.envelope.Stamp.RequestID
	known, found := w.by[id]
	switch {
	case !found:
		w.by[id] = fresh
	case sameWish(known.sealed(), fresh.envelope):
		fresh = known
	default:
		return fresh // somebody else's request id; the office refuses it
	}
	fresh.asking++
	fresh.asked = w.now()
	if len(w.by) > rememberedWishes || w.now().Sub(w.swept) > time.Minute {
		w.sweep()
	}
	return fresh
}

// leave forgets a wish that was decided, or that was never sent and that nobody asks for any more.
func (w *wishes) leave(done *wish, decided bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := done.envelope.Stamp.RequestID
	if w.by[id] != done {
		return
	}
	done.asking--
	if decided || done.asking == 0 && !done.wasSent() {
		delete(w.by, id)
	}
}

// sweep makes room. Where all are young, any goes: it is asked for again under the same request id, and then only its number may be another.
func (w *wishes) sweep() {
	w.swept = w.now()
	before := w.swept.Add(-rememberedFor)
	for id, old := range w.by {
		if old.asking == 0 && old.asked.Before(before) {
			delete(w.by, id)
		}
	}
	for id, old := range w.by {
		if len(w.by) <= rememberedWishes {
			return
		}
		if old.asking == 0 {
			delete(w.by, id)
		}
	}
}
