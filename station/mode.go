package station

import "time"

// Mode is how a station works at the moment.
type Mode string

const (
	// Normal work is decided by the office.
	Normal Mode = "normal"
	// Isolated stations are cut off: they accept what may be accepted, and keep it in their journal.
	Isolated Mode = "isolated"
	// Returning stations have a leader again and send what they kept.
	Returning Mode = "returning"
)

// Standing is where a station stands with its office.
type Standing struct {
	Mode Mode
	// Since is when Mode began, by the station's clock.
	Since time.Time
	// Waiting entries are accepted here and not decided yet; Attention ones the office did not take as they were. Both count what was handed in; Pending
	// counts all that wait.
	Waiting, Attention, Pending int
	// Epoch is the life of this station's disk.
	Epoch string
	// Stale says that this disk is older than the station, or a copy of it: no intake until it has joined again.
	Stale bool
	// Fault is what keeps the station from accepting work or from taking part in the log, or nil.
	Fault error
}

// Isolation says when a station takes itself for cut off.
type Isolation struct {
	// Threshold is how long no leader may be known; 3 s where zero.
	Threshold time.Duration
	// Deadline is how long one proposal may take. Two that miss it, one after the other, mean isolation; 1.5 s where zero.
	Deadline time.Duration
}

// Incarnation tells this life of a station's disk from every other.
type Incarnation struct {
	// Epoch is drawn when the disk begins, and by Renew.
	Epoch string
	// Start counts how often the disk was opened.
	Start uint64
	// Boot is drawn at every start of the program, so that two copies of one disk differ.
	Boot string
}

func (i Isolation) complete() Isolation {
	if i.Threshold == 0 {
		i.Threshold = 3 * time.Second
	}
	if i.Deadline == 0 {
		i.Deadline = 1500 * time.Millisecond
	}
	return i
}

// Standing is where this station stands with its office.
func (s *Station) Standing() Standing {
	standing := s.situation.standing()
	count := s.journal.Count()
	standing.Waiting, standing.Attention, standing.Pending = count.Waiting, count.Attention, count.Pending
	standing.Epoch = s.journal.Life().Epoch
	if standing.Fault == nil {
		standing.Fault = s.line.now().Contact().Fault
	}
	return standing
}

// WatchMode answers a channel that has a value whenever Standing may have changed, until stop is called.
func (s *Station) WatchMode() (changes <-chan struct{}, stop func()) {
	return s.situation.changed.listen()
}
