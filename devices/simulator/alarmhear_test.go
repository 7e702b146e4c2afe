package simulator_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

func TestConwinPacksWhatHasPiledUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.Conwin})
		var want []byte
		for i := range 12 {
			s := pendant(fmt.Sprintf("%03d", i))
			r.Send(s)
			want = append(want, alarm.Encode(alarm.Conwin, s, alarm.Settings{})...)
		}
		h := newListener(t, r)
		h.mu.Lock()
		got := strings.Join(h.heard, "")
		h.mu.Unlock()
		text, batch := strings.CutPrefix(got, "0:\n\x10")
		packed, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(text, "\r"))
		if !batch || err != nil {
			t.Fatalf("heard %q (%v), want a batch", got, err)
		}
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if frames, err := io.ReadAll(z); err != nil || !bytes.Equal(frames, want) {
			t.Errorf("batch = %q, %v, want %q", frames, err, want)
		}
		h.say(taken)
		sameCounts(t, r, simulator.AlarmCounts{Sent: 12, Acked: 12})
	})
}

func TestConwinAnswersPollsAndMissesThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.Conwin})
		h := newListener(t, r)
		h.say("S")
		h.got("0:\n00 OKAY @\r")
		h.wait(59 * time.Second)
		if r.Counts().SerialFailed {
			t.Error("serial fail after 59 s, want it after 60 s")
		}
		h.wait(time.Second)
		sameCounts(t, r, simulator.AlarmCounts{Polls: 1, SerialFailed: true})
		h.say("S")
		sameCounts(t, r, simulator.AlarmCounts{Polls: 2})
	})
}

func TestIT100Answers(t *testing.T) {
	tests := map[string]struct{ ask, want string }{
		"poll":        {"00090\r\n", "0:50000025\r\n"},
		"status":      {"00191\r\n", "0:50000126\r\n6501CC\r\n8039B\r\n80199\r\n"},
		"wrong sum":   {"00091\r\n", "0:50196\r\n"},
		"not a line":  {"0\r\n", "0:50196\r\n"},
		"unknown":     {"99AB\r\n", "0:50196\r\n"},
		"no such one": {"999AB\r\n", "0:50099940\r\n5020212A\r\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newListener(t, simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.IT100}))
				h.say(tt.ask[:3])
				h.say(tt.ask[3:])
				h.got(tt.want)
			})
		})
	}
}
