package simulator

import (
	"bytes"
	"cmp"
	"context"

	"jiezhan/devices/alarm"
)

// hear takes what the station says.
func (t *talk) hear(ctx context.Context, b []byte) error {
	r := t.receiver
	if r.deaf() {
		return nil
	}
	t.restartHost()
	if r.opts.Protocol == alarm.IT100 {
		return t.hearLines(ctx, b)
	}
	for _, c := range b {
		if err := t.hearByte(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (t *talk) hearByte(ctx context.Context, c byte) error {
	r := t.receiver
	r.update(func() { r.counts.SerialFailed = false })
	switch {
	case r.habit.polled && c == 'S':
		r.update(func() { r.counts.Polls++ })
		return r.emit(ctx, t.w, r.heartbeat())
	case t.flight.tries == 0:
		r.update(func() { r.counts.Stray++ })
		return nil
	case c == cmp.Or(r.opts.Settings.Ack, 0x06):
		t.landed()
		return nil
	case c == cmp.Or(r.opts.Settings.Nak, 0x15):
		return t.refused(ctx)
	case r.habit.touchy:
		return t.unanswered(ctx)
	default:
		return nil
	}
}

// refused takes a NAK.
func (t *talk) refused(ctx context.Context) error {
	r := t.receiver
	t.flight.naks++
	r.update(func() { r.counts.Refused++ })
	if r.habit.skipAfter == 0 || t.flight.naks < r.habit.skipAfter {
		return t.again(ctx)
	}
	skipped := t.flight.frames
	t.flight = flight{}
	t.patience.Stop()
	r.update(func() {
		r.buffer = r.buffer[skipped:]
		r.counts.Skipped += skipped
	})
	return nil
}

// hearLines answers the commands of an IT-100's host.
func (t *talk) hearLines(ctx context.Context, b []byte) error {
	r := t.receiver
	t.line = append(t.line, b...)
	for {
		line, rest, whole := bytes.Cut(t.line, []byte("\r\n"))
		if !whole {
			t.line = t.line[max(0, len(t.line)-64):] // longer than any command
			return nil
		}
		t.line = rest
		r.update(func() { r.counts.Polls++ })
		if err := r.emit(ctx, t.w, it100Answer(line)); err != nil {
			return err
		}
	}
}
