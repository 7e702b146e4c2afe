//go:build trials

package trials

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	signals "jiezhan/station/alarm"
	"jiezhan/station/journal"
)

// impatient is the wait for an answer that most receivers have; Conwin and panels wait longer in life.
const impatient = 4 * time.Second

// chatter keeps senders reporting, now and then many at a time, until quiet is called.
type chatter struct {
	stop chan struct{}
	work sync.WaitGroup
}

func talk(senders []*sender) *chatter {
	c := &chatter{stop: make(chan struct{})}
	for _, f := range senders {
		c.work.Go(func() {
			tick := time.NewTicker(50 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
				case <-c.stop:
					return
				}
				switch {
				case f.tally().waiting > 1:
				case rand.IntN(10) == 0:
					f.send(15)
				default:
					f.send(1 + rand.IntN(3))
				}
			}
		})
	}
	return c
}

func (c *chatter) quiet() {
	close(c.stop)
	c.work.Wait()
}

// at are the senders at one station.
func at(s *site, senders []*sender) (here []*sender) {
	for _, f := range senders {
		if f.site == s {
			here = append(here, f)
		}
	}
	return here
}

// progress waits until each sender has been answered again.
func progress(senders []*sender) {
	from := make([]int, len(senders))
	for i, f := range senders {
		from[i] = f.tally().acked
	}
	for i, f := range senders {
		f.t.Helper()
		f.until("progress", func(c tally) bool { return c.acked > from[i] })
	}
}

// reviveAll starts each station again when it has died by itself, whichever is first: one may need another that has died to get as far as its own step.
func (o *office) reviveAll() {
	o.t.Helper()
	left := slices.Clone(o.sites)
	for len(left) > 0 {
		ended := func(s *site) bool { return !s.Running() }
		left[0].until("the end of one of those left", func() bool { return slices.ContainsFunc(left, ended) })
		i := slices.IndexFunc(left, ended)
		left[i].start()
		left = slices.Delete(left, i, i+1)
	}
}

// Receivers and panels report all the time, at every station, while the power fails at chance moments, here and there or everywhere, and at each step of taking a
// signal into the journal and of sending it on. What a receiver saw acknowledged is in every register, at most once for each frame that went out, and
// repeats stand under the first.
func TestAcknowledgedSignalsSurvivePowerCuts(t *testing.T) {
	t.Parallel()
	wires := []wire{{alarm.SurGard, ""}, {alarm.Conwin, ""}, {alarm.DC09, "tcp"}, {alarm.DC09, "udp"}}
	places, devices := equip(t, 3, wires)
	o := openOffice(t, plan{stations: 3, devices: devices, flags: []string{"--snapshot-every", "300"}})
	senders := o.attach(places, impatient)
	load := talk(senders)
	progress(senders)
	cuts, leaders := 0, 0
	for round := range 8 {
		leader, _ := o.leader()
		victims := o.shuffled()[:2+round%2]
		for _, victim := range victims {
			chance()
			if victim == leader {
				leaders++
			}
			victim.Kill()
		}
		chance()
		for _, victim := range victims {
			victim.start()
		}
		progress(senders)
		cuts += len(victims)
	}
	o.diesAt([]string{"accept.begin:2", "accept.journaled:2", "accept.answered:2"}, false)
	progress(senders)
	o.diesAt([]string{"replay.begin:1", "replay.sent:1", "replay.decided:1"}, true)
	progress(senders)
	load.quiet()
	sum := o.accountFor(reports(senders))
	if sum.repeats == 0 {
		t.Error("no frame was repeated: the power never failed while one was on its way")
	}
	t.Logf("%d power cuts at chance (%d of the leader), 6 at chosen steps; %s", cuts, leaders, sum)
}

// chance is a while of any length.
func chance() { <-time.After(rand.N(300 * time.Millisecond)) }

func (o *office) shuffled() []*site {
	sites := slices.Clone(o.sites)
	rand.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
	return sites
}

// diesAt has each station die at a step of its own, of taking in while all are cut off from each other, or of sending on when they find together again.
func (o *office) diesAt(steps []string, together bool) {
	o.t.Helper()
	for i, s := range o.sites {
		s.Kill()
		s.start("JIEZHAN_FAULT=" + steps[i])
	}
	o.network.everywhere(len(o.sites), weather{cut: true})
	if together {
		for _, s := range o.sites { // an entry of before may have been sent on already
			s.until("entry in the journal", func() bool { return s.State().Waiting > 0 || !s.Running() })
		}
		o.network.everywhere(len(o.sites), weather{})
	}
	o.reviveAll()
	o.network.everywhere(len(o.sites), weather{})
}

// bound is how long an answer may take: receivers repeat after 4 s.
const bound = 3500 * time.Millisecond

// Stations are cut off from their office in the moment in which signals come, and while they come, and come back; then the leader dies. No answer is late, and what
// was answered stands in every register once.
func TestSignalsAreAnsweredInTimeWhenCutOff(t *testing.T) {
	t.Parallel()
	wires := []wire{{alarm.SurGard, ""}, {alarm.Ademco685, ""}, {alarm.Radionics6500, ""}, {alarm.Conwin, ""}, {alarm.DC09, "tcp"}, {alarm.DC09, "udp"}}
	places, devices := equip(t, 3, wires)
	o := openOffice(t, plan{stations: 3, devices: devices})
	senders := o.attach(places, 0)
	burst := func(senders []*sender, count int) {
		give(senders, count)
		reports(senders)
	}
	burst(senders, 3)
	cut := func(one *site) {
		o.network.isolate(one.index, len(o.sites))
		burst(at(one, senders), 1)
		one.cutOff()
		burst(at(one, senders), 20)
		if one.journaled() == 0 {
			t.Errorf("%s: no signal in the journal while cut off", one.ID)
		}
		o.network.join(one.index, len(o.sites))
		burst(senders, 5)
		one.until("return", func() bool { return one.State().Mode == "normal" })
	}
	leader, others := o.leader()
	cut(others[0])
	cut(leader)
	cut(others[1])
	late := punctual(t, "cut off", senders)
	leader, others = o.leader()
	leader.Kill()
	left := slices.Concat(at(others[0], senders), at(others[1], senders))
	burst(left, 5)
	late = max(late, punctual(t, "leader killed", left))
	leader.start()
	burst(senders, 3)
	sum := o.accountFor(reports(senders))
	t.Logf("3 times cut off, leader killed; slowest answer %s; %s", late.Round(time.Millisecond), sum)
}

// journaled counts the signals' commands in a station's journal that the office has not decided yet.
func (s *site) journaled() (waiting int) {
	s.office.t.Helper()
	var entries []journal.Entry
	if err := s.Get("/bench/journal", &entries); err != nil {
		s.office.t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == (signals.RecordSignals{}).Kind() && !e.State.Settled() {
			waiting++
		}
	}
	return waiting
}

// punctual holds senders to having been answered in time, so that none sent anything twice, and tells the longest that any answer took.
func punctual(t *testing.T, when string, senders []*sender) (slowest time.Duration) {
	t.Helper()
	for _, f := range senders {
		c := f.tally()
		if slowest = max(slowest, c.slowest); c.slowest > bound || c.repeated > 0 {
			t.Errorf("%s: %s at %s: slowest answer %s, %d frames repeated, want at most %s and none", when, f.wire, f.site.ID, c.slowest, c.repeated, bound)
		}
	}
	return slowest
}
