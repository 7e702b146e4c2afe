package alarm

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"time"
)

const (
	acceptAgain  = time.Second     // after the machine could not take a connection
	answerWithin = 5 * time.Second // a panel takes an answer, or is gone
)

// serveTCP accepts connections until ctx is done, and returns when all of them have ended.
func serveTCP(ctx context.Context, listener net.Listener, desk *serverDesk) {
	defer context.AfterFunc(ctx, func() { _ = listener.Close() })() // ends Accept
	var open sync.WaitGroup
	defer open.Wait()
	slots := make(chan struct{}, desk.opts.MaxConnections)
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		conn, err := accept(ctx, listener)
		if err != nil {
			return
		}
		open.Go(func() {
			defer func() { <-slots }()
			newPanelLine(conn, desk).run(ctx)
		})
	}
}

// accept waits for a connection. A machine without descriptors gets some time; the panels wait and repeat.
func accept(ctx context.Context, listener net.Listener) (net.Conn, error) {
	for {
		conn, err := listener.Accept()
		if err == nil || errors.Is(err, net.ErrClosed) {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(acceptAgain):
		}
	}
}

// A panelLine is one TCP connection of a panel.
type panelLine struct {
	conn    net.Conn
	from    string
	desk    *serverDesk
	decoder Decoder
	letters []letter // what the last read brought
}

func newPanelLine(conn net.Conn, desk *serverDesk) *panelLine {
	return &panelLine{conn: conn, from: conn.RemoteAddr().String(), desk: desk, decoder: newDC09(desk.opts.Settings)}
}

// run serves the connection until the panel closes it, or sends nothing sound for too long: dripping bytes is no sign of life. It is
// not closed after an answer, which some panels would then miss.
func (l *panelLine) run(ctx context.Context) {
	hangUp := func() { _ = l.conn.Close() } // ends Read and Write
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	idle := time.AfterFunc(l.desk.opts.Idle, hangUp)
	defer idle.Stop()
	l.desk.watch.tell(LinkEvent{Kind: LinkOpened})
	defer l.desk.watch.tell(LinkEvent{Kind: LinkClosed})

	buf := make([]byte, dc09FrameLimit)
	for {
		n, err := l.conn.Read(buf)
		if n > 0 {
			l.desk.opts.Tap(l.from, true, buf[:n])
			l.decoder.Feed(buf[:n], l.collect)
		}
		if err != nil {
			l.decoder.Pause(l.collect)
		}
		if whole(l.letters) {
			idle.Reset(l.desk.opts.Idle)
		}
		l.desk.work(ctx, l.letters)
		l.letters = l.letters[:0]
		if err != nil {
			return
		}
	}
}

// whole reports whether any of the letters was a frame that is taken, not garbage.
func whole(letters []letter) bool {
	return slices.ContainsFunc(letters, func(l letter) bool { return l.Keep || len(l.Reply) > 0 || l.Signals[0].Heartbeat })
}

func (l *panelLine) collect(m Message) {
	l.letters = append(l.letters, l.desk.letter(m, l.answer))
}

func (l *panelLine) answer(p []byte) bool {
	defer time.AfterFunc(answerWithin, func() { _ = l.conn.Close() }).Stop() // ends Write
	if _, err := l.conn.Write(p); err != nil {
		_ = l.conn.Close() // ends Read: a panel that takes no answers is gone
		return false
	}
	l.desk.opts.Tap(l.from, false, p)
	return true
}
