package api

import (
	"context"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
)

// ReorganisationInput merges and splits communities as one decision.
type ReorganisationInput struct {
	RequestID string          `json:"request_id" maxLength:"64"`
	Effective calendar.Date   `json:"effective" format:"date"`
	New       []CommunityPlan `json:"new,omitempty" maxItems:"200"`
	Moves     []MoveInput     `json:"moves,omitempty" maxItems:"1000"`
}

// CommunityPlan is a community that comes of others.
type CommunityPlan struct {
	ID     string   `json:"id" maxLength:"64" doc:"Chosen by the page, so that moves can name it"`
	Name   string   `json:"name" maxLength:"100"`
	Number string   `json:"number" maxLength:"20" doc:"12-digit code"`
	From   []string `json:"from" maxItems:"200"`
}

// MoveInput puts a compound, road or grid into a community.
type MoveInput struct {
	ID string `json:"id" maxLength:"64"`
	To string `json:"to" maxLength:"64"`
}

// ReorganisationResult is what became of a decision about communities.
type ReorganisationResult struct {
	IDs        []string `json:"ids" doc:"Of the new communities"`
	Closed     int      `json:"closed"`
	Moved      int      `json:"moved" doc:"Compounds, roads and grids"`
	Renumbered int      `json:"renumbered" doc:"Grids that got another number in their new community"`
	Gridless   int      `json:"gridless" doc:"Buildings and units whose grid went elsewhere"`
}

func (a *API) reorganise(ctx context.Context, in *bodyOf[ReorganisationInput]) (ReorganisationResult, error) {
	r, err := execute[area.Reorganised](ctx, a, actor(ctx), in.Body.RequestID, area.Reorganise{
		Effective: in.Body.Effective,
		New: list(in.Body.New, func(c CommunityPlan) area.NewCommunity {
			return area.NewCommunity{ID: c.ID, Name: c.Name, Number: c.Number, From: c.From}
		}),
		Moves: list(in.Body.Moves, func(m MoveInput) area.Move { return area.Move{ID: m.ID, To: m.To} }),
	})
	return ReorganisationResult{IDs: list(r.IDs, func(id string) string { return id }), Closed: r.Closed, Moved: r.Moved, Renumbered: r.Renumbered, Gridless: r.Gridless}, err
}
