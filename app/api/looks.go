package api

import (
	"context"
	"net/http"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// looked records looks and waits; where that is not possible the data must not be shown.
func (a *API) looked(ctx context.Context, looks ...registry.Look) error {
	if err := a.Looks.Record(ctx, a.stampLooks(looks)...); err != nil {
		return refuse("look.not_recorded")
	}
	return nil
}

// listed records lines of a list soon.
func (a *API) listed(ctx context.Context, purpose string, people []string) error {
	looks := list(people, func(id string) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: id, What: registry.Listed, Purpose: purpose}
	})
	if err := a.Looks.Listed(a.stampLooks(looks)...); err != nil {
		return refuse("look.not_recorded")
	}
	return nil
}

func (a *API) stampLooks(looks []registry.Look) []registry.Look {
	now := a.Station.Now().UTC()
	for i := range looks {
		looks[i].At, looks[i].Station = now, a.Self.ID
	}
	return looks
}

func (a *API) lookRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/people/{id}/looks", id: "looks", need: "look.read"}, a.listLooks)
}

// listLooks shows who looked at a record. It holds no value of the record, so it is no look itself.
func (a *API) listLooks(ctx context.Context, in *onID) (LookList, error) {
	return view(ctx, a, func(q store.Query) (LookList, error) {
		if _, found, err := registry.PersonByID(q, in.ID); err != nil || !found {
			return LookList{}, orNotFound(err)
		}
		return a.looksAt(q, in.ID)
	})
}

// looksAt lists the looks at one record.
func (a *API) looksAt(q store.Query, id string) (LookList, error) {
	looks, err := registry.LooksAt(q, id)
	if err != nil {
		return LookList{}, err
	}
	names, err := accountNames(q)
	return LookList{Items: list(looks, func(l registry.Look) Look {
		return Look{
			At: timeText(l.At), ActorName: names[l.Actor.ID], ActorRole: roleOf(l.Actor), StationName: a.stationName(l.Station), What: l.What,
			Field: l.Field, Purpose: l.Purpose, Reason: l.Reason,
		}
	})}, err
}

// roleOf is the role of a member of staff, or what else the actor is: resident or system.
func roleOf(who ledger.Actor) string {
	if who.Kind == ledger.Staff {
		return who.Role
	}
	return string(who.Kind)
}

// accountNames are the names of all accounts by id.
func accountNames(q store.Query) (map[string]string, error) {
	accounts, err := staff.All(q)
	names := make(map[string]string, len(accounts))
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	return names, err
}

// orNotFound is the error where there is one, else not_found.
func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return refuse("not_found")
}
