package idcard_test

import (
	"fmt"
	"testing"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// TestEachStatusHasItsFault forces every status on the command it is typical after and puts a card down.
func TestEachStatusHasItsFault(t *testing.T) {
	tests := map[byte]struct {
		after  idcard.Command
		fault  string
		status string
	}{
		0x81: {idcard.SelectCard, "card.lift_and_replace", "card.select_failed"},
		0x41: {idcard.ReadCard, "card.lift_and_replace", "card.read_failed"},
		0x31: {idcard.SelectCard, "card.lift_and_replace", "card.refused_module"},
		0x32: {idcard.SelectCard, "card.lift_and_replace", "module.refused_card"},
		0x33: {idcard.ReadCard, "card.verification_failed", "card.verification_failed"},
		0x40: {idcard.FindCard, "card.unsupported", "card.unsupported"},
		0x47: {idcard.FindCard, "reader.module_failed", "module.no_random_number"},
		0x10: {idcard.FindCard, "reader.unexpected_answer", "line.bad_checksum"},
		0x11: {idcard.FindCard, "reader.unexpected_answer", "line.bad_length"},
		0x21: {idcard.ReadCard, "card.lift_and_replace", "command.unknown"},
		0x23: {idcard.ReadCard, "card.lift_and_replace", "command.not_permitted"},
		0x24: {idcard.FindCard, "reader.module_failed", "module.unrecognised_failure"},
		0x60: {idcard.FindCard, "reader.self_test_failed", "reader.self_test_failed"},
		0x66: {idcard.FindCard, "reader.not_authorised", "reader.not_authorised"},
		0x50: {idcard.ReadCard, "card.lift_and_replace", "status.unknown"},
	}
	for sw, tt := range tests {
		t.Run(fmt.Sprintf("%02X", sw), func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Force(tt.after, sw, 0)
				d.module.Place(simulator.NewCardImage(sample()))
				<-time.After(10 * time.Second)
				for _, e := range d.news() {
					if e.Kind != idcard.EventFault {
						continue
					}
					if e.Fault != tt.fault || e.Status != tt.status || e.SW != sw {
						t.Errorf("fault %s, status %s, byte %02X; want %s, %s", e.Fault, e.Status, e.SW, tt.fault, tt.status)
					}
					return
				}
				t.Errorf("no fault was told, want %s", tt.fault)
			})
		})
	}
}

// TestStubbornTrouble: what lifting the card does not help is told differently the third time, and forgotten after a good card.
func TestStubbornTrouble(t *testing.T) {
	tests := map[byte]struct{ first, third string }{
		0x31: {"fault card.lift_and_replace", "fault card.reader_suspect"},
		0x32: {"fault card.lift_and_replace", "fault card.suspect"},
		0x33: {"fault card.verification_failed", "fault card.suspect"},
		0x41: {"fault card.lift_and_replace", "fault card.lift_and_replace"},
	}
	for sw, tt := range tests {
		t.Run(fmt.Sprintf("%02X", sw), func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				place := func(want string) {
					t.Helper()
					d.module.Place(simulator.NewCardImage(sample()))
					d.after(t, 1500*time.Millisecond, "placed", want)
					d.module.Remove()
					d.after(t, time.Second, "removed")
				}
				d.after(t, time.Second, "ready")
				d.module.Force(idcard.ReadCard, sw, 0)
				place(tt.first)
				place(tt.first)
				place(tt.third)
				place(tt.third)
				d.module.SetFault(simulator.Sound)
				place("read 范示例")
				d.module.Force(idcard.ReadCard, sw, 0)
				place(tt.first)
			})
		})
	}
}

// TestMisheardRequestsAreRepeated: after a bad check byte twice, after a bad length once.
func TestMisheardRequestsAreRepeated(t *testing.T) {
	for sw, want := range map[byte]int{0x10: 3, 0x11: 2} {
		t.Run(fmt.Sprintf("%02X", sw), func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{Poll: time.Minute}, func(t *testing.T, d *desk) {
				<-time.After(30 * time.Second)
				before := d.module.Requests(idcard.FindCard)
				d.module.Force(idcard.FindCard, sw, 0)
				<-time.After(time.Minute)
				if got := d.module.Requests(idcard.FindCard) - before; got != want {
					t.Errorf("find was asked %d times in one poll, want %d", got, want)
				}
			})
		})
	}
}
