package cluster

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station"
)

// maxVoters bounds how many stations vote; more would only make every commit wait for more disks.
const maxVoters = 5

// Member is one station of the street office, as the log lists it.
type Member struct {
	ID string
	// Address is host:port of the member's listener for its peers.
	Address string
	// Voter members decide; the others hold the same register and forward their commands.
	Voter bool
}

// Timing are the clocks of the election and of replication.
type Timing struct {
	// Heartbeat is how long a follower hears nothing before it stands for election, Election how long a candidate waits for votes,
	// Lease how long a leader leads without hearing from a majority.
	Heartbeat, Election, Lease time.Duration
	// Commit is how soon a quiet leader tells its followers what is committed: the longer, the later a clerk
	// at a follower sees her own entry.
	Commit time.Duration
}

// LAN is the timing for stations in one building or on one leased line: a new leader after about a second.
func LAN() Timing {
	return Timing{Heartbeat: 500 * time.Millisecond, Election: 500 * time.Millisecond, Lease: 250 * time.Millisecond, Commit: 5 * time.Millisecond}
}

// WAN is the timing for lines with long or uneven delays.
func WAN() Timing {
	return Timing{Heartbeat: time.Second, Election: time.Second, Lease: 500 * time.Millisecond, Commit: 5 * time.Millisecond}
}

// Retention says how much of the log is kept. A day of office work fits in the trailing entries, so a station back from
// an outage gets entries and not the whole file.
type Retention struct {
	// Threshold is how many entries make a new snapshot due, Interval how often that is looked at.
	Threshold uint64
	Interval  time.Duration
	// Trailing is how many entries stay in the log behind a snapshot.
	Trailing uint64
}

func (r Retention) orDefault() Retention {
	if r == (Retention{}) {
		return Retention{Threshold: 32768, Interval: 2 * time.Minute, Trailing: 16384}
	}
	return r
}

// Incarnation is one life of a station's disk, as station tells it.
type Incarnation = station.Incarnation

// Wanted is a station as the register lists it. The steward brings the members of the log to what is wanted.
type Wanted struct {
	ID string
	// Address is host:port of the station's listener for its peers.
	Address string
	// Removed stations are put out of the log, and may not call any more once they have no vote.
	Removed bool
}

// LogStore names how the entries of the log lie on the disk. Term and vote lie in bolt in any case.
type LogStore string

const (
	// Bolt keeps entries in one file: two fsyncs an append. It is the default.
	Bolt LogStore = "bolt"
	// WAL keeps them in segments that were allocated before: one fsync an append.
	WAL LogStore = "wal"
)

// Config is who a node is and whom it works with.
type Config struct {
	// ID is this station, Address the host:port under which its peers reach it.
	ID, Address string
	// Bootstrap are the members of an office at its very first start, this station among them. It counts only while there is no log; where it is
	// empty, the station waits until the leader adds it.
	Bootstrap []Member
	// OfficeEpoch names the life of the whole office. Stations of another one are strangers, such as those left behind
	// when the office began again from a backup.
	OfficeEpoch string
	// Incarnation is this start of this station.
	Incarnation Incarnation
	// Roster answers the stations wanted as members, from the register of this station; nil leaves the members as they are.
	Roster func() ([]Wanted, error)
	// Session answers what the register knows of an epoch of a station: its newest start, 0 where it never was, and whether another has
	// replaced it. nil knows none.
	Session func(station, epoch string) (start uint64, replaced bool)
	// Timing is LAN where it is left empty, Retention a day's work, and LogStore Bolt.
	Timing    Timing
	Retention Retention
	LogStore  LogStore
	// Log hears of elections, peers and faults; it never sees a command.
	Log *slog.Logger
	// Now is the clock for deadlines on connections, time.Now where left empty. Clock is the one the station stamps its work with, whose offset to the
	// clocks of the others is measured; Now where left empty.
	Now, Clock func() time.Time
}

func (c Config) complete() (Config, error) {
	if c.Timing == (Timing{}) {
		c.Timing = LAN()
	}
	c.Retention = c.Retention.orDefault()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Clock == nil {
		c.Clock = c.Now
	}
	if c.LogStore == "" {
		c.LogStore = Bolt
	}
	if c.Roster == nil {
		c.Roster = func() ([]Wanted, error) { return nil, nil }
	}
	if c.Session == nil {
		c.Session = func(string, string) (uint64, bool) { return 0, false }
	}
	return c, c.validate()
}

func (c Config) validate() error {
	if c.ID == "" || c.Address == "" {
		return fmt.Errorf("station %q at %q: both id and address are needed", c.ID, c.Address)
	}
	if c.LogStore != Bolt && c.LogStore != WAL {
		return fmt.Errorf("log store %q is unknown", c.LogStore)
	}
	if len(c.Bootstrap) == 0 {
		return nil
	}
	var voters int
	var listed bool
	ids, addresses := map[string]bool{}, map[string]bool{}
	for _, m := range c.Bootstrap {
		if m.ID == "" || m.Address == "" {
			return fmt.Errorf("member %q at %q: both id and address are needed", m.ID, m.Address)
		}
		if ids[m.ID] || addresses[m.Address] {
			return fmt.Errorf("member %s at %s is listed twice", m.ID, m.Address)
		}
		ids[m.ID], addresses[m.Address] = true, true
		if m.Voter {
			voters++
		}
		listed = listed || m.ID == c.ID
	}
	if !listed {
		return fmt.Errorf("station %q is not among its members", c.ID)
	}
	if voters%2 == 0 || voters > maxVoters {
		return fmt.Errorf("%d voters: the number must be odd and at most %d", voters, maxVoters)
	}
	return nil
}

// bootstrap is the first entry of the log of an office.
func (c Config) bootstrap() raft.Configuration {
	var first raft.Configuration
	for _, m := range c.Bootstrap {
		suffrage := raft.Nonvoter
		if m.Voter {
			suffrage = raft.Voter
		}
		first.Servers = append(first.Servers, raft.Server{Suffrage: suffrage, ID: raft.ServerID(m.ID), Address: raft.ServerAddress(m.Address)})
	}
	return first
}

func (c Config) raft() *raft.Config {
	settings := raft.DefaultConfig()
	settings.LocalID = raft.ServerID(c.ID)
	settings.HeartbeatTimeout = c.Timing.Heartbeat
	settings.ElectionTimeout = c.Timing.Election
	settings.LeaderLeaseTimeout = c.Timing.Lease
	settings.CommitTimeout = c.Timing.Commit
	settings.MaxAppendEntries = 256
	settings.BatchApplyCh = true
	settings.SnapshotThreshold = c.Retention.Threshold
	settings.SnapshotInterval = c.Retention.Interval
	settings.TrailingLogs = c.Retention.Trailing
	settings.NoSnapshotRestoreOnStart = true // the start guard decides that
	settings.NoLegacyTelemetry = true
	settings.Logger = newLogger(c.Log, c.Now)
	return settings
}
