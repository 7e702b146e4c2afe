package alarm

import (
	"bytes"
	"context"
	"slices"
	"time"
)

// pauseAfter is the silence that ends a half frame.
const pauseAfter = 2 * time.Second

// A session is the life of one connection: it cuts what comes into messages, polls, and notices silence. Its decoder is new, so
// that no half frame survives the loss of a port.
type session struct {
	connection *connection // set by run
	keeper     *keeper
	watch      *watch
	decoder    Decoder
	manner     Manner
	now        func() time.Time
	heard      bool // a byte came

	asked time.Time // the state of everything was last asked for
	owed  bool      // it is to be asked for again
}

// What goes before the state of everything is asked for again: so much time since the last question, and so much silence, because the answer is
// many lines and each damaged one of them asks anew.
const (
	askEvery = 5 * time.Second
	askQuiet = time.Second
)

// run works the connection until it is lost or ctx is done.
func (s *session) run(ctx context.Context, c *connection) {
	s.connection = c
	take := func(m Message) { s.take(ctx, m) }
	pause, poll, silence, ask := stopped(), stopped(), stopped(), stopped()
	defer pause.Stop()
	defer poll.Stop()
	defer silence.Stop()
	defer ask.Stop()
	restart(poll, s.manner.PollEvery)
	restart(silence, s.manner.Silence)
	s.asked = s.now()
	c.write(slices.Concat(s.manner.Greeting, s.manner.Poll)) // a failed write ends the pump, and that the session
	for {
		select {
		case chunk := <-c.chunks:
			s.heard = true
			s.watch.heard()
			s.decoder.Feed(chunk, take)
			pause.Reset(pauseAfter) // only now: while the queue was full nothing could be read
			restart(silence, s.manner.Silence)
			if s.owed {
				ask.Reset(max(askQuiet, askEvery-s.now().Sub(s.asked)))
			}
		case <-ask.C:
			s.asked, s.owed = s.now(), false
			c.write(s.manner.Greeting)
		case <-pause.C:
			s.decoder.Pause(take)
		case <-poll.C:
			c.write(s.manner.Poll)
			restart(poll, s.manner.PollEvery)
		case <-silence.C:
			s.watch.silent()
		case <-c.lost:
			s.decoder.Pause(take)
			return
		case <-ctx.Done():
			return
		}
	}
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// restart starts the timer anew; a period of 0 leaves it off.
func restart(t *time.Timer, period time.Duration) {
	if period > 0 {
		t.Reset(period)
	}
}

// take tells what a message means for the link and queues it. It waits while the queue is full. A question for everything is not owed to one message.
func (s *session) take(ctx context.Context, m Message) {
	s.watch.judge(m)
	if len(m.Reply) > 0 && bytes.Equal(m.Reply, s.manner.Greeting) {
		m.Reply, s.owed = nil, true
	}
	select {
	case s.keeper.queue <- arrival{Message: m, at: s.now(), from: s.connection}:
	case <-ctx.Done():
	}
}
