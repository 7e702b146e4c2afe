package ports

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	wire "jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func surgard(path string) Spec {
	return Spec{ID: "alarm-1", Name: "一楼", Protocol: "surgard", Port: path}
}

func panic120(account string) wire.Signal {
	return wire.Signal{Receiver: "01", Line: "1", Account: account, Qualifier: wire.New, Event: "120", Partition: "01", Zone: "003"}
}

// A signal is in the register before it is acknowledged; one that the register does not take is not acknowledged, and comes again.
func TestNothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	h := openHall(t, Plan{Alarms: []Spec{surgard("/dev/a")}})
	receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: wire.SurGard, Heartbeat: time.Hour, Resend: 200 * time.Millisecond, Retries: 1000})
	h.rack.plug("/dev/a", receiver)
	stop := h.start()
	defer stop()
	h.until("alarm-1 ready ")

	receiver.Send(panic120("1234"))
	h.await(receiver, func(c simulator.AlarmCounts) bool { return c.Acked == 1 })
	if got := fmt.Sprint(h.books.items(t)); got != "[120 1234 1]" {
		t.Errorf("items = %s", got)
	}

	h.books.set(errFull)
	before := h.books.called()
	receiver.Send(panic120("5678"))
	h.until("alarm-1 fault store.refused")
	h.await(receiver, func(c simulator.AlarmCounts) bool { return c.Repeated >= 2 })
	if c := receiver.Counts(); c.Acked != 1 || h.books.called() == before {
		t.Errorf("acknowledged %d, asked the register %d times", c.Acked, h.books.called()-before)
	}
	h.books.set(nil)
	h.await(receiver, func(c simulator.AlarmCounts) bool { return c.Acked == 2 })
	h.until("alarm-1 ready ")
	if got := fmt.Sprint(h.books.items(t)); !strings.HasPrefix(got, "[120 5678 ") || !strings.HasSuffix(got, " 120 1234 1]") {
		t.Errorf("items = %s", got)
	}
	d, _ := h.Find("alarm-1")
	if d.Counters.Stored < 2 || d.Counters.NotStored < 2 || d.Counters.BytesIn == 0 || d.Counters.BytesOut < 2 || d.LastAt.IsZero() {
		t.Errorf("counters = %+v, last at %v", d.Counters, d.LastAt)
	}
	chunks, _, _, err := h.Traffic("alarm-1", 0)
	if err != nil || len(chunks) < 4 || !strings.Contains(string(chunks[0].Bytes), "1234") || chunks[1].In || chunks[1].Bytes[0] != 0x06 {
		t.Errorf("traffic = %+v, %v", chunks, err)
	}
}

func (h *hall) await(r *simulator.AlarmReceiver, wanted func(simulator.AlarmCounts) bool) {
	h.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := r.Await(ctx, wanted); err != nil {
		h.tb.Fatalf("%v; counts = %+v", err, r.Counts())
	}
}

// Where no sender repeats, the station does: a signal of which nobody knows whether it was stored stands in the list once, at the time it came.
func TestASignalIsStoredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openHall(t, Plan{Alarms: []Spec{{ID: "panel", Protocol: "it100", Port: "/dev/a"}}})
		panel := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: wire.IT100})
		h.rack.plug("/dev/a", panel)
		stop := h.start()
		defer stop()
		h.until("panel ready ")
		time.Sleep(5 * time.Second) // it has told how it is
		before, _ := h.Find("panel")
		h.books.mu.Lock()
		h.books.lost = 5
		h.books.mu.Unlock()
		came := time.Now()
		panel.Send(wire.Signal{Event: "601", Partition: "1", Zone: "003"})
		time.Sleep(time.Minute)
		synctest.Wait()
		var got []string
		err := h.books.View(t.Context(), func(q store.Query) error {
			page, err := alarm.Live(q, alarm.LiveQuery{Limit: 100})
			for _, i := range page.Items {
				if i.Event == "601" {
					got = append(got, fmt.Sprint(i.FirstAt, " ×", i.Count))
				}
			}
			return err
		})
		if want := ledger.FormatTime(came) + " ×1"; err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("stored = %q, %v, want %s", got, err, want)
		}
		if d, _ := h.Find("panel"); d.Counters.Stored != before.Counters.Stored+1 || d.Counters.NotStored != 0 {
			t.Errorf("counters = %+v, before %+v", d.Counters, before.Counters)
		}
	})
}

// A receiver that is unplugged becomes a fault in the register, and well again with the cable.
func TestReceiverComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openHall(t, Plan{Alarms: []Spec{surgard("/dev/a")}})
		receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: wire.SurGard})
		h.rack.plug("/dev/a", receiver)
		stop := h.start()
		defer stop()
		settle := func(want string) {
			t.Helper()
			time.Sleep(20 * time.Second)
			synctest.Wait()
			if got := h.books.receivers(t); got != want {
				t.Errorf("receivers = %s, want %s", got, want)
			}
		}
		settle("[alarm-1 一楼 ok ]")
		h.rack.unplug("/dev/a")
		settle("[alarm-1 一楼 fault port.gone]")
		h.rack.plug("/dev/a", receiver)
		settle("[alarm-1 一楼 ok ]")
		receiver.Silence(true)
		time.Sleep(2 * time.Minute)
		settle("[alarm-1 一楼 fault line.silent]")
		receiver.Silence(false)
		time.Sleep(time.Minute)
		settle("[alarm-1 一楼 ok ]")
		if _, err := h.Change("alarm-1", func(s Spec) Spec { s.Name = "二楼"; return s }); err != nil {
			t.Fatal(err)
		}
		settle("[alarm-1 二楼 ok ]")
		if got := h.rack.openings("/dev/a"); got != 2 {
			t.Errorf("opened %d times, want 2: a new name is no reason", got)
		}
		if err := h.Remove("alarm-1"); err != nil {
			t.Fatal(err)
		}
		settle("[]")
	})
}

// A panel's clock shows local time without a date; what a wire sends beyond UTF-8 becomes readable.
func TestArrivals(t *testing.T) {
	at := time.Date(2026, 11, 21, 16, 1, 0, 0, time.UTC) // one past midnight in China
	for name, c := range map[string]struct {
		clock time.Time
		want  string
	}{
		"no clock":          {time.Time{}, ""},
		"before midnight":   {time.Date(0, 1, 1, 23, 59, 30, 0, time.UTC), "2026-11-21T15:59:30.000Z"},
		"after midnight":    {time.Date(0, 1, 1, 0, 0, 40, 0, time.UTC), "2026-11-21T16:00:40.000Z"},
		"with date and UTC": {time.Date(2026, 11, 21, 16, 0, 59, 0, time.UTC), "2026-11-21T16:00:59.000Z"},
	} {
		signal := panic120("1234")
		signal.At, signal.PanelTime, signal.Text = at, c.clock, "\xc4\xe3"
		if got := arrivalOf(signal); !got.At.Equal(at) || got.PanelTime != c.want || got.Text != "\uFFFD" {
			t.Errorf("%s = %+v, want %s", name, got, c.want)
		}
	}
}
