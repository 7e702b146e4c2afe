package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"jiezhan/station/area"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// sample names the rows that are made up; it changes with them.
const sample = "sample 3"

// sampleVersion tells sample and tables; a register of another version is built anew.
func sampleVersion() string {
	sum := sha256.Sum256([]byte(sample + area.Slice().Schema + registry.Slice().Schema + permit.Slice().Schema))
	return hex.EncodeToString(sum[:6])
}

// built says what lies in a folder, so that the next run need not build it again.
type built struct {
	Version string  `json:"version"`
	People  int     `json:"people"`
	Rooms   int     `json:"rooms"`
	Seconds float64 `json:"seconds"`
	HTTP    string  `json:"http"`
	Peers   string  `json:"peers"`
}

func builtFile(folder string) string { return filepath.Join(folder, "registry.json") }

// readBuilt reads what lies in the folder; nothing where that is none of ours or incomplete.
func readBuilt(folder string) (b built) {
	if content, err := os.ReadFile(builtFile(folder)); err != nil || json.Unmarshal(content, &b) != nil {
		return built{}
	}
	return b
}

func (b built) write(folder string) error {
	content, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return os.WriteFile(builtFile(folder), content, 0o600)
}

// fill writes street, people and cases into the tables of a station that has just been founded and is not running.
func (s *street) fill(path string, people int) (err error) {
	db, err := store.Open(path, store.Replayable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := tx.Script("PRAGMA cache_size = -262144"); err != nil { // of this connection alone: the tables grow everywhere at once
		return errors.Join(err, tx.Rollback())
	}
	if err := s.write(tx, people); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s *street) write(tx *store.Tx, people int) error {
	if err := area.Fill(tx, s.tree); err != nil {
		return err
	}
	err := registry.Fill(tx, people, firstDay(), func(i int) (registry.ImportedPerson, []string) {
		r := s.somebody(i, people)
		return r.line(), []string{r.place.Path}
	})
	if err != nil {
		return err
	}
	return permit.Fill(tx, func(yield func(permit.Filled) bool) {
		for i := range people {
			if r := s.somebody(i, people); r.application != "" && !yield(r.filed()) {
				return
			}
		}
	})
}
