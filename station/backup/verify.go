package backup

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// maxProblems bounds how many problems of a kind are listed.
const maxProblems = 20

// The kinds of problems.
const (
	// ProblemIntegrity is a damaged page, index or constraint of the file.
	ProblemIntegrity = "register.integrity"
	// ProblemForeignKey is a row that leans on one that is not there.
	ProblemForeignKey = "register.foreign_key"
	// ProblemChain is the first audit row whose hash does not follow.
	ProblemChain = "register.chain"
)

// Problem is one thing wrong with a register.
type Problem struct {
	// Code is one of the kinds.
	Code string `json:"code"`
	// Detail says where, for engineers: tables, rows and pages, never a value.
	Detail string `json:"detail"`
}

// Report is what was found out about a register.
type Report struct {
	ClusterVersion int               `json:"cluster_version"`
	Applied        uint64            `json:"applied"`
	AuditSeq       uint64            `json:"audit_seq"`
	Head           string            `json:"head"`
	Tables         map[string]string `json:"tables"`
	// Problems is empty where the register is sound.
	Problems []Problem `json:"problems,omitempty"`
}

// sound answers ErrDamaged with the first problem.
func (r Report) sound() error {
	if len(r.Problems) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s: %s", ErrDamaged, r.Problems[0].Code, r.Problems[0].Detail)
}

// Verify examines the register at path, of which no other program is the writer: integrity, foreign keys, the audit chain, and a digest of
// every table. What is wrong stands in Report.Problems; the error is ErrDamaged where the file is too broken to be examined.
func Verify(ctx context.Context, path string) (Report, error) {
	if _, err := os.Stat(path); err != nil { // opening would create it
		return Report{}, fmt.Errorf("verify: %w", err)
	}
	db, err := store.Open(path, store.Replayable)
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", broken(err))
	}
	var report Report
	err = db.ViewCommitted(ctx, func(q store.Query) (err error) {
		report, err = Check(q)
		return err
	})
	return report, errors.Join(err, db.Close())
}

// Check is Verify for a register that is open. q should be of a copy or of the committed view: it takes seconds.
func Check(q store.Query) (Report, error) {
	var r Report
	for _, examine := range []func(store.Query, *Report) error{integrity, foreignKeys, state, chain, tables} {
		if err := examine(q, &r); err != nil {
			return r, fmt.Errorf("verify: %w", broken(err))
		}
	}
	return r, nil
}

func integrity(q store.Query, r *Report) error {
	rows, err := q.Rows(fmt.Sprintf("PRAGMA integrity_check(%d)", maxProblems)) // takes no parameters
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			r.Problems = append(r.Problems, Problem{Code: ProblemIntegrity, Detail: line})
		}
	}
	return rows.Err()
}

func foreignKeys(q store.Query, r *Report) error {
	rows, err := q.Rows(`SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check LIMIT ?`, maxProblems)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var table, parent string
		var row int64
		if err := rows.Scan(&table, &row, &parent); err != nil {
			return err
		}
		r.Problems = append(r.Problems, Problem{Code: ProblemForeignKey, Detail: fmt.Sprintf("%s row %d has no %s", table, row, parent)})
	}
	return rows.Err()
}

func state(q store.Query, r *Report) error {
	var known int
	if err := q.Row(`SELECT count(*) FROM pragma_table_info('ledger_meta') WHERE name = 'cluster_version'`).Scan(&known); err != nil {
		return err
	}
	if known == 0 {
		return fmt.Errorf("%w: this is no register", ErrDamaged)
	}
	var head []byte
	if err := q.Row(`SELECT applied, audit_seq, chain_head, cluster_version FROM ledger_meta`).Scan(&r.Applied, &r.AuditSeq, &head, &r.ClusterVersion); err != nil {
		return err
	}
	r.Head = hex.EncodeToString(head)
	return nil
}

func chain(q store.Query, r *Report) error {
	verified, err := ledger.VerifyChain(q)
	if err == nil && verified.Broken != nil {
		r.Problems = append(r.Problems, Problem{Code: ProblemChain, Detail: fmt.Sprintf("audit row %d", verified.Broken.Seq)})
	}
	return err
}

func tables(q store.Query, r *Report) (err error) {
	r.Tables, err = store.Digest(q)
	return err
}

// The result codes of SQLite for a file that cannot be read as one.
const (
	sqliteCorrupt = 11
	sqliteNotADB  = 26
)

// broken tells a damaged file from a disk that fails.
func broken(err error) error {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		if code := coded.Code() & 0xff; code == sqliteCorrupt || code == sqliteNotADB { // the rest of the bits is detail
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return err
}
