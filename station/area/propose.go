package area

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// NumberState is where the number of a building stands.
type NumberState string

const (
	// Proposed numbers wait for somebody to look at the house.
	Proposed NumberState = "proposed"
	// Verified numbers were seen to be right on site, and stay for ever.
	Verified NumberState = "verified"
)

// ProposeNumbers writes down the numbers that the buildings of a compound are to be verified with. It changes no address yet.
type ProposeNumbers struct {
	CompoundID string           `json:"compound_id"`
	Buildings  []VerifiedNumber `json:"buildings"`
}

// Kind is the verb on the wire.
func (ProposeNumbers) Kind() string { return "area.propose_numbers.v1" }

// Validate judges the numbers among themselves.
func (c ProposeNumbers) Validate(ledger.Stamp) *ledger.Refusal { return JudgeNumbers(c.Buildings) }

// JudgeNumbers judges a list of numbers for buildings of one compound: each well written, no building and no number twice.
func JudgeNumbers(numbers []VerifiedNumber) *ledger.Refusal {
	var v ledger.Check
	v.That(len(numbers) > 0, "buildings", "area.nothing")
	v.That(len(numbers) <= MaxNodes, "buildings", "area.too_many", "limit", strconv.Itoa(MaxNodes))
	seen := map[string]bool{}
	for i, b := range numbers[:min(len(numbers), MaxNodes)] {
		field := fmt.Sprintf("buildings.%d.", i)
		v.That(b.Number != "", field+"number", "area.number_required")
		v.That(wellNumbered(b.Number), field+"number", "area.number_invalid")
		v.That(!seen["number "+b.Number] && !seen["id "+b.ID], field+"number", "area.number_twice", "number", b.Number)
		seen["number "+b.Number], seen["id "+b.ID] = true, true
	}
	return v.Refusal()
}

// Apply keeps the proposal of every building that is not verified yet.
func (c ProposeNumbers) Apply(tx *ledger.Tx) (any, error) {
	for i, b := range c.Buildings {
		field := fmt.Sprintf("buildings.%d.", i)
		if err := buildingOf(tx, field+"id", b.ID, c.CompoundID); err != nil {
			return nil, err
		}
		if _, err := renumberable(tx, field, b); err != nil {
			return nil, err
		}
	}
	written := 0
	for _, b := range c.Buildings {
		known, _, err := numberingOf(tx, b.ID)
		if err != nil {
			return nil, err
		}
		if known.state == Verified {
			continue
		}
		if err := note(tx, numbering{b.ID, b.Number, Proposed, b.Posted, tx.Stamp.Today(), tx.Stamp.Actor.ID}); err != nil {
			return nil, err
		}
		written++
	}
	tx.Changed("area", c.CompoundID)
	return Placed{Buildings: written}, nil
}

// numbering is a row of what is known about the number of a building.
type numbering struct {
	node, number string
	state        NumberState
	posted       bool
	on           calendar.Date
	by           string
}

func numberingOf(q store.Query, id string) (numbering, bool, error) {
	n := numbering{node: id}
	err := q.Row(`SELECT number, state, posted, decided_on, decided_by FROM area_numbering WHERE node = ?`, id).Scan(&n.number, &n.state, &n.posted, &n.on, &n.by)
	if errors.Is(err, sql.ErrNoRows) {
		return n, false, nil
	}
	if err != nil {
		return n, false, fmt.Errorf("number of %s: %w", id, err)
	}
	return n, true, nil
}

func note(tx *ledger.Tx, n numbering) error {
	_, err := tx.Exec(`INSERT INTO area_numbering (node, number, state, posted, decided_on, decided_by) VALUES (?,?,?,?,?,?)
		ON CONFLICT (node) DO UPDATE SET number = excluded.number, state = excluded.state, posted = excluded.posted,
		decided_on = excluded.decided_on, decided_by = excluded.decided_by`, n.node, n.number, string(n.state), n.posted, n.on.String(), n.by)
	if err != nil {
		return fmt.Errorf("keep the number of %s: %w", n.node, err)
	}
	return nil
}

// PlanNumbers computes the numbers of a plan. Verified and posted ones are fixed; once some are verified, so are those of an earlier proposal,
// because the buildings were there when the others were counted. Buildings without a position are left out.
func PlanNumbers(plan []PlannedBuilding, tolerance float64, order RowOrder) []SiteNumber {
	verified := slices.ContainsFunc(plan, func(b PlannedBuilding) bool { return b.State == Verified })
	origin := slices.IndexFunc(plan, func(b PlannedBuilding) bool { return b.System != "" })
	var sites []Site
	for _, b := range plan {
		if b.System == "" {
			continue
		}
		s := Site{ID: b.ID}
		s.East, s.North = Metres(b, plan[origin])
		if b.State == Verified || b.State == Proposed && (b.Posted || verified) {
			s.Fixed = b.Proposed
		}
		sites = append(sites, s)
	}
	return NumberBuildings(sites, tolerance, order, verified)
}

// Metres is how far a building stands east and north of another. On a few kilometres the earth is flat, and a degree of latitude 111.32 km long.
func Metres(b, origin PlannedBuilding) (east, north float64) {
	east, north = float64(b.East-origin.East), float64(b.North-origin.North)
	if b.System == Local {
		return east / 100, north / 100
	}
	const metresPerDegree = 111_320
	latitude := float64(origin.North) / degree * math.Pi / 180
	return east / degree * metresPerDegree * math.Cos(latitude), north / degree * metresPerDegree
}
