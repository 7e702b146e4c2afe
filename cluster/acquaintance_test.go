package cluster

import (
	"errors"
	"testing"
	"time"

	"jiezhan/station"
)

func TestAcquaintances(t *testing.T) {
	type said struct {
		office, id, epoch string
		start             uint64
		boot              string
		want              verdict
	}
	for name, steps := range map[string][]said{
		"starts again and again": {{"o", "s1", "a", 1, "x", welcome}, {"o", "s1", "a", 1, "x", welcome}, {"o", "s1", "a", 2, "y", welcome}},
		"older disk":             {{"o", "s1", "a", 5, "x", welcome}, {"o", "s1", "a", 4, "y", stale}, {"o", "s1", "a", 5, "x", welcome}},
		"copied disk":            {{"o", "s1", "a", 5, "x", welcome}, {"o", "s1", "a", 5, "y", cloned}},
		"copy starts once more":  {{"o", "s1", "a", 5, "x", welcome}, {"o", "s1", "a", 6, "y", welcome}, {"o", "s1", "a", 5, "x", stale}},
		"a new epoch":            {{"o", "s1", "a", 5, "x", welcome}, {"o", "s1", "b", 1, "y", welcome}, {"o", "s1", "a", 6, "z", stale}},
		"another office":         {{"p", "s1", "a", 1, "x", otherOffice}, {"o", "s1", "a", 1, "y", welcome}},
		"removed":                {{"o", "gone", "a", 1, "x", removed}},
		"older than the register says": {
			{"o", "known", "e", 6, "x", stale}, {"o", "known", "e", 7, "x", welcome}, {"o", "known", "f", 1, "x", welcome},
		},
		"of an epoch the register knows to be replaced": {{"o", "known", "d", 12, "x", stale}, {"o", "known", "e", 8, "x", welcome}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAcquaintances(Config{OfficeEpoch: "o", Session: func(id, epoch string) (uint64, bool) {
				switch {
				case id == "known" && epoch == "e":
					return 7, false
				case id == "known" && epoch == "d":
					return 9, true
				}
				return 0, false
			}}, func(id string) bool { return id == "gone" })
			for n, s := range steps {
				h := hello{office: s.office, id: s.id, Incarnation: Incarnation{Epoch: s.epoch, Start: s.start, Boot: s.boot}}
				if got, _ := a.judge(h); got != s.want {
					t.Errorf("step %d: verdict %x, want %x", n, got, s.want)
				}
			}
		})
	}
}

// TestAStationThatMustNotGoOnStops starts a station whose disk is not what its peers know, and holds that it stops and the others go on.
func TestAStationThatMustNotGoOnStops(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(*desk)
		want error
	}{
		"an older disk":     {func(d *desk) { d.config.Incarnation.Start = 3 }, ErrStale},
		"a former epoch":    {func(d *desk) { d.config.Incarnation = Incarnation{Epoch: "before"} }, ErrStale},
		"of other office":   {func(d *desk) { d.config.OfficeEpoch = "before" }, ErrOtherOffice},
		"removed meanwhile": {func(d *desk) { d.office.want(Wanted{ID: d.id, Removed: true}) }, ErrRemoved},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, 3, Retention{}, func(t *testing.T, o *office) {
				bad := o.followers()[0]
				for _, epoch := range []string{"before", "now"} {
					bad.stop()
					bad.config.Incarnation = Incarnation{Epoch: epoch, Start: 8}
					bad.start()
					last := o.leader().write(epoch, deposit{Account: "rent", Amount: 1})
					bad.reached(last.Index)
				}
				bad.stop()
				c.harm(bad)
				bad.start()
				status := bad.until("end", func(s Status) bool { return s.State == Stopped })
				if !errors.Is(status.Fault, c.want) || !errors.Is(bad.node.Contact().Fault, station.ErrStale) {
					t.Errorf("fault = %v, want %v", status.Fault, c.want)
				}
				for _, d := range o.stations {
					if d != bad {
						d.write("at "+d.id, deposit{Account: "rent", Amount: 1})
					}
				}
			})
		})
	}
}

// TestACopyOfADiskStops runs a station and a copy of it, as after a disk was cloned into a second machine.
func TestACopyOfADiskStops(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		one := o.followers()[0]
		o.wantEqual()
		later(time.Second)
		copied := &desk{office: o, id: one.id, config: one.config, folder: t.TempDir(), logs: one.logs, snapshots: one.snapshots}
		copied.config.Incarnation.Start-- // open counts it up again: the same start, another boot
		if err := copied.open(); err != nil {
			t.Fatal(err)
		}
		status := copied.until("end", func(s Status) bool { return s.State == Stopped })
		if !errors.Is(status.Fault, ErrCloned) {
			t.Errorf("fault = %v, want %v", status.Fault, ErrCloned)
		}
		copied.stop()
	})
}
