package backup

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"jiezhan/station/store"
)

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		sql  string
		want string // the code of all problems
	}{
		"nothing":                        {``, ""},
		"an audit row altered":           {`UPDATE audit SET actor_id = 'someone' WHERE seq = 2`, ProblemChain},
		"the last audit row missing":     {`DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)`, ProblemChain},
		"an audit row missing":           {`DELETE FROM audit WHERE seq = 2`, ProblemChain},
		"a row that leans on nothing":    {`CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id)); INSERT INTO b VALUES (7)`, ProblemForeignKey},
		"an index with an entry too few": {`CREATE TABLE x (v INTEGER); CREATE INDEX x_v ON x (v) WHERE v <> 2; INSERT INTO x VALUES (2); PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE INDEX x_v ON x (v)' WHERE name = 'x_v'`, ProblemIntegrity},
		"a value that must not be there": {`CREATE TABLE x (v INTEGER CHECK (v < 5)); PRAGMA ignore_check_constraints = 1; INSERT INTO x VALUES (9); PRAGMA ignore_check_constraints = 0`, ProblemIntegrity},
	} {
		t.Run(name, func(t *testing.T) {
			b := street(t, 3)
			b.alter(c.sql)
			report, err := Verify(t.Context(), b.db.Path())
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				if p.Code != c.want {
					t.Errorf("problem %+v, want %q", p, c.want)
				}
			}
			if (len(report.Problems) > 0) != (c.want != "") || errors.Is(report.sound(), ErrDamaged) != (c.want != "") {
				t.Errorf("problems = %+v, want %s", report.Problems, c.want)
			}
			seq, head := b.machine.Chain()
			if report.Applied != b.index || report.AuditSeq != seq || report.ClusterVersion != 1 || report.Head != hex.EncodeToString(head[:]) {
				t.Errorf("report = %+v, want %d, %d", report, b.index, seq)
			}
			wantDigest(t, report.Tables, b.digest())
		})
	}
}

func TestFilesThatCannotBeExamined(t *testing.T) {
	b := street(t, 30)
	if err := b.db.CopyTo(t.Context(), filepath.Join(b.folder, "copy.db")); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(b.folder, "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, len(whole))
	for i := range noise {
		noise[i] = byte(i * 7)
	}
	folder := t.TempDir()
	for name, content := range map[string][]byte{
		"noise": noise, "cut short": whole[:len(whole)/2], "empty": {}, "a header alone": whole[:100],
		"pages of noise": append(append([]byte{}, whole[:8192]...), noise[8192:]...),
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := Verify(t.Context(), path)
		if err == nil {
			err = report.sound()
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want %v", name, err, ErrDamaged)
		}
	}
	missing := filepath.Join(folder, "missing")
	if _, err := Verify(t.Context(), missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing there: %v, want %v", err, fs.ErrNotExist)
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Error("looking made a file")
	}
	local, err := store.Open(filepath.Join(folder, "local.db"), store.OnlyCopy)
	if err != nil {
		t.Fatal(err)
	}
	if err := local.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), local.Path()); !errors.Is(err, ErrDamaged) {
		t.Errorf("another database: %v, want %v", err, ErrDamaged)
	}
}
