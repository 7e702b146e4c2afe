package alarm_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
)

func TestReplyLeavesAfterTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		durable := make(chan struct{})
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-durable; return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm)
		after(3 * time.Second)
		b.answered()
		close(durable)
		b.answered(`3:"\x06"`)
		same(t, "stored", sink.stored(), []string{"5555"})
		same(t, "told", sink.told(alarm.LinkStored, alarm.LinkAnswered), []string{"stored", "answered"})
	})
}

func TestNoReplyWhenItCannotBeStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := true
		sink := &ledger{store: func(context.Context, []alarm.Signal) error {
			if full {
				return errDisk
			}
			return nil
		}}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm)
		after(4 * time.Second)
		b.send(surgardAlarm)
		b.answered()
		same(t, "told", sink.told(alarm.LinkNotStored), []string{"not_stored", "not_stored"})
		same(t, "states", sink.states(), []string{"ready", "store.refused"})
		full = false
		after(4 * time.Second)
		b.send(surgardAlarm)
		b.answered(`8:"\x06"`)
		same(t, "states", sink.states(), []string{"ready", "store.refused", "ready"})
	})
}

func TestStoreEndsBeforeTheSenderRepeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		sink.store = func(ctx context.Context, _ []alarm.Signal) error { <-ctx.Done(); return ctx.Err() }
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm)
		after(3499 * time.Millisecond)
		same(t, "told", sink.told(alarm.LinkNotStored), nil)
		after(time.Millisecond)
		same(t, "told", sink.told(alarm.LinkNotStored), []string{"not_stored"})
		b.answered()
	})
}

// A reply that left after the sender has repeated its frame would pass for the answer to the repeat, and that one's for the
// answer to the next frame, which might be lost.
func TestAReplyThatIsTooLateStaysAndTheRepeatGetsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := 5 * time.Second
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-time.After(slow); return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm)
		after(4 * time.Second)
		slow = 100 * time.Millisecond
		b.send(surgardAlarm)
		after(2 * time.Second)
		b.answered(`5.1:"\x06"`)
		same(t, "stored", sink.stored(), []string{"5555", "5555"})
	})
}

func TestHeartbeatsAreAnsweredInTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-time.After(time.Second); return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardBeat)
		b.answered(`0:"\x06"`)
		b.send(surgardAlarm, surgardBeat)
		b.answered(`0:"\x06"`)
		after(time.Second)
		synctest.Wait()
		same(t, "told", sink.told(alarm.LinkAnswered, alarm.LinkHeartbeat), []string{"heartbeat", "answered", "heartbeat", "answered", "answered"})
		same(t, "stored", sink.stored(), []string{"5555"})
	})
}

// The sender takes an answer for its oldest frame. So nothing that came behind a refused one may be answered.
func TestNothingBehindARefusedFrameIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		sink := &ledger{store: func(context.Context, []alarm.Signal) error {
			<-time.After(time.Second)
			if first {
				first = false
				return errDisk
			}
			return nil
		}}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm)
		b.send(surgardBeat, surgardOther)
		after(10 * time.Second)
		b.answered()
		same(t, "stored", sink.stored(), []string{"5556"})
		b.send(surgardBeat)
		b.answered(`10:"\x06"`)
	})
}

// They are tried again as they were and under their own key, which newer ones do not share; each says when it came.
func TestSignalsNobodyRepeatsAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		started := time.Now()
		attempts := map[string]int{}
		sink.store = func(_ context.Context, signals []alarm.Signal) error {
			var what []string
			for _, s := range signals {
				what = append(what, fmt.Sprint(s.Zone, " at ", s.At.Sub(started)))
			}
			attempts[strings.Join(what, ", ")]++
			if time.Since(started) < 5*time.Second {
				return errDisk
			}
			return nil
		}
		b := newBench(t, alarm.AlarmDecoder, alarm.LineOptions{}, sink)
		b.send("!LRR:012,1,CID_1101,ff\r\n")
		after(2500 * time.Millisecond)
		b.send("!LRR:013,1,CID_1110,ff\r\n")
		after(time.Second)
		b.send("!LRR:014,1,CID_1110,ff\r\n")
		after(time.Minute)
		if want := map[string]int{"012 at 0s": 6, "013 at 2.5s, 014 at 3.5s": 1}; !maps.Equal(attempts, want) {
			t.Errorf("attempts = %v, want %v", attempts, want)
		}
		if keys := slices.Compact(slices.Clone(sink.keys)); len(sink.keys) != 7 || len(keys) != 2 || keys[0] == keys[1] {
			t.Errorf("keys = %q, want one for each batch", sink.keys)
		}
		same(t, "states", sink.states(), []string{"ready", "store.refused", "ready"})
		same(t, "told", sink.told(alarm.LinkStored, alarm.LinkNotStored), []string{"stored", "stored"})
	})
}

// What the sender repeats gets a key of its own each time, and says each time when it came.
func TestEachRepeatHasItsOwnKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full, keys := true, 0
		started := time.Now()
		var came []time.Duration
		sink := &ledger{store: func(_ context.Context, signals []alarm.Signal) error {
			came = append(came, signals[0].At.Sub(started))
			if full {
				return errDisk
			}
			return nil
		}}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{NewID: func() string { keys++; return fmt.Sprint("key ", keys) }}, sink)
		b.send(surgardAlarm)
		after(4 * time.Second)
		full = false
		b.send(surgardAlarm)
		b.answered(`4:"\x06"`)
		same(t, "keys", sink.keys, []string{"key 1", "key 2"})
		if want := []time.Duration{0, 4 * time.Second}; !slices.Equal(came, want) {
			t.Errorf("came at %v, want %v", came, want)
		}
	})
}

// A status report of a Conwin gets no answer, an event does. They share no Store; while the report is owed, the event is dropped for
// its receiver to repeat, and nothing is answered.
func TestWhatIsRepeatedDoesNotWaitForWhatIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		sink := &ledger{store: func(context.Context, []alarm.Signal) error {
			if time.Since(started) < 3*time.Second {
				return errDisk
			}
			return nil
		}}
		b := newBench(t, alarm.Conwin, alarm.LineOptions{}, sink)
		status, event := "\n#817;00005555\x0e", string(alarm.Encode(alarm.Conwin, numbered(alarm.Conwin, 7), alarm.Settings{}))
		b.send(status + event)
		after(10 * time.Second)
		same(t, "told", sink.told(alarm.LinkStored, alarm.LinkNotStored, alarm.LinkAnswered), []string{"not_stored", "stored"})
		b.send(event)
		synctest.Wait()
		same(t, "told", sink.told(alarm.LinkStored, alarm.LinkNotStored, alarm.LinkAnswered), []string{"not_stored", "stored", "stored", "answered"})
	})
}

func TestAFloodGoesIntoFewStores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		durable := make(chan struct{})
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-durable; return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		for range 251 {
			b.send(surgardAlarm)
		}
		close(durable)
		synctest.Wait()
		var sizes []string
		for _, call := range sink.calls {
			sizes = append(sizes, fmt.Sprint(len(call)))
		}
		same(t, "signals a Store", sizes, []string{"1", "100", "100", "50"})
		if n := len(sink.told(alarm.LinkAnswered)); n != 251 {
			t.Errorf("answered %d, want 251: one answer a frame", n)
		}
	})
}

func TestFramesOfManySignalsAreNotDivided(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		durable := make(chan struct{})
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-durable; return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		forty := "S012[#5555|N" + strings.Repeat("BA01/", 39) + "BA01]\x14"
		for range 5 {
			b.send(forty)
		}
		close(durable)
		synctest.Wait()
		var sizes []string
		for _, call := range sink.calls {
			sizes = append(sizes, fmt.Sprint(len(call)))
		}
		same(t, "signals a Store", sizes, []string{"40", "80", "80"})
		if n := len(sink.told(alarm.LinkAnswered)); n != 5 {
			t.Errorf("answered %d, want 5", n)
		}
	})
}

func TestAFullQueueStopsReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		durable := make(chan struct{})
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-durable; return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		const frames = 2000
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			for range frames {
				if _, err := b.far.Write([]byte(surgardAlarm)); err != nil {
					t.Error(err)
				}
			}
		}()
		synctest.Wait()
		select {
		case <-sent:
			t.Error("everything was read while nothing could be stored, want the line to stop")
		default:
		}
		close(durable)
		<-sent
		synctest.Wait()
		total := 0
		for _, call := range sink.calls {
			total += len(call)
		}
		if total != frames {
			t.Errorf("stored %d, want %d", total, frames)
		}
	})
}
