package alarm

import (
	"io"
	"testing"
)

// quietPort gives a piece, then nothing in time, then another piece, and then waits until it is closed.
type quietPort struct {
	turn   int
	again  chan struct{} // closed when the second piece was written
	closed chan struct{}
}

type late struct{}

func (late) Error() string { return "nothing came" }
func (late) Timeout() bool { return true }

func (p *quietPort) Read(b []byte) (int, error) {
	p.turn++
	switch p.turn {
	case 1:
		return copy(b, "first"), nil
	case 2:
		return 0, late{}
	case 3:
		defer close(p.again)
		return copy(b, "other"), nil
	default:
		<-p.closed
		return 0, io.EOF
	}
}

func (p *quietPort) Write(b []byte) (int, error) { return len(b), nil }

func (p *quietPort) Close() error {
	close(p.closed)
	return nil
}

// Whoever took a piece may go on reading it until they take the next one, also when nothing came for a while in between.
func TestPumpLeavesAPieceAlone(t *testing.T) {
	port := &quietPort{again: make(chan struct{}), closed: make(chan struct{})}
	c := newConnection(port)
	defer c.close()
	piece := <-c.chunks
	<-port.again
	if string(piece) != "first" {
		t.Errorf("the piece became %q", piece)
	}
	if next := string(<-c.chunks); next != "other" {
		t.Errorf("next piece = %q", next)
	}
}
