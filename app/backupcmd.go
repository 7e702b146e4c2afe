package app

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"jiezhan/app/text"
	"jiezhan/station/backup"
	"jiezhan/station/ledger"
)

// backupCommands save the office.
type backupCommands struct {
	Now    backupCommand `cmd:"" default:"withargs" help:"${help_backup_now}"`
	Keygen keygenCommand `cmd:"" help:"${help_backup_keygen}"`
}

type backupCommand struct {
	configured
	Out string `help:"${help_backup_out}" placeholder:"FOLDER"`
}

type keygenCommand struct{}

type restoreCommand struct {
	configured
	File     string `arg:"" help:"${help_restore_file}"`
	Identity string `help:"${help_restore_identity}" required:"" placeholder:"KEY"`
}

type verifyCommand struct {
	configured
	File string `arg:"" optional:"" help:"${help_verify_file}"`
}

// Run has the running station make a backup.
func (c backupCommand) Run(s *session) error {
	folder := c.Out
	if folder != "" {
		var err error
		if folder, err = filepath.Abs(folder); err != nil {
			return err
		}
	}
	got, err := ask[saved](s, c.Config, "backup", saving{Folder: folder})
	if err != nil {
		return err
	}
	return s.say("backup.made", got.File, got.Bytes)
}

// Run prints a new pair of keys and keeps neither.
func (keygenCommand) Run(s *session) error {
	identity, recipient, err := backup.NewKey()
	if err != nil {
		return err
	}
	return s.say("backup.keys", recipient, identity)
}

// Run makes the data folder from a backup; the office begins again with this station. All of it is made in a folder inside the data folder, which
// moves into place when it is whole. Where that broke off, whoever opens the folder next goes on with it.
func (c restoreCommand) Run(s *session) error {
	keys, err := readKeys(c.Identity)
	if err != nil {
		return text.Failure(err, "restore.no_key", c.Identity, rootCause(err))
	}
	return s.stopped(c.Config, func(config Config, setting Setting) error {
		if resumed, err := settleRestore(config.Data); err != nil {
			return err
		} else if resumed {
			return s.say("restore.resumed")
		}
		if err := vacant(config.Data); err != nil {
			return err
		}
		fresh := config
		fresh.Data = filepath.Join(config.Data, "restore")
		if err := os.RemoveAll(fresh.Data); err != nil { // of an attempt that was broken off
			return err
		}
		archive, report, err := c.extract(s, fresh, keys)
		if err == nil {
			err = refound(fresh, setting)
		}
		if err != nil {
			return errors.Join(c.explain(err), os.RemoveAll(fresh.Data))
		}
		if err := errors.Join(syncFolder(fresh.Data), move(fresh.Data, filepath.Join(config.Data, restoredName))); err != nil {
			return err
		}
		if _, err := settleRestore(config.Data); err != nil {
			return err
		}
		return s.say("restore.done", archive.Manifest.At, report.AuditSeq, config.Station.ID)
	})
}

// restoredName is the folder inside the data folder where a restored one stands once it is whole, until all of it has moved into place.
const restoredName = "restored"

// ownFiles are what a data folder has once it belongs to an office, the one last that tells so.
func ownFiles() []string {
	return []string{errandName, "raft", "local.db", "local.db-wal", "station.db", "station.db-wal", "trust"}
}

func vacant(folder string) error {
	for _, name := range ownFiles() {
		if _, err := os.Lstat(filepath.Join(folder, name)); err == nil {
			return text.Failure(nil, "restore.not_empty", folder)
		}
	}
	return nil
}

// settleRestore moves what a whole restore left to move, and tells whether there was any.
func settleRestore(folder string) (bool, error) {
	restored := filepath.Join(folder, restoredName)
	if _, err := os.Stat(restored); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	for _, name := range ownFiles() {
		err := move(filepath.Join(restored, name), filepath.Join(folder, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return true, fmt.Errorf("put the restored files in place: %w", err)
		}
	}
	return true, os.RemoveAll(restored)
}

// move renames durably.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

func (c restoreCommand) extract(s *session, config Config, keys []string) (*backup.Archive, backup.Report, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, backup.Report{}, err
	}
	defer f.Close()
	archive, err := backup.Open(f, keys)
	if err != nil {
		return nil, backup.Report{}, err
	}
	if want := archive.Manifest.Station; want != config.Station.ID {
		return nil, backup.Report{}, text.Failure(nil, "restore.station", want, config.Station.ID, want)
	}
	report, err := archive.Extract(s.ctx, config.Data, math.MaxInt) // whether this program is too old shows when it opens the register
	return archive, report, err
}

// refound lets the office begin again with the register in the folder.
func refound(config Config, setting Setting) error {
	id, err := identify(config)
	if err != nil {
		return err
	}
	held, err := openStopped(config, setting)
	if err != nil {
		return err
	}
	err = fence(config, setting, id, text.Say(text.Chinese, "restore.reason"), true)
	if err == nil {
		err = beginLog(config, held)
	}
	return errors.Join(err, held.Close())
}

func (c restoreCommand) explain(err error) error {
	var known *text.Error
	var path *os.PathError
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, backup.ErrKey):
		return text.Failure(err, "restore.key")
	case errors.Is(err, backup.ErrNewer), errors.Is(err, ledger.ErrNewer):
		return text.Failure(err, "restore.newer", c.File)
	case errors.Is(err, backup.ErrDamaged):
		return text.Failure(err, "restore.damaged", c.File, err)
	case errors.As(err, &path):
		return text.Failure(err, "restore.unreadable", c.File, rootCause(err))
	default:
		return err
	}
}

// readKeys reads the private keys in a file, one a line; lines with # are remarks.
func readKeys(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var keys []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			keys = append(keys, line)
		}
	}
	return keys, nil
}

// Run examines a register and prints what is wrong with it.
func (c verifyCommand) Run(s *session) error {
	path := c.File
	if path == "" {
		config, err := loadOrDefault(c.Config)
		if err != nil {
			return err
		}
		path = filepath.Join(config.Data, "station.db")
	}
	if _, err := os.Stat(path); err != nil {
		return text.Failure(err, "verify.missing", path)
	}
	report, err := backup.Verify(s.ctx, path)
	if err != nil {
		return fmt.Errorf("verify %s: %w", path, err)
	}
	for _, p := range report.Problems {
		if err := s.say("verify.problem", text.Failure(nil, p.Code), p.Detail); err != nil {
			return err
		}
	}
	if len(report.Problems) > 0 {
		return text.Failure(nil, "verify.bad", path, len(report.Problems))
	}
	return s.say("verify.good", path, report.ClusterVersion, report.AuditSeq, report.Applied, report.Head)
}
