package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// sumDigits is how many hex digits of its SHA-256 a file carries in its name: enough to notice damage without a key.
const sumDigits = 16

const stampLayout = "20060102T150405Z"

// rest is what follows the owner in the name of a backup.
var rest = regexp.MustCompile(`^(\d{8}T\d{6}Z)_([0-9a-f]{16})\.age$`)

// owner begins the names of a station's backups. Stations may share a folder; @ and _ before a time keep them apart, whatever their ids.
func owner(office, station string) string { return "jiezhan_" + station + "@" + office + "_" }

// kept is one backup in a folder.
type kept struct {
	at   time.Time
	sum  string
	path string
}

func (k kept) name(office, station string) string {
	return owner(office, station) + k.at.UTC().Format(stampLayout) + "_" + k.sum + ".age"
}

// list finds the backups of a station, newest first by what their names say. Other files are none of its business.
func list(folder, office, station string) ([]kept, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []kept
	for _, entry := range entries {
		tail, ours := strings.CutPrefix(entry.Name(), owner(office, station))
		parts := rest.FindStringSubmatch(tail)
		if !ours || parts == nil || !entry.Type().IsRegular() {
			continue
		}
		at, err := time.Parse(stampLayout, parts[1])
		if err != nil {
			continue
		}
		found = append(found, kept{at: at, sum: parts[2], path: filepath.Join(folder, entry.Name())})
	}
	slices.SortStableFunc(found, func(a, b kept) int { return b.at.Compare(a.at) })
	return found, nil
}

// good says whether the file is still what was written.
func (k kept) good() (bool, error) {
	f, err := os.Open(k.path)
	if err != nil {
		return false, err
	}
	defer f.Close() // only read from
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil))[:sumDigits] == k.sum, nil
}

// Newest is the newest backup of a station in folder whose bytes are still those that were written. One that claims to be of the future was
// made under a wrong clock and is passed over.
func Newest(folder, office, station string, now time.Time) (newest Result, found bool, err error) {
	all, err := list(folder, office, station)
	if err != nil {
		return Result{}, false, fmt.Errorf("look for backups: %w", err)
	}
	at, err := newestGood(all, now)
	if at < 0 || err != nil {
		return Result{}, false, err
	}
	info, err := os.Stat(all[at].path)
	if err != nil {
		return Result{}, false, fmt.Errorf("look for backups: %w", err)
	}
	return Result{At: all[at].at, File: all[at].path, Bytes: info.Size()}, true, nil
}

// newestGood is the place of the newest good backup that is not of the future, -1 where none is.
func newestGood(all []kept, now time.Time) (int, error) {
	for i, k := range all {
		if k.at.After(now) {
			continue
		}
		ok, err := k.good()
		if err != nil {
			return -1, fmt.Errorf("look at backup: %w", err)
		}
		if ok {
			return i, nil
		}
	}
	return -1, nil
}

// Keep removes the backups of a station that are older than so many days, and answers which. The newest good one stays whatever its age, and
// so do as many as there are days to keep: a clock that ran ahead, or a station that was switched off for a month, removes
// nothing that is needed. Where no good one is left, nothing is removed.
func Keep(folder, office, station string, days int, now time.Time) ([]string, error) {
	all, err := list(folder, office, station)
	if err != nil {
		return nil, fmt.Errorf("keep backups: %w", err)
	}
	newest, err := newestGood(all, now)
	if newest < 0 || err != nil {
		return nil, err
	}
	var removed []string
	for i, k := range all {
		if i <= newest || i < days || now.Sub(k.at) <= time.Duration(days)*24*time.Hour {
			continue
		}
		if err := os.Remove(k.path); err != nil {
			return removed, fmt.Errorf("keep backups: %w", err)
		}
		removed = append(removed, k.path)
	}
	return removed, nil
}
