package api

import (
	"context"
	"sync"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// Mode is whether this station can save; the data of the mode event.
type Mode struct {
	Mode       string `json:"mode" enum:"normal,no_leader,catching_up,isolated,returning,stopped"`
	Leader     string `json:"leader"`
	Reachable  int    `json:"reachable"`
	Waiting    int    `json:"waiting" doc:"Entries accepted at this station and not settled yet"`
	DataAsOf   string `json:"data_as_of" format:"date-time" doc:"What is shown of the other stations' work holds for this instant"`
	StopCode   string `json:"stop_code,omitempty"`
	ChainAlarm bool   `json:"chain_alarm" doc:"This station's audit chain is not that of a peer"`
}

// The modes, in plain words. The station's own view of itself goes before that of the network, because it knows what is accepted.
const (
	modeNormal     = "normal"
	modeNoLeader   = "no_leader"
	modeCatchingUp = "catching_up"
	modeIsolated   = "isolated"
	modeReturning  = "returning"
	modeStopped    = "stopped"
)

// Mode is how this station is doing now.
func (a *API) Mode() Mode { return a.modeOf(a.Peers.Standing(), a.Station.Standing()) }

func (a *API) modeOf(peers Standing, own station.Standing) Mode {
	m := Mode{Leader: peers.Leader, Waiting: own.Waiting, StopCode: stopCode(peers, own), ChainAlarm: peers.Differs != nil}
	for _, p := range peers.Peers {
		if p.Reachable {
			m.Reachable++
		}
	}
	switch {
	case m.StopCode != "":
		m.Mode = modeStopped
	case own.Mode == station.Isolated:
		m.Mode = modeIsolated
	case own.Mode == station.Returning:
		m.Mode = modeReturning
	case peers.CatchingUp:
		m.Mode = modeCatchingUp
	case peers.Leader == "":
		m.Mode = modeNoLeader
	default:
		m.Mode = modeNormal
	}
	m.DataAsOf = timeText(a.moment.asOf(m.Mode == modeNormal, a.Station.Now()))
	return m
}

// stopCode is why this station can neither save nor accept, or empty. What the program around has found out is more exact than a bare fault.
func stopCode(peers Standing, own station.Standing) string {
	switch {
	case peers.StopCode != "":
		return peers.StopCode
	case own.Stale:
		return "station.stale"
	case own.Fault != nil:
		return "disk.failing"
	default:
		return ""
	}
}

// clockWarning is how far two clocks may be apart before people should be told.
const clockWarning = 2 * time.Second

func clockOffset(d time.Duration) ClockOffset {
	return ClockOffset{OffsetMS: d.Milliseconds(), Warning: d.Abs() > clockWarning}
}

// moment remembers when this station last was up to date.
type moment struct {
	mu   sync.Mutex
	last time.Time
}

// newMoment begins with the instant of the newest entry in the station's copy: after a start without the other stations nothing later is known.
func newMoment(s *station.Station) *moment {
	m := &moment{last: s.Now()}
	seq, _ := s.Machine().Chain()
	newest, found, err := s.Machine().AuditAt(context.Background(), seq)
	if err != nil || !found { // an empty register, or one that cannot be read, which others will say
		return m
	}
	if at, err := ledger.ParseTime(newest.At); err == nil && at.Before(m.last) {
		m.last = at
	}
	return m
}

// asOf is the instant for which what is shown holds: now while the station is up to date, else the last time it was.
func (m *moment) asOf(upToDate bool, now time.Time) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if upToDate {
		m.last = now
	}
	return m.last
}
