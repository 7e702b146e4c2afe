package api

import (
	"context"
	"net/http"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// Station says who this machine is and whether it can save. It holds no personal data.
type Station struct {
	Station   StationInfo   `json:"station"`
	Office    OfficeInfo    `json:"office"`
	Version   string        `json:"version"`
	Mode      string        `json:"mode" enum:"normal,no_leader,catching_up,isolated,returning,stopped"`
	ModeSince string        `json:"mode_since" format:"date-time"`
	StopCode  string        `json:"stop_code,omitempty" doc:"Why this station can neither save nor accept"`
	Waiting   int           `json:"waiting" doc:"Entries accepted at this station and not settled yet"`
	Members   int           `json:"members"`
	Reachable int           `json:"reachable"`
	Leader    string        `json:"leader" doc:"Station id, or empty"`
	Applied   uint64        `json:"applied" doc:"Log index of the last entry in this station's own copy"`
	DataAsOf  string        `json:"data_as_of" format:"date-time" doc:"What is shown of the other stations' work holds for this instant"`
	Now       string        `json:"now" format:"date-time"`
	Today     calendar.Date `json:"today" format:"date"`
	Reader    ReaderState   `json:"reader"`

	ClockOffsetMS int64 `json:"clock_offset_ms" doc:"The leader's clock minus this station's"`
	ClockWarning  bool  `json:"clock_warning" doc:"The clocks are more than two seconds apart"`
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

func (a *API) stationRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/station", id: "station", need: anybody}, a.readStation)
}

func (a *API) readStation(context.Context, *nothing) (Station, error) {
	now, peers, own := a.Station.Now(), a.Peers.Standing(), a.Station.Standing()
	mode := a.modeOf(peers, own)
	applied, _ := a.Station.Machine().Applied()
	offset := clockOffset(peers.Offset)
	return Station{
		Station: a.Self, Office: a.Office, Version: a.Version, Mode: mode.Mode, ModeSince: timeText(own.Since), StopCode: mode.StopCode,
		Waiting: mode.Waiting, Members: len(peers.Peers), Reachable: mode.Reachable, Leader: peers.Leader, Applied: applied,
		DataAsOf: mode.DataAsOf, Now: timeText(now), Today: calendar.On(now), Reader: a.readerState(),
		ClockOffsetMS: offset.OffsetMS, ClockWarning: offset.Warning,
	}, nil
}

// timeText writes an instant as the API does: RFC 3339 in UTC.
func timeText(t time.Time) string { return ledger.FormatTime(t) }

// orEmpty is timeText, and nothing for no time.
func orEmpty(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return timeText(t)
}
