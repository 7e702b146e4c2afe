package cluster

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/hashicorp/raft"
)

// maxVoters bounds how many stations vote; more would only make every commit wait for more disks.
const maxVoters = 5

// Member is one station of the street office, as every station's configuration lists it.
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

// Config is who a node is and whom it works with. Members is the same on every station at the first start; afterwards the log
// knows the members.
type Config struct {
	// ID is this station, one of Members.
	ID      string
	Members []Member
	// Timing is LAN where it is left empty, and Retention a day's work.
	Timing    Timing
	Retention Retention
	// Log hears of elections, peers and faults; it never sees a command.
	Log *slog.Logger
	// Now is the clock for deadlines on connections; time.Now where left empty.
	Now func() time.Time
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
	return c, c.validate()
}

func (c Config) validate() error {
	var voters int
	var listed bool
	ids, addresses := map[string]bool{}, map[string]bool{}
	for _, m := range c.Members {
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

func (c Config) self() Member {
	for _, m := range c.Members {
		if m.ID == c.ID {
			return m
		}
	}
	return Member{}
}

// bootstrap is the first entry of the log. Every station writes the very same one, so none of them is special.
func (c Config) bootstrap() raft.Configuration {
	var first raft.Configuration
	for _, m := range c.Members {
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
