package station

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// weather is what lies between a station and its office.
type weather int

const (
	fair   weather = iota
	cutOff         // no leader is known and nothing passes
	deaf           // the leader is known and its log arrives, but what the station proposes gets no answer before the weather changes
)

// bureau is the rest of the office: it decides on a register of its own and brings its log to the station, as raft does.
type bureau struct {
	tb      testing.TB
	machine *ledger.Machine
	db      *store.DB

	inbox chan parcel
	stop  context.CancelFunc
	done  chan struct{}
	news  bell

	mu      sync.Mutex
	station *Station
	weather weather
	log     []ledger.Entry
	brought int // entries of the log that the station has applied
	held    []parcel
	// answer may change what a decided command is answered with; take may refuse to take one.
	answer func(e ledger.Envelope) error
	take   func(e ledger.Envelope) error
	seen   int           // commands that reached the office
	slow   time.Duration // how long a group takes
}

type parcel struct {
	ledger.Envelope
	reply func(ledger.Outcome, error)
}

func openBureau(tb testing.TB) *bureau {
	tb.Helper()
	b := &bureau{tb: tb, inbox: make(chan parcel, 4096), done: make(chan struct{})}
	var err error
	if b.db, err = store.Open(filepath.Join(memory(tb), "office.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	if b.machine, err = ledger.Open(b.db, slices(), nil); err != nil {
		tb.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	b.stop = stop
	go b.serve(ctx)
	tb.Cleanup(func() {
		stop()
		<-b.done
		b.db.Close()
	})
	b.decide(ledger.Actor{Kind: ledger.System}, area.AddNodes{Nodes: []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "330106099001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "b3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "room", Kind: area.Room, Parent: "b3", Number: "1203"},
	}})
	return b
}

// serve decides what arrives, all that is there at once in one entry.
func (b *bureau) serve(ctx context.Context) {
	defer close(b.done)
	for {
		var group []parcel
		select {
		case <-ctx.Done():
			return
		case p := <-b.inbox:
			group = append(group, p)
		}
		for len(group) < ledger.MaxGroup && len(b.inbox) > 0 {
			group = append(group, <-b.inbox)
		}
		b.mu.Lock()
		slow := b.slow
		b.mu.Unlock()
		time.Sleep(slow) // the bubble's clock, where it is not 0
		b.mu.Lock()
		b.settle(group)
		b.mu.Unlock()
	}
}

func (b *bureau) settle(group []parcel) {
	var taken []parcel
	for _, p := range group {
		var err error
		if b.take != nil {
			err = b.take(p.Envelope)
		}
		switch {
		case err != nil:
			p.reply(ledger.Outcome{}, err)
		case b.weather == cutOff:
			p.reply(ledger.Outcome{}, ErrNoLeader)
		case b.weather == deaf:
			b.held = append(b.held, p)
		default:
			taken = append(taken, p)
		}
	}
	if len(taken) == 0 {
		return
	}
	envelopes := make([]ledger.Envelope, len(taken))
	for i, p := range taken {
		envelopes[i] = p.Envelope
	}
	outcomes := b.append(envelopes)
	for i, p := range taken {
		if b.answer != nil {
			if err := b.answer(p.Envelope); err != nil {
				p.reply(ledger.Outcome{}, err)
				continue
			}
		}
		p.reply(outcomes[i], nil)
	}
}

// append writes one entry, decides it, and brings it to the station.
func (b *bureau) append(envelopes []ledger.Envelope) []ledger.Outcome {
	b.seen += len(envelopes)
	b.log = append(b.log, ledger.Entry{Index: uint64(len(b.log) + 1), Envelopes: envelopes})
	outcomes, err := b.machine.Apply(b.log[len(b.log)-1:])
	if err != nil {
		b.tb.Error(err)
		return make([]ledger.Outcome, len(envelopes))
	}
	b.bring()
	return outcomes[0]
}

func (b *bureau) bring() {
	if b.station == nil || b.weather == cutOff || b.brought == len(b.log) {
		return
	}
	if _, err := b.station.machine.Apply(b.log[b.brought:]); err != nil {
		b.tb.Error(err)
	}
	b.brought = len(b.log)
}

// decide has something done at another station.
func (b *bureau) decide(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	e, err := b.machine.Kinds().Seal(c, ledger.Stamp{
		RequestID: newID(), Station: "s2", Actor: actor, At: time.Now().UTC().Truncate(time.Millisecond), ID: newID(), Number: "s2-" + newID(),
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	return b.append([]ledger.Envelope{e})[0]
}

// turn changes the weather.
func (b *bureau) turn(w weather) {
	b.mu.Lock()
	b.weather = w
	b.bring()
	held := b.held
	b.held = nil
	b.mu.Unlock()
	for _, p := range held {
		p.reply(ledger.Outcome{}, ErrUncertain)
	}
	b.news.ring()
}

// delay sets how long each group of commands takes from now on.
func (b *bureau) delay(slow time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.slow = slow
}

// let changes what the office takes and how it answers.
func (b *bureau) let(take, answer func(ledger.Envelope) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.take, b.answer = take, answer
}

func (b *bureau) Propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	done := make(chan answer, 1)
	b.Submit(e, func(o ledger.Outcome, err error) { done <- answer{o, err} })
	select {
	case a := <-done:
		return a.outcome, a.err
	case <-ctx.Done():
		return ledger.Outcome{}, fmt.Errorf("%w: %w", ErrUncertain, ctx.Err())
	}
}

func (b *bureau) Submit(e ledger.Envelope, reply func(ledger.Outcome, error)) {
	b.inbox <- parcel{e, reply}
}

func (b *bureau) Contact() Contact {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.weather == cutOff {
		return Contact{}
	}
	return Contact{Leader: "s2"}
}

func (b *bureau) Watch() (<-chan struct{}, func()) { return b.news.listen() }
