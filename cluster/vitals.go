package cluster

import (
	"github.com/hashicorp/raft"

	"jiezhan/station/ledger"
)

// pulse answers a peer where this station stands.
func (n *Node) pulse(q question, peer string) pulse {
	p := pulse{
		applied: n.fsm.applied.Load(), last: n.raft.LastIndex(), term: n.raft.CurrentTerm(),
		audited: n.peers.chain.length(), novice: n.novice.is(),
	}
	if q.seq > 0 {
		var row ledger.AuditEntry
		row, p.found = n.peers.chain.row(n.door.ctx, q.seq)
		p.hash = row.Hash
	}
	p.voteless = q.novice && n.voteless(peer)
	p.clock = n.config.Clock() // last, so that what took long here is not taken for an offset
	return p
}

// voteless says, for certain, that a member has no vote: this station leads, and its list of members is decided.
func (n *Node) voteless(peer string) bool {
	list := n.raft.GetConfiguration()
	if n.raft.State() != raft.Leader || list.Error() != nil || list.Index() > n.raft.CommitIndex() {
		return false
	}
	for _, m := range list.Configuration().Servers {
		if string(m.ID) == peer {
			return m.Suffrage != raft.Voter && n.wait(n.door.ctx, n.raft.VerifyLeader()) == nil
		}
	}
	return false
}

// admitted lets this station vote from now on, where it did not.
func (n *Node) admitted() {
	if !n.novice.is() {
		return
	}
	if err := n.novice.end(); err != nil {
		n.fail(err)
	}
}

// applied says whether the register holds all commands of the log up to index. Of the other entries only those about members are handed over.
func (n *Node) applied(index uint64) bool {
	for ; index > n.fsm.reached(); index-- {
		var entry raft.Log
		if err := n.logs.GetLog(index, &entry); err != nil || entry.Type == raft.LogCommand || entry.Type == raft.LogConfiguration {
			return false
		}
	}
	return true
}
