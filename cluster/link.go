package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"sync"

	"jiezhan/station"
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
	reply func(answer)
	sent  bool
}

// openLink answers at once; the connection is made while commands gather.
func openLink(leader string, dial func(context.Context) (net.Conn, error)) *link {
	ctx, cancel := context.WithCancel(context.Background())
	l := &link{leader: leader, waiting: newQueue[item](waitingLimit), cancel: cancel, calls: map[uint64]*call{}}
	go l.run(ctx, dial)
	return l
}

// submit forwards a command. Commands submitted one after the other arrive in that order. reply is called once and must not block.
func (l *link) submit(envelope []byte, reply func(answer)) {
	if !l.add(envelope, reply) {
		reply(answer{err: station.ErrNoLeader})
	}
}

func (l *link) add(envelope []byte, reply func(answer)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	id := l.last + 1
	if !l.waiting.push(item{id: id, status: statusCommand, body: envelope}) {
		return false
	}
	l.last, l.calls[id] = id, &call{reply: reply}
	return true
}

// finish gives a call its answer. An id that nobody waits for is not an error: the caller may have gone.
func (l *link) finish(id uint64, a answer) {
	l.mu.Lock()
	c, found := l.calls[id]
	delete(l.calls, id)
	l.mu.Unlock()
	if found {
		c.reply(a)
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
	l.closed = true
	l.waiting.close()
	rest := slices.Sorted(maps.Keys(l.calls)) // in the order they came
	calls := l.calls
	l.calls = nil
	l.mu.Unlock()
	for _, id := range rest {
		if c := calls[id]; c.sent {
			c.reply(answer{err: fmt.Errorf("%w: the connection to %s broke", station.ErrUncertain, l.leader)})
		} else {
			c.reply(answer{err: station.ErrNoLeader})
		}
	}
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
		return answer{err: fmt.Errorf("%w: %s", station.ErrRejected, i.body)}
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
	case errors.Is(a.err, station.ErrRejected):
		return item{id: id, status: statusRejected, body: []byte(a.err.Error())}
	default:
		return item{id: id, status: statusUncertain}
	}
}
