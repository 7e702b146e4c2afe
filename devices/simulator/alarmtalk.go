package simulator

import (
	"context"
	"fmt"
	"io"
	"time"

	"jiezhan/devices/alarm"
)

// Serve talks to the station at the other end of rw until it fails or ctx is done. When rw can be closed, the end of ctx closes
// it, because nothing else ends a read. The buffer outlives it. A receiver has one station: Serve may be called once at a time.
func (r *AlarmReceiver) Serve(ctx context.Context, rw io.ReadWriter) error {
	if c, ok := rw.(io.Closer); ok {
		defer context.AfterFunc(ctx, func() { _ = c.Close() })() // only to end the read
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	heard, lost := make(chan []byte), make(chan error, 1)
	go listen(within, rw, heard, lost)
	t := &talk{receiver: r, w: paced(ctx, rw, r.opts.Baud), patience: idle(), beat: idle(), host: idle()}
	defer t.stop()
	t.start()
	err := t.run(ctx, heard, lost)
	if ctx.Err() != nil {
		return ctx.Err() // the rest is its doing
	}
	return err
}

// run speaks and listens until something fails or ctx is done.
func (t *talk) run(ctx context.Context, heard <-chan []byte, lost <-chan error) error {
	for {
		changed := t.receiver.change()
		err := t.speak(ctx)
		if err != nil {
			return fmt.Errorf("send: %w", err)
		}
		select {
		case b := <-heard:
			err = t.hear(ctx, b)
		case <-t.patience.C:
			err = t.unanswered(ctx)
		case <-t.beat.C:
			err = t.showLife(ctx)
		case <-t.host.C:
			t.receiver.update(func() { t.receiver.counts.SerialFailed = true })
		case <-changed:
		case err := <-lost:
			return fmt.Errorf("read answers: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("send: %w", err)
		}
	}
}

// listen hands over what the station says.
func listen(ctx context.Context, r io.Reader, heard chan<- []byte, lost chan<- error) {
	for {
		buf := make([]byte, 256)
		n, err := r.Read(buf)
		if n > 0 {
			select {
			case heard <- buf[:n]:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			lost <- err
			return
		}
	}
}

func idle() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// A talk is one connection of a receiver with its station.
type talk struct {
	receiver *AlarmReceiver
	w        io.Writer

	flight   flight      // what waits for an answer
	patience *time.Timer // runs out for it
	beat     *time.Timer // until the next sign of life
	host     *time.Timer // until the station counts as dead (Conwin)
	line     []byte      // of the station, half of it (IT-100)
}

// A flight is a frame on its way.
type flight struct {
	bytes  []byte
	frames int // of the buffer; 0 is a heartbeat
	tries  int // 0 is no flight
	naks   int // in a row
	since  time.Time
}

func (t *talk) start() {
	t.restartBeat()
	t.restartHost()
}

func (t *talk) stop() {
	t.patience.Stop()
	t.beat.Stop()
	t.host.Stop()
}

func (t *talk) restartBeat() {
	if t.receiver.habit.beats && t.receiver.opts.Heartbeat > 0 {
		t.beat.Reset(t.receiver.opts.Heartbeat)
	}
}

func (t *talk) restartHost() {
	if t.receiver.opts.Protocol == alarm.Conwin {
		t.host.Reset(t.receiver.opts.HostSilence)
	}
}

// speak sends what waits, as far as the wire allows.
func (t *talk) speak(ctx context.Context) error {
	for t.flight.tries == 0 {
		frame, frames := t.receiver.oldest()
		if frames == 0 {
			return nil
		}
		t.restartBeat()
		if err := t.launch(ctx, frame, frames); err != nil {
			return err
		}
	}
	return nil
}

// oldest is what is to be sent next and how many frames of the buffer that is.
func (r *AlarmReceiver) oldest() (frame []byte, frames int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.counts.Blocked || len(r.buffer) == 0:
		return nil, 0
	case r.habit.batches && len(r.buffer) > batchFrom:
		frames = min(len(r.buffer), batchLimit)
		return batch(r.buffer[:frames]), frames
	default:
		return r.buffer[0], 1
	}
}

// launch sends something for the first time. Where nothing is answered it counts as taken at once.
func (t *talk) launch(ctx context.Context, frame []byte, frames int) error {
	r := t.receiver
	t.flight = flight{bytes: frame, frames: frames, since: r.opts.Now()}
	r.update(func() {
		r.counts.Sent += frames
		if frames == 0 {
			r.counts.Heartbeats++
		}
	})
	if err := t.transmit(ctx); err != nil {
		return err
	}
	if !r.habit.answered || r.opts.Settings.NoReply {
		t.landed()
	}
	return nil
}

// transmit sends what is in flight.
func (t *talk) transmit(ctx context.Context) error {
	t.flight.tries++
	t.patience.Reset(t.receiver.opts.Resend)
	return t.receiver.emit(ctx, t.w, t.flight.bytes)
}

// landed ends the flight: the station has taken it.
func (t *talk) landed() {
	r, f := t.receiver, t.flight
	t.flight = flight{}
	t.patience.Stop()
	r.update(func() {
		r.buffer = r.buffer[f.frames:]
		r.counts.Acked += f.frames
		r.counts.Blocked = false
		if f.frames > 0 {
			r.counts.Slowest = max(r.counts.Slowest, r.opts.Now().Sub(f.since))
		}
	})
}

// again repeats what is in flight, or gives the computer up when it was repeated often enough.
func (t *talk) again(ctx context.Context) error {
	r, f := t.receiver, t.flight
	vain := f.frames == 0 && r.Blocked() // the next heartbeat comes in its time
	if !vain && (r.opts.Retries == forEver || f.tries <= r.opts.Retries) {
		r.update(func() { r.counts.Repeated += f.frames })
		return t.transmit(ctx)
	}
	t.flight = flight{}
	t.patience.Stop()
	if !vain {
		r.update(func() { r.counts.Blocked = true })
		t.restartBeat()
	}
	return nil
}

func (t *talk) unanswered(ctx context.Context) error {
	if t.flight.tries == 0 {
		return nil
	}
	t.flight.naks = 0
	return t.again(ctx)
}

// showLife sends a heartbeat; they are for idle lines only.
func (t *talk) showLife(ctx context.Context) error {
	t.restartBeat()
	if t.flight.tries > 0 {
		return nil
	}
	return t.launch(ctx, t.receiver.heartbeat(), 0)
}
