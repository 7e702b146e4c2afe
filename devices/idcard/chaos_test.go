package idcard_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// TestChaos plays random trouble and checks what holds whatever happens: events come in an order that makes sense, no card
// is told that was not on the reader, and when all is well again a card is read. A seed is a story that can be told again.
func TestChaos(t *testing.T) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			sim := simulator.Options{
				Continual: seed&1 > 0, RefuseSerials: seed&2 > 0, GarbleSerials: seed&4 > 0, LongHeader: seed&8 > 0,
			}
			var armed atomic.Pointer[func()] // happens in the middle of an exchange
			sim.OnRequest = func(*simulator.IDCardReader, idcard.Command) {
				if trouble := armed.Swap(nil); trouble != nil {
					(*trouble)()
				}
			}
			opts, want := idcard.Options{NewAddresses: seed&16 > 0}, []string{"placed", "read 样本·例"}
			if seed&32 > 0 {
				opts.Portrait, want = &fakeDecoder{takes: time.Duration(random.IntN(2000)) * time.Millisecond}, append(want, "portrait")
			}
			atDesk(t, sim, opts, func(t *testing.T, d *desk) {
				for range 40 {
					trouble := mischief(random, d)
					if random.IntN(2) == 0 {
						armed.Store(&trouble)
					} else {
						trouble()
					}
					<-time.After(time.Duration(random.IntN(3000)) * time.Millisecond)
				}
				armed.Store(nil)
				d.plug()
				d.module.SetFault(simulator.Sound)
				d.module.Remove()
				<-time.After(time.Minute)
				synctest.Wait()
				checkOrder(t, d.news())
				d.module.Place(simulator.NewCardImage(other()))
				d.after(t, time.Minute, want...)
			})
		})
	}
}

// mischief picks one thing to do to the reader.
func mischief(random *rand.Rand, d *desk) func() {
	faults := []simulator.Fault{
		simulator.Sound, simulator.Sound, simulator.Unreadable, simulator.Unselectable, simulator.Unverified, simulator.Unsupported,
		simulator.Noise, simulator.Split, simulator.Slow, simulator.BadChecksum, simulator.BadLength, simulator.Cut, simulator.Echo,
		simulator.Silence, simulator.SelfTestFailed, simulator.NotAuthorised,
	}
	fault, times := faults[random.IntN(len(faults))], random.IntN(4)
	status := []byte{0x10, 0x24, 0x31, 0x40, 0x41, 0x47, 0x50, 0x80, 0x81}[random.IntN(9)]
	command := []idcard.Command{idcard.FindCard, idcard.SelectCard, idcard.ReadCard, idcard.ReadSerials}[random.IntN(4)]
	return []func(){
		func() { d.module.Place(simulator.NewCardImage(sample())) },
		func() { d.module.Place(simulator.NewCardImage(sample())) },
		func() { d.module.Place(simulator.NewCardImage(flagged("Z"))) },
		d.module.Remove,
		func() { d.module.SetFaultFor(fault, times) },
		func() { d.module.SetFaultFor(fault, times) },
		func() { d.module.Force(command, status, 1+times) },
		d.pull,
		d.plug,
	}[random.IntN(9)]
}

// checkOrder holds events to the promises of EventKind.
func checkOrder(t *testing.T, events []idcard.Event) {
	t.Helper()
	there, told, pictured, ready := false, false, false, false
	fault := ""
	for i, e := range events {
		wrong := ""
		switch e.Kind {
		case idcard.EventReady:
			if ready || there {
				wrong = "ready while ready, or with a card"
			}
			ready, fault = true, ""
		case idcard.EventPlaced:
			if there || !ready {
				wrong = "placed twice, or on a reader that is not ready"
			}
			there, told, pictured = true, false, false
		case idcard.EventRead:
			if !there || told {
				wrong = "read twice, or without a card"
			}
			if !sameCard(*e.Card, sample()) {
				wrong = "a card that was never there"
			}
			told = true
		case idcard.EventPortrait:
			if !there || !told || pictured {
				wrong = "a portrait of a card that is not there or not read, or twice"
			}
			pictured = true
		case idcard.EventRemoved:
			if !there {
				wrong = "removed without a card"
			}
			there = false
		case idcard.EventFault:
			switch card := e.Fault[:5] == "card."; {
			case card && (!there || told):
				wrong = "a fault of a card that is not there or was read"
			case !card && (there || e.Fault == fault):
				wrong = "a fault of the reader during a placement, or twice"
			case !card:
				ready, fault = false, e.Fault
			}
		}
		if wrong != "" {
			t.Fatalf("event %d of %q: %s", i+1, brief(events), wrong)
		}
	}
}
