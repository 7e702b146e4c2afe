package cluster

import (
	"context"
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

// TestWeather lets lines break, in one direction or both, be slow and lose answers, and stations stop, come back and make snapshots while clerks at every
// station write. It holds afterwards that each request was decided exactly once, that all registers are equal, and that one order of the
// commands explains all answers. A seed gives nearly the same weather again.
func TestWeather(t *testing.T) {
	for seed := range seeds(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			var told history
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t, 3+2*int(seed%2), Retention{Threshold: 20, Interval: 3 * time.Second, Trailing: 10})
				o.wire.weather = &weather{random: rand.New(rand.NewPCG(seed, 2)), delay: 4 * time.Millisecond, loss: 0.001}
				o.open()
				o.leader()
				over := make(chan struct{})
				written := make([]chan int, len(o.stations))
				for i, d := range o.stations {
					written[i] = make(chan int, 1)
					c := &clerk{desk: d, number: i, over: over, random: rand.New(rand.NewPCG(seed, 10+uint64(i))), told: &told}
					go func() { written[i] <- c.run() }()
				}
				o.storm(rand.New(rand.NewPCG(seed, 1)), 40)
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
			told.wantOneOrder(t)
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

// storm makes things happen, and fair skies at the end.
func (o *office) storm(random *rand.Rand, events int) {
	o.tb.Helper()
	for range events {
		d := o.stations[random.IntN(len(o.stations))]
		switch random.IntN(9) {
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
		case 8:
			o.wire.block(d.member().Address, o.stations[random.IntN(len(o.stations))].member().Address)
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

// clerk works at one station.
type clerk struct {
	desk   *desk
	number int
	over   <-chan struct{} // no new request begins then, but one that was sent is seen through
	random *rand.Rand
	told   *history
}

// run deposits, and uses cells and lines, each until it is decided, and answers how many deposits were made.
func (c *clerk) run() (deposits int) {
	for n := 0; ; n++ {
		request := fmt.Sprintf("%s-%d", c.desk.id, n)
		if n%3 > 0 {
			command, asked := c.draw(request), time.Now()
			o, done := c.insist(request, command)
			if done {
				return deposits
			}
			c.told.note(c.number, command, asked, o.Result)
			later(20 * time.Millisecond)
			continue
		}
		if o, done := c.insist(request, deposit{Account: c.desk.id, Amount: 1}); done {
			return deposits
		} else if got := string(o.Result); o.Refusal != nil || got != fmt.Sprint(deposits+1) {
			c.desk.office.tb.Errorf("%s: outcome = %+v, want result %d", request, o, deposits+1)
		}
		deposits++
		later(20 * time.Millisecond)
	}
}

// draw makes up a command on one of a few cells or lines that all clerks share.
func (c *clerk) draw(value string) ledger.Command {
	name := fmt.Sprint(c.random.IntN(3))
	switch c.random.IntN(5) {
	case 0:
		return onCell{Name: name, Do: "get"}
	case 1:
		return onCell{Name: name, Do: "put", New: fmt.Sprint(c.random.IntN(3))}
	case 2:
		return onCell{Name: name, Do: "swap", Old: fmt.Sprint(c.random.IntN(3)), New: fmt.Sprint(c.random.IntN(3))}
	case 3:
		return onLine{Name: name, Put: value}
	default:
		return onLine{Name: name}
	}
}

// insist asks until the request is decided. Sometimes it asks at another station as well, as when a call is answered twice.
func (c *clerk) insist(request string, command ledger.Command) (o ledger.Outcome, done bool) {
	e := sealed(c.desk.office.tb, request, c.desk.id, command)
	var sent bool
	for {
		select {
		case <-c.over:
			if !sent {
				return ledger.Outcome{}, true
			}
		default:
		}
		err := station.ErrNoLeader
		if node := c.desk.live.Load(); node != nil {
			ctx, cancel := context.WithTimeout(c.desk.office.tb.Context(), 3*time.Second)
			c.repeat(e)
			o, err = node.Propose(ctx, e)
			cancel()
			sent = true
		}
		if err == nil {
			return o, false
		}
		later(20 * time.Millisecond)
	}
}

func (c *clerk) repeat(e ledger.Envelope) {
	if c.random.IntN(10) > 0 {
		return
	}
	all := c.desk.office.stations
	if node := all[c.random.IntN(len(all))].live.Load(); node != nil {
		node.Submit(e, func(ledger.Outcome, error) {})
	}
}
