package area

import (
	"fmt"
	"math"
	"strconv"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// PositionSystem says in what the place of a building is measured.
type PositionSystem string

const (
	// Local positions are centimetres east and north of any point of the compound.
	Local PositionSystem = "local"
	// WGS84 positions are longitude and latitude in 1e-7 degrees.
	WGS84 PositionSystem = "wgs84"
)

// Valid tells whether the system is known.
func (s PositionSystem) Valid() bool { return s == Local || s == WGS84 }

// Steps is a value in metres or degrees in the steps of the system.
func (s PositionSystem) Steps(value float64) int64 {
	if s == WGS84 {
		return int64(math.Round(value * degree))
	}
	return int64(math.Round(value * 100))
}

// Position is the middle of a building.
type Position struct {
	ID    string `json:"id"`
	East  int64  `json:"east"`
	North int64  `json:"north"`
}

const (
	// farthest is how far a building may stand from the point its compound is measured from: 20 km in centimetres.
	farthest = 2_000_000
	degree   = 10_000_000
)

func (p Position) valid(system PositionSystem) bool {
	if system == WGS84 {
		return inRange(p.East, 180*degree) && inRange(p.North, 85*degree)
	}
	return inRange(p.East, farthest) && inRange(p.North, farthest)
}

func inRange(value, limit int64) bool { return -limit <= value && value <= limit }

// PlaceBuildings notes where buildings of one compound stand.
type PlaceBuildings struct {
	CompoundID string         `json:"compound_id"`
	System     PositionSystem `json:"system"`
	Buildings  []Position     `json:"buildings"`
}

// Placed is the answer to PlaceBuildings and to ProposeNumbers: how many buildings were written.
type Placed struct {
	Buildings int `json:"buildings"`
}

// Kind is the verb on the wire.
func (PlaceBuildings) Kind() string { return "area.place_buildings.v1" }

// Validate judges every position alone.
func (c PlaceBuildings) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Buildings) > 0, "buildings", "area.nothing")
	v.That(len(c.Buildings) <= MaxNodes, "buildings", "area.too_many", "limit", strconv.Itoa(MaxNodes))
	v.That(c.System.Valid(), "system", "area.position_invalid")
	for i, p := range c.Buildings[:min(len(c.Buildings), MaxNodes)] {
		v.That(p.valid(c.System), fmt.Sprintf("buildings.%d", i), "area.position_invalid")
	}
	return v.Refusal()
}

// Apply writes the positions. All of a compound are measured in the same system, because they are compared with each other.
func (c PlaceBuildings) Apply(tx *ledger.Tx) (any, error) {
	for i, p := range c.Buildings {
		if err := buildingOf(tx, fmt.Sprintf("buildings.%d.id", i), p.ID, c.CompoundID); err != nil {
			return nil, err
		}
	}
	if err := c.oneSystem(tx); err != nil {
		return nil, err
	}
	for _, p := range c.Buildings {
		_, err := tx.Exec(`INSERT INTO area_position (node, system, east, north) VALUES (?,?,?,?)
			ON CONFLICT (node) DO UPDATE SET system = excluded.system, east = excluded.east, north = excluded.north`,
			p.ID, string(c.System), p.East, p.North)
		if err != nil {
			return nil, fmt.Errorf("place %s: %w", p.ID, err)
		}
	}
	tx.Changed("area", c.CompoundID)
	return Placed{Buildings: len(c.Buildings)}, nil
}

// oneSystem refuses a second system, unless every building measured in the first is measured anew.
func (c PlaceBuildings) oneSystem(tx *ledger.Tx) error {
	anew := map[string]bool{}
	for _, p := range c.Buildings {
		anew[p.ID] = true
	}
	plan, err := Plan(tx, c.CompoundID)
	if err != nil {
		return err
	}
	for _, b := range plan {
		if b.System != "" && b.System != c.System && !anew[b.ID] {
			return ledger.Refuse(ledger.Conflict, "system", "area.position_system", "number", b.Number)
		}
	}
	return nil
}

// buildingOf refuses what is no open building of the compound or house.
func buildingOf(tx *ledger.Tx, field, id, parent string) error {
	n, err := open(tx, field, id)
	if err != nil {
		return err
	}
	if n.Kind != Building || n.Parent != parent {
		return ledger.Refuse(ledger.Invalid, field, "area.building_unknown")
	}
	return nil
}

// PlannedBuilding is a building of a compound with what the numbering tool knows of it.
type PlannedBuilding struct {
	Node
	// System is empty where nobody knows the position.
	System      PositionSystem
	East, North int64
	// Proposed is the number of the last proposal or of the verification; empty where there was neither.
	Proposed string
	State    NumberState
	Posted   bool
	// DecidedOn and DecidedBy are of the proposal or of the verification.
	DecidedOn, DecidedBy string
}

// Plan lists the open buildings of a compound or a house by their number.
func Plan(q store.Query, compoundID string) ([]PlannedBuilding, error) {
	list, err := Children(q, compoundID)
	if err != nil {
		return nil, err
	}
	plan := make([]PlannedBuilding, 0, len(list))
	for _, n := range list {
		if n.Kind != Building || !n.Open() {
			continue
		}
		b := PlannedBuilding{Node: n}
		err := q.Row(`SELECT coalesce(p.system, ''), coalesce(p.east, 0), coalesce(p.north, 0), coalesce(m.number, ''), coalesce(m.state, ''),
			coalesce(m.posted, 0), coalesce(m.decided_on, ''), coalesce(m.decided_by, '') FROM area_node n
			LEFT JOIN area_position p ON p.node = n.id LEFT JOIN area_numbering m ON m.node = n.id WHERE n.id = ?`, n.ID).
			Scan(&b.System, &b.East, &b.North, &b.Proposed, &b.State, &b.Posted, &b.DecidedOn, &b.DecidedBy)
		if err != nil {
			return nil, fmt.Errorf("plan of %s: %w", compoundID, err)
		}
		plan = append(plan, b)
	}
	return plan, nil
}
