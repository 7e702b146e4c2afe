package office

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/store"
)

// State is where a station stands.
type State string

const (
	// Member stations belong to the office.
	Member State = "member"
	// Removed stations belonged to it and never come back under the same id.
	Removed State = "removed"
)

// MaxStations is how many stations an office has at once.
const MaxStations = 30

// Station is one line of the roll of stations (服务站).
type Station struct {
	ID, Name string
	// Community is the 12-digit code of the community served; with Machine, 1 to 9, it heads the numbers that the station draws.
	Community string
	Machine   int
	// Address is host:port as the other stations reach it.
	Address string
	// Key is the hex SHA-256 of the public key in its certificate (SPKI).
	Key   string
	State State
	// Program is the version of the program it runs, Min and Max the cluster versions that program supports; empty and 0 until it has reported.
	Program  string
	Min, Max int
	// AdmittedAt and RemovedAt are instants in the form of ledger.FormatTime; RemovedAt is empty for a member.
	AdmittedAt, RemovedAt string
	// RestsOn is the day in Shanghai on which no other station may take the machine of a removed one; empty where it may at once.
	RestsOn string
	// RemovedReason is what was given for the removal.
	RemovedReason string
}

// Supports tells whether the program of the station, as it reported, knows a cluster version.
func (s Station) Supports(version int) bool { return s.Min <= version && version <= s.Max }

const stationColumns = `SELECT id, name, community, machine, address, key, state, program, min_version, max_version, admitted_at, removed_at,
	rests_on, removed_reason FROM station`

// Stations lists every station that ever belonged to the office, by id. There are some dozens.
func Stations(q store.Query) ([]Station, error) {
	rows, err := q.Rows(stationColumns + ` ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list stations: %w", err)
	}
	defer rows.Close()
	stations := []Station{}
	for rows.Next() {
		s, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list stations: %w", err)
		}
		stations = append(stations, s)
	}
	return stations, rows.Err()
}

// ByID finds a station, removed ones too.
func ByID(q store.Query, id string) (Station, bool, error) {
	s, err := scan(q.Row(stationColumns+` WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Station{}, false, nil
	}
	if err != nil {
		return Station{}, false, fmt.Errorf("read station: %w", err)
	}
	return s, true, nil
}

// members lists the stations that belong to the office, by id.
func members(q store.Query) ([]Station, error) {
	all, err := Stations(q)
	if err != nil {
		return nil, err
	}
	stay := all[:0]
	for _, s := range all {
		if s.State == Member {
			stay = append(stay, s)
		}
	}
	return stay, nil
}

func scan(row interface{ Scan(dest ...any) error }) (Station, error) {
	var s Station
	err := row.Scan(&s.ID, &s.Name, &s.Community, &s.Machine, &s.Address, &s.Key, &s.State, &s.Program, &s.Min, &s.Max, &s.AdmittedAt, &s.RemovedAt,
		&s.RestsOn, &s.RemovedReason)
	return s, err
}
