package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/station/ledger"
)

// The result codes of SQLite that tell one trouble from another; the low byte of an error's code is one of them.
const (
	sqliteCorrupt = 11
	sqliteFull    = 13
	sqliteNotADB  = 26
)

// sqliteCode is the engine's code of an error, or 0.
func sqliteCode(err error) int {
	var engine interface{ Code() int }
	if errors.As(err, &engine) {
		return engine.Code() & 0xff
	}
	return 0
}

// damagedFile tells whether a file is no readable database.
func damagedFile(err error) bool {
	code := sqliteCode(err)
	return code == sqliteCorrupt || code == sqliteNotADB
}

// stopCode is the code by which screens tell why a station writes no more.
func stopCode(fault error) string {
	for _, known := range []struct {
		err  error
		code string
	}{
		{cluster.ErrCloned, "station.cloned"},
		{cluster.ErrRemoved, "station.removed"},
		{cluster.ErrOtherOffice, "office.other"},
		{cluster.ErrStale, "station.stale"},
		{ledger.ErrUnknownKind, "version.too_old"},
		{ledger.ErrNewer, "version.too_old"},
		{cluster.ErrDamaged, "register.damaged"},
		{cluster.ErrForgotten, "log.damaged"},
		{cluster.ErrLogGap, "log.damaged"},
		{syscall.ENOSPC, "disk.full"},
		{errNoRoom, "disk.full"},
	} {
		if errors.Is(fault, known.err) {
			return known.code
		}
	}
	switch sqliteCode(fault) {
	case sqliteFull:
		return "disk.full"
	case sqliteCorrupt, sqliteNotADB:
		return "register.damaged"
	default:
		return "disk.failing" // whatever it is, the disk is tried before anything is written again
	}
}

// passing tells whether a trouble may pass without a person.
func passing(code string) bool { return code == "disk.full" || code == "disk.failing" }

// explainStart says why a station does not start, and what to do.
func explainStart(folder string, err error) error {
	var explained *text.Error
	switch {
	case errors.As(err, &explained):
		return err
	case errors.Is(err, errNoOffice):
		return text.Failure(err, "office.not_member", folder)
	case errors.Is(err, ledger.ErrNewer):
		return text.Failure(err, "trouble.newer", folder)
	case errors.Is(err, ledger.ErrOldFile):
		return text.Failure(err, "trouble.old", folder)
	case errors.Is(err, cluster.ErrForgotten):
		return text.Failure(err, "trouble.forgotten")
	case errors.Is(err, cluster.ErrLogGap):
		return text.Failure(err, "trouble.gap")
	case errors.Is(err, cluster.ErrDamaged):
		return text.Failure(err, "trouble.damaged", err)
	default:
		return text.Failure(err, "folder.damaged", folder, err)
	}
}

// setRegisterAside moves a register that cannot be read out of the way, with the files that belong to it. It answers where it is now.
func setRegisterAside(folder string, now time.Time) (string, error) {
	const name = "station.db"
	register, aside := filepath.Join(folder, name), filepath.Join(folder, unusedName(folder, name+".damaged-"+now.UTC().Format("20060102-150405")))
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(register+part, aside+part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("set the damaged register aside: %w", err)
		}
	}
	return aside, syncFolder(folder)
}
