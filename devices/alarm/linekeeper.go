package alarm

import (
	"context"
	"slices"
	"time"
)

const (
	queueLimit = 256                     // messages that wait; then the line is not read on
	storeLimit = 100                     // signals of several messages in one Store
	storeWait  = 3500 * time.Millisecond // from the arrival of a frame to its reply; it is repeated 4 s after it was sent
	storeLeast = 2 * time.Second         // for a Store however long its frames have waited: late is better than not at all
	storeRetry = time.Second             // before signals that nobody repeats are tried again
)

// An arrival is a message with the time it came and the connection its reply belongs to.
type arrival struct {
	Message
	at   time.Time
	from *connection
}

// repeats reports whether the sender will send the message again unless it is answered.
func (a arrival) repeats() bool { return len(a.Reply) > 0 }

// stamped are signals with when they came.
func stamped(signals []Signal, at time.Time) []Signal {
	signals = slices.Clone(signals)
	for n := range signals {
		signals[n].At = at
	}
	return signals
}

// A keeper makes signals durable in the order of the wire and lets each reply go after them. To the sender a reply means the
// oldest frame it has not seen answered, so no reply overtakes another, and none goes out while one before it is owed.
type keeper struct {
	sink  Sink
	watch *watch
	now   func() time.Time
	newID func() string
	queue chan arrival

	waiting []arrival // taken from the queue, oldest first; only run looks
	failed  time.Time // when a Store failed last
}

func newKeeper(sink Sink, w *watch, o LineOptions) *keeper {
	return &keeper{sink: sink, watch: w, now: o.Now, newID: o.NewID, queue: make(chan arrival, queueLimit)}
}

// run works the queue until ctx is done. What waits then was not answered.
func (k *keeper) run(ctx context.Context) {
	for ctx.Err() == nil {
		k.keep(ctx, k.next(ctx))
	}
}

// next waits for messages and returns the oldest, as many as go into one Store and at least one; none when ctx is done.
func (k *keeper) next(ctx context.Context) []arrival {
	if len(k.waiting) == 0 {
		select {
		case a := <-k.queue:
			k.waiting = append(k.waiting, a)
		case <-ctx.Done():
			return nil
		}
	}
	k.collect()
	n := sharing(k.waiting)
	batch := k.waiting[:n]
	k.waiting = k.waiting[n:]
	return batch
}

// collect takes what has come, as much as may wait here.
func (k *keeper) collect() {
	for len(k.waiting) < storeLimit {
		select {
		case a := <-k.queue:
			k.waiting = append(k.waiting, a)
		default:
			return
		}
	}
}

// sharing counts the messages at the head that share a Store. Signals that are repeated share none with those that are not: of
// what could not be stored these are tried again, those are dropped.
func sharing(waiting []arrival) int {
	var first *arrival
	signals := 0
	for n, a := range waiting {
		if !a.Keep {
			continue
		}
		signals += len(a.Signals)
		switch {
		case first == nil:
			first = &waiting[n]
		case signals > storeLimit, a.repeats() != first.repeats():
			return n
		}
	}
	return len(waiting)
}

// keep stores the batch and answers it. Signals that nobody repeats it brings again and again, as they were and under the same
// key, until they are durable.
func (k *keeper) keep(ctx context.Context, batch []arrival) {
	for len(batch) > 0 && !batch[0].Keep {
		k.answer(batch[0])
		batch = batch[1:]
	}
	var signals []Signal
	for _, a := range batch {
		if a.Keep {
			signals = append(signals, stamped(a.Signals, a.at)...)
		}
	}
	if len(signals) == 0 {
		return
	}
	for key := k.newID(); !k.store(ctx, key, signals, batch[0]); {
		if batch[0].repeats() || ctx.Err() != nil {
			k.watch.tell(LinkEvent{Kind: LinkNotStored, Signals: len(signals)})
			return
		}
		k.pause(ctx)
	}
	for _, a := range batch {
		k.answer(a)
	}
}

// store reports whether the signals are durable, of which first has waited longest.
func (k *keeper) store(ctx context.Context, key string, signals []Signal, first arrival) bool {
	within := storeWait
	if first.repeats() {
		within = max(storeLeast, storeWait-k.age(first))
	}
	attempt, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if k.sink.Store(attempt, key, signals) != nil { // why not is for the sink's owner to tell
		k.failed = k.now()
		if ctx.Err() == nil {
			k.watch.stored(false)
		}
		return false
	}
	k.watch.tell(LinkEvent{Kind: LinkStored, Signals: len(signals), Took: k.age(first)})
	k.watch.stored(true)
	return true
}

// pause waits before the next attempt. What came before the failed one and will be repeated is dropped: it would not be answered.
func (k *keeper) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(storeRetry):
	}
	k.collect()
	k.waiting = slices.DeleteFunc(k.waiting, func(a arrival) bool {
		if a.at.After(k.failed) || a.Keep && !a.repeats() {
			return false
		}
		if a.Keep {
			k.watch.tell(LinkEvent{Kind: LinkNotStored, Signals: len(a.Signals)})
		}
		return true
	})
}

// answer sends a message's reply, unless it would be taken for another's: when it is so late that the sender has repeated the
// frame (the repeat gets its own reply), or when a frame that came before it, or with it, was refused.
func (k *keeper) answer(a arrival) {
	if !a.repeats() || k.age(a) > storeWait || !a.at.After(k.failed) {
		return
	}
	if a.from.write(a.Reply) {
		k.watch.tell(LinkEvent{Kind: LinkAnswered, Took: k.age(a)})
	}
}

func (k *keeper) age(a arrival) time.Duration { return k.now().Sub(a.at) }
