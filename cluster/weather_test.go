package cluster

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// TestWeather lets lines break, stations stop, come back and make snapshots while clerks at every station write, and holds afterwards
// that each request was decided exactly once and that all registers are equal. A seed gives the same weather again.
func TestWeather(t *testing.T) {
	for seed := range seeds(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := openOffice(t, 3+2*int(seed%2), Retention{Threshold: 20, Interval: 3 * time.Second, Trailing: 10})
				o.leader()
				over := make(chan struct{})
				written := make([]chan int, len(o.stations))
				for i, d := range o.stations {
					written[i] = make(chan int, 1)
					go func() { written[i] <- d.clerk(over) }()
				}
				o.weather(rand.New(rand.NewPCG(seed, 1)), 40)
				close(over)
				wants := map[string]int{}
				for i, d := range o.stations {
					wants[d.id] = <-written[i]
				}
				last := o.stations[0].write("the last", deposit{Account: "last", Amount: 1}) // after all that was decided
				o.stations[0].reached(last.Index)
				for id, want := range wants {
					if got := o.stations[0].balance(id); got != want {
						t.Errorf("%s: balance = %d after %d deposits", id, got, want)
					}
				}
				o.wantEqual()
			})
		})
	}
}

// seeds answers how many different weathers to try: a few in daily work, as many as wished by JIEZHAN_SEEDS.
func seeds(few uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv("JIEZHAN_SEEDS"), 10, 32); err == nil {
		return n
	}
	return few
}

// weather makes things happen, and fair skies at the end.
func (o *office) weather(random *rand.Rand, events int) {
	o.tb.Helper()
	for range events {
		d := o.stations[random.IntN(len(o.stations))]
		switch random.IntN(8) {
		case 0:
			o.wire.cut(d.member().Address)
		case 1, 2:
			o.wire.mend(d.member().Address)
		case 3:
			if len(o.running()) > len(o.stations)/2+1 && d.node != nil {
				d.crash(random.IntN(2) == 0)
			}
		case 4:
			if d.node == nil {
				d.start()
			}
		case 5:
			if d.node != nil {
				d.node.raft.Snapshot().Error() // refused while there is nothing new
			}
		case 6, 7:
			if d.node != nil {
				d.keepCopy()
			}
		}
		later(time.Duration(50+random.IntN(1500)) * time.Millisecond)
	}
	for _, d := range o.stations {
		o.wire.mend(d.member().Address)
		if d.node == nil {
			d.start()
		}
	}
}

// crash stops a station, gracefully or not. After a power cut the register may have lost its last commits, which
// an older copy of it stands for.
func (d *desk) crash(gracefully bool) {
	d.office.tb.Helper()
	if !gracefully {
		d.node.transport.stop()
		d.node.door.close()            // as hard as it can be
		d.node.raft.Shutdown().Error() // likewise
	}
	d.stop()
	if err := os.Rename(d.path()+".old", d.path()); err != nil && !errors.Is(err, os.ErrNotExist) {
		d.office.tb.Fatal(err)
	}
}

// clerk deposits one after another until it is over, each until it is decided, and answers how many.
func (d *desk) clerk(over <-chan struct{}) (deposits int) {
	for {
		request := fmt.Sprintf("%s-%d", d.id, deposits)
		if o, done := d.insist(request, over); done {
			return deposits
		} else if got := string(o.Result); o.Refusal != nil || got != fmt.Sprint(deposits+1) {
			d.office.tb.Errorf("%s: outcome = %+v, want result %d", request, o, deposits+1)
		}
		deposits++
		later(40 * time.Millisecond)
	}
}

// insist asks until the request is decided. Once it is over no new request begins, but one that was sent is seen through.
func (d *desk) insist(request string, over <-chan struct{}) (o ledger.Outcome, done bool) {
	e := sealed(d.office.tb, request, d.id, deposit{Account: d.id, Amount: 1})
	var sent bool
	for {
		select {
		case <-over:
			if !sent {
				return ledger.Outcome{}, true
			}
		default:
		}
		err := station.ErrNoLeader
		if node := d.live.Load(); node != nil {
			o, err = node.Propose(d.office.tb.Context(), e)
		}
		if err == nil {
			return o, false
		}
		sent = sent || errors.Is(err, station.ErrUncertain)
		later(20 * time.Millisecond)
	}
}
