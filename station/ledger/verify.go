package ledger

import (
	"bytes"
	"database/sql"
	"fmt"

	"jiezhan/station/store"
)

// Verified is what became of recomputing the audit chain.
type Verified struct {
	// Entries is how many rows follow from each other, from the first on.
	Entries uint64
	// Head is the hash of the last of them.
	Head Head
	// Broken is the first row whose hash does not follow from its content and the row before; nil where all do. Where rows are missing at the
	// end it holds nothing but the number of the first.
	Broken *AuditEntry
}

// VerifyChain recomputes the audit chain from its rows and compares it with every stored hash and with the end that the machine noted. q is a view of the
// committed state; it may go on growing meanwhile.
func VerifyChain(q store.Query) (Verified, error) {
	var end state
	var last uint64
	var head []byte
	err := q.Row(`SELECT audit_seq, chain_head, (SELECT coalesce(max(seq), 0) FROM audit) FROM ledger_meta`).Scan(&end.seq, &head, &last)
	if err != nil {
		return Verified{}, fmt.Errorf("read the end of the audit chain: %w", err)
	}
	copy(end.head[:], head)
	v, err := followChain(q, end)
	if err == nil && v.Broken == nil && (v.Entries < end.seq || last > end.seq) { // rows are missing at the end, or there are some too many
		v.Broken = &AuditEntry{Seq: v.Entries + 1}
	}
	if err == nil && v.Broken != nil {
		err = describe(q, v.Broken)
	}
	if err != nil {
		return Verified{}, fmt.Errorf("verify the audit chain: %w", err)
	}
	return v, nil
}

// followChain goes from row to row up to the end noted; of a broken row it answers the number.
func followChain(q store.Query, end state) (Verified, error) {
	rows, err := q.Rows(`SELECT `+chainedSQL+`, hash, seq FROM audit WHERE seq <= ? ORDER BY seq`, end.seq)
	if err != nil {
		return Verified{}, err
	}
	defer rows.Close()
	var v Verified
	var seq uint64
	var chained, hash sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&chained, &hash, &seq); err != nil {
			return Verified{}, err
		}
		head := v.Head.next(chained)
		if !bytes.Equal(head[:], hash) || seq == end.seq && head != end.head {
			v.Broken = &AuditEntry{Seq: seq}
			return v, nil
		}
		v.Entries, v.Head = seq, head
	}
	return v, rows.Err()
}

// describe completes a broken row, where it is there at all.
func describe(q store.Query, broken *AuditEntry) error {
	entry, found, err := auditAt(q, broken.Seq)
	if found {
		*broken = entry
	}
	return err
}
