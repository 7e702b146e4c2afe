package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"jiezhan/app/api"
	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/station"
	"jiezhan/station/backup"
)

const (
	// upkeepLook is how often disk, clock and certificate are looked at.
	upkeepLook = 10 * time.Second
	// clockWarning is how far a station's clock may be from the leader's.
	clockWarning = 2 * time.Second
)

// upkeep is the care for the machine: disk, certificate, clock, backups.
type upkeep struct {
	*Running
	daily *backup.Schedule

	mu         sync.Mutex
	disk       api.DiskUse
	snapshotAt time.Time
	byHand     api.Backup // the last backup somebody asked for
	clockOff   bool
}

// keepUp begins the care for the machine.
func (r *Running) keepUp() error {
	u := &upkeep{Running: r}
	daily := backup.Daily{DB: r.Station.Register(), Manifest: u.manifest, At: r.config.Backup.At, Days: r.config.Backup.KeepDays, Now: r.setting.Wall, Done: u.backedUp}
	if r.config.Backup.Folder != "" {
		daily.Folder, daily.Recipients = r.config.Backup.Folder, r.config.Backup.Recipients
	}
	schedule, err := backup.NewSchedule(daily)
	if err != nil {
		return text.Failure(err, "backup.no_key")
	}
	u.daily = schedule
	r.upkeep = u
	u.look()
	r.background(u.run)
	r.background(u.backUpDaily)
	return nil
}

func (u *upkeep) run(ctx context.Context) {
	tick := time.NewTicker(upkeepLook)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			u.look()
		case <-ctx.Done():
			return
		}
	}
}

// backUpDaily makes backups once the register is up to date: one that is still being fetched is not worth keeping.
func (u *upkeep) backUpDaily(ctx context.Context) {
	select {
	case <-u.settled:
		u.daily.Run(ctx)
	case <-ctx.Done():
	}
}

func (u *upkeep) look() {
	if err := u.renewCertificate(); err != nil {
		u.log.Warn("renew this station's certificate", "error", err)
	}
	disk, snapshotAt, err := measure(u.config.Data)
	if err != nil {
		u.log.Warn("look at the disk", "error", err)
	}
	off := u.place.now().Status().Offset.Abs() > clockWarning
	u.mu.Lock()
	defer u.mu.Unlock()
	if disk.Low && !u.disk.Low {
		u.log.Warn(text.Say(text.English, "log.disk_low"), "free", disk.Free)
	}
	if off && !u.clockOff {
		u.log.Warn(text.Say(text.English, "log.clock"))
	}
	u.disk, u.snapshotAt, u.clockOff = disk, snapshotAt, off
}

func (u *upkeep) renewCertificate() error {
	renewed, err := u.identity.Renew(u.setting.Wall())
	if err != nil || !renewed {
		return err
	}
	u.log.Info("this station's certificate is renewed", "until", u.identity.Expires())
	return u.identity.Save(u.config.Data)
}

// measure counts what the station takes on its disk.
func measure(folder string) (use api.DiskUse, snapshotAt time.Time, err error) {
	use.Register, use.Journal = database(folder, "station.db"), database(folder, "local.db")
	if use.Log, use.Snapshots, err = cluster.DiskUse(folder); err != nil {
		return use, snapshotAt, err
	}
	if use.Free, use.Total, err = diskSpace(folder); err != nil {
		return use, snapshotAt, err
	}
	use.Low = use.Free < roomLow
	snapshots, err := os.ReadDir(filepath.Join(folder, "raft", "snapshots"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return use, snapshotAt, err
	}
	for _, s := range snapshots {
		if info, err := s.Info(); err == nil && info.ModTime().After(snapshotAt) { // one may be removed this moment
			snapshotAt = info.ModTime()
		}
	}
	return use, snapshotAt, nil
}

// database is the size of a database with its journal. What is not there takes nothing.
func database(folder, name string) (size int64) {
	for _, part := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(folder, name+part)); err == nil {
			size += info.Size()
		}
	}
	return size
}

// IssueCode makes a one-time code with which a new station joins the office through this one. At the very first start it waits until there is an office.
// station.ErrCutOff: what this station cannot have decided it lets nobody ask for.
func (u *upkeep) IssueCode(ctx context.Context) (code string, expires time.Time, err error) {
	if err := u.untilSettled(ctx); err != nil {
		return "", time.Time{}, err
	}
	if u.Station.Standing().Mode == station.Isolated {
		return "", time.Time{}, station.ErrCutOff
	}
	return u.desk.Issue(u.config.advertised(), 0)
}

// untilSettled waits a moment for the register to be up to date.
func (u *upkeep) untilSettled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, leaving)
	defer cancel()
	select {
	case <-u.settled:
		return nil
	case <-ctx.Done():
		return errNotYet
	}
}

// Backup makes a backup in the configured folder.
func (u *upkeep) Backup(ctx context.Context) (api.Backup, error) {
	return u.backupTo(ctx, u.config.Backup.Folder)
}

func (u *upkeep) backupTo(ctx context.Context, folder string) (api.Backup, error) {
	if folder == "" || len(u.config.Backup.Recipients) == 0 {
		return api.Backup{}, api.ErrNoBackup
	}
	if err := u.untilSettled(ctx); err != nil {
		return api.Backup{}, err
	}
	result, err := backup.Save(ctx, u.Station.Register(), folder, u.config.Backup.Recipients, u.manifest(), u.setting.Wall())
	result.Err = err
	u.backedUp(result)
	made := shown(result)
	u.mu.Lock()
	u.byHand = made
	u.mu.Unlock()
	return made, err
}

// backedUp notes in the log how a backup ended.
func (u *upkeep) backedUp(result backup.Result) {
	if result.Err != nil {
		u.log.Error("backup", "error", result.Err)
		return
	}
	u.log.Info("backup", "file", result.File, "bytes", result.Bytes)
}

// shown is how the screens are told of a backup.
func shown(result backup.Result) api.Backup {
	b := api.Backup{At: result.At, File: result.File, Bytes: result.Bytes}
	if result.Err != nil {
		b.Code = "backup.failed"
	}
	return b
}

func (u *upkeep) manifest() backup.Manifest {
	return backup.Manifest{
		Office: u.identity.Office(), OfficeEpoch: u.identity.Epoch(), Station: u.identity.Station(), Program: u.setting.Version,
	}
}

// Upkeep is how the machine was at the last look.
func (u *upkeep) Upkeep() api.Upkeep {
	u.mu.Lock()
	defer u.mu.Unlock()
	up := api.Upkeep{
		Disk: u.disk, LastBackup: u.byHand, NextBackup: u.daily.Next(), CertificateExpires: u.identity.Expires(),
		BackupConfigured: u.config.Backup.Folder != "" && len(u.config.Backup.Recipients) > 0,
	}
	if last, found := u.daily.Last(); found && last.At.After(up.LastBackup.At) {
		up.LastBackup = shown(last)
	}
	return up
}
