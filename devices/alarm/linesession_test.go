package alarm_test

import (
	"math/bits"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
)

func TestSilenceIsAFaultUntilAByteComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{Settings: alarm.Settings{Heartbeat: 10 * time.Second}}, sink)
		after(29 * time.Second)
		b.send(surgardBeat)
		after(29 * time.Second)
		same(t, "states", sink.states(), []string{"ready"})
		after(time.Second)
		same(t, "states", sink.states(), []string{"ready", "line.silent"})
		after(time.Hour)
		same(t, "states", sink.states(), []string{"ready", "line.silent"})
		b.send("1")
		same(t, "states", sink.states(), []string{"ready", "line.silent", "ready"})
	})
}

// parity is what a port of 8 data bits reads where 7 and even parity were sent.
func parity(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = c | byte(bits.OnesCount8(c)%2)<<7
	}
	return string(b)
}

func TestOnlyGarbageDoubtsTheSettings(t *testing.T) {
	tests := map[string]struct {
		frames []string
		want   []string
	}{
		"two damaged frames":      {[]string{surgardWrong, "5012 18555YE10102012\x14"}, []string{"ready"}},
		"three":                   {[]string{surgardWrong, "5012 18555YE10102012\x14", "hello\x14"}, []string{"ready", "line.garbage"}},
		"a sound one in between":  {[]string{surgardWrong, "hello\x14", surgardBeat, "bello\x14"}, []string{"ready"}},
		"a sound one at last":     {[]string{surgardWrong, "hello\x14", "bello\x14", surgardBeat}, []string{"ready", "line.garbage", "ready"}},
		"the parity bit in bytes": {[]string{parity(surgardAlarm), parity(surgardOther), parity("5012 185557E13002014\x14")}, []string{"ready", "line.garbage parity"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sink := &ledger{}
				b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
				for _, f := range tt.frames {
					b.send(f)
				}
				same(t, "states", sink.states(), tt.want)
			})
		})
	}
}

// The end of a 685 line is one of the bytes that parity changes.
func TestALineWhoseEndIsNeverSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		b := newBench(t, alarm.Ademco685, alarm.LineOptions{}, sink)
		for range 3 {
			b.send(parity("\n12 5555 18 E101 02 C012 \r"))
			same(t, "states", sink.states(), []string{"ready"})
			after(4 * time.Second)
		}
		same(t, "states", sink.states(), []string{"ready", "line.garbage parity"})
		same(t, "stored", sink.stored(), nil)
	})
}

func TestHalfFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm[:10])
		after(1900 * time.Millisecond)
		b.send(surgardAlarm[10:])
		same(t, "stored after a pause under 2 s", sink.stored(), []string{"5555"})
		b.send(surgardAlarm[:10])
		after(2 * time.Second)
		same(t, "told", sink.told(alarm.LinkGarbage), []string{"garbage  cut"})
		b.send(surgardOther)
		same(t, "stored", sink.stored(), []string{"5555", "5556"})
		b.answered(`1.9:"\x06"`, `3.9:"\x06"`)
	})
}

// A line that is damaged on and on must not make the panel tell everything on and on, or the line would do nothing else.
func TestAskingForEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, alarm.IT100, alarm.LineOptions{}, &ledger{})
		greeting := `0:"00191\r\n00090\r\n"`
		b.send("60120125D\r\n", "hello\r\n")
		b.answered(greeting)
		after(4900 * time.Millisecond)
		b.send("50000025\r\n") // so the line is not quiet
		after(900 * time.Millisecond)
		b.answered(greeting)
		after(100 * time.Millisecond)
		b.answered(greeting, `5.9:"00191\r\n"`)
		for range 200 { // the panel tells everything, and half of it is damaged
			b.send("60920125D\r\n", "50000025\r\n")
			after(100 * time.Millisecond)
		}
		b.answered(greeting, `5.9:"00191\r\n"`)
		after(time.Second)
		b.answered(greeting, `5.9:"00191\r\n"`, `26.8:"00191\r\n"`)
		after(30 * time.Second)
		b.answered(greeting, `5.9:"00191\r\n"`, `26.8:"00191\r\n"`)
	})
}

func TestPolls(t *testing.T) {
	tests := map[string]struct {
		protocol alarm.Protocol
		want     []string
	}{
		"Conwin hears from its host every 25 s": {alarm.Conwin, []string{`0:"S"`, `25:"S"`, `50:"S"`}},
		"an IT-100 tells everything at first":   {alarm.IT100, []string{`0:"00191\r\n00090\r\n"`, `60:"00090\r\n"`}},
		"a Sur-Gard is not spoken to":           {alarm.SurGard, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, tt.protocol, alarm.LineOptions{}, &ledger{})
				after(61 * time.Second)
				b.answered(tt.want...)
			})
		})
	}
}
