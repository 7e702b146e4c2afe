package app

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"jiezhan/app/text"
	"jiezhan/devices/alarm"
	"jiezhan/devices/idcard"
	"jiezhan/devices/printer"
)

// watchCommand shows what happens at a device until somebody stops it.
type watchCommand struct {
	Kind     string `help:"${help_watch_kind}" default:"idcard" placeholder:"idcard|alarm|printer"`
	Port     string `help:"${help_watch_port}" required:"" xor:"where" placeholder:"PATH"`
	Listen   string `help:"${help_watch_listen}" required:"" xor:"where" placeholder:"HOST:PORT"`
	Address  string `help:"${help_watch_address}" required:"" xor:"where" placeholder:"HOST:PORT"`
	Protocol string `help:"${help_watch_protocol}" placeholder:"NAME"`
	Network  string `help:"${help_watch_network}" default:"both" enum:"tcp,udp,both"`
	Baud     int    `help:"${help_watch_baud}" placeholder:"BAUD"`
	Ack      bool   `help:"${help_watch_ack}"`
	Unmasked bool   `help:"${help_watch_unmasked}"`
	lineFlags
	wireFlags
}

// Run watches until the session ends. A port that cannot be opened at first is an error; one that is lost later is an event, because the technician is
// just trying cables.
func (c watchCommand) Run(s *session) error {
	var err error
	switch c.Kind {
	case idcardKind:
		err = c.reader(s)
	case alarmKind:
		err = c.receiver(s)
	case printerKind:
		err = c.printer(s)
	default:
		return text.Failure(nil, "device.kind", c.Kind)
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (c watchCommand) reader(s *session) error {
	if c.Port == "" {
		return text.Failure(nil, "device.needs_port", c.Kind)
	}
	baud := cmp.Or(c.Baud, usualBaud(c.Kind))
	open, err := c.opener(c.Port, baud)
	if err != nil {
		return err
	}
	return idcard.NewReader(open, idcard.Options{Baud: baud, NewAddresses: true}).Run(s.ctx, idcard.WriteEvents(s.p.Stdout, c.Unmasked))
}

// receiver watches an alarm line. Nothing is stored here, so nothing is answered unless that is asked for: what a receiver has an answer for it forgets.
func (c watchCommand) receiver(s *session) error {
	p, err := protocolOf(c.Protocol)
	if err != nil {
		return err
	}
	settings, err := c.settings()
	if err != nil {
		return err
	}
	settings.NoReply = settings.NoReply || !c.Ack
	say := "watch.silent"
	if c.Ack {
		say = "watch.answering"
	}
	sink := &watchSink{print: s.lines(), unmasked: c.Unmasked}
	if p == alarm.DC09 {
		if c.Listen == "" {
			return text.Failure(nil, "device.needs_listen", c.Protocol)
		}
		if _, _, err := net.SplitHostPort(c.Listen); err != nil {
			return text.Failure(err, "device.listen", c.Listen)
		}
		fmt.Fprintln(s.p.Stderr, text.Say(s.lang, say))
		return alarm.NewServer(alarm.ServerOptions{Network: c.Network, Listen: c.Listen, Settings: settings}).Run(s.ctx, sink)
	}
	if c.Port == "" {
		return text.Failure(nil, "device.needs_port", c.Protocol)
	}
	open, err := c.opener(c.Port, cmp.Or(c.Baud, usualBaud(c.Protocol)))
	if err != nil {
		return err
	}
	fmt.Fprintln(s.p.Stderr, text.Say(s.lang, say))
	return alarm.NewLine(open, p, alarm.LineOptions{Settings: settings}).Run(s.ctx, sink)
}

// printer watches a ticket printer: whether it is on line, has paper and a closed cover. Silence counts as switched off.
func (c watchCommand) printer(s *session) error {
	options := printer.Options{Profile: printer.Profile{Status: true}}
	open := printer.DialTCP(c.Address)
	switch {
	case c.Port != "":
		options.Baud = cmp.Or(c.Baud, usualBaud(c.Kind))
		var err error
		if open, err = c.opener(c.Port, options.Baud); err != nil {
			return err
		}
	case c.Address == "":
		return text.Failure(nil, "device.needs_port", c.Kind)
	default:
		if _, _, err := net.SplitHostPort(c.Address); err != nil {
			return text.Failure(err, "device.listen", c.Address)
		}
	}
	print := s.lines()
	return printer.New(open, options).Run(s.ctx, func(state printer.State) { print(state) })
}

// watchSink prints what a line brings and keeps nothing.
type watchSink struct {
	mu       sync.Mutex // panels of DC-09 come in on several goroutines
	print    func(any)
	unmasked bool
}

// signalSeen is a signal with when and as which bytes it came.
type signalSeen struct {
	Kind string    `json:"kind"` // signal
	At   time.Time `json:"at"`
	signalLine
	RawHex string `json:"raw_hex"`
}

// linkSeen is what happened to the link itself.
type linkSeen struct {
	Kind   alarm.LinkKind `json:"kind"`
	At     time.Time      `json:"at"`
	Fault  string         `json:"fault,omitempty"`
	Detail string         `json:"detail,omitempty"`
}

// Store prints signals. Its nil lets the answers leave, if there are any.
func (w *watchSink) Store(_ context.Context, _ string, signals []alarm.Signal) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, signal := range signals {
		seen := signalSeen{Kind: "signal", At: signal.At.UTC(), signalLine: signalLineOf(signal), RawHex: hex.EncodeToString(signal.Raw)}
		if !w.unmasked {
			seen.CallerID = maskCaller(seen.CallerID)
			if signal.CallerID != "" || signal.Text != "" || signal.Error != "" {
				seen.RawHex = "" // a number or a name is in there too, or may be where nobody could read it
			}
		}
		w.print(seen)
	}
	return nil
}

// Tell prints what concerns the link. That something was kept is left out: it was not.
func (w *watchSink) Tell(e alarm.LinkEvent) {
	if e.Kind == alarm.LinkStored || e.Kind == alarm.LinkNotStored {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.print(linkSeen{Kind: e.Kind, At: e.At.UTC(), Fault: e.Fault, Detail: e.Detail})
}

// maskCaller leaves the last four digits of a telephone number.
func maskCaller(number string) string {
	hidden := max(0, len(number)-4)
	return strings.Repeat("*", hidden) + number[hidden:]
}
