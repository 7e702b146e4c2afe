package simulator

import (
	"bytes"
	"context"
	"io"
	"math"
	"time"
)

// deaf reports whether the station's answers are lost on the way.
func (r *AlarmReceiver) deaf() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fault == RepliesLost {
		r.spend()
		return true
	}
	return r.silent || r.fault == Silence
}

// outward takes the fault for one frame.
func (r *AlarmReceiver) outward() Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.silent {
		return Silence
	}
	if r.fault == RepliesLost {
		return Sound
	}
	return r.spend()
}

// spend uses the fault once and returns it.
func (r *AlarmReceiver) spend() Fault {
	f := r.fault
	if r.left > 0 {
		if r.left--; r.left == 0 {
			r.fault = Sound
		}
	}
	return f
}

// emit writes a frame as the line lets it through.
func (r *AlarmReceiver) emit(ctx context.Context, w io.Writer, frame []byte) error {
	frame, step, pause := distort(frame, r.outward())
	return trickle(ctx, w, frame, step, pause)
}

// distort makes of a frame what a fault leaves of it, and how many bytes go at a time with which pause after them.
func distort(frame []byte, fault Fault) (left []byte, step int, pause time.Duration) {
	step = math.MaxInt
	switch fault {
	case Silence:
		frame = nil
	case Noise:
		frame = append(hiss(frame), frame...)
	case BadChecksum:
		frame = bytes.Clone(frame)
		frame[len(frame)/2] ^= 0x40
	case Cut:
		frame = frame[:len(frame)/2+1]
	case Split:
		step = 1
	case Slow:
		step, pause = 1, slowByte
	default:
	}
	return frame, step, pause
}

// hiss is what a bad contact sends before a frame: loose bytes and the frame's own beginning, cut short.
func hiss(frame []byte) []byte {
	return append([]byte{0x00, 0xFF, 0x0C, 0xFE, 'U'}, frame[:len(frame)/3]...)
}
