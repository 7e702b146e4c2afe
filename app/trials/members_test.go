//go:build trials

package trials

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bench"
)

// Eighteen stations on one machine: five vote, all serve; two die for good and are taken off the list by hand, one of them a voter, and may not come back.
func TestEighteenStations(t *testing.T) {
	o := openOffice(t, plan{stations: 18, voters: 5})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	for i, s := range o.sites {
		s.until("the room", func() bool { return len(s.read(`SELECT id FROM area_node WHERE id = '`+bench.RoomID+`'`)) == 1 })
		s.must(uuid.NewString(), bench.Registration(i))
	}
	o.settle()
	leader, others := o.leader()
	for gone, dead := range []*site{others[0], others[len(others)-1]} {
		dead.Kill()
		leader, _ = o.leader()
		if out, err := leader.Run("office", "remove", dead.ID, "--reason", "beyond repair", "--config", leader.Config()); err != nil {
			t.Fatalf("remove %s: %v %s", dead.ID, err, out)
		}
		leader.until("one member fewer, five voters", func() bool {
			state := leader.State()
			return state.Members == 17-gone && state.Voters == 5
		})
		dead.start()
		dead.until("its removal", func() bool { return strings.Contains(dead.State().Fault, "removed") })
		dead.Stop()
		o.sites = without(o.sites, dead)
	}
	o.sites[3].must(uuid.NewString(), bench.Registration(99))
	o.settle()
}

func without(all []*site, one *site) (rest []*site) {
	for _, s := range all {
		if s != one {
			rest = append(rest, s)
		}
	}
	return rest
}
