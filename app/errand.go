package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"jiezhan/cluster/trust"
)

// The errands.
const (
	errandFound   = "found"
	errandJoin    = "join"
	errandRecover = "recover"
)

// errandName is the file in the data folder that holds the errand.
const errandName = "errand.json"

// errand is what founding, joining or recovering an office leaves for the next start to finish. It is removed when all of it is done, so each step
// may happen twice.
type errand struct {
	Kind string `json:"kind"`
	// Station is whom the errand is for. An errand for another station than the identity's was broken off before it began.
	Station string `json:"station"`
	// Epoch is the life of the office that begins with the errand; empty where it begins none. While the identity is of another, the errand was broken
	// off before it began.
	Epoch string `json:"epoch,omitempty"`
	// Aside is where the files of an earlier life are moved, beside the data folder's others; empty where there are none.
	Aside string `json:"aside,omitempty"`
	// Renew begins a new epoch of this station's disk, because it may have another's past or none.
	Renew bool `json:"renew,omitempty"`
	// Reason is why the office began again.
	Reason string `json:"reason,omitempty"`
}

func readErrand(folder string) (errand, error) {
	raw, err := os.ReadFile(filepath.Join(folder, errandName))
	if errors.Is(err, os.ErrNotExist) {
		return errand{}, nil
	}
	if err != nil {
		return errand{}, fmt.Errorf("read what is left to do: %w", err)
	}
	var e errand
	if err := json.Unmarshal(raw, &e); err != nil {
		return errand{}, fmt.Errorf("read what is left to do: %s: %w", errandName, err)
	}
	return e, nil
}

func (e errand) write(folder string) error {
	raw, err := json.MarshalIndent(e, "", "  ")
	if err == nil {
		err = writeDurably(filepath.Join(folder, errandName), append(raw, '\n'))
	}
	if err != nil {
		return fmt.Errorf("note what is left to do: %w", err)
	}
	return nil
}

// isFor tells whether the errand was begun for the identity as it is now.
func (e errand) isFor(id *trust.Identity) bool {
	return e.Station == id.Station() && (e.Epoch == "" || e.Epoch == id.Epoch())
}

// unusedName is a name that nothing in the folder has: name itself, or name-2 and so on. A station may be joined twice within a second.
func unusedName(folder, name string) string {
	for n := 1; ; n++ {
		tried := name
		if n > 1 {
			tried = name + "-" + strconv.Itoa(n)
		}
		if _, err := os.Lstat(filepath.Join(folder, tried)); err != nil {
			return tried
		}
	}
}

func dropErrand(folder string) error { return removeIfThere(filepath.Join(folder, errandName)) }

// setAside moves the files of an earlier life of the station out of the way. The station's own file stays: it holds what was accepted
// and never sent, and the series of its numbers.
func (e errand) setAside(folder string) error {
	if e.Aside == "" {
		return nil
	}
	aside := filepath.Join(folder, e.Aside)
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return fmt.Errorf("set the old files aside: %w", err)
	}
	for _, name := range []string{"station.db", "station.db-wal", "station.db-shm", "raft"} {
		err := os.Rename(filepath.Join(folder, name), filepath.Join(aside, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("set the old files aside: %w", err)
		}
	}
	return errors.Join(syncFolder(aside), syncFolder(folder))
}
