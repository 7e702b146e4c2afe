package api

import (
	"context"
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func housingNode(n area.Node) HousingNode {
	return HousingNode{
		ID: n.ID, Kind: string(n.Kind), Name: n.Name, Number: n.Number, Label: n.Label, Parent: n.Parent, Grid: n.Grid, Community: n.Community,
		Use: string(n.Use), Children: n.Children, From: n.From.String(), ClosedOn: n.ClosedOn.String(),
	}
}

// housingTree lists what hangs below a place, or what nothing stands above.
func (a *API) housingTree(ctx context.Context, in *housingQuery) (HousingList, error) {
	return view(ctx, a, func(q store.Query) (HousingList, error) {
		if in.Parent == "" {
			roots, err := area.Roots(q)
			return HousingList{Items: list(roots, housingNode)}, err
		}
		if _, err := placeIn(q, in.Parent); err != nil {
			return HousingList{}, err
		}
		children, err := area.Children(q, in.Parent)
		return HousingList{Items: list(children, housingNode)}, err
	})
}

// placeIn reads a place or answers not_found.
func placeIn(q store.Query, id string) (area.Node, error) {
	n, found, err := area.Get(q, id)
	if err == nil && !found {
		err = refuse("not_found")
	}
	return n, err
}

func (a *API) housingPlace(ctx context.Context, in *onID) (HousingPlace, error) {
	return view(ctx, a, func(q store.Query) (HousingPlace, error) {
		n, err := placeIn(q, in.ID)
		if err != nil {
			return HousingPlace{}, err
		}
		p := HousingPlace{Node: housingNode(n), Above: []HousingNode{}, Grids: []HousingNode{}}
		members, err := area.InGrid(q, n.ID)
		if err != nil {
			return p, err
		}
		p.Members = list(members, housingNode)
		if n.Grid != "" {
			grid, err := placeIn(q, n.Grid)
			if err != nil {
				return p, err
			}
			p.GridName = grid.Name
		}
		if err := p.history(q); err != nil {
			return p, err
		}
		return p, p.surroundings(q, n)
	})
}

// history tells what the place was called and, of a community, what came of what.
func (p *HousingPlace) history(q store.Query) error {
	former, err := area.FormerNames(q, p.Node.ID)
	if err != nil {
		return err
	}
	p.FormerNames = list(former, func(f area.FormerName) HousingFormer { return HousingFormer{Name: f.Name, Until: f.Until.String()} })
	came, err := area.Predecessors(q, p.Node.ID)
	if err != nil {
		return err
	}
	became, err := area.Successors(q, p.Node.ID)
	p.Came, p.Became = list(came, housingNode), list(became, housingNode)
	return err
}

// surroundings gathers what stands above the place, and the grids of its community.
func (p *HousingPlace) surroundings(q store.Query, n area.Node) error {
	for above := n; above.Parent != ""; {
		next, err := placeIn(q, above.Parent)
		if err != nil {
			return err
		}
		p.Above, above = append(p.Above, housingNode(next)), next
		if next.Kind == area.Community {
			if err := p.listGrids(q, next.ID); err != nil {
				return err
			}
		}
	}
	slices.Reverse(p.Above)
	return nil
}

func (p *HousingPlace) listGrids(q store.Query, community string) error {
	children, err := area.Children(q, community)
	for _, c := range children {
		if c.Kind == area.Grid && c.Open() {
			p.Grids = append(p.Grids, housingNode(c))
		}
	}
	return err
}

func (a *API) findCommunities(ctx context.Context, in *communityQuery) (FoundCommunities, error) {
	return view(ctx, a, func(q store.Query) (FoundCommunities, error) {
		found, err := area.FindCommunities(q, in.Q)
		return FoundCommunities{Items: list(found, func(f area.FoundPlace) FoundCommunity {
			return FoundCommunity{Node: housingNode(f.Node), Via: f.Via}
		})}, err
	})
}

// openRoom shows who lives in a room, masked, once the looks at all of them are on record.
func (a *API) openRoom(ctx context.Context, in *onID) (RoomFile, error) {
	file, err := view(ctx, a, func(q store.Query) (RoomFile, error) {
		n, err := placeIn(q, in.ID)
		if err != nil {
			return RoomFile{}, err
		}
		if n.Kind != area.Room {
			return RoomFile{}, refuse("not_found")
		}
		return roomFile(q, n)
	})
	if err != nil {
		return RoomFile{}, err
	}
	looks := list(file.Occupants, func(o Occupant) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: o.PersonID, What: registry.Listed, Purpose: "room"}
	})
	if len(looks) == 0 {
		return file, nil
	}
	return file, a.looked(ctx, looks...)
}

func roomFile(q store.Query, n area.Node) (RoomFile, error) {
	file := RoomFile{Node: housingNode(n)}
	occupants, err := registry.OccupantsOf(q, n.ID)
	if err != nil {
		return file, err
	}
	households := map[string]int{}
	file.Occupants = list(occupants, func(o registry.Occupant) Occupant {
		v := Occupant{PersonID: o.Person.ID, Name: identity.MaskName(o.Person.NameFull), IDNumber: identity.MaskNumber(o.Person.IDNumber)}
		if o.Residence != nil {
			v.Registered, v.Since, v.Number = true, o.Residence.Since.String(), o.Residence.Number
			file.Now.Registered++
		}
		if o.HouseholdID != "" {
			if households[o.HouseholdID] == 0 {
				households[o.HouseholdID] = len(households) + 1
			}
			v.Household = households[o.HouseholdID]
		}
		return v
	})
	file.Now.Households = len(households)
	seen, found, err := area.OccupancyOf(q, n.ID)
	if err != nil || !found {
		return file, err
	}
	names, err := accountNames(q)
	file.Seen = &RoomSeen{State: string(seen.State), ConfirmedOn: seen.ConfirmedOn.String(), ConfirmedBy: names[seen.ConfirmedBy]}
	return file, err
}
