package alarm_test

import (
	"fmt"
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

// Every protocol of the list is read and written; another one is refused.
func TestProtocols(t *testing.T) {
	for _, p := range alarm.Protocols() {
		frame := alarm.Encode(p, sampleOf(p), alarm.Settings{})
		messages := decoded(t, p, alarm.Settings{}, string(frame))
		if len(messages) != 1 || messages[0].Signals[0].Protocol != p || messages[0].Signals[0].Event != sampleOf(p).Event {
			t.Errorf("%s: %q gives %+v", p, frame, messages)
		}
	}
	if d, err := alarm.NewDecoder("smoke", alarm.Settings{}); err == nil {
		t.Errorf("a decoder of smoke: %v", d)
	}
	if frame := alarm.Encode("smoke", alarm.Signal{Event: "110"}, alarm.Settings{}); frame != nil {
		t.Errorf("a frame of smoke: %q", frame)
	}
}

func TestMannerOf(t *testing.T) {
	for p, want := range map[alarm.Protocol]string{
		alarm.SurGard:       `"" "" every 0s, silent after 1m30s, repeats within 30s`,
		alarm.Radionics6500: `"" "" every 0s, silent after 1m30s, repeats within 30s`,
		alarm.Ademco685:     `"" "" every 0s, silent after 1m30s, repeats within 30s`,
		alarm.Conwin:        `"" "S" every 25s, silent after 1m30s, repeats within 30s`,
		alarm.IT100:         `"00191\r\n" "00090\r\n" every 1m0s, silent after 3m0s, repeats within 0s`,
		alarm.AlarmDecoder:  `"" "" every 0s, silent after 1m30s, repeats within 0s`,
		alarm.DC09:          `"" "" every 0s, silent after 0s, repeats within 1m30s`,
		alarm.ContactID:     `"" "" every 0s, silent after 0s, repeats within 0s`,
	} {
		m := alarm.MannerOf(p, alarm.Settings{})
		got := fmt.Sprintf("%q %q every %v, silent after %v, repeats within %v", m.Greeting, m.Poll, m.PollEvery, m.Silence, m.MergeWindow)
		if got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
	if got := alarm.MannerOf(alarm.SurGard, alarm.Settings{Heartbeat: 10 * time.Second}).Silence; got != 30*time.Second {
		t.Errorf("heartbeat of 10 s: silent after %v, want 30s", got)
	}
	for _, p := range alarm.Protocols() {
		if got := alarm.MannerOf(p, alarm.Settings{Heartbeat: -1}).Silence; got != 0 {
			t.Errorf("%s without a heartbeat: silent after %v, want never", p, got)
		}
	}
}
