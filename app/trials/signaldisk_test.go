//go:build trials

package trials

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

// The disk of a station fills up while receivers report to it, of an office of one and of a station that its office cannot reach: nothing can be kept, so nothing is
// acknowledged. The receivers repeat and give up as the documents of their wires say; a wire without answers repeats nothing, so the station itself tries
// again. When there is room again the lines go on by themselves, and everything is everywhere, once.
func TestNothingIsAcknowledgedWithoutRoomOnTheOnlyDisk(t *testing.T) { withoutRoom(t, 1) }

func TestNothingIsAcknowledgedWithoutRoomAndOffice(t *testing.T) { withoutRoom(t, 3) }

func withoutRoom(t *testing.T, stations int) {
	t.Parallel()
	base := t.TempDir()
	disk := filepath.Join(base, "small")
	smallDisk(t, disk, "192m")
	wires := []wire{{alarm.SurGard, ""}, {alarm.Conwin, ""}, {alarm.DC09, "tcp"}, {alarm.DC09, "udp"}, {alarm.IT100, ""}}
	places, devices := equip(t, 1, wires)
	o := openOffice(t, plan{stations: stations, devices: devices, folder: func(i int) string {
		if i == 0 {
			return filepath.Join(disk, "station")
		}
		return filepath.Join(base, "station", string(rune('1'+i)))
	}})
	o.fillUp(o.attach(places, impatient), filepath.Join(disk, "filler"))
}

// fillUp fills the disk of the first station, which the senders report to, and empties it again.
func (o *office) fillUp(senders []*sender, filler string) {
	t, full := o.t, o.sites[0]
	t.Helper()
	give(senders, 2)
	reports(senders)
	fill(t, filler)
	if give(senders, 2); len(o.sites) > 1 { // the others have room
		full.until("stop of the station", func() bool { return full.State().Fault != "" })
		o.network.isolate(full.index, len(o.sites))
		full.cutOff()
		give(senders, 2)
	}
	before := acknowledged(senders)
	impatience(senders)
	if after := acknowledged(senders); after != before {
		t.Errorf("%d frames were acknowledged without room on the disk, want none", after-before)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	from := time.Now()
	for _, r := range reports(senders) {
		full.until("all that came by "+r.wire.String(), func() bool { return len(full.keptOf(r)) == len(r.order) })
	}
	resumed := time.Since(from)
	o.network.join(full.index, len(o.sites))
	give(senders, 2)
	// The frame that met the full disk is kept under the time it came; where its sender repeats it later than repeats come, that is a line of its own.
	sum := o.accountWith(reports(senders), 1)
	t.Logf("%d acknowledged before, none without room, everything was kept %s after there was room again; %s", before, resumed.Round(100*time.Millisecond), sum)
}

// give gives each sender so many events to report.
func give(senders []*sender, count int) {
	for _, f := range senders {
		f.send(count)
	}
}

// impatience waits until every sender that expects answers has done what it does without one.
func impatience(senders []*sender) {
	for _, f := range senders {
		switch f.wire.protocol {
		case alarm.SurGard:
			f.until("end of its patience", func(c tally) bool { return c.blocked })
		case alarm.IT100:
		default:
			from := f.tally().repeated
			f.until("repeats", func(c tally) bool { return c.repeated >= from+2 })
		}
	}
}

func acknowledged(senders []*sender) (count int) {
	for _, f := range senders {
		if f.wire.answered() {
			count += f.tally().acked
		}
	}
	return count
}
