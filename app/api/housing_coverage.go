package api

import (
	"context"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Coverage is how complete the register is below a place: how many there are, and of how many nothing is missing. Counts only.
type Coverage struct {
	Node       HousingNode `json:"node"`
	Buildings  Share       `json:"buildings" doc:"With a number verified on site"`
	Rooms      Share       `json:"rooms" doc:"Of which is known who lives there, or that nobody does"`
	Empty      int         `json:"empty" doc:"Rooms seen empty"`
	Households Share       `json:"households" doc:"Of which every member has a document in force"`
	Documents  Share       `json:"documents" doc:"People with a document in force"`
	Phones     Share       `json:"phones" doc:"People with a telephone number"`
	Registered int         `json:"registered" doc:"People with an open registration here"`
}

// Share is how many of how many.
type Share struct {
	Done int `json:"done"`
	All  int `json:"all"`
}

// CoverageTable is the coverage of a place and of what hangs below it.
type CoverageTable struct {
	Total Coverage   `json:"total"`
	Rows  []Coverage `json:"rows"`
	AsOf  string     `json:"as_of" format:"date"`
}

// GapRow is a place where something is missing.
type GapRow struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	People int    `json:"people" doc:"Of how many people; 0 where it is about the place"`
}

// GapList is a list of places where something is missing.
type GapList struct {
	Items []GapRow `json:"items"`
	More  bool     `json:"more"`
}

type gapsQuery struct {
	ID   string `path:"id" maxLength:"64"`
	Kind string `query:"kind" required:"true" enum:"building_unverified,room_unknown,document_missing,phone_missing"`
}

// gapsAtOnce is how many places a list of gaps holds: a day's work.
const gapsAtOnce = 200

func (a *API) housingCoverage(ctx context.Context, in *onID) (CoverageTable, error) {
	today := a.today()
	return view(ctx, a, func(q store.Query) (CoverageTable, error) {
		table := CoverageTable{Rows: []Coverage{}, AsOf: today.String()}
		n, err := countable(q, in.ID)
		if err != nil {
			return table, err
		}
		counts, err := registry.CoverageOf(q, n.ID, today)
		if err != nil {
			return table, err
		}
		table.Total = coverage(n, counts.Whole)
		if n.Kind == area.Room || n.Kind == area.Unit { // single rooms are no lines of a report
			return table, nil
		}
		children, err := area.Children(q, n.ID)
		for _, child := range children {
			if child.Open() && child.Kind != area.Grid && child.Kind != area.Room {
				table.Rows = append(table.Rows, coverage(child, counts.Parts[child.ID]))
			}
		}
		return table, err
	})
}

// countable reads a place that is small enough to be counted while somebody waits: a community at most. A whole office would hold up a station that
// is cut off, whose screens read one after the other.
func countable(q store.Query, id string) (area.Node, error) {
	n, err := placeIn(q, id)
	if err != nil {
		return n, err
	}
	switch n.Kind {
	case area.Province, area.Prefecture, area.County, area.StreetOffice:
		return n, refuse("housing.too_wide")
	case area.Community, area.Grid, area.Compound, area.Road, area.GateNumber, area.Building, area.Unit, area.Floor, area.Room, area.Bed:
	}
	return n, nil
}

func coverage(n area.Node, c registry.Coverage) Coverage {
	return Coverage{
		Node: housingNode(n), Buildings: Share{c.VerifiedBuildings, c.Buildings}, Rooms: Share{c.KnownRooms, c.Rooms}, Empty: c.EmptyRooms,
		Households: Share{c.DocumentedHouseholds, c.Households}, Documents: Share{c.WithDocument, c.People}, Phones: Share{c.WithPhone, c.People},
		Registered: c.Registered,
	}
}

func (a *API) housingGaps(ctx context.Context, in *gapsQuery) (GapList, error) {
	return view(ctx, a, func(q store.Query) (GapList, error) {
		if _, err := countable(q, in.ID); err != nil {
			return GapList{}, err
		}
		gaps, err := registry.GapsIn(q, in.ID, registry.GapKind(in.Kind), a.today(), gapsAtOnce+1)
		more := len(gaps) > gapsAtOnce
		return GapList{
			Items: list(gaps[:min(len(gaps), gapsAtOnce)], func(g registry.Gap) GapRow { return GapRow{ID: g.NodeID, Label: g.Label, People: g.People} }),
			More:  more,
		}, err
	})
}
