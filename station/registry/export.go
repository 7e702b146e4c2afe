package registry

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// MaxExport is how many rows one file may hold.
	MaxExport = 500
	// MaxExportAlone is how many rows one officer may take out without a second.
	MaxExportAlone = 50
	// minExportReason is the shortest reason that says something, in characters.
	minExportReason = 4
)

// What a file holds.
const (
	ExportPeople        = "people"        // those registered in a compound, in a house, on a road or in a community
	ExportRegistrations = "registrations" // those of a period
	ExportPermits       = "permits"       // of those registered in a compound, in a house, on a road or in a community
	ExportStatistics    = "statistics"    // the tables of a month: counts, of nobody
)

// RecordExport puts on record that people's data, or counts of them, leave the office as a file (导出), with a look at every person in it. It is decided before the file is
// made: what could not be recorded does not leave.
type RecordExport struct {
	// ID stands in the file, too, so that a sheet found somewhere leads to this entry.
	ID   string `json:"id"`
	What string `json:"what"`
	// Scope is the place or the period that was asked for.
	Scope  string `json:"scope"`
	Format string `json:"format"`
	// Rows is the number of rows, People who stands in them.
	Rows   int      `json:"rows"`
	People []string `json:"people"`
	// Whole says that numbers of documents and telephones stood in it unmasked.
	Whole bool `json:"whole,omitempty"`
	// Second is the account of the officer who agreed; it has shown its password. Above MaxExportAlone rows, and where Whole, there must be one.
	Second string `json:"second,omitempty"`
	Reason string `json:"reason"`
}

// Kind is the verb on the wire.
func (RecordExport) Kind() string { return "registry.record_export.v1" }

// Validate judges the entry alone.
func (c RecordExport) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "" && c.Scope != "", "scope", "export.scope_required")
	v.That(slices.Contains([]string{ExportPeople, ExportRegistrations, ExportPermits, ExportStatistics}, c.What), "what", "export.what_unknown")
	counts := c.What == ExportStatistics && len(c.People) == 0 && !c.Whole
	v.That(c.Format == "xlsx" || c.Format == "csv" || counts && c.Format == "pdf", "format", "export.format_unknown")
	v.That(c.Rows > 0 && (len(c.People) > 0 || counts), "", "export.nothing")
	v.That(c.Rows <= MaxExport && len(c.People) <= MaxExport, "", "export.too_many", "limit", strconv.Itoa(MaxExport))
	v.That(utf8.RuneCountInString(c.Reason) >= minExportReason, "reason", "export.reason_required")
	v.That(shorter(c.Reason, maxReason), "reason", "export.reason_too_long", "limit", strconv.Itoa(maxReason))
	v.That(c.Second != "" || counts || c.Rows <= MaxExportAlone && !c.Whole, "second_officer", "export.second_required", "limit", strconv.Itoa(MaxExportAlone))
	v.That(c.Second == "" || c.Second != stamp.Actor.ID, "second_officer", "export.second_same")
	return v.Refusal()
}

// Apply writes the entry and the looks.
func (c RecordExport) Apply(tx *ledger.Tx) (any, error) {
	var taken bool
	if err := tx.Row(`SELECT EXISTS (SELECT 1 FROM export WHERE id = ?)`, c.ID).Scan(&taken); err != nil || taken {
		return nil, orRefuse(err, ledger.Refuse(ledger.Conflict, "id", "export.id_taken"))
	}
	at, who := ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor
	_, err := tx.Exec(`INSERT INTO export (id, at, actor_id, actor_role, station, what, scope, format, count, whole, second, reason)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`, c.ID, at, who.ID, who.Role, tx.Stamp.Station, c.What, c.Scope, c.Format, c.Rows, c.Whole, c.Second, c.Reason)
	if err != nil {
		return nil, fmt.Errorf("record export: %w", err)
	}
	people, err := json.Marshal(append([]string{}, c.People...)) // counts are of nobody
	if err != nil {
		return nil, fmt.Errorf("encode people: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO look (person_id, at, actor_kind, actor_id, actor_role, station, what, field, purpose, reason)
		SELECT value, ?, ?, ?, ?, ?, ?, '', 'export', ? FROM json_each(?) ORDER BY key`,
		at, string(who.Kind), who.ID, who.Role, tx.Stamp.Station, Exported, c.Reason, string(people))
	if err != nil {
		return nil, fmt.Errorf("record looks: %w", err)
	}
	tx.Changed("export", c.ID)
	return RecordedExport{ID: c.ID}, nil
}

// RecordedExport is the answer to RecordExport.
type RecordedExport struct {
	ID string `json:"id"`
}

// Export is one entry of the log of files.
type Export struct {
	Seq                 int64
	ID                  string
	At                  time.Time
	ActorID, ActorRole  string
	Station             string
	What, Scope, Format string
	Rows                int
	Whole               bool
	Second, Reason      string
}

// Exports lists what left as a file, the latest first, from the entry before a Seq on; 0 begins at the latest.
func Exports(q store.Query, before int64, limit int) ([]Export, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return collect(q, func(scan func(...any) error) (Export, error) {
		var e Export
		var at string
		err := scan(&e.Seq, &e.ID, &at, &e.ActorID, &e.ActorRole, &e.Station, &e.What, &e.Scope, &e.Format, &e.Rows, &e.Whole, &e.Second, &e.Reason)
		if err != nil {
			return Export{}, err
		}
		e.At, err = ledger.ParseTime(at)
		return e, err
	}, `SELECT seq, id, at, actor_id, actor_role, station, what, scope, format, count, whole, second, reason FROM export WHERE seq < ?
		ORDER BY seq DESC LIMIT ?`, before, limit)
}

// RegisteredIn lists the open registrations of a compound or a house in the order of its rooms, limit at most.
func RegisteredIn(q store.Query, placeID string, limit int) ([]Residence, error) {
	return collect(q, scanResidence, `SELECT r.id, r.number, r.person_id, r.room_id, n.label, r.since, r.registered_on, r.state, r.ended_on,
		r.end_reason, r.moved_from, r.registered_at, r.channel, r.station, r.warnings
		FROM area_node c CROSS JOIN search_key k CROSS JOIN person p ON p.row = k.person CROSS JOIN residence r ON r.person_id = p.id
		CROSS JOIN area_node n ON n.id = r.room_id
		WHERE c.id = ? AND k.kind = 'a' AND k.key >= c.path || '/' AND k.key < c.path || '0' AND r.state = 'active' AND n.path = substr(k.key, 1, instr(k.key, ' ') - 1)
		ORDER BY k.key, k.person, r.row LIMIT ?`, placeID, limit)
}

// RegisteredBetween lists the registrations taken from one day to another, both counted, in the order of days, limit at most.
func RegisteredBetween(q store.Query, from, to calendar.Date, limit int) ([]Residence, error) {
	return collect(q, scanResidence, residenceColumns+`WHERE r.registered_on >= ? AND r.registered_on <= ? ORDER BY r.registered_on, r.registered_at, r.row
		LIMIT ?`, from.String(), to.String(), limit)
}
