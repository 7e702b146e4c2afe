package cluster

import (
	"context"
	"fmt"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

var _ station.Log = (*Node)(nil)

// Propose brings a command into the log, through the leader, and answers its outcome. station.ErrNoLeader says that it was not
// sent, station.ErrUncertain that it may be decided, station.ErrRejected that the leader cannot take it.
func (n *Node) Propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	done := make(chan answer, 1)
	n.submit(e, func(a answer) { done <- a })
	select {
	case a := <-done:
		return a.outcome, a.err
	case <-ctx.Done():
		return ledger.Outcome{}, fmt.Errorf("%w: %w", station.ErrUncertain, ctx.Err())
	}
}

// Submit is Propose without waiting. What one goroutine submits goes into the log in that order, as long as the leader stays the same. reply is
// called exactly once, possibly before Submit returns, and must not block.
func (n *Node) Submit(e ledger.Envelope, reply func(ledger.Outcome, error)) {
	n.submit(e, func(a answer) { reply(a.outcome, a.err) })
}

func (n *Node) submit(e ledger.Envelope, reply func(answer)) {
	if fault := n.fault.Load(); fault != nil {
		reply(answer{err: fmt.Errorf("%w: this station has stopped: %w", station.ErrNoLeader, *fault)})
		return
	}
	switch leader := n.leader(); leader {
	case "":
		reply(answer{err: station.ErrNoLeader})
	case n.config.ID:
		n.proposer.submit(e, reply)
	default:
		n.forwarder.submit(leader, e, reply)
	}
}

// leader is the id of the leading station, empty where none is known or this station takes no part.
func (n *Node) leader() string {
	_, leader := n.raft.LeaderWithID()
	if n.left.Load() {
		return ""
	}
	return string(leader)
}

// Contact is what this station knows of the others at the moment.
func (n *Node) Contact() station.Contact {
	c := station.Contact{Leader: n.leader()}
	c.CatchingUp = n.catchingUp(c.Leader)
	if fault := n.fault.Load(); fault != nil {
		c.Leader, c.Fault = "", *fault
	}
	return c
}

// catchingUp says that many entries wait to be applied here. What a leader has applied is known before it says what is committed.
func (n *Node) catchingUp(leader string) bool {
	if leader != "" && leader != n.config.ID && n.fsm.applied.Load() == 0 {
		return true // it has just joined and knows nothing yet
	}
	committed := max(n.raft.CommitIndex(), n.peers.last(leader).applied)
	return committed > n.fsm.reached()+catchingUp
}
