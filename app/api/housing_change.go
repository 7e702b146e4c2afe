package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/registry"
)

// PlacesInput adds places one by one.
type PlacesInput struct {
	RequestID string     `json:"request_id" maxLength:"64"`
	Nodes     []NewPlace `json:"nodes" minItems:"1" maxItems:"100"`
}

// NewPlace is a place to add.
type NewPlace struct {
	Kind   string `json:"kind" enum:"street_office,community,grid,compound,road,gate_number,building,unit,floor,room,bed"`
	Parent string `json:"parent,omitempty" maxLength:"64"`
	Grid   string `json:"grid,omitempty" maxLength:"64"`
	Name   string `json:"name,omitempty" maxLength:"100"`
	Number string `json:"number,omitempty" maxLength:"20"`
	Use    string `json:"use,omitempty" enum:"living,kitchen,bathroom,balcony,basement,other"`
}

// AddedPlaces are the ids of what was added, in order.
type AddedPlaces struct {
	IDs []string `json:"ids"`
}

// RangeInput adds buildings, units and rooms by a few figures.
type RangeInput struct {
	RequestID  string    `json:"request_id" maxLength:"64"`
	Parent     string    `json:"parent" maxLength:"64"`
	Buildings  SpanInput `json:"buildings,omitempty"`
	Units      SpanInput `json:"units,omitempty"`
	Floors     SpanInput `json:"floors,omitempty"`
	Rooms      int       `json:"rooms,omitempty" doc:"On each floor of each unit"`
	SkipFloors []int     `json:"skip_floors,omitempty" maxItems:"50"`
	Preview    bool      `json:"preview,omitempty" doc:"Only say what would be added"`
}

// SpanInput is from one number to another.
type SpanInput struct {
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

// RangeResult is what a range adds: how many, and how the first and the last are called below the parent.
type RangeResult struct {
	Buildings int      `json:"buildings"`
	Units     int      `json:"units"`
	Rooms     int      `json:"rooms"`
	Sample    []string `json:"sample" doc:"Numbers of the first and last rooms, or of what there is instead"`
}

// NameInput renames a place.
type NameInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Name      string `json:"name" maxLength:"100"`
}

// ChangedPlace is a place after a change.
type ChangedPlace struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// PlaceRequest is a change without further particulars.
type PlaceRequest struct {
	RequestID string `json:"request_id" maxLength:"64"`
}

// GridInput puts buildings and units into a grid, or into none.
type GridInput struct {
	RequestID string   `json:"request_id" maxLength:"64"`
	Nodes     []string `json:"nodes" minItems:"1" maxItems:"1000"`
	Grid      string   `json:"grid,omitempty" maxLength:"64"`
}

// ChangedCount is how many places were changed.
type ChangedCount struct {
	Count int `json:"count"`
}

// SeenInput says what somebody saw of a room.
type SeenInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	State     string        `json:"state" enum:"empty,let,owner"`
	On        calendar.Date `json:"on" format:"date"`
}

func (a *API) addPlaces(ctx context.Context, in *bodyOf[PlacesInput]) (AddedPlaces, error) {
	added, err := execute[area.AddedNodes](ctx, a, actor(ctx), in.Body.RequestID, area.AddNodes{Nodes: list(in.Body.Nodes, func(p NewPlace) area.NewNode {
		return area.NewNode{Kind: area.Kind(p.Kind), Parent: p.Parent, Grid: p.Grid, Name: p.Name, Number: p.Number, Use: area.RoomUse(p.Use)}
	})})
	return AddedPlaces{IDs: added.IDs}, err
}

// addRange adds the places of a range, a thousand with each command. The ids of commands and places follow from the page's own request id, so that
// asking again after a lost answer goes on where it stopped.
func (a *API) addRange(ctx context.Context, in *bodyOf[RangeInput]) (RangeResult, error) {
	b := in.Body
	r := area.Range{
		Parent: b.Parent, Buildings: area.Span(b.Buildings), Units: area.Span(b.Units), Floors: area.Span(b.Floors), Rooms: b.Rooms, SkipFloors: b.SkipFloors,
	}
	if refused := r.Judge(); refused != nil {
		return RangeResult{}, refusal(refused)
	}
	base, err := uuid.Parse(b.RequestID)
	if err != nil {
		return RangeResult{}, wrongField("request_id", "request_id.invalid")
	}
	nodes := r.Nodes(base)
	if b.Preview {
		return rangeResult(nodes), nil
	}
	part := 0
	for chunk := range slices.Chunk(nodes, area.MaxNodes) {
		part++
		requestID := uuid.NewSHA1(base, fmt.Append(nil, "part ", part)).String()
		if _, err := execute[area.AddedNodes](ctx, a, actor(ctx), requestID, area.AddNodes{Nodes: chunk}); err != nil {
			return RangeResult{}, err
		}
	}
	return rangeResult(nodes), nil
}

// samples is how many numbers are shown from either end of a range.
const samples = 3

func rangeResult(nodes []area.NewNode) RangeResult {
	var r RangeResult
	for _, n := range nodes {
		switch n.Kind {
		case area.Building:
			r.Buildings++
		case area.Unit:
			r.Units++
		default:
			r.Rooms++
		}
	}
	last := nodes[len(nodes)-1].Kind
	leaves := slices.DeleteFunc(slices.Clone(nodes), func(n area.NewNode) bool { return n.Kind != last })
	r.Sample = list(leaves, func(n area.NewNode) string { return n.Number })
	if len(r.Sample) > 2*samples {
		r.Sample = append(r.Sample[:samples:samples], r.Sample[len(r.Sample)-samples:]...)
	}
	return r
}

func (a *API) renamePlace(ctx context.Context, in *bodyOnID[NameInput]) (ChangedPlace, error) {
	c, err := execute[area.ChangedNode](ctx, a, actor(ctx), in.Body.RequestID, area.RenameNode{ID: in.ID, Name: in.Body.Name})
	return ChangedPlace(c), err
}

func (a *API) closePlace(ctx context.Context, in *bodyOnID[PlaceRequest]) (ChangedPlace, error) {
	c, err := execute[area.ChangedNode](ctx, a, actor(ctx), in.Body.RequestID, registry.ClosePlace{ID: in.ID})
	return ChangedPlace(c), err
}

func (a *API) reopenPlace(ctx context.Context, in *bodyOnID[PlaceRequest]) (ChangedPlace, error) {
	c, err := execute[area.ChangedNode](ctx, a, actor(ctx), in.Body.RequestID, area.ReopenNode{ID: in.ID})
	return ChangedPlace(c), err
}

func (a *API) assignGrid(ctx context.Context, in *bodyOf[GridInput]) (ChangedCount, error) {
	c, err := execute[area.Assigned](ctx, a, actor(ctx), in.Body.RequestID, area.AssignGrid{Nodes: in.Body.Nodes, Grid: in.Body.Grid})
	return ChangedCount{Count: c.Nodes}, err
}

func (a *API) stateOccupancy(ctx context.Context, in *bodyOnID[SeenInput]) (ChangedPlace, error) {
	c, err := execute[area.ChangedNode](ctx, a, actor(ctx), in.Body.RequestID,
		area.StateOccupancy{RoomID: in.ID, State: area.OccupancyState(in.Body.State), On: in.Body.On})
	return ChangedPlace(c), err
}
