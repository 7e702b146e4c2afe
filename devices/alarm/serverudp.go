package alarm

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

const (
	datagramBuffer = 1 << 20 // bytes the system keeps while we are busy
	receiveAgain   = 10 * time.Millisecond
)

// A panelPost is the socket that datagrams of panels come to.
type panelPost struct {
	packets net.PacketConn
	desk    *serverDesk
	queue   chan letter
}

// serveUDP takes datagrams until ctx is done. One goroutine reads, one has the letters stored and answers them: what comes during one
// Store shares the next.
func serveUDP(ctx context.Context, packets net.PacketConn, desk *serverDesk) {
	defer context.AfterFunc(ctx, func() { _ = packets.Close() })() // ends ReadFrom
	if c, ok := packets.(*net.UDPConn); ok {
		_ = c.SetReadBuffer(datagramBuffer) // the usual size does too, for less
	}
	p := &panelPost{packets: packets, desk: desk, queue: make(chan letter, queueLimit)}
	var working sync.WaitGroup
	defer working.Wait()
	working.Go(func() { p.work(ctx) })
	p.receive(ctx)
}

// receive reads datagrams. Each stands for itself: half a frame is never completed by the next one.
func (p *panelPost) receive(ctx context.Context) {
	decoder := newDC09(p.desk.opts.Settings)
	buf := make([]byte, dc09FrameLimit)
	for {
		n, from, err := p.packets.ReadFrom(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil || from == nil { // Windows tells here that an earlier answer did not arrive
			select {
			case <-ctx.Done():
				return
			case <-time.After(receiveAgain):
				continue
			}
		}
		if n == 0 {
			continue
		}
		p.desk.opts.Tap(from.String(), true, buf[:n])
		take := func(m Message) { p.take(m, from) }
		decoder.Feed(buf[:n], take)
		decoder.Pause(take)
	}
}

// take queues a message for its answer to go to from. When too many wait it is refused: the panel repeats it.
func (p *panelPost) take(m Message, from net.Addr) {
	l := p.desk.letter(m, func(reply []byte) bool {
		if _, err := p.packets.WriteTo(reply, from); err != nil {
			return false
		}
		p.desk.opts.Tap(from.String(), false, reply)
		return true
	})
	select {
	case p.queue <- l:
	default:
		p.desk.watch.tell(LinkEvent{Kind: LinkNotStored, Signals: len(m.Signals)})
	}
}

// work has letters stored and answered, as many at a time as wait.
func (p *panelPost) work(ctx context.Context) {
	for {
		var letters []letter
		select {
		case l := <-p.queue:
			letters = append(letters, l)
		case <-ctx.Done():
			return
		}
		for range len(p.queue) {
			letters = append(letters, <-p.queue)
		}
		p.desk.work(ctx, letters)
	}
}
