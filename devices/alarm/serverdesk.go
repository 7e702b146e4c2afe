package alarm

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A letter is a message with the way its answer goes.
type letter struct {
	Message
	at    time.Time         // it came
	reply func([]byte) bool // false: the answer could not leave
}

// A serverDesk takes the letters of all connections: it has them stored, lets the answers go, and knows what is wrong.
type serverDesk struct {
	sink  Sink
	opts  ServerOptions
	watch *watch

	mu     sync.Mutex
	locked panels // whose messages cannot be decrypted
	late   panels // whose messages are stamped outside the window
}

func newServerDesk(sink Sink, o ServerOptions) *serverDesk {
	return &serverDesk{
		sink: sink, opts: o, watch: newWatch(sink, MannerOf(DC09, o.Settings), o.Now),
		locked: panels{}, late: panels{},
	}
}

// letter tells what a message means for the link and makes it one that is answered by reply.
func (d *serverDesk) letter(m Message, reply func([]byte) bool) letter {
	d.watch.judge(m)
	d.examine(m)
	return letter{Message: m, at: d.opts.Now(), reply: reply}
}

// examine tells which panels have a wrong key or clock, m being the newest message. What has no head says nothing about any of them.
func (d *serverDesk) examine(m Message) {
	now := d.opts.Now()
	d.mu.Lock()
	switch fault := m.Signals[0].Error; {
	case m.panel == "" || fault == ErrToken:
	case fault == ErrDecrypt:
		d.locked.note(m.panel, true, now)
	default:
		d.locked.note(m.panel, false, now)
		d.late.note(m.panel, fault == ErrTime, now)
	}
	locked, late := d.locked.lasting(now), d.late.lasting(now)
	d.mu.Unlock()
	d.watch.panelsWrong(len(locked) > 0, late)
}

// work has the letters stored and answered in their order. Neighbours share a Store; when it fails none of them is answered, since
// all will come again.
func (d *serverDesk) work(ctx context.Context, letters []letter) {
	for len(letters) > 0 {
		signals, n := together(letters)
		if len(signals) == 0 || d.store(ctx, signals, letters[0].at) {
			for _, l := range letters[:n] {
				d.answer(l)
			}
		}
		letters = letters[n:]
	}
}

// together counts the letters at the head that share a Store, and gathers their signals. One that needs none is alone.
func together(letters []letter) (signals []Signal, n int) {
	for n < len(letters) && letters[n].Keep && (n == 0 || len(signals)+len(letters[n].Signals) <= storeLimit) {
		signals = append(signals, stamped(letters[n].Signals, letters[n].at)...)
		n++
	}
	return signals, max(n, 1)
}

func (d *serverDesk) answer(l letter) {
	if len(l.Reply) > 0 && l.reply(l.Reply) {
		d.watch.tell(LinkEvent{Kind: LinkAnswered, Took: d.opts.Now().Sub(l.at)})
	}
}

// store reports whether all signals are durable. They came at arrived.
func (d *serverDesk) store(ctx context.Context, signals []Signal, arrived time.Time) bool {
	ctx, cancel := context.WithTimeout(ctx, max(storeLeast, storeWait-d.opts.Now().Sub(arrived)))
	defer cancel()
	durable := true
	for part := range slices.Chunk(signals, storeLimit) { // one frame can hold more
		durable = durable && d.sink.Store(ctx, d.opts.NewID(), part) == nil // why not is for the sink's owner to tell
	}
	e := LinkEvent{Kind: LinkNotStored, Signals: len(signals)}
	if durable {
		e.Kind, e.Took = LinkStored, d.opts.Now().Sub(arrived)
	}
	d.watch.tell(e)
	d.watch.stored(durable)
	return durable
}
