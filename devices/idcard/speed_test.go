package idcard_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// wireBytes are the frames between a card that can be found and a card that was read: find, select, read, and their answers.
func wireBytes() int {
	requests := len(idcard.EncodeRequest(idcard.FindCard)) + len(idcard.EncodeRequest(idcard.SelectCard)) + len(idcard.EncodeRequest(idcard.ReadCard))
	return requests + len(idcard.EncodeReply(0x9F, make([]byte, 4)...)) + len(idcard.EncodeReply(0x90, make([]byte, 8)...)) + 1295
}

// placedToRead is how long it may take: 1.3 times the wire and one poll.
func placedToRead(baud int) (wire, limit time.Duration) {
	const poll = 300 * time.Millisecond
	wire = time.Duration(wireBytes()*10) * time.Second / time.Duration(baud)
	return wire, wire*13/10 + poll
}

// TestPlacedToReadInTime puts a card down at many moments of a poll, on lines whose bytes take their time.
func TestPlacedToReadInTime(t *testing.T) {
	for _, baud := range []int{115200, 57600, 38400, 19200, 9600} {
		t.Run(fmt.Sprint(baud), func(t *testing.T) {
			wire, limit := placedToRead(baud)
			longest := time.Duration(0)
			for moment := range 40 {
				atDesk(t, simulator.Options{Baud: baud}, idcard.Options{Baud: baud}, func(t *testing.T, d *desk) {
					d.after(t, 2*time.Second+time.Duration(moment)*10*time.Millisecond, "ready")
					start := time.Now()
					d.module.Place(simulator.NewCardImage(sample()))
					<-time.After(5 * time.Second)
					synctest.Wait()
					events := d.news()
					if len(events) != 2 || events[1].Kind != idcard.EventRead {
						t.Fatalf("events = %q, want placed and read", brief(events))
					}
					longest = max(longest, events[1].At.Sub(start))
				})
			}
			if longest > limit {
				t.Errorf("placed to read took up to %v, want at most %v", longest, limit)
			}
			t.Logf("placed to read: up to %v; wire %v, limit %v", longest, wire, limit)
		})
	}
}

// TestSlowLineReadsEveryByte: pauses inside a frame do not end it, whatever the size of the pieces.
func TestSlowLineReadsEveryByte(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 1))
	for range 5 {
		c := sample()
		c.Address = fmt.Sprintf("范本省范本市范本路%d号", random.IntN(1000))
		atDesk(t, simulator.Options{Baud: 9600, LongHeader: true}, idcard.Options{Baud: 9600, NewAddresses: true}, func(t *testing.T, d *desk) {
			d.after(t, 2*time.Second, "ready")
			c.NewAddresses = []string{"范本省范本市新路2号"}
			d.module.Place(simulator.NewCardImage(c))
			<-time.After(5 * time.Second)
			events := d.news()
			if len(events) != 2 || events[1].Card == nil || !sameCard(*events[1].Card, c) {
				t.Fatalf("events = %q, want the whole card", brief(events))
			}
		})
	}
}
