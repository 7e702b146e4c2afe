package api

import (
	"context"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// BuildingPlan is where the buildings of a compound stand, with the numbers they have, are proposed and would be computed now.
type BuildingPlan struct {
	Node      HousingNode       `json:"node"`
	System    string            `json:"system,omitempty" enum:"local,wgs84" doc:"In which positions are measured; missing where there are none"`
	Buildings []PlannedBuilding `json:"buildings"`
	Tolerance float64           `json:"tolerance" doc:"Metres"`
	Order     string            `json:"order" enum:"N2S,S2N"`
}

// PlannedBuilding is one building of a plan.
type PlannedBuilding struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Number string `json:"number"`
	// East and North are metres from the first building with a position, for drawing; missing where nobody knows.
	East  *float64 `json:"east,omitempty"`
	North *float64 `json:"north,omitempty"`
	// State is that of the number proposed or verified.
	State    string `json:"state,omitempty" enum:"proposed,verified"`
	Proposed string `json:"proposed,omitempty"`
	Posted   bool   `json:"posted"`
	Computed string `json:"computed,omitempty"`
	Row      int    `json:"row,omitempty" doc:"Counted from 1 in the order of numbers"`
}

// PositionsInput says where buildings stand: metres east and north of any point of the compound, or degrees.
type PositionsInput struct {
	RequestID string          `json:"request_id" maxLength:"64"`
	System    string          `json:"system" enum:"local,wgs84"`
	Buildings []PositionInput `json:"buildings" minItems:"1" maxItems:"1000"`
}

// PositionInput is the middle of one building.
type PositionInput struct {
	ID    string  `json:"id" maxLength:"64"`
	East  float64 `json:"east" doc:"Metres, or degrees of longitude" minimum:"-20000" maximum:"20000"`
	North float64 `json:"north" doc:"Metres, or degrees of latitude" minimum:"-20000" maximum:"20000"`
}

// NumbersInput are numbers of buildings to be proposed or verified.
type NumbersInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	Buildings []NumberInput `json:"buildings" minItems:"1" maxItems:"1000"`
}

// NumberInput is the number of one building.
type NumberInput struct {
	ID     string `json:"id" maxLength:"64"`
	Number string `json:"number" maxLength:"20"`
	Posted bool   `json:"posted,omitempty" doc:"Stands on the house"`
}

type planQuery struct {
	ID        string  `path:"id" maxLength:"64"`
	Tolerance float64 `query:"tolerance" minimum:"1" maximum:"200" default:"15"`
	Order     string  `query:"order" enum:"N2S,S2N" default:"N2S"`
}

func (a *API) housingPlan(ctx context.Context, in *planQuery) (BuildingPlan, error) {
	return view(ctx, a, func(q store.Query) (BuildingPlan, error) {
		p := BuildingPlan{Buildings: []PlannedBuilding{}, Tolerance: in.Tolerance, Order: in.Order}
		n, err := placeIn(q, in.ID)
		if err != nil {
			return p, err
		}
		plan, err := area.Plan(q, in.ID)
		if err != nil {
			return p, err
		}
		p.Node = housingNode(n)
		p.fill(plan)
		return p, nil
	})
}

func (p *BuildingPlan) fill(plan []area.PlannedBuilding) {
	computed := map[string]area.SiteNumber{}
	for _, n := range area.PlanNumbers(plan, p.Tolerance, area.RowOrder(p.Order)) {
		computed[n.ID] = n
	}
	var origin area.PlannedBuilding
	for _, b := range plan {
		c := computed[b.ID]
		v := PlannedBuilding{
			ID: b.ID, Name: b.Name, Number: b.Number, State: string(b.State), Proposed: b.Proposed, Posted: b.Posted, Computed: c.Number, Row: c.Row,
		}
		if b.System != "" {
			if p.System == "" {
				p.System, origin = string(b.System), b
			}
			east, north := area.Metres(b, origin)
			v.East, v.North = &east, &north
		}
		p.Buildings = append(p.Buildings, v)
	}
}

func (a *API) placeBuildings(ctx context.Context, in *bodyOnID[PositionsInput]) (ChangedCount, error) {
	system := area.PositionSystem(in.Body.System)
	c, err := execute[area.Placed](ctx, a, actor(ctx), in.Body.RequestID, area.PlaceBuildings{
		CompoundID: in.ID, System: system, Buildings: list(in.Body.Buildings, func(p PositionInput) area.Position {
			return area.Position{ID: p.ID, East: system.Steps(p.East), North: system.Steps(p.North)}
		}),
	})
	return ChangedCount{Count: c.Buildings}, err
}

func (a *API) proposeNumbers(ctx context.Context, in *bodyOnID[NumbersInput]) (ChangedCount, error) {
	c, err := execute[area.Placed](ctx, a, actor(ctx), in.Body.RequestID, area.ProposeNumbers{CompoundID: in.ID, Buildings: list(in.Body.Buildings, numberOfBuilding)})
	return ChangedCount{Count: c.Buildings}, err
}

func (a *API) verifyNumbers(ctx context.Context, in *bodyOnID[NumbersInput]) (ChangedCount, error) {
	c, err := execute[registry.VerifiedNumbers](ctx, a, actor(ctx), in.Body.RequestID,
		registry.VerifyNumbers{CompoundID: in.ID, Buildings: list(in.Body.Buildings, numberOfBuilding)})
	return ChangedCount{Count: c.Changed}, err
}

func numberOfBuilding(n NumberInput) area.VerifiedNumber {
	return area.VerifiedNumber{ID: n.ID, Number: n.Number, Posted: n.Posted}
}
