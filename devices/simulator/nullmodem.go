package simulator

import (
	"io"
	"sync"
)

// modemBuffer is how many bytes lie in a line before a write has to wait, as in the drivers of real ports.
const modemBuffer = 4096

// NullModem makes two ports that are joined in memory: what is written to one is read from the other. Reads block; closing
// either end hangs up both. It works on every system and inside testing/synctest.
func NullModem() (a, b io.ReadWriteCloser) {
	there, back := newWay(), newWay()
	return &modemPort{in: back, out: there}, &modemPort{in: there, out: back}
}

type modemPort struct{ in, out *way }

func (p *modemPort) Read(b []byte) (int, error)  { return p.in.read(b) }
func (p *modemPort) Write(b []byte) (int, error) { return p.out.write(b) }

func (p *modemPort) Close() error {
	p.in.hangUp()
	p.out.hangUp()
	return nil
}

// A way is one direction of a line.
type way struct {
	mu      sync.Mutex
	changed *sync.Cond
	bytes   []byte
	closed  bool
}

func newWay() *way {
	w := &way{}
	w.changed = sync.NewCond(&w.mu)
	return w
}

func (w *way) read(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.bytes) == 0 && !w.closed && len(b) > 0 {
		w.changed.Wait()
	}
	n := copy(b, w.bytes)
	w.bytes = w.bytes[n:]
	w.changed.Broadcast()
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (w *way) write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent := 0
	for sent < len(b) {
		for len(w.bytes) >= modemBuffer && !w.closed {
			w.changed.Wait()
		}
		if w.closed {
			return sent, io.ErrClosedPipe
		}
		n := min(modemBuffer-len(w.bytes), len(b)-sent)
		w.bytes = append(w.bytes, b[sent:sent+n]...)
		sent += n
		w.changed.Broadcast()
	}
	return sent, nil
}

func (w *way) hangUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.changed.Broadcast()
}
