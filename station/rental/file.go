package rental

import (
	"encoding/json"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// FileState is where a rental file stands.
type FileState string

const (
	// Active files are in force; a dwelling has one at most.
	Active FileState = "active"
	// Ended ones are history.
	Ended FileState = "ended"
)

// File is a rental file (租赁备案) of one dwelling.
type File struct {
	Terms
	ID string
	// Number is said to the landlord.
	Number string
	RoomID string
	// Address is that of the dwelling.
	Address    string
	CompoundID string
	State      FileState
	// EndedOn is no date while active.
	EndedOn calendar.Date
	// Version counts the changes from 1.
	Version int
	// ChangedAt is the instant of the last change, in the form of ledger.FormatTime.
	ChangedAt string

	row int64
	// lookOn is the day from which a check may have something to say.
	lookOn calendar.Date
}

const fileColumns = `SELECT f.row, f.id, f.number, f.room_id, n.label, f.compound_id, f.reporter_id, f.landlord, f.landlord_phone, f.agent, f.agent_phone,
	f.authority, f.begins, f.until, f.written, f.contract_number, f.filed_on, f.rooms, f.head_count, f.undertaken_on, f.undertaken_to, f.visited_on, f.state,
	f.ended_on, f.look_on, f.version, f.changed_at FROM rental f CROSS JOIN area_node n ON n.id = f.room_id `

func scanFile(scan func(...any) error) (File, error) {
	var f File
	var rooms []byte
	err := scan(&f.row, &f.ID, &f.Number, &f.RoomID, &f.Address, &f.CompoundID, &f.ReporterID, &f.Landlord, &f.LandlordPhone, &f.Agent, &f.AgentPhone,
		&f.Authority, &f.Begins, &f.Until, &f.Written, &f.ContractNumber, &f.FiledOn, &rooms, &f.HeadCount, &f.UndertakenOn, &f.UndertakenTo, &f.VisitedOn,
		&f.State, &f.EndedOn, &f.lookOn, &f.Version, &f.ChangedAt)
	if err != nil {
		return File{}, err
	}
	return f, json.Unmarshal(rooms, &f.Rooms)
}

// FileByID reads one file.
func FileByID(q store.Query, id string) (File, bool, error) {
	f, found, err := one(q.Row(fileColumns+`WHERE f.id = ?`, id), scanFile)
	if err != nil {
		return File{}, false, fmt.Errorf("read rental file: %w", err)
	}
	return f, found, nil
}

// ActiveFile reads the file in force of a dwelling.
func ActiveFile(q store.Query, roomID string) (File, bool, error) {
	f, found, err := one(q.Row(fileColumns+`WHERE f.room_id = ? AND f.state = 'active'`, roomID), scanFile)
	if err != nil {
		return File{}, false, fmt.Errorf("read rental file: %w", err)
	}
	return f, found, nil
}

// FactsOf gathers what the checks of a file judge.
func FactsOf(q store.Query, f File, rules Rules) (Facts, error) {
	tenants, err := TenantsOf(q, f.ID)
	if err != nil {
		return Facts{}, err
	}
	facts := Facts{Terms: f.Terms, Ended: f.State == Ended, Rules: rules}
	for _, t := range tenants {
		r, found, err := registrationOf(q, f, t)
		if err != nil {
			return Facts{}, err
		}
		if found {
			facts.Tenancies = append(facts.Tenancies, Tenancy{Since: t.Since, RegisteredSince: r.Since, Open: r.State == registry.Active, Left: !t.LeftOn.IsZero()})
		}
	}
	return facts, nil
}

// registrationOf is the registration of a tenant: the one matched, or that of the same number in the dwelling, which somebody may still have to compare
// and which is open past the end of the tenancy all the same.
func registrationOf(q store.Query, f File, t Tenant) (registry.Residence, bool, error) {
	if t.ResidenceID == "" {
		return Candidate(q, f, t)
	}
	return registry.ResidenceByID(q, t.ResidenceID)
}

// refresh writes when a file is to be looked at next, after any change of it or its tenants.
func refresh(tx *ledger.Tx, id string) error {
	f, found, err := FileByID(tx, id)
	if err != nil || !found {
		return err
	}
	rules, err := RulesOf(tx)
	if err != nil {
		return err
	}
	facts, err := FactsOf(tx, f, rules)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE rental SET look_on = ? WHERE id = ?`, facts.lookOn(tx.Stamp.Today()).String(), id)
	return err
}

// write stores a file, a new one where it has no row.
func write(tx *ledger.Tx, f File) error {
	rooms, err := json.Marshal(slices.Clip(f.Rooms))
	if err != nil {
		return fmt.Errorf("encode rooms: %w", err)
	}
	fields := []any{
		f.ReporterID, f.Landlord, f.LandlordPhone, f.Agent, f.AgentPhone, f.Authority, f.Begins.String(), f.Until.String(), f.Written, f.ContractNumber,
		f.FiledOn.String(), string(rooms), f.livingRooms(), f.HeadCount, f.UndertakenOn.String(), f.UndertakenTo.String(), f.VisitedOn.String(),
		string(f.State), f.EndedOn.String(), f.Version, ledger.FormatTime(tx.Stamp.At), f.ID,
	}
	if f.row > 0 {
		_, err = tx.Exec(`UPDATE rental SET reporter_id = ?, landlord = ?, landlord_phone = ?, agent = ?, agent_phone = ?, authority = ?, begins = ?, until = ?,
			written = ?, contract_number = ?, filed_on = ?, rooms = ?, living_rooms = ?, head_count = ?, undertaken_on = ?, undertaken_to = ?, visited_on = ?,
			state = ?, ended_on = ?, version = ?, changed_at = ? WHERE id = ?`, fields...)
	} else {
		_, err = tx.Exec(`INSERT INTO rental (reporter_id, landlord, landlord_phone, agent, agent_phone, authority, begins, until, written, contract_number,
			filed_on, rooms, living_rooms, head_count, undertaken_on, undertaken_to, visited_on, state, ended_on, version, changed_at, id, number, room_id,
			compound_id, look_on) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')`, append(fields, f.Number, f.RoomID, f.CompoundID)...)
	}
	if err != nil {
		return fmt.Errorf("write rental file: %w", err)
	}
	return nil
}

// Step is one change of a file.
type Step struct {
	// At is the instant, in the form of ledger.FormatTime.
	At, Action, Note string
	Actor            ledger.Actor
	Station          string
}

// note writes a step into the history of a file and tells the screens.
func note(tx *ledger.Tx, id, action, text string) error {
	s := tx.Stamp
	_, err := tx.Exec(`INSERT INTO rental_step (rental_id, seq, at, action, actor_kind, actor_id, station, note)
		SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ? FROM rental_step WHERE rental_id = ?`,
		id, ledger.FormatTime(s.At), action, string(s.Actor.Kind), s.Actor.ID, s.Station, text, id)
	if err != nil {
		return fmt.Errorf("note step: %w", err)
	}
	tx.Changed(topic, id)
	return refresh(tx, id)
}

// StepsOf is the history of a file, the earliest first.
func StepsOf(q store.Query, id string) ([]Step, error) {
	list, err := collect(q, func(scan func(...any) error) (Step, error) {
		var s Step
		err := scan(&s.At, &s.Action, &s.Note, &s.Actor.Kind, &s.Actor.ID, &s.Station)
		return s, err
	}, `SELECT at, action, note, actor_kind, actor_id, station FROM rental_step WHERE rental_id = ? ORDER BY seq`, id)
	if err != nil {
		return nil, fmt.Errorf("history of rental file: %w", err)
	}
	return list, nil
}
