package simulator

import (
	"cmp"
	"context"
	"sync"
	"time"

	"jiezhan/devices/alarm"
)

// AlarmOptions make one alarm receiver differ from another. Only Protocol is needed.
type AlarmOptions struct {
	Protocol    alarm.Protocol
	Settings    alarm.Settings   // as the station's port is set
	Heartbeat   time.Duration    // between two signs of life while idle; 0 is 30 s, negative is none
	Resend      time.Duration    // wait for an answer; 0 is 4 s, of Conwin 10 s
	Retries     int              // how often a frame is sent again before the computer counts as failed; 0 is 3, of Conwin for ever
	Buffer      int              // frames it can hold; 0 is 1000
	HostSilence time.Duration    // Conwin: after so long without a byte it raises "serial fail"; 0 is 60 s
	Baud        int              // paces the bytes; 0 is as fast as the port takes them
	Now         func() time.Time // measures how long answers take; nil is time.Now
}

func (o AlarmOptions) withDefaults() AlarmOptions {
	o.Resend = cmp.Or(o.Resend, habitOf(o.Protocol).resend)
	o.Retries = cmp.Or(o.Retries, habitOf(o.Protocol).retries)
	o.Heartbeat = cmp.Or(o.Heartbeat, 30*time.Second)
	o.HostSilence = cmp.Or(o.HostSilence, time.Minute)
	o.Buffer = cmp.Or(o.Buffer, 1000)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// AlarmCounts are what an AlarmReceiver has seen.
type AlarmCounts struct {
	Sent, Repeated int           // frames that went out for the first time, and again
	Acked          int           // frames the station took
	Refused        int           // answers NAK
	Skipped        int           // frames given up after three NAK (Radionics)
	Lost           int           // frames that found the buffer full
	Waiting        int           // frames in the buffer, the one under way included
	Heartbeats     int           // signs of life sent unasked
	Polls          int           // questions of the station answered
	Stray          int           // answers to nothing
	Slowest        time.Duration // the longest any frame waited for its answer after it went out first
	Blocked        bool          // the computer failed: only heartbeats until one is answered
	SerialFailed   bool          // Conwin heard nothing from the station for too long
}

// An AlarmReceiver is an alarm receiver or a panel with events to tell. It sends them one at a time, repeats what is not
// answered and keeps the rest, as the wire's documents say. Its methods may be called from any goroutine while it serves.
type AlarmReceiver struct {
	opts  AlarmOptions
	habit habit

	mu      sync.Mutex
	buffer  [][]byte // frames the station has not taken, oldest first
	counts  AlarmCounts
	fault   Fault
	left    int // frames the fault still lasts; 0 is for ever
	silent  bool
	changed chan struct{} // closed and replaced at each change
}

// NewAlarmReceiver makes a receiver with nothing to tell.
func NewAlarmReceiver(opts AlarmOptions) *AlarmReceiver {
	opts = opts.withDefaults()
	return &AlarmReceiver{opts: opts, habit: habitOf(opts.Protocol), changed: make(chan struct{})}
}

// Send puts an event into the buffer, from where it goes out in its turn.
func (r *AlarmReceiver) Send(s alarm.Signal) {
	r.SendRaw(alarm.Encode(r.opts.Protocol, s, r.opts.Settings))
}

// SendRaw does so with the bytes of a frame, sound or not. No bytes are no frame.
func (r *AlarmReceiver) SendRaw(frame []byte) {
	if len(frame) == 0 {
		return
	}
	r.update(func() {
		if len(r.buffer) >= r.opts.Buffer {
			r.counts.Lost++
			return
		}
		r.buffer = append(r.buffer, frame)
	})
}

// SetFault makes the line go wrong until the next SetFault.
func (r *AlarmReceiver) SetFault(f Fault) { r.SetFaultFor(f, 0) }

// SetFaultFor makes it go wrong for the next frames; 0 is for ever.
func (r *AlarmReceiver) SetFaultFor(f Fault, frames int) {
	r.update(func() { r.fault, r.left = f, frames })
}

// Silence makes the receiver as dead as if its cable were cut, or brings it back. Events go on collecting.
func (r *AlarmReceiver) Silence(on bool) { r.update(func() { r.silent = on }) }

// Acked tells how many frames the station took.
func (r *AlarmReceiver) Acked() int { return r.Counts().Acked }

// Unacked tells how many it did not take yet.
func (r *AlarmReceiver) Unacked() int { return r.Counts().Waiting }

// Blocked reports whether the receiver has given the computer up and only sends heartbeats.
func (r *AlarmReceiver) Blocked() bool { return r.Counts().Blocked }

// Counts tells what the receiver has seen.
func (r *AlarmReceiver) Counts() AlarmCounts {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.counts
	c.Waiting = len(r.buffer)
	return c
}

// Await returns when the counts are as wanted, or the error of ctx when it ends first.
func (r *AlarmReceiver) Await(ctx context.Context, wanted func(AlarmCounts) bool) error {
	for {
		changed := r.change()
		if wanted(r.Counts()) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// change is closed at the next change.
func (r *AlarmReceiver) change() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// update makes a change and wakes everyone who waits for one.
func (r *AlarmReceiver) update(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
	close(r.changed)
	r.changed = make(chan struct{})
}
