package rental

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// PremisesKind is what a reporting point reports for.
type PremisesKind string

// The kinds of premises.
const (
	Dwelling  PremisesKind = "dwelling"  // 出租住房, a room of the address tree
	Lodging   PremisesKind = "lodging"   // 旅馆
	Dormitory PremisesKind = "dormitory" // 集体宿舍
	Workplace PremisesKind = "workplace" // 用人单位
	Worksite  PremisesKind = "site"      // 工地
)

// PremisesKinds lists the kinds in the order shown.
func PremisesKinds() []PremisesKind {
	return []PremisesKind{Dwelling, Lodging, Dormitory, Workplace, Worksite}
}

// KeepsRegister tells whether somebody keeps a register of guests there, which is theirs (Hotel rules of 1987, as amended; domain table of premises).
func (k PremisesKind) KeepsRegister() bool { return k == Lodging || k == Dormitory || k == Worksite }

// Premises is a place that a reporting point reports for.
type Premises struct {
	ID, ReporterID string
	Kind           PremisesKind
	// Title is the name of the hotel or site, or empty.
	Title  string
	AreaID string
	// Label is the address, or the name of the area.
	Label string
	// BoundOn and UnboundOn are the days on which it was bound and let go; no date while bound.
	BoundOn, UnboundOn calendar.Date
	// KeptOn is the last day for which the register was reported as kept; no date where never.
	KeptOn calendar.Date
}

const premisesColumns = `SELECT p.id, p.reporter_id, p.kind, p.title, p.area_id, n.label, p.bound_on, p.unbound_on, p.kept_on
	FROM premises p CROSS JOIN area_node n ON n.id = p.area_id `

func scanPremises(scan func(...any) error) (Premises, error) {
	var p Premises
	err := scan(&p.ID, &p.ReporterID, &p.Kind, &p.Title, &p.AreaID, &p.Label, &p.BoundOn, &p.UnboundOn, &p.KeptOn)
	return p, err
}

// PremisesOf lists what a reporting point reports for, in the order bound; what was let go is left out.
func PremisesOf(q store.Query, reporterID string) ([]Premises, error) {
	list, err := collect(q, scanPremises, premisesColumns+`WHERE p.reporter_id = ? AND p.unbound_on = '' ORDER BY p.bound_on, p.id`, reporterID)
	if err != nil {
		return nil, fmt.Errorf("list premises: %w", err)
	}
	return list, nil
}

// PremisesByID reads one place, let go or not.
func PremisesByID(q store.Query, id string) (Premises, bool, error) {
	p, found, err := one(q.Row(premisesColumns+`WHERE p.id = ?`, id), scanPremises)
	if err != nil {
		return Premises{}, false, fmt.Errorf("read premises: %w", err)
	}
	return p, found, nil
}

// Overdue lists the premises whose register was not reported as kept for the day before today, those longest silent first. It lists places, and
// whoever answers for them is told by phone.
func Overdue(q store.Query, today calendar.Date, limit int) ([]Premises, error) {
	yesterday := today.AddDays(-1).String()
	list, err := collect(q, scanPremises, premisesColumns+`WHERE p.kept_on < ? AND p.unbound_on = '' AND p.kind IN ('lodging', 'dormitory', 'site')
		AND p.bound_on < ? ORDER BY p.kept_on, p.id LIMIT ?`, yesterday, today.String(), limit)
	if err != nil {
		return nil, fmt.Errorf("list overdue premises: %w", err)
	}
	return list, nil
}

// StoredPremises is the answer to BindPremises and UnbindPremises.
type StoredPremises struct {
	ID string `json:"id"`
}

// BindPremises says that a reporting point reports for a place.
type BindPremises struct {
	ReporterID string       `json:"reporter_id"`
	What       PremisesKind `json:"kind"`
	Title      string       `json:"title,omitempty"`
	AreaID     string       `json:"area_id"`
}

// Kind is the verb on the wire.
func (BindPremises) Kind() string { return "reporter.bind.v1" }

// Validate judges the form.
func (c BindPremises) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(slices.Contains(PremisesKinds(), c.What), "kind", "premises.kind_unknown")
	v.That(c.What == Dwelling || strings.TrimSpace(c.Title) != "", "title", "premises.title_required")
	v.That(utf8.RuneCountInString(c.Title) <= mostName, "title", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	v.That(c.AreaID != "", "area_id", "premises.area_unknown")
	return v.Refusal()
}

// Apply binds the place; a dwelling is a room of the address tree.
func (c BindPremises) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	if _, found, err := ReporterByID(tx, c.ReporterID); err != nil || !found {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "reporter_id", "reporter.unknown"))
	}
	node, found, err := area.Get(tx, c.AreaID)
	if err != nil || !found {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "area_id", "premises.area_unknown"))
	}
	if c.What == Dwelling && node.Kind != area.Room {
		return nil, ledger.Refuse(ledger.Invalid, "area_id", "premises.room_required")
	}
	bound, err := PremisesOf(tx, c.ReporterID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(bound, func(p Premises) bool { return p.AreaID == c.AreaID && p.Kind == c.What }) {
		return nil, ledger.Refuse(ledger.Conflict, "area_id", "premises.already_bound")
	}
	id := tx.NewID()
	_, err = tx.Exec(`INSERT INTO premises (id, reporter_id, kind, title, area_id, bound_on, unbound_on, kept_on) VALUES (?,?,?,?,?,?,'','')`,
		id, c.ReporterID, string(c.What), strings.TrimSpace(c.Title), c.AreaID, tx.Stamp.Today().String())
	tx.Changed(reporterTopic, c.ReporterID)
	return StoredPremises{ID: id}, err
}

// UnbindPremises lets a place go. What was reported for it stays.
type UnbindPremises struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (UnbindPremises) Kind() string { return "reporter.unbind.v1" }

// Validate has nothing to judge without the register.
func (UnbindPremises) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply lets the place go.
func (c UnbindPremises) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	p, found, err := PremisesByID(tx, c.ID)
	if err != nil || !found || !p.UnboundOn.IsZero() {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "id", "premises.unknown"))
	}
	_, err = tx.Exec(`UPDATE premises SET unbound_on = ? WHERE id = ?`, tx.Stamp.Today().String(), c.ID)
	tx.Changed(reporterTopic, p.ReporterID)
	return StoredPremises{ID: c.ID}, err
}
