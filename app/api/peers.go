package api

import (
	"context"
	"time"
)

// Peers is what the API wants to know of the other stations.
type Peers interface {
	// Standing is how this station sees the office now.
	Standing() Standing
}

// Standing is how a station sees the office at a moment.
type Standing struct {
	Peers []Peer
	// Leader is the id of the station that leads, or empty.
	Leader string
	// LastIndex is the last entry of the log this station knows of; what is applied may lag.
	LastIndex uint64
	// CatchingUp says that this station is so far behind that what it shows is old.
	CatchingUp bool
	// StopCode says why this station can neither save nor accept, as one of StopCodes; empty while it can.
	StopCode string
	// Offset is the leader's clock minus this station's.
	Offset time.Duration
	// Differs is set where this station's audit chain is not that of a peer.
	Differs *Difference
}

// Peer is one station of the office as the network shows it, this one included.
type Peer struct {
	ID, Address              string
	Voter, Leader, Reachable bool
	// Applied is the last log entry in that station's copy, 0 while unknown.
	Applied uint64
	// Offset is that station's clock minus this one's; it counts only where Seen is set.
	Offset time.Duration
	// Seen is when that station was last heard; the zero time for never, and for this station.
	Seen time.Time
}

// Difference is the first entry of the audit chain that two stations hold differently.
type Difference struct {
	// Peer is the id of the other station.
	Peer string
	// Seq is the entry's number in the chain, Index its log index.
	Seq, Index uint64
	// Kind and At are the command and its instant as this station holds them.
	Kind, At string
}

// Keeper does what belongs to the machine and not to the work: codes for new stations, backups, the disk.
type Keeper interface {
	// IssueCode makes a one-time code with which a new station joins the office, and says when it ends.
	IssueCode(ctx context.Context) (code string, expires time.Time, err error)
	// Backup makes a backup now. ErrNoBackup says that no folder or no recipient is configured.
	Backup(ctx context.Context) (Backup, error)
	// Upkeep is how the machine is doing. It is asked with every look at the system screen, so it must not take long.
	Upkeep() Upkeep
}

// Upkeep is how the machine is doing.
type Upkeep struct {
	Disk DiskUse
	// BackupConfigured says that backups have a folder and a recipient.
	BackupConfigured bool
	// LastBackup is the last attempt since the program started, or found in the folder; its zero value for none.
	LastBackup Backup
	// NextBackup is when the next one is due; the zero time for never.
	NextBackup time.Time
	// CertificateExpires is the end of this station's certificate; the zero time where it has none.
	CertificateExpires time.Time
}

// DiskUse counts bytes on the disk of the data folder. Low says that so little is left that the station will stop soon.
type DiskUse struct {
	Register, Log, Snapshots, Journal, Free, Total int64
	Low                                            bool
}

// Backup is one attempt at a backup. Code is empty where it went well, else a code of this package's list.
type Backup struct {
	At    time.Time
	File  string
	Bytes int64
	Code  string
}

// StopCodes lists why a station can neither save nor accept.
func StopCodes() []string {
	return []string{
		"station.stale", "station.cloned", "station.removed", "office.other", "disk.full", "disk.failing", "register.damaged", "log.damaged",
		"version.too_old",
	}
}
