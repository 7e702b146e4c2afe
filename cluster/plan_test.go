package cluster

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/raft"
)

// scene draws an office: members with and without votes, some away, some wanted elsewhere or not at all.
func scene(random *rand.Rand) view {
	v := view{self: "s0", known: map[string]standing{"s0": {reachable: true, ready: true}}}
	for n := range 1 + random.IntN(8) {
		id := fmt.Sprint("s", n)
		m := raft.Server{ID: raft.ServerID(id), Address: raft.ServerAddress(id), Suffrage: raft.ServerSuffrage(random.IntN(2))} // voter or not
		if n == 0 {
			m.Suffrage = raft.Voter
		} else {
			reachable, novice := random.IntN(3) > 0, random.IntN(8) == 0
			v.known[id] = standing{
				reachable: reachable, novice: reachable && novice,
				ready: reachable && !novice && random.IntN(3) > 0, absent: !reachable && random.IntN(2) == 0,
			}
		}
		if n >= maxVoters {
			m.Suffrage = raft.Nonvoter
		}
		if random.IntN(6) > 0 || n == 0 {
			v.members = append(v.members, m)
		}
		if random.IntN(4) > 0 {
			v.roster = append(v.roster, Wanted{ID: id, Address: id, Removed: random.IntN(5) == 0})
		}
	}
	return v
}

// make applies a change to the list, as the log would.
func (v view) made(c change) view {
	var members []raft.Server
	changed := raft.Server{ID: raft.ServerID(c.id), Address: raft.ServerAddress(c.address)}
	found := false
	for _, m := range v.members {
		if string(m.ID) != c.id {
			members = append(members, m)
			continue
		}
		found = true
		switch c.do {
		case promote:
			m.Suffrage = raft.Voter
		case demote:
			m.Suffrage = raft.Nonvoter
		case dismiss:
			continue
		case nothing, handOver, add:
		}
		members = append(members, m)
	}
	if !found && c.do == add {
		changed.Suffrage = raft.Nonvoter
		members = append(members, changed)
	}
	v.members = members
	return v
}

// TestThePlanComesToAnEnd tries thousands of offices. From each, a few changes lead to where nothing is left to do; no change takes the
// majority away, no station goes that nobody wants gone, and the leader keeps its place.
func TestThePlanComesToAnEnd(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 20000 {
		v := scene(random)
		began := v
		had := holds(v)
		for step := 0; ; step++ {
			next := v.plan()
			if next.do == handOver {
				break // another leader goes on
			}
			if next.do == nothing {
				wantOddVotes(t, n, v)
				break
			}
			if step > 40 {
				t.Fatalf("office %d: no end: %+v", n, began)
			}
			if (next.do == dismiss || next.do == demote) && next.id == v.self {
				t.Fatalf("office %d: the leader %s itself: %+v", n, next, v)
			}
			if next.do == dismiss && !v.leaves(next.id) {
				t.Fatalf("office %d: %s, whom nobody wants gone: %+v", n, next, v)
			}
			v = v.made(next)
			if had && !holds(v) {
				t.Fatalf("office %d: no majority after %s: %+v", n, next, v)
			}
		}
	}
}

// holds says whether a majority of the voters answers.
func holds(v view) bool { return v.holdsWithout("") }

// wantOddVotes holds that votes are odd in the end, unless somebody who answers may stand ready soon, or no vote can be taken safely.
func wantOddVotes(t *testing.T, n int, v view) {
	t.Helper()
	count := len(v.voters())
	if count%2 == 0 && !v.waiting() && v.surplus().do != nothing {
		t.Errorf("office %d: %d voters in the end: %+v", n, count, v)
	}
	if count < maxVoters && count%2 == 1 && len(v.candidates()) >= 2 {
		t.Errorf("office %d: %d voters, and %d stand ready: %+v", n, count, len(v.candidates()), v)
	}
}
