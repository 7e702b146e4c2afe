package api

import (
	"context"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// Station says who this machine is and whether it can save. It holds no personal data.
type Station struct {
	Station   StationInfo   `json:"station"`
	Office    OfficeInfo    `json:"office"`
	Version   string        `json:"version"`
	Mode      string        `json:"mode" enum:"normal,no_leader,catching_up"`
	Members   int           `json:"members"`
	Reachable int           `json:"reachable"`
	Leader    string        `json:"leader" doc:"Station id, or empty"`
	Applied   uint64        `json:"applied" doc:"Log index of the last entry in this station's own copy"`
	DataAsOf  string        `json:"data_as_of" format:"date-time"`
	Now       string        `json:"now" format:"date-time"`
	Today     calendar.Date `json:"today" format:"date"`
	Reader    ReaderState   `json:"reader"`
}

// StationInfo is this station.
type StationInfo struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Machine       string `json:"machine"`
	CommunityCode string `json:"community_code"`
}

// OfficeInfo is the street office this station belongs to.
type OfficeInfo struct {
	Name       string `json:"name"`
	Code       string `json:"code"`
	City       string `json:"city"`
	Authority  string `json:"authority" doc:"The county-level public security organ that decides and signs"`
	WindowHint string `json:"window_hint" doc:"Where to send a person whom the kiosk cannot help"`
	Phone      string `json:"phone"`
}

// ReaderState is the ID-card reader.
type ReaderState struct {
	State string `json:"state" enum:"ready,absent,fault,starting"`
	Fault string `json:"fault,omitempty"`
	Since string `json:"since,omitempty" format:"date-time"`
}

// Mode is whether this station can save; the data of the mode event.
type Mode struct {
	Mode      string `json:"mode" enum:"normal,no_leader,catching_up"`
	Leader    string `json:"leader"`
	Reachable int    `json:"reachable"`
}

// Cluster is the street office's stations as this one sees them.
type Cluster struct {
	Members   []Member `json:"members"`
	Applied   uint64   `json:"applied"`
	LastIndex uint64   `json:"last_index"`
	ChainHead string   `json:"chain_head" doc:"Hex; equal on all stations at the same applied index"`
	Self      string   `json:"self"`
}

// Member is one station of the street office.
type Member struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Address   string `json:"address"`
	Voter     bool   `json:"voter"`
	Leader    bool   `json:"leader"`
	Reachable bool   `json:"reachable"`
}

func (a *API) stationRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/station", id: "station", need: anybody}, a.readStation)
	answer(a, route{method: http.MethodGet, path: "/api/v1/cluster", id: "cluster", need: "cluster.read"}, a.readCluster)
}

func (a *API) readStation(context.Context, *nothing) (Station, error) {
	now := a.Station.Now()
	standing := a.Peers.Standing()
	mode := modeOf(standing)
	applied, _ := a.Station.Machine().Applied()
	return Station{
		Station: a.Self, Office: a.Office, Version: a.Version, Mode: mode.Mode, Members: len(standing.Members),
		Reachable: mode.Reachable, Leader: standing.Leader, Applied: applied, DataAsOf: timeText(a.moment.asOf(mode, now)),
		Now: timeText(now), Today: calendar.On(now), Reader: a.readerState(),
	}, nil
}

func (a *API) readCluster(context.Context, *nothing) (Cluster, error) {
	standing := a.Peers.Standing()
	applied, head := a.Station.Machine().Applied()
	c := Cluster{Applied: applied, LastIndex: max(applied, standing.LastIndex), ChainHead: hex.EncodeToString(head[:]), Self: a.Self.ID}
	c.Members = list(standing.Members, func(m Member) Member {
		m.Name = a.stationName(m.ID)
		return m
	})
	return c, nil
}

func (a *API) mode() Mode { return modeOf(a.Peers.Standing()) }

func modeOf(s Standing) Mode {
	m := Mode{Mode: "normal", Leader: s.Leader}
	for _, member := range s.Members {
		if member.Reachable {
			m.Reachable++
		}
	}
	switch {
	case s.Leader == "":
		m.Mode = "no_leader"
	case s.CatchingUp:
		m.Mode = "catching_up"
	}
	return m
}

// moment remembers when this station last was up to date.
type moment struct {
	mu   sync.Mutex
	last time.Time
}

func newMoment(start time.Time) *moment { return &moment{last: start} }

// asOf is the instant for which what is shown holds: now in normal times, else the last time that was so.
func (m *moment) asOf(mode Mode, now time.Time) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if mode.Mode == "normal" {
		m.last = now
	}
	return m.last
}

// timeText writes an instant as the API does: RFC 3339 in UTC.
func timeText(t time.Time) string { return ledger.FormatTime(t) }
