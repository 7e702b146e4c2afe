package cluster

import (
	"errors"
	"testing"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

func TestAFaultStopsTheStationAndNotTheOffice(t *testing.T) {
	broken := errors.New("disk I/O error")
	for name, pick := range map[string]func(*office) *desk{
		"leader":   func(o *office) *desk { return o.leader() },
		"follower": func(o *office) *desk { return o.followers()[0] },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, 3, Retention{}, func(t *testing.T, o *office) {
				o.stations[0].write("before", deposit{Account: "rent", Amount: 1})
				o.wantEqual()
				bad := pick(o)
				applied := bad.node.Status().Applied
				bad.breakWith(broken)
				var healthy []*desk
				for _, d := range o.stations {
					if d != bad {
						healthy = append(healthy, d)
					}
				}
				got := healthy[0].write("during", deposit{Account: "rent", Amount: 1})
				if string(got.Result) != "2" {
					t.Errorf("outcome at a healthy station = %+v, want result 2", got)
				}
				status := bad.until("fault", func(s Status) bool { return s.Fault != nil && s.State == Stopped })
				if !errors.Is(status.Fault, broken) || status.Applied != applied {
					t.Errorf("status = %+v, want the fault, applied still %d", status, applied)
				}
				_, err := bad.node.Propose(t.Context(), sealed(t, "x", bad.id, deposit{Account: "rent", Amount: 1}))
				if !errors.Is(err, station.ErrNoLeader) || !errors.Is(err, broken) {
					t.Errorf("propose at the faulty station: %v, want no leader and the reason", err)
				}
				if bad.balance("rent") != 1 {
					t.Errorf("the register of the faulty station cannot be read")
				}
				bad.stop()
				bad.breakWith(nil)
				bad.start()
				bad.reached(got.Index)
				o.wantEqual()
			})
		})
	}
}

func TestADiskThatRefusesTheLogStopsTheStation(t *testing.T) {
	full := errors.New("no space left on device")
	t.Run("leader", func(t *testing.T) {
		story(t, 3, Retention{}, func(t *testing.T, o *office) {
			bad := o.leader()
			bad.logs.breakWith(full)
			_, err := bad.node.Propose(t.Context(), sealed(t, "r1", bad.id, deposit{Account: "rent", Amount: 1}))
			if !errors.Is(err, station.ErrUncertain) {
				t.Errorf("error = %v, want uncertain", err)
			}
			o.comesBack(bad, full)
		})
	})
	t.Run("follower", func(t *testing.T) {
		story(t, 3, Retention{}, func(t *testing.T, o *office) {
			leader, bad := o.leader(), o.followers()[0]
			term := leader.node.Status().Term
			bad.logs.breakWith(full)
			began := time.Now()
			leader.write("during", deposit{Account: "rent", Amount: 1})
			if took := time.Since(began); took > 50*time.Millisecond {
				t.Errorf("a write took %v while a follower failed", took)
			}
			o.comesBack(bad, full)
			if status := leader.node.Status(); status.Term != term || status.State != Leader {
				t.Errorf("status = %+v, want the leader of term %d", status, term)
			}
		})
	})
}

// comesBack holds that a station whose disk fails stops, that the others go on, and that it is opened again in the same program when its
// disk is back.
func (o *office) comesBack(bad *desk, why error) {
	t := o.tb
	t.Helper()
	if status := bad.until("end", func(s Status) bool { return s.State == Stopped }); !errors.Is(status.Fault, why) || !errors.Is(bad.node.Contact().Fault, why) {
		t.Errorf("fault = %v, want %v", status.Fault, why)
	}
	var last ledger.Outcome
	for _, d := range o.stations {
		if d != bad {
			last = d.write("at "+d.id, deposit{Account: "rent", Amount: 1})
		}
	}
	bad.stop()
	bad.logs.broken.Store(nil)
	bad.logs.votes.Store(nil)
	bad.start()
	bad.reached(last.Index)
	bad.write("back", deposit{Account: "rent", Amount: 1})
	o.wantEqual()
}

// TestADiskThatRefusesAVoteStopsTheStation breaks the place of term and vote before an election.
func TestADiskThatRefusesAVoteStopsTheStation(t *testing.T) {
	broken := errors.New("disk I/O error")
	for name, end := range map[string]func(*office, *desk){
		"another stands for election": func(o *office, bad *desk) { // it is asked for its vote
			old := o.leader()
			old.stop()
			bad.until("end", func(s Status) bool { return s.State == Stopped })
			old.start()
		},
		"it stands for election": func(o *office, bad *desk) {
			o.wire.cut(bad.member().Address)
			later(5 * time.Second) // it asks for votes that do not count, so its term stays
			if bad.node.Status().Fault != nil {
				o.tb.Errorf("fault while it only asks: %v", bad.node.Status().Fault)
			}
			o.wire.mend(bad.member().Address)
			for bad.node.Status().State != Stopped { // whoever takes over; now and then nobody does
				o.leader().node.handOver(o.tb.Context())
				later(5 * time.Second)
			}
			bad.until("end", func(s Status) bool { return s.State == Stopped })
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, 3, Retention{}, func(t *testing.T, o *office) {
				bad := o.followers()[0]
				bad.logs.votes.Store(&broken)
				end(o, bad)
				o.comesBack(bad, broken)
			})
		})
	}
}
