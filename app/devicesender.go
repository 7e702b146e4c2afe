package app

import (
	"context"
	"encoding/hex"
	"net"
	"strings"

	"jiezhan/app/text"
	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// receiverSeen is what a simulated receiver or panel has seen so far.
type receiverSeen struct {
	Kind         string `json:"kind"` // counts, and in the last line end
	Sent         int    `json:"sent"`
	Repeated     int    `json:"repeated"`
	Acked        int    `json:"acked"`
	Refused      int    `json:"refused"`
	Waiting      int    `json:"waiting"`
	Heartbeats   int    `json:"heartbeats"`
	Polls        int    `json:"polls"`
	Stray        int    `json:"stray"`
	Lost         int    `json:"lost"`          // found no room in its buffer and were never sent
	Skipped      int    `json:"skipped"`       // given up after three refusals
	Blocked      bool   `json:"blocked"`       // the station counts as failed: only heartbeats are sent
	SerialFailed bool   `json:"serial_failed"` // nothing was heard of the station for too long
	Connections  int    `json:"connections"`
	SlowestMs    int64  `json:"slowest_ms"`
}

// A tally is a simulated sender as far as it can be asked what it has seen.
type tally[C comparable] interface {
	Counts() C
	Await(ctx context.Context, wanted func(C) bool) error
}

// counted is the part of a far end that tells what it has seen.
func counted[C comparable](t tally[C], view func(C) receiverSeen) farEnd {
	seen := func(kind string, counts C) receiverSeen {
		line := view(counts)
		line.Kind = kind
		return line
	}
	return farEnd{
		watch: func(ctx context.Context, print func(any)) {
			var last C
			for t.Await(ctx, func(n C) bool { return n != last }) == nil {
				last = t.Counts()
				print(seen("counts", last))
			}
		},
		taken: func(ctx context.Context) error {
			return t.Await(ctx, func(n C) bool { return view(n).Waiting == 0 })
		},
		sum: func() any { return seen("end", t.Counts()) },
	}
}

// receiver plays an alarm receiver or a panel at a serial port. Its script knows raw HEX, besides events.
func (c simulateCommand) receiver(s *session, p alarm.Protocol) (farEnd, error) {
	settings, err := c.settings()
	if err != nil {
		return farEnd{}, err
	}
	r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p, Settings: settings, Heartbeat: c.Heartbeat, Resend: c.Resend})
	run, err := c.join(s, r)
	if err != nil {
		return farEnd{}, err
	}
	far := counted(r, func(n simulator.AlarmCounts) receiverSeen {
		return receiverSeen{
			Sent: n.Sent, Repeated: n.Repeated, Acked: n.Acked, Refused: n.Refused, Waiting: n.Waiting, Heartbeats: n.Heartbeats, Polls: n.Polls,
			Stray: n.Stray, Lost: n.Lost, Skipped: n.Skipped, Blocked: n.Blocked, SerialFailed: n.SerialFailed, SlowestMs: n.Slowest.Milliseconds(),
		}
	})
	far.run, far.fault = run, r.SetFault
	far.do = func(words []string) bool {
		if words[0] == "raw" {
			frame, err := hex.DecodeString(strings.Join(words[1:], ""))
			if err == nil && len(frame) > 0 {
				r.SendRaw(frame)
			}
			return err == nil && len(frame) > 0
		}
		signal, understood := signalOf(p, words)
		if understood {
			r.Send(signal)
		}
		return understood
	}
	return far, nil
}

// panel calls a station over the network.
func (c simulateCommand) panel() (farEnd, error) {
	settings, err := c.settings()
	if err != nil {
		return farEnd{}, err
	}
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return farEnd{}, text.Failure(err, "device.listen", c.Address)
	}
	p := simulator.NewPanel(simulator.PanelOptions{
		Network: c.Network, Address: c.Address, Account: c.Account, Key: settings.DC09.Keys[""], Heartbeat: c.Heartbeat, Resend: c.Resend,
	})
	far := counted(p, func(n simulator.PanelCounts) receiverSeen {
		return receiverSeen{
			Sent: n.Sent, Repeated: n.Repeated, Acked: n.Acked, Refused: n.Refused, Waiting: n.Waiting, Heartbeats: n.Heartbeats,
			Connections: n.Connections, SlowestMs: n.Slowest.Milliseconds(),
		}
	})
	far.run = func(ctx context.Context, joined func()) {
		joined()
		_ = p.Run(ctx) // ends with ctx, and with its error
	}
	far.fault = p.SetFault
	far.do = func(words []string) bool {
		signal, understood := signalOf(alarm.DC09, words)
		if understood {
			p.Send(signal)
		}
		return understood
	}
	return far, nil
}

// signalOf reads an event: account, code, and perhaps partition and zone. A code is Contact ID with its qualifier (1130, E130, R401), two letters of
// SIA, or what else the wire has.
func signalOf(p alarm.Protocol, words []string) (alarm.Signal, bool) {
	words = append(words, "", "")
	if len(words) < 4 || len(words) > 6 {
		return alarm.Signal{}, false
	}
	s := alarm.Signal{Protocol: p, Account: words[0], Qualifier: alarm.New, Event: words[1], Partition: words[2], Zone: words[3]}
	if len(s.Event) == 4 {
		qualifier, known := map[byte]int{'1': alarm.New, 'E': alarm.New, '3': alarm.Restore, 'R': alarm.Restore, '6': alarm.Present, 'P': alarm.Present}[s.Event[0]]
		if !known {
			return s, false
		}
		s.Qualifier, s.Event = qualifier, s.Event[1:]
	}
	s.User = alarm.EventOf(s.Event).User
	return s, len(s.Event) <= 3 && s.Event != ""
}
