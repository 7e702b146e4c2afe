package simulator

import (
	"context"
	"fmt"
	"io"
	"time"

	"jiezhan/devices/idcard"
)

// slowByte is the pause between two bytes of a Slow reader, about 9600 baud.
const slowByte = time.Millisecond

// Serve answers requests from rw until it fails or ctx is done. When rw can be closed, the end of ctx closes it, because
// nothing else ends a read.
func (r *IDCardReader) Serve(ctx context.Context, rw io.ReadWriter) error {
	if c, ok := rw.(io.Closer); ok {
		defer context.AfterFunc(ctx, func() { _ = c.Close() })() // only to end the read
	}
	frames, out := idcard.NewRequestReader(), paced(ctx, rw, r.opts.Baud)
	buf := make([]byte, 64)
	rejected := 0
	for {
		n, err := rw.Read(buf)
		if d := wireTime(n, r.opts.Baud); d > 0 && !sleep(ctx, d) {
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for body := range frames.Frames(buf[:n]) {
			q := idcard.ParseRequest(body)
			reply, line := r.answer(q)
			if err := send(ctx, out, q, reply, line); err != nil {
				return fmt.Errorf("answer %04X: %w", uint16(q.Command), err)
			}
		}
		if now, _ := frames.Rejected(); now > rejected {
			rejected = now
			if _, err := out.Write(idcard.EncodeReply(0x10)); err != nil {
				return fmt.Errorf("answer a damaged request: %w", err)
			}
		}
		if err != nil {
			return fmt.Errorf("read requests: %w", err)
		}
	}
}

// send writes the reply as the line lets it through.
func send(ctx context.Context, w io.Writer, q idcard.Request, reply []byte, line Fault) error {
	step, pause := len(reply), time.Duration(0)
	switch line {
	case Silence:
		return nil
	case Echo:
		reply = append(idcard.EncodeRequest(q.Command, q.Data...), reply...)
		step = len(reply)
	case Noise:
		reply = append(junk(), reply...)
		step = len(reply)
	case BadChecksum:
		reply[len(reply)-2] ^= 0x04
	case BadLength:
		reply[5] |= 0x08
	case Cut:
		reply = reply[:len(reply)/2+1]
		step = len(reply)
	case Split:
		step = 1
	case Slow:
		step, pause = 1, slowByte
	default:
	}
	return trickle(ctx, w, reply, step, pause)
}

// trickle writes b in pieces with a pause after each.
func trickle(ctx context.Context, w io.Writer, b []byte, step int, pause time.Duration) error {
	for len(b) > 0 {
		n := min(step, len(b))
		if _, err := w.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
		if pause > 0 && !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
	return nil
}

// junk is what a bad contact sends: loose bytes, a preamble cut short, a preamble with an impossible length, a sound frame
// that is too short for a reply, and preamble bytes that run into the real ones.
func junk() []byte {
	b := []byte{0x00, 0xFF, 0x55, 0xAA, 0xAA, 0x96, 0x69, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF}
	b = append(b, idcard.EncodeRequest(idcard.FindCard)...)
	return append(b, 0xAA, 0xAA)
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
