package demo

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// source is the far end of a station's alarm wire: a receiver on its desk, or a panel that calls it.
type source interface {
	Plug() error
	Unplug() error
	Plugged() bool
	SetFault(f simulator.Fault)
	report(s alarm.Signal)
	tally() tally
}

// tally is what a source has seen, in signals.
type tally struct {
	Sent     int  `json:"sent"`
	Acked    int  `json:"acked"`
	Repeated int  `json:"repeated"`
	Waiting  int  `json:"waiting"`
	Blocked  bool `json:"blocked"` // it has given the station up
}

// alarmWire is a source with its place in the station's configuration and its faults.
type alarmWire struct {
	source
	Name             string
	Protocol         alarm.Protocol
	Port             string // of a receiver
	Listen, Key      string // for a panel
	HeartbeatSeconds int

	mu    sync.Mutex
	fault simulator.Fault
}

// upset makes the wire go wrong until it is upset otherwise.
func (w *alarmWire) upset(f simulator.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = f
	w.SetFault(f)
}

func (w *alarmWire) upsetBy() simulator.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fault
}

// lifeSigns is how often the Sur-Gard receiver and the panel show that they live: a visitor does not wait 90 seconds to see it missed.
const lifeSigns = 10 * time.Second

// wireOf makes the alarm wire of station i, each of another kind: a Sur-Gard receiver, a Conwin receiver, and a panel that calls over IP.
func wireOf(i, port int, folder string) *alarmWire {
	switch i {
	case 0:
		w := receiverWire("接警机", alarm.SurGard, folder, simulator.AlarmOptions{Heartbeat: lifeSigns})
		w.HeartbeatSeconds = int(lifeSigns / time.Second)
		return w
	case 1:
		return receiverWire("丛文接警机", alarm.Conwin, folder, simulator.AlarmOptions{})
	default:
		w := &alarmWire{Name: "IP 报警主机接入", Protocol: alarm.DC09, Listen: fmt.Sprintf("127.0.0.1:%d", port+300+i), Key: panelKey}
		key, err := hex.DecodeString(panelKey)
		if err != nil {
			panic(err) // a slip of the pen below
		}
		w.source = &ipPanel{panel: simulator.NewPanel(simulator.PanelOptions{
			Address: w.Listen, Account: panelAccount, Key: key, Heartbeat: lifeSigns, Resend: panelPatience,
		})}
		return w
	}
}

const (
	panelKey      = "00112233445566778899aabbccddeeff" // AES-128, as public as the passwords of the demo
	panelAccount  = "3001"
	panelPatience = 5 * time.Second // of an office whose panels and station are on one machine
)

func receiverWire(name string, p alarm.Protocol, folder string, o simulator.AlarmOptions) *alarmWire {
	o.Protocol = p
	device := simulator.NewAlarmReceiver(o)
	r := &receiver{device, simulator.NewCable(filepath.Join(folder, "dev"), "alarm", device)}
	return &alarmWire{source: r, Name: name, Protocol: p, Port: r.Path()}
}

// receiver is an alarm receiver on a serial line.
type receiver struct {
	*simulator.AlarmReceiver
	*simulator.Cable
}

func (r *receiver) report(s alarm.Signal) { r.Send(filled(s)) }

// filled adds what a receiver adds to the signals of panels: its own number, and that of the telephone line.
func filled(s alarm.Signal) alarm.Signal {
	s.Receiver, s.Line = "1", "1"
	return s
}

func (r *receiver) tally() tally {
	c := r.Counts()
	return tally{Sent: c.Sent, Acked: c.Acked, Repeated: c.Repeated, Waiting: c.Waiting, Blocked: c.Blocked || c.SerialFailed}
}
