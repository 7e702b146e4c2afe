package api

import (
	"context"
	"net/http"
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/store"
)

// AreaItem is one place of the address tree: a compound or a road, and what hangs below it down to the room.
type AreaItem struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" enum:"compound,road,gate_number,building,unit,floor,room"`
	Name     string `json:"name"`
	Number   string `json:"number,omitempty"`
	Label    string `json:"label" doc:"Full address from the compound down"`
	Parent   string `json:"parent,omitempty"`
	Children int    `json:"children"`
	Own      bool   `json:"own,omitempty" doc:"A compound of this station's own community"`
}

// AreaList is a list of places.
type AreaList struct {
	Items []AreaItem `json:"items"`
}

type areaQuery struct {
	Parent string `query:"parent" maxLength:"64"`
	Kind   string `query:"kind" enum:"compound,road,gate_number,building,unit,floor,room"`
}

type compoundQuery struct {
	Q string `query:"q" required:"true" maxLength:"64"`
}

func (a *API) areaRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/area", id: "area", need: anybody}, a.listArea)
	answer(a, route{method: http.MethodGet, path: "/api/v1/area/compounds", id: "compounds", need: anybody}, a.findCompounds)
}

// listArea lists what hangs below a node, or all compounds and roads, without closed places. Addresses are public; who lives there is not.
func (a *API) listArea(ctx context.Context, in *areaQuery) (AreaList, error) {
	return view(ctx, a, func(q store.Query) (AreaList, error) {
		nodes, err := a.areaNodes(q, in.Parent)
		if err != nil {
			return AreaList{}, err
		}
		nodes = slices.DeleteFunc(nodes, func(n area.Node) bool {
			return !shown(n) || in.Kind != "" && string(n.Kind) != in.Kind
		})
		return a.areaList(q, nodes)
	})
}

func (a *API) areaNodes(q store.Query, parent string) ([]area.Node, error) {
	if parent == "" {
		return area.Compounds(q, a.Self.CommunityCode)
	}
	_, found, err := area.Get(q, parent)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("not_found")
	}
	return area.Children(q, parent)
}

func (a *API) findCompounds(ctx context.Context, in *compoundQuery) (AreaList, error) {
	return view(ctx, a, func(q store.Query) (AreaList, error) {
		nodes, err := area.FindCompounds(q, in.Q)
		if err != nil {
			return AreaList{}, err
		}
		return a.areaList(q, nodes)
	})
}

// shown tells of which places an address is made: those that are still there, and rooms for living alone.
func shown(n area.Node) bool {
	switch n.Kind {
	case area.Room:
		return n.Open() && n.Use.Lettable()
	case area.Compound, area.Road, area.GateNumber, area.Building, area.Unit, area.Floor:
		return n.Open()
	case area.Province, area.Prefecture, area.County, area.StreetOffice, area.Community, area.Grid, area.Bed:
	}
	return false
}

// areaList shows places; those of this station's own community, or of what became of it, are marked.
func (a *API) areaList(q store.Query, nodes []area.Node) (AreaList, error) {
	own, err := area.CodesToday(q, a.Self.CommunityCode)
	return AreaList{Items: list(nodes, func(n area.Node) AreaItem {
		item := AreaItem{ID: n.ID, Kind: string(n.Kind), Name: n.Name, Number: n.Number, Label: n.Label, Parent: n.Parent, Children: n.Children}
		item.Own = n.Kind == area.Compound && slices.Contains(own, n.Community)
		return item
	})}, err
}
