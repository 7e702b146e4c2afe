package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// link is this station's one connection to the leader. Commands of all callers share it, many in a frame, and
// are told apart by their ids.
type link struct {
	leader  string
	waiting *queue[item]
	cancel  context.CancelFunc

	mu     sync.Mutex
	last   uint64
	calls  map[uint64]*call
	closed bool
}

// call is a command on its way.
type call struct {
	done chan answer
	sent bool
}

// openLink answers at once; the connection is made while commands gather.
func openLink(leader string, dial func(context.Context) (net.Conn, error)) *link {
	ctx, cancel := context.WithCancel(context.Background())
	l := &link{leader: leader, waiting: newQueue[item](waitingLimit), cancel: cancel, calls: map[uint64]*call{}}
	go l.run(ctx, dial)
	return l
}

// send forwards a command and waits for its outcome.
func (l *link) send(ctx context.Context, envelope []byte) (ledger.Outcome, error) {
	id, c := l.add(envelope)
	if c == nil {
		return ledger.Outcome{}, station.ErrNoLeader
	}
	select {
	case a := <-c.done:
		return a.outcome, a.err
	case <-ctx.Done():
		l.finish(id, answer{}) // nobody waits for it any more
		return ledger.Outcome{}, fmt.Errorf("%w: %w", station.ErrUncertain, ctx.Err())
	}
}

func (l *link) add(envelope []byte) (uint64, *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, nil
	}
	id := l.last + 1
	if !l.waiting.push(item{id: id, status: statusCommand, body: envelope}) {
		return 0, nil
	}
	c := &call{done: make(chan answer, 1)}
	l.last, l.calls[id] = id, c
	return id, c
}

// finish gives a call its answer. An id that nobody waits for is not an error: the caller may have gone.
func (l *link) finish(id uint64, a answer) {
	l.mu.Lock()
	c, found := l.calls[id]
	delete(l.calls, id)
	l.mu.Unlock()
	if found {
		c.done <- a
	}
}

// run owns the connection. However it ends, every call gets an answer: uncertain where its command may have left.
func (l *link) run(ctx context.Context, dial func(context.Context) (net.Conn, error)) {
	defer l.end()
	conn, err := dial(ctx)
	if err != nil {
		return
	}
	defer conn.Close()                                                 //nolint:errcheck // the link is over
	defer context.AfterFunc(ctx, func() { conn.Close() })()            //nolint:errcheck,gosec // to wake the reader
	go func() { defer l.cancel(); l.receive(bufio.NewReader(conn)) }() //nolint:contextcheck // ends with the connection
	writeFrames(conn, l.waiting, ctx.Done(), l.leaving)                //nolint:errcheck,gosec // a broken connection ends the link, whatever broke it
}

func (l *link) leaving(items []item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, i := range items {
		if c, found := l.calls[i.id]; found {
			c.sent = true
		}
	}
}

func (l *link) receive(from *bufio.Reader) {
	for {
		items, err := readFrame(from)
		if err != nil {
			return
		}
		for _, i := range items {
			l.finish(i.id, i.answer())
		}
	}
}

// end answers whoever still waits.
func (l *link) end() {
	l.cancel()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.waiting.close()
	for _, c := range l.calls {
		if c.sent {
			c.done <- answer{err: fmt.Errorf("%w: the connection to %s broke", station.ErrUncertain, l.leader)}
		} else {
			c.done <- answer{err: station.ErrNoLeader}
		}
	}
	clear(l.calls)
}

func (l *link) over() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// answer reads an item that came back.
func (i item) answer() answer {
	switch i.status {
	case statusOutcome:
		var a answer
		if err := json.Unmarshal(i.body, &a.outcome); err != nil {
			return answer{err: fmt.Errorf("%w: the answer is not an outcome: %w", station.ErrUncertain, err)}
		}
		return a
	case statusNoLeader:
		return answer{err: station.ErrNoLeader}
	case statusRejected:
		return answer{err: fmt.Errorf("%w: %s", ErrRejected, i.body)}
	case statusUncertain, statusCommand:
	}
	return answer{err: station.ErrUncertain}
}

// reply makes the item that carries an answer back.
func reply(id uint64, a answer) item {
	switch {
	case a.err == nil:
		body, err := json.Marshal(a.outcome)
		if err != nil || len(body) > maxBody {
			return item{id: id, status: statusUncertain} // it is decided; the sender finds the outcome in its own register
		}
		return item{id: id, status: statusOutcome, body: body}
	case errors.Is(a.err, station.ErrNoLeader):
		return item{id: id, status: statusNoLeader}
	case errors.Is(a.err, ErrRejected):
		return item{id: id, status: statusRejected, body: []byte(a.err.Error())}
	default:
		return item{id: id, status: statusUncertain}
	}
}
