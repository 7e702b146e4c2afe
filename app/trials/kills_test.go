//go:build trials

package trials

import (
	"math/rand/v2"
	"testing"
	"time"

	"jiezhan/app/bench"
)

// until waits until the crowd has so many more registrations behind it.
func (c *crowd) until(more int) {
	c.office.t.Helper()
	from := c.count()
	c.office.sites[0].until("progress", func() bool { return c.count() >= from+more || len(c.bad) > 0 })
}

// The power goes fifty times, at stations chosen by chance and at the leader in every second case, while residents register everywhere.
// Snapshots are made every few hundred entries.
func TestFiftyPowerCuts(t *testing.T) {
	o := openOffice(t, plan{stations: 3, flags: []string{"--snapshot-every", "300"}})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	load := o.gather(6, 0)
	leaders := 0
	for cut := range 50 {
		victim := o.sites[rand.IntN(3)]
		if cut%2 == 0 {
			victim, _ = o.leader()
			leaders++
		}
		victim.Kill()
		load.until(3)
		victim.start()
		victim.until("answer", func() bool { return victim.State().Mode != "" })
		load.until(3)
	}
	all := load.disperse()
	o.settle()
	o.account(all)
	t.Logf("50 kills, %d of them of the leader; %d registrations acknowledged, %d of them while cut off", leaders, len(all), waited(all))
}

func waited(all []acked) (n int) {
	for _, a := range all {
		if a.waiting {
			n++
		}
	}
	return n
}

// A process that stands still and goes on, as a computer does that sleeps: once the leader, once another.
func TestAStationSleepsAndWakes(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	load := o.gather(4, 0)
	for range 3 {
		leader, others := o.leader()
		for _, sleeper := range []*site{leader, others[0]} {
			if err := sleeper.Sleep(); err != nil {
				t.Fatal(err)
			}
			load.elsewhere(sleeper, 8)
			if err := sleeper.Wake(); err != nil {
				t.Fatal(err)
			}
			load.until(8)
		}
	}
	all := load.disperse()
	o.settle()
	o.account(all)
	t.Logf("6 sleeps; %d registrations acknowledged, %d of them while cut off", len(all), waited(all))
}

// elsewhere waits until the other stations have taken so many more, which takes a new leader where the leader sleeps.
func (c *crowd) elsewhere(sleeper *site, more int) {
	c.office.t.Helper()
	for _, s := range c.office.sites {
		if s != sleeper {
			s.until("another leader", func() bool {
				leader := s.State().Leader
				return leader != "" && leader != sleeper.ID
			})
		}
	}
	c.until(more)
}

// The leader hears nobody but is heard; then a follower hears nobody but is heard; then each is deaf the other way round.
func TestOneWayPartitions(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	load := o.gather(4, 0)
	for _, deaf := range []bool{true, false} {
		for _, lead := range []bool{true, false} {
			leader, others := o.leader()
			one := others[0]
			if lead {
				one = leader
			}
			for other := range o.sites {
				if other == one.index {
					continue
				}
				if deaf {
					o.network.set(other, one.index, weather{cut: true})
				} else {
					o.network.set(one.index, other, weather{cut: true})
				}
			}
			load.until(30)
			o.network.join(one.index, 3)
			load.until(10)
		}
	}
	all := load.disperse()
	o.settle()
	o.account(all)
	t.Logf("4 one-way partitions; %d registrations acknowledged, %d of them while cut off", len(all), waited(all))
}

// 100 ms each way and every twentieth piece lost: slow, perhaps with elections, but nothing goes wrong.
func TestALongAndBadLine(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	o.network.everywhere(3, weather{delay: 100 * time.Millisecond, loss: 0.05})
	load := o.gather(8, 0)
	load.until(60)
	leader, _ := o.leader()
	leader.Kill()
	load.until(30)
	leader.start()
	load.until(30)
	all := load.disperse()
	o.network.everywhere(3, weather{})
	o.settle()
	o.account(all)
	t.Logf("200 ms round trip, 5 %% loss, leader killed; %d registrations acknowledged, %d of them while cut off", len(all), waited(all))
}
