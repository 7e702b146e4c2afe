package api

import (
	"context"

	"jiezhan/station/calendar"
	"jiezhan/station/conflict"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// conflictPage is how many conflicts one page lists.
const conflictPage = 50

func (a *API) listConflicts(ctx context.Context, in *conflictQuery) (ConflictList, error) {
	var people []string
	found, err := view(ctx, a, func(q store.Query) (ConflictList, error) {
		items, err := conflict.List(q, conflict.State(in.State), conflictPage+1, in.Cursor)
		if err != nil {
			return ConflictList{}, err
		}
		page := ConflictList{Items: []ConflictRow{}}
		if len(items) > conflictPage {
			items = items[:conflictPage]
			page.NextCursor = items[conflictPage-1].ID
		}
		names, err := accountNames(q)
		if err != nil {
			return ConflictList{}, err
		}
		for _, item := range items {
			row, err := a.conflictRow(q, item, names)
			if err != nil {
				return ConflictList{}, err
			}
			page.Items = append(page.Items, row)
			if row.PersonID != "" {
				people = append(people, row.PersonID)
			}
		}
		page.Open, err = conflict.Count(q)
		return page, err
	})
	if err != nil {
		return ConflictList{}, err
	}
	return found, a.listed(ctx, lookConflict, people)
}

// lookConflict is the purpose of looks at the conflict desk.
const lookConflict = "conflict"

// openConflict shows a conflict with all its versions, once the look is on record.
func (a *API) openConflict(ctx context.Context, in *onID) (Conflict, error) {
	shown, err := view(ctx, a, func(q store.Query) (Conflict, error) {
		item, found, err := conflict.ByID(q, in.ID)
		if err != nil || !found {
			return Conflict{}, orNotFound(err)
		}
		return a.conflictView(q, item)
	})
	if err != nil || shown.Row.PersonID == "" { // somebody whom the register does not know has no record to look at
		return shown, err
	}
	return shown, a.looked(ctx, registry.Look{
		Actor: actor(ctx), PersonID: shown.Row.PersonID, What: registry.Opened, Purpose: lookConflict,
	})
}

func (a *API) conflictView(q store.Query, item conflict.Item) (Conflict, error) {
	names, err := accountNames(q)
	if err != nil {
		return Conflict{}, err
	}
	row, err := a.conflictRow(q, item, names)
	if err != nil {
		return Conflict{}, err
	}
	d, err := a.dossier(q, item, row.PersonID)
	return Conflict{
		Row: row, Mine: d.mine.facts(d.base, d.theirs), Base: d.base.facts(d.mine, d.theirs), Theirs: d.theirs.facts(d.mine, d.base),
		Meanwhile: list(d.meanwhile, func(s conflict.Step) MeanwhileStep {
			return MeanwhileStep{At: s.At, Kind: s.Kind, StationName: a.stationName(s.Station), ActorName: names[s.Actor.ID]}
		}),
		Amendable: append([]AmendableField{}, d.amendable...), Records: append([]AttachableEntry{}, d.records...), Allowed: d.allowed(item),
	}, err
}

// conflictRow is one line of the desk; names are those of the accounts by id.
func (a *API) conflictRow(q store.Query, item conflict.Item, names map[string]string) (ConflictRow, error) {
	person, name, err := a.holderOf(q, item)
	return ConflictRow{
		ID: item.ID, Kind: item.Kind, Number: item.Number, Holder: identity.MaskName(name), PersonID: person, Station: item.Station,
		StationName: a.stationName(item.Station), CapturedAt: item.CapturedAt, RefusedAt: item.RefusedAt, Outcome: string(item.Outcome), Code: item.Code,
		Params: item.Params, State: string(item.State), Action: string(item.Action), Reason: item.Reason, ResolvedBy: names[item.ResolvedBy],
		ResolvedAt: item.ResolvedAt,
	}, err
}

// command is what was entered; nil where this program does not know the kind.
func (a *API) command(item conflict.Item) ledger.Command {
	c, err := a.Station.Machine().Kinds().Decode(ledger.Envelope{Kind: item.Kind, Payload: item.Payload})
	if err != nil {
		return nil
	}
	return c
}

// holderOf finds whom an entry is about: a person of the register, or at least the name on the card that was read.
func (a *API) holderOf(q store.Query, item conflict.Item) (personID, name string, err error) {
	person, known, err := a.personOf(q, item)
	if err != nil || known {
		return person.ID, person.NameFull, err
	}
	if c, isCard := a.command(item).(registry.RegisterResidence); isCard {
		name = c.Card.Name
	}
	return "", name, nil
}

func (a *API) personOf(q store.Query, item conflict.Item) (registry.Person, bool, error) {
	if item.Subject != "" {
		return registry.PersonByID(q, item.Subject)
	}
	switch c := a.command(item).(type) {
	case registry.RegisterResidence:
		return registry.PersonByNumber(q, c.Card.IDNumber)
	case registry.EndResidence:
		residence, found, err := registry.ResidenceByID(q, c.ResidenceID)
		if err != nil || !found {
			return registry.Person{}, false, err
		}
		return registry.PersonByID(q, residence.PersonID)
	case permit.ApplyForPermit:
		return registry.PersonByID(q, c.PersonID)
	default:
		application, found, err := permit.ApplicationByID(q, applicationID(c), a.today())
		return application.Person, found, err
	}
}

// dossier is everything that a conflict is judged by.
type dossier struct {
	item   conflict.Item
	person registry.Person

	mine, base, theirs version
	meanwhile          []conflict.Step
	amendable          []AmendableField
	records            []AttachableEntry
}

// dossier reads what was entered and what stands in the register beside it. An entry of a kind that this program does not know has no versions.
func (a *API) dossier(q store.Query, item conflict.Item, personID string) (dossier, error) {
	d := dossier{item: item}
	command := a.command(item)
	if command == nil {
		return d, nil
	}
	var err error
	if personID != "" {
		if d.person, _, err = registry.PersonByID(q, personID); err != nil {
			return d, err
		}
		item.Subject = personID
		if d.meanwhile, err = conflict.Meanwhile(q, item); err != nil {
			return d, err
		}
	}
	d.mine.label("number", item.Number)
	d.mine.label("station", a.stationName(item.Station))
	switch c := command.(type) {
	case registry.RegisterResidence:
		err = d.registration(q, a, c)
	case registry.EndResidence:
		err = d.ending(q, a, c)
	case permit.ApplyForPermit:
		err = d.application(q, a, c)
	case permit.EndorsePermit, permit.ReportCard:
		err = d.card(q, a, c)
	case rental.ReportTenant:
		err = d.tenantReport(q, c)
	case rental.ReportLeaving:
		err = d.leavingReport(q, c)
	case rental.KeepRegister:
		d.mine.label("registered_on", c.Day.String())
	default:
		err = d.step(q, a, c)
	}
	return d, err
}

// allowed is what may be done with the conflict now. Only staff who may handle conflicts come here.
func (d *dossier) allowed(item conflict.Item) []string {
	allowed := []string{}
	if item.State != conflict.Pending {
		return allowed
	}
	if len(d.amendable) > 0 {
		allowed = append(allowed, "amend")
	}
	if len(d.records) > 0 {
		allowed = append(allowed, "attach")
	}
	return append(allowed, "drop")
}

// isMeanwhile tells whether something made at an instant at a station was made by others while the entry waited. The instants are compared as
// names of entries, not as times: clocks differ.
func (d *dossier) isMeanwhile(at, station string) bool {
	for _, s := range d.meanwhile {
		if s.At == at && s.Station == station {
			return true
		}
	}
	return false
}

// capturedOn is the day on which the entry was taken in.
func (d *dossier) capturedOn() string {
	at, err := ledger.ParseTime(d.item.CapturedAt)
	if err != nil {
		return ""
	}
	return calendar.On(at).String()
}
