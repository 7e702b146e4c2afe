package cluster

import (
	"slices"

	"github.com/hashicorp/raft"
)

// action is what one change does to the list of members.
type action int

const (
	nothing action = iota
	add
	promote // a vote for a member
	demote
	dismiss
	handOver // the lead, to any other voter
)

// change is one step of the steward.
type change struct {
	do          action
	id, address string
}

// String is how a change stands in the program's log.
func (c change) String() string {
	return [...]string{"none", "add", "promote", "demote", "remove", "hand over"}[c.do] + " " + c.id
}

// standing is what the leader knows of a member.
type standing struct {
	reachable bool
	novice    bool // it may not vote yet
	ready     bool // to vote: it has answered for a while, and its log is nearly up to date
	absent    bool // for so long that another station may have its vote
}

// view is what the steward decides by; to the same view it gives the same answer.
type view struct {
	self    string // the leader
	members []raft.Server
	roster  []Wanted
	known   map[string]standing
}

// plan answers the next change. Removing comes first, because a removed station must not go on, then new members, and votes last.
func (v view) plan() change {
	for _, step := range []func() change{v.removal, v.novices, v.addition, v.votes} {
		if next := step(); next.do != nothing {
			return next
		}
	}
	return change{}
}

func (v view) removal() change {
	for _, w := range v.roster {
		m, listed := v.find(w.ID)
		switch {
		case !w.Removed || !listed:
		case w.ID == v.self:
			return v.retire()
		case m.Suffrage != raft.Voter || v.holdsWithout(w.ID):
			return change{do: dismiss, id: w.ID}
		default: // a voter that is away must lose its vote first, or the rest would have no majority
			return v.demotion(func(m raft.Server) bool { return string(m.ID) != w.ID && !v.known[string(m.ID)].reachable })
		}
	}
	return change{}
}

// retire is the way out for a leader that was removed: another leads, and removes it.
func (v view) retire() change {
	for _, m := range v.voters() {
		if string(m.ID) != v.self && v.known[string(m.ID)].reachable {
			return change{do: handOver}
		}
	}
	return v.promotion()
}

// novices takes the vote from a station that lost its disk and came back empty.
func (v view) novices() change {
	return v.demotion(func(m raft.Server) bool { return v.known[string(m.ID)].novice })
}

func (v view) addition() change {
	for _, w := range v.roster {
		if _, listed := v.find(w.ID); !listed && !w.Removed {
			return change{do: add, id: w.ID, address: w.Address}
		}
	}
	return change{}
}

// votes keeps their number odd and at most maxVoters. Two votes are given at a time, so to say: the first where a second station stands ready, and where that
// one went away meanwhile, the first is taken back.
func (v view) votes() change {
	voters, spare := len(v.voters()), len(v.candidates())
	switch {
	case voters%2 == 1 && voters+2 <= maxVoters && spare >= 2, voters%2 == 0 && voters < maxVoters && spare >= 1:
		return v.promotion()
	case voters%2 == 0 && !v.waiting():
		return v.surplus()
	case voters%2 == 1 && spare >= 1:
		return v.demotion(func(m raft.Server) bool { return v.known[string(m.ID)].absent })
	}
	return change{}
}

// waiting says whether a station that answers will soon stand ready.
func (v view) waiting() bool {
	return slices.ContainsFunc(v.members, func(m raft.Server) bool {
		return m.Suffrage != raft.Voter && v.known[string(m.ID)].reachable && !v.leaves(string(m.ID))
	})
}

// surplus takes one vote of an even number: of a station that is away, else of the last in the list.
func (v view) surplus() change {
	away := v.demotion(func(m raft.Server) bool { return !v.known[string(m.ID)].reachable })
	if away.do != nothing {
		return away
	}
	return v.demotion(func(raft.Server) bool { return true })
}

// promotion gives a vote to the first candidate.
func (v view) promotion() change {
	for _, m := range v.candidates() {
		return change{do: promote, id: string(m.ID), address: string(m.Address)}
	}
	return change{}
}

// demotion takes the vote from the last voter that which chooses, where the others hold without it. The leader keeps its own.
func (v view) demotion(which func(raft.Server) bool) change {
	for _, m := range slices.Backward(v.voters()) {
		if id := string(m.ID); id != v.self && which(m) && v.holdsWithout(id) {
			return change{do: demote, id: id}
		}
	}
	return change{}
}

// holdsWithout says whether the voters left without one have a majority among those that answer.
func (v view) holdsWithout(id string) bool {
	var left, answering int
	for _, m := range v.voters() {
		if string(m.ID) == id {
			continue
		}
		left++
		if v.known[string(m.ID)].reachable {
			answering++
		}
	}
	return answering > left/2
}

// voters in the order of the list.
func (v view) voters() []raft.Server {
	return v.filter(func(m raft.Server) bool { return m.Suffrage == raft.Voter })
}

// candidates have no vote and stand ready for one.
func (v view) candidates() []raft.Server {
	return v.filter(func(m raft.Server) bool {
		return m.Suffrage != raft.Voter && v.known[string(m.ID)].ready && !v.leaves(string(m.ID))
	})
}

func (v view) leaves(id string) bool {
	return slices.ContainsFunc(v.roster, func(w Wanted) bool { return w.ID == id && w.Removed })
}

func (v view) filter(which func(raft.Server) bool) []raft.Server {
	var list []raft.Server
	for _, m := range v.members {
		if which(m) {
			list = append(list, m)
		}
	}
	return list
}

func (v view) find(id string) (raft.Server, bool) {
	for _, m := range v.members {
		if string(m.ID) == id {
			return m, true
		}
	}
	return raft.Server{}, false
}
