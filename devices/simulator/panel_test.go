package simulator_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// A desk answers a panel over lines in memory.
type desk struct {
	answer func(alarm.DC09Frame) *alarm.DC09Frame // nil: nothing
	key    []byte
	start  time.Time
	down   bool // nobody can be called

	mu    *sync.Mutex // one line at a time
	heard []string    // what came: time since the start, token, number
}

func (d *desk) dial(context.Context) (net.Conn, error) {
	if d.down {
		return nil, errors.New("no route")
	}
	near, far := net.Pipe()
	go func() {
		var reader alarm.DC09Reader
		buf := make([]byte, 1024)
		for {
			n, err := near.Read(buf)
			if err != nil {
				return
			}
			reader.Feed(buf[:n], func(f alarm.DC09Frame) {
				d.mu.Lock()
				defer d.mu.Unlock()
				d.heard = append(d.heard, time.Since(d.start).String()+" "+f.Token+" "+f.Seq)
				if f.Encrypted && !f.Open(d.key) {
					return
				}
				if a := d.answer(f); a != nil {
					_, _ = near.Write(a.Encode(d.key, nil)) // the panel may have gone
				}
			})
		}
	}()
	return far, nil
}

func accept(f alarm.DC09Frame) *alarm.DC09Frame {
	return &alarm.DC09Frame{Token: alarm.TokenAck, Encrypted: f.Encrypted, Seq: f.Seq, Route: f.Route, Time: f.Time}
}

// ignore leaves the first n frames without answer.
func ignore(n int) func(alarm.DC09Frame) *alarm.DC09Frame {
	return func(f alarm.DC09Frame) *alarm.DC09Frame {
		if n--; n >= 0 {
			return nil
		}
		return accept(f)
	}
}

func TestPanel(t *testing.T) {
	key := []byte("0123456789abcdef")
	tests := map[string]struct {
		opts   simulator.PanelOptions
		desk   desk
		change func(*simulator.Panel)
		heard  []string
		want   simulator.PanelCounts
	}{
		"answered": {
			desk: desk{answer: accept}, heard: []string{"0s ADM-CID 0001", "1m0s NULL 0000"},
			want: simulator.PanelCounts{Sent: 2, Acked: 1, Heartbeats: 1, Connections: 1},
		},
		"repeated under the same number": {
			desk:  desk{answer: ignore(2)},
			heard: []string{"0s ADM-CID 0001", "20s ADM-CID 0001", "40s ADM-CID 0001"},
			want:  simulator.PanelCounts{Sent: 1, Repeated: 2, Acked: 1, Connections: 1, Slowest: 40 * time.Second},
		},
		"repeated under new numbers": {
			opts: simulator.PanelOptions{NewSeq: true, Resend: 30 * time.Second}, desk: desk{answer: ignore(1)},
			heard: []string{"0s ADM-CID 0001", "30s ADM-CID 0002"},
			want:  simulator.PanelCounts{Sent: 1, Repeated: 1, Acked: 1, Connections: 1, Slowest: 30 * time.Second},
		},
		"starts over": {
			opts: simulator.PanelOptions{Retries: 1}, desk: desk{answer: ignore(2)},
			heard: []string{"0s ADM-CID 0001", "20s ADM-CID 0001", "40s ADM-CID 0002"},
			want:  simulator.PanelCounts{Sent: 2, Repeated: 1, Acked: 1, Connections: 2, Failed: 1},
		},
		"an answer is lost": {
			desk: desk{answer: accept}, change: func(p *simulator.Panel) { p.SetFaultFor(simulator.RepliesLost, 1) },
			heard: []string{"0s ADM-CID 0001", "20s ADM-CID 0001"},
			want:  simulator.PanelCounts{Sent: 1, Repeated: 1, Acked: 1, Connections: 1, Slowest: 20 * time.Second},
		},
		"refused": {
			opts: simulator.PanelOptions{Heartbeat: -1},
			desk: desk{answer: func(f alarm.DC09Frame) *alarm.DC09Frame {
				return &alarm.DC09Frame{Token: alarm.TokenDuh, Seq: f.Seq, Route: f.Route}
			}},
			heard: []string{"0s ADM-CID 0001"}, want: simulator.PanelCounts{Sent: 1, Refused: 1, Connections: 1},
		},
		"an answer to another frame": {
			opts: simulator.PanelOptions{Heartbeat: -1},
			desk: desk{answer: func(f alarm.DC09Frame) *alarm.DC09Frame {
				f.Seq = "0099"
				return accept(f)
			}},
			heard: []string{"0s ADM-CID 0001", "20s ADM-CID 0001", "40s ADM-CID 0001", "1m0s ADM-CID 0001"},
			want:  simulator.PanelCounts{Sent: 1, Repeated: 3, Waiting: 1, Connections: 1},
		},
		"the clock is set": {
			opts: simulator.PanelOptions{Key: key, Skew: time.Hour, Heartbeat: -1},
			desk: desk{key: key, answer: func(f alarm.DC09Frame) *alarm.DC09Frame {
				if now := time.Now(); f.Time.Sub(now) > time.Minute {
					return &alarm.DC09Frame{Token: alarm.TokenNak, Seq: "0000", Route: "R0L0A0", Time: now}
				}
				return accept(f)
			}},
			heard: []string{"0s ADM-CID 0001", "0s ADM-CID 0001"}, want: simulator.PanelCounts{Sent: 1, Acked: 1, ClockSet: 1, Connections: 1},
		},
		"nobody there": {
			opts: simulator.PanelOptions{Heartbeat: -1}, desk: desk{down: true},
			want: simulator.PanelCounts{Sent: 1, Repeated: 3, Waiting: 1},
		},
		"a connection for each": {
			opts: simulator.PanelOptions{HangUp: true}, desk: desk{answer: accept},
			heard: []string{"0s ADM-CID 0001", "1m0s NULL 0000"},
			want:  simulator.PanelCounts{Sent: 2, Acked: 1, Heartbeats: 1, Connections: 2},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &test.desk
				d.start, d.mu = time.Now(), &sync.Mutex{}
				test.opts.Dial, test.opts.Account = d.dial, "5555"
				p := simulator.NewPanel(test.opts)
				if test.change != nil {
					test.change(p)
				}
				p.Send(alarm.Signal{Qualifier: alarm.New, Event: "110", Partition: "01", Zone: "002"})
				ctx, cancel := context.WithTimeout(t.Context(), 61*time.Second)
				defer cancel()
				if err := p.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
				}
				synctest.Wait()
				if !slices.Equal(d.heard[:min(len(d.heard), len(test.heard))], test.heard) {
					t.Errorf("heard %q, want first %q", d.heard, test.heard)
				}
				if got := p.Counts(); got != test.want {
					t.Errorf("counts = %+v, want %+v", got, test.want)
				}
			})
		})
	}
}
