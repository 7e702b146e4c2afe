package simulator_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

func TestFaultsOfALine(t *testing.T) {
	tests := map[string]struct {
		fault simulator.Fault
		want  []string
	}{
		"sound":        {simulator.Sound, []string{"0:" + frame012}},
		"noise":        {simulator.Noise, []string{"0:\x00\xFF\x0C\xFEU5012 18" + frame012}},
		"wrong":        {simulator.BadChecksum, []string{"0:5012 18555\x75E10102012\x14"}},
		"cut":          {simulator.Cut, []string{"0:5012 185555"}},
		"silence":      {simulator.Silence, nil},
		"replies lost": {simulator.RepliesLost, []string{"0:" + frame012}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard})
				h := newListener(t, r)
				r.SetFaultFor(tt.fault, 1)
				r.Send(pendant("012"))
				h.got(tt.want...)
				h.say(taken)
				deaf := tt.fault == simulator.RepliesLost
				if got := r.Acked() == 0; got != deaf {
					t.Errorf("the answer was lost: %t, want %t", got, deaf)
				}
			})
		})
	}
}

func TestSlowLines(t *testing.T) {
	tests := map[string]struct {
		baud  int
		fault simulator.Fault
		want  string // seconds to the last piece of the 21 bytes of a frame
	}{
		"as fast as it goes": {0, simulator.Sound, "0"},
		"1200 baud":          {1200, simulator.Sound, "0.174999993"},
		"byte by byte":       {0, simulator.Split, "0"},
		"slow":               {0, simulator.Slow, "0.02"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard, Baud: tt.baud})
				r.SetFault(tt.fault)
				h := newListener(t, r)
				r.Send(pendant("012"))
				h.wait(time.Second)
				at, frame := "", ""
				for _, piece := range h.heard {
					when, bytes, _ := strings.Cut(piece, ":")
					at, frame = when, frame+bytes
				}
				if frame != frame012 || at != tt.want {
					t.Errorf("heard %q, the last of it at %s s, want %q at %s s", frame, at, frame012, tt.want)
				}
			})
		})
	}
}
