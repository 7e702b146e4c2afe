package simulator

import (
	"context"
	"io"
	"time"
)

// bitsPerByte on a line with 8 data bits, no parity and 1 stop bit.
const bitsPerByte = 10

// wireTime is how long n bytes take at a rate; no rate takes no time.
func wireTime(n, baud int) time.Duration {
	if baud <= 0 {
		return 0
	}
	return time.Duration(n*bitsPerByte) * time.Second / time.Duration(baud)
}

// pacedWriter lets bytes through as a line of a rate does: in pieces of about a millisecond, each when its last byte would be over.
type pacedWriter struct {
	ctx  context.Context
	w    io.Writer
	baud int
}

// paced wraps w. At rate 0 bytes pass at once. A write fails when ctx ends in the middle of it.
func paced(ctx context.Context, w io.Writer, baud int) io.Writer {
	if baud <= 0 {
		return w
	}
	return &pacedWriter{ctx: ctx, w: w, baud: baud}
}

func (p *pacedWriter) Write(b []byte) (sent int, err error) {
	piece := max(1, p.baud/bitsPerByte/1000)
	ticks := time.NewTicker(wireTime(piece, p.baud)) // a ticker makes up for pieces that were late
	defer ticks.Stop()
	for sent < len(b) {
		select {
		case <-ticks.C:
		case <-p.ctx.Done():
			return sent, p.ctx.Err()
		}
		n, err := p.w.Write(b[sent:min(len(b), sent+piece)])
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}
