package api

import (
	"slices"
	"strconv"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// exportTable is what a file holds.
type exportTable struct {
	scope   string
	columns []string
	rows    [][]string
	people  []string // everybody in it, once
}

// exportTable reads what was asked for. One row more than may leave is too many: the person is to ask for less, not to get a part of it.
func (a *API) exportTable(q store.Query, in ExportInput) (exportTable, error) {
	residences, scope, err := a.exportScope(q, in)
	if err != nil {
		return exportTable{}, err
	}
	if len(residences) > registry.MaxExport {
		return exportTable{}, wrongFieldWith("", "export.too_many", "limit", strconv.Itoa(registry.MaxExport))
	}
	t := exportTable{scope: scope, columns: []string{"name", "id_number", "sex", "birth", "phone", "address", "since", "registered_on", "number"}}
	if in.What == registry.ExportPermits {
		t.columns = []string{"name", "id_number", "address", "permit", "issued_on", "standing"}
	}
	for _, r := range residences {
		if err := a.exportRows(q, in, r, &t); err != nil {
			return exportTable{}, err
		}
	}
	if len(t.rows) > registry.MaxExport {
		return exportTable{}, wrongFieldWith("", "export.too_many", "limit", strconv.Itoa(registry.MaxExport))
	}
	return t, nil
}

// exportScope finds the registrations meant, and what to call them.
func (a *API) exportScope(q store.Query, in ExportInput) ([]registry.Residence, string, error) {
	const limit = registry.MaxExport + 1
	if in.What == registry.ExportRegistrations {
		if in.From.IsZero() || in.To.IsZero() || in.To.Before(in.From) || in.To.Start().Sub(in.From.Start()) > longestPeriod {
			return nil, "", wrongField("from", "export.period")
		}
		list, err := registry.RegisteredBetween(q, in.From, in.To, limit)
		return list, in.From.String() + " – " + in.To.String(), err
	}
	place, found, err := area.Get(q, in.PlaceID)
	if err != nil {
		return nil, "", err
	}
	if !found {
		return nil, "", wrongField("place_id", "export.place_unknown")
	}
	places, err := exportPlaces(q, place)
	if err != nil {
		return nil, "", err
	}
	if places == nil {
		return nil, "", wrongField("place_id", "export.place_unknown")
	}
	var all []registry.Residence
	for _, p := range places {
		if len(all) >= limit {
			break
		}
		list, err := registry.RegisteredIn(q, p.ID, limit-len(all))
		if err != nil {
			return nil, "", err
		}
		all = append(all, list...)
	}
	return all, place.Label, nil
}

// exportPlaces are the compounds and the houses of a place: itself, or those of a road or a community; nil for any other kind.
func exportPlaces(q store.Query, place area.Node) ([]area.Node, error) {
	switch place.Kind {
	case area.Compound, area.GateNumber:
		return []area.Node{place}, nil
	case area.Road, area.Community:
	default:
		return nil, nil
	}
	below, err := area.Children(q, place.ID)
	if err != nil {
		return nil, err
	}
	all := []area.Node{}
	for _, n := range below {
		places, err := exportPlaces(q, n)
		if err != nil {
			return nil, err
		}
		all = append(all, places...)
	}
	return all, nil
}

// exportRows adds the rows of one registration: one, or one for each permit of the person.
func (a *API) exportRows(q store.Query, in ExportInput, r registry.Residence, t *exportTable) error {
	p, found, err := registry.PersonByID(q, r.PersonID)
	if err != nil || !found {
		return err
	}
	if restricted, err := registry.Restricted(q, p.ID); err != nil || restricted {
		return err // what is only stored leaves in no file
	}
	number, phone := identity.MaskNumber(p.IDNumber), identity.MaskPhone(p.Phone)
	name := identity.MaskName(p.NameFull)
	if in.Whole {
		number, phone, name = p.IDNumber, p.Phone, p.NameFull
	}
	before := len(t.rows)
	if in.What == registry.ExportPermits {
		permits, err := permit.PermitsOf(q, p.ID, a.today())
		if err != nil {
			return err
		}
		for _, card := range permits {
			t.rows = append(t.rows, []string{name, number, r.Address, masked(in.Whole, card.Number), card.IssuedOn.String(), string(card.State)})
		}
	} else {
		t.rows = append(t.rows, []string{
			name, number, a.Words(in.Lang)["sheet.sex."+p.SexCode], birthOf(p, in.Whole), phone, r.Address, r.Since.String(), r.RegisteredOn.String(), r.Number,
		})
	}
	if len(t.rows) > before && !slices.Contains(t.people, p.ID) {
		t.people = append(t.people, p.ID)
	}
	return nil
}

// birthOf is the day where everything is whole, else the year.
func birthOf(p registry.Person, whole bool) string {
	if whole {
		return p.Birth.String()
	}
	return strconv.Itoa(p.Birth.Year())
}

func masked(whole bool, number string) string {
	if whole {
		return number
	}
	return identity.MaskNumber(number)
}

// wrongFieldWith is a validation problem of one field with a value for its sentence.
func wrongFieldWith(field, code string, params ...string) *Problem {
	p := wrongField(field, code)
	p.Errors[0].Params = map[string]string{}
	for i := 0; i+1 < len(params); i += 2 {
		p.Errors[0].Params[params[i]] = params[i+1]
	}
	return p
}
