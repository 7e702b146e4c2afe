package office

import (
	"fmt"
	"strconv"
	"strings"

	"jiezhan/station/ledger"
)

// Admit takes a station into the office. A member that comes again with the same key, because its answer got lost or its disk, has its line
// brought up to date.
type Admit struct {
	Station   string `json:"station"`
	Name      string `json:"name"`
	Community string `json:"community"`
	Machine   int    `json:"machine"`
	Address   string `json:"address"`
	// Key is the hex SHA-256 of the public key in the station's certificate (SPKI).
	Key string `json:"key"`
}

// Admitted is the answer to every command about one station.
type Admitted struct {
	Station string `json:"station"`
}

// Kind is the verb on the wire.
func (Admit) Kind() string { return "office.admit.v1" }

// Validate judges the form.
func (c Admit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(identifier(c.Station), "station", "station.id_invalid")
	checkName(&v, c.Name)
	v.That(communityCode(c.Community), "community", "station.community_invalid")
	v.That(c.Machine >= 1 && c.Machine <= 9, "machine", "station.machine_invalid")
	v.That(reachable(c.Address), "address", "station.address_invalid")
	v.That(fingerprint(c.Key), "key", "station.key_invalid")
	return v.Refusal()
}

// Apply writes the station's line.
func (c Admit) Apply(tx *ledger.Tx) (any, error) {
	if _, err := begin(tx); err != nil {
		return nil, err
	}
	all, err := Stations(tx)
	if err != nil {
		return nil, err
	}
	if refusal := c.judge(all, tx.Stamp.Today().String()); refusal != nil {
		return nil, refusal
	}
	_, err = tx.Exec(`INSERT INTO station (id, name, community, machine, address, key, state, program, min_version, max_version, admitted_at,
		removed_at, rests_on, removed_reason) VALUES (?,?,?,?,?,?,?,'',0,0,?,'','','') ON CONFLICT (id) DO UPDATE SET name = excluded.name,
		community = excluded.community, machine = excluded.machine, address = excluded.address`,
		c.Station, strings.TrimSpace(c.Name), c.Community, c.Machine, c.Address, c.Key, string(Member), ledger.FormatTime(tx.Stamp.At))
	if err != nil {
		return nil, fmt.Errorf("admit %s: %w", c.Station, err)
	}
	tx.Changed(topic, c.Station)
	return Admitted{Station: c.Station}, nil
}

// judge holds the form against the roll: first who it is, then which numbers it would draw.
func (c Admit) judge(all []Station, today string) *ledger.Refusal {
	for _, s := range all {
		if refusal := c.mistaken(s); refusal != nil {
			return refusal
		}
	}
	others := 0
	for _, s := range all {
		if s.ID == c.Station {
			continue
		}
		if refusal := c.sameNumbers(s, today); refusal != nil {
			return refusal
		}
		if s.State == Member {
			others++
		}
	}
	if others >= MaxStations {
		return ledger.Refuse(ledger.Conflict, "", "office.full", "limit", strconv.Itoa(MaxStations))
	}
	return nil
}

// mistaken refuses the same id for another key, and the same key under another id: a copied disk.
func (c Admit) mistaken(s Station) *ledger.Refusal {
	switch {
	case s.ID == c.Station && s.State == Removed:
		return ledger.Refuse(ledger.Conflict, "station", "station.removed", "station", s.ID)
	case s.ID == c.Station && s.Key != c.Key:
		return ledger.Refuse(ledger.Conflict, "key", "station.key_differs", "station", s.ID)
	case s.ID != c.Station && s.Key == c.Key:
		return ledger.Refuse(ledger.Conflict, "key", "station.known", "station", s.ID)
	}
	return nil
}

// sameNumbers refuses a machine whose numbers another draws. A kiosk that was taken out may have handed out receipts until it was switched off, so its
// machine rests for the day.
func (c Admit) sameNumbers(s Station, today string) *ledger.Refusal {
	same := s.Community == c.Community && s.Machine == c.Machine
	switch {
	case same && s.State == Member:
		return ledger.Refuse(ledger.Conflict, "machine", "machine.taken", "machine", strconv.Itoa(c.Machine), "station", s.ID)
	case same && s.RestsOn >= today:
		return ledger.Refuse(ledger.Conflict, "machine", "machine.used_today", "machine", strconv.Itoa(c.Machine), "station", s.ID)
	}
	return nil
}
