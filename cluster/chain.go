package cluster

import (
	"context"
	"encoding/hex"
	"log/slog"

	"jiezhan/station/ledger"
)

// chain is the audit chain of this station's own register.
type chain struct {
	machine Machine
	log     *slog.Logger
}

// length is the number of its last row.
func (c chain) length() uint64 {
	seq, _ := c.machine.Chain()
	return seq
}

// row reads one row. A register that cannot be read is nothing a comparison could say something about.
func (c chain) row(ctx context.Context, seq uint64) (ledger.AuditEntry, bool) {
	entry, found, err := c.machine.AuditAt(ctx, seq)
	if err != nil {
		c.log.Warn("the audit chain cannot be compared", "row", seq, "error", err)
		return ledger.AuditEntry{}, false
	}
	return entry, found
}

// differ raises the alarm about the first row that a peer has otherwise.
func (p *peers) differ(ctx context.Context, one *peer) {
	at := one.search
	ours, found := p.chain.row(ctx, at.high)
	if !found {
		return
	}
	d := &Difference{
		Peer: one.id, Seq: at.high, Index: ours.Index, Kind: ours.Kind, At: ours.At,
		Ours: hex.EncodeToString(at.ours[:]), Theirs: hex.EncodeToString(at.theirs[:]),
	}
	if p.differs.CompareAndSwap(nil, d) {
		p.chain.log.Error("the audit chains of two stations differ", "peer", d.Peer, "row", d.Seq, "index", d.Index, "kind", d.Kind)
		p.changed()
	}
}
