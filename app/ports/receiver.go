package ports

import (
	"cmp"
	"context"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	wire "jiezhan/devices/alarm"
	"jiezhan/station/alarm"
)

// usualAlarmBaud is the rate of a receiver where none is set.
const usualAlarmBaud = 9600

// receiver runs an alarm receiver, or the port at which panels call.
type receiver struct{ reporter *reporter }

func newReceiver(w *worker) *receiver {
	return &receiver{newReporter(func(ctx context.Context, c condition) error {
		spec := w.setting()
		report := alarm.ReportReceiver{Port: spec.ID, Name: c.name, Protocol: spec.Protocol, State: alarm.ReceiverOK}
		if c.fault != "" {
			report.State, report.Fault = alarm.ReceiverFaulty, c.fault
		}
		return w.service.tell(ctx, report)
	})}
}

// renamed tells the office the new name.
func (r *receiver) renamed(w *worker) {
	d := w.device()
	if d.State == Ready || d.State == Fault {
		r.reporter.say(condition{d.Spec.title(), d.Fault})
	}
}

func (r *receiver) run(ctx context.Context, w *worker) {
	spec := w.setting()
	settings := wireSettings(spec, w.service.options.Now)
	protocol := wire.Protocol(spec.Protocol)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.reporter.run(ctx)
	}()
	sink := &sink{worker: w, reporter: r.reporter, merge: wire.MannerOf(protocol, settings).MergeWindow}
	if spec.Listen != "" {
		server := wire.NewServer(wire.ServerOptions{
			Network: spec.Connection(), Listen: spec.Listen, Settings: settings, Now: w.service.options.Now, NewID: w.service.options.NewID,
			Tap: func(from string, in bool, p []byte) {
				w.meter.count(in, len(p))
				w.traffic.add(from, in, p)
			},
		})
		_ = server.Run(ctx, sink) // ends with ctx only
	} else {
		open := func() (io.ReadWriteCloser, error) { return w.open(cmp.Or(spec.Baud, usualAlarmBaud), w.plain) }
		line := wire.NewLine(open, protocol, wire.LineOptions{Settings: settings, Now: w.service.options.Now, NewID: w.service.options.NewID})
		_ = line.Run(ctx, sink) // as above
	}
	<-done
}

// plain notes bytes; what of them may be seen is decided where they are read.
func (w *worker) plain(in bool, p []byte) { w.traffic.add("", in, p) }

// wireSettings are the settings of a Spec that was checked.
func wireSettings(s Spec, now func() time.Time) wire.Settings {
	terminator, _ := oneByte(s.Terminator)
	ack, _ := oneByte(s.Ack)
	nak, _ := oneByte(s.Nak)
	header, _ := oneByte(s.HeaderByte)
	settings := wire.Settings{
		Terminator: terminator, Ack: ack, Nak: nak, NoReply: s.NoReply, AccountLength: s.AccountLength, HeaderDigits: s.HeaderDigits,
		HeaderByte: header, Heartbeat: time.Duration(s.HeartbeatSeconds) * time.Second, Makers: map[string]wire.Event{},
		Now: now, DC09: wire.DC09Settings{Keys: keysOf(s), HengBo: s.HengBo},
	}
	settings.DC09.Ahead = time.Duration(s.WindowSeconds) * time.Second
	settings.DC09.Behind = settings.DC09.Ahead
	settings.DC09.Windows = map[string]wire.Window{}
	for account, seconds := range s.Windows {
		width := time.Duration(seconds) * time.Second
		if seconds == 0 {
			width = -1 // any
		}
		settings.DC09.Windows[strings.ToUpper(account)] = wire.Window{Ahead: width, Behind: width}
	}
	for code, meaning := range s.Makers {
		settings.Makers[strings.ToUpper(code)], _ = makerOf(meaning)
	}
	return settings
}

// keysOf are the keys by account, under the empty one that of all others.
func keysOf(s Spec) map[string][]byte {
	keys := map[string][]byte{}
	for account, key := range s.Keys {
		keys[strings.ToUpper(account)], _ = hex.DecodeString(key)
	}
	if s.Key != "" {
		keys[""], _ = hex.DecodeString(s.Key)
	}
	return keys
}

// makerOf reads the meaning of a code: a category, then what else it says: user, duress, silent.
func makerOf(meaning string) (wire.Event, bool) {
	words := strings.Fields(meaning)
	if len(words) == 0 {
		return wire.Event{}, false
	}
	e := wire.Event{Category: wire.Category(words[0])}
	sound := slices.Contains(wire.Categories(), e.Category)
	for _, word := range words[1:] {
		switch word {
		case "user":
			e.User = true
		case "duress":
			e.Duress = true
		case "silent":
			e.Silent = true
		default:
			sound = false
		}
	}
	return e, sound
}
