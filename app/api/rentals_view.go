package api

import (
	"context"
	"slices"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// rentalsAtOnce is how many files, reports or reporting points one page holds.
const rentalsAtOnce = 50

// rentalPurpose is what looks at rental files are recorded for.
const rentalPurpose = "rental"

func rentalView(f rental.File, findings []rental.Finding, rules rental.Rules) Rental {
	return Rental{
		ID: f.ID, Number: f.Number, RoomID: f.RoomID, Address: f.Address, State: string(f.State), EndedOn: f.EndedOn, ReporterID: f.ReporterID,
		Landlord: identity.MaskName(f.Landlord), LandlordPhone: identity.MaskPhone(f.LandlordPhone), Agent: identity.MaskName(f.Agent),
		AgentPhone: identity.MaskPhone(f.AgentPhone), Authority: f.Authority, Begins: f.Begins, Until: f.Until, Written: f.Written,
		ContractNumber: f.ContractNumber, FiledOn: f.FiledOn,
		Rooms:     list(f.Rooms, func(r rental.LetRoom) RentalRoom { return RentalRoom{Name: r.Name, Use: string(r.Use)} }),
		HeadCount: f.HeadCount, Limit: rules.Limit(f.Terms), UndertakenOn: f.UndertakenOn, UndertakenTo: f.UndertakenTo, VisitedOn: f.VisitedOn,
		Findings: list(findings, func(found rental.Finding) RentalFinding { return RentalFinding{Code: found.Code, Params: found.Params} }),
		Version:  f.Version, ChangedAt: f.ChangedAt,
	}
}

func (a *API) listRentals(ctx context.Context, in *rentalsQuery) (RentalList, error) {
	l, err := view(ctx, a, func(q store.Query) (RentalList, error) {
		rules, err := rental.RulesOf(q)
		if err != nil {
			return RentalList{}, err
		}
		page, err := rental.Files(q, rental.FileQuery{
			Which: rental.Which(in.Which), CompoundID: in.Compound, Today: a.today(), Limit: rentalsAtOnce, After: in.After,
		})
		l := RentalList{Items: make([]Rental, len(page.Files)), Next: page.Next}
		for i, f := range page.Files {
			l.Items[i] = rentalView(f, page.Findings[i], rules)
		}
		return l, err
	})
	if err != nil {
		return RentalList{}, err
	}
	return l, a.listed(ctx, rentalPurpose, list(l.Items, func(r Rental) string { return r.ID }))
}

// rentalDossier is a file with all that its page shows, and whose record a look at it is.
type rentalDossier struct {
	file    rental.File
	rules   rental.Rules
	tenants []rental.Tenant
	shown   RentalFile
	people  []string
}

func (a *API) rentalDossier(ctx context.Context, id string) (rentalDossier, error) {
	return view(ctx, a, func(q store.Query) (rentalDossier, error) {
		f, found, err := rental.FileByID(q, id)
		if err != nil || !found {
			return rentalDossier{}, orNotFound(err)
		}
		rules, err := rental.RulesOf(q)
		if err != nil {
			return rentalDossier{}, err
		}
		facts, err := rental.FactsOf(q, f, rules)
		if err != nil {
			return rentalDossier{}, err
		}
		d := rentalDossier{file: f, rules: rules, people: []string{f.ID}}
		d.shown.Rental = rentalView(f, rental.Checks(facts, a.today()), rules)
		if err := d.readTenants(q); err != nil {
			return rentalDossier{}, err
		}
		d.shown.Steps, err = a.rentalSteps(q, id)
		return d, err
	})
}

func (d *rentalDossier) readTenants(q store.Query) error {
	var err error
	if d.tenants, err = rental.TenantsOf(q, d.file.ID); err != nil {
		return err
	}
	d.shown.Tenants = []RentalTenant{}
	for _, t := range d.tenants {
		shown := RentalTenant{
			ID: t.ID, Name: identity.MaskName(t.Name), IDNumber: identity.MaskNumber(t.IDNumber), Since: t.Since, LeftOn: t.LeftOn, Registered: t.ResidenceID != "",
		}
		if t.ResidenceID == "" && t.LeftOn.IsZero() {
			r, found, err := rental.Candidate(q, d.file, t)
			if err != nil {
				return err
			}
			if found {
				shown.Candidate, shown.CandidateDay = r.ID, r.Since
			}
		}
		person, err := whoseRecord(q, t.IDNumber, t.ID)
		if err != nil {
			return err
		}
		d.people, d.shown.Tenants = append(d.people, person), append(d.shown.Tenants, shown)
	}
	return nil
}

// whoseRecord is the person of the register with a number, or the declared one whom the register does not know yet.
func whoseRecord(q store.Query, number, declared string) (string, error) {
	person, known, err := registry.PersonByNumber(q, number)
	if err != nil || !known {
		return declared, err
	}
	return person.ID, nil
}

func (a *API) rentalSteps(q store.Query, id string) ([]RentalStep, error) {
	steps, err := rental.StepsOf(q, id)
	if err != nil {
		return nil, err
	}
	names, err := accountNames(q)
	return list(steps, func(s rental.Step) RentalStep {
		return RentalStep{At: s.At, Action: s.Action, ActorName: names[s.Actor.ID], StationName: a.stationName(s.Station), Note: s.Note}
	}), err
}

// readRental shows one file, masked, once the looks at landlord and tenants are on record.
func (a *API) readRental(ctx context.Context, in *onID) (RentalFile, error) {
	return a.shownRental(ctx, in.ID)
}

func (a *API) shownRental(ctx context.Context, id string) (RentalFile, error) {
	d, err := a.rentalDossier(ctx, id)
	if err != nil {
		return RentalFile{}, err
	}
	return d.shown, a.looked(ctx, list(d.people, func(person string) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Opened, Purpose: rentalPurpose}
	})...)
}

// revealRental shows one value in full, once the look and its reason are on record.
func (a *API) revealRental(ctx context.Context, in *bodyOnID[RentalReveal]) (Revealed, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return Revealed{}, wrongField("reason", "required")
	}
	d, err := a.rentalDossier(ctx, in.ID)
	if err != nil {
		return Revealed{}, err
	}
	f, person := d.file, d.file.ID
	value := map[string]string{
		"landlord": f.Landlord, "landlord_phone": identity.NationalPhone(f.LandlordPhone), "agent": f.Agent, "agent_phone": identity.NationalPhone(f.AgentPhone),
	}[in.Body.Field]
	if in.Body.Field == "name" || in.Body.Field == "id_number" {
		i := slices.IndexFunc(d.tenants, func(t rental.Tenant) bool { return t.ID == in.Body.TenantID })
		if i < 0 {
			return Revealed{}, refuse("not_found")
		}
		person = d.people[i+1] // the first is the file's own
		value = map[string]string{"name": d.tenants[i].Name, "id_number": d.tenants[i].IDNumber}[in.Body.Field]
	}
	return a.revealed(ctx, person, in.Body.Field, reason, value)
}

// revealed records a look at a value and answers it.
func (a *API) revealed(ctx context.Context, person, field, reason, value string) (Revealed, error) {
	err := a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Revealed, Field: field, Purpose: "reveal", Reason: reason})
	if err != nil {
		return Revealed{}, err
	}
	return Revealed{Value: value, HideAfterSeconds: int(hideAfter.Seconds())}, nil
}

// listToRegister lists tenancies that no registration belongs to yet.
func (a *API) listToRegister(ctx context.Context, in *toRegisterQuery) (ToRegisterList, error) {
	var people []string
	l, err := view(ctx, a, func(q store.Query) (ToRegisterList, error) {
		tenants, last, err := rental.Unregistered(q, in.After, rentalsAtOnce)
		if err != nil {
			return ToRegisterList{}, err
		}
		l := ToRegisterList{Items: []ToRegister{}}
		for _, t := range tenants {
			f, _, err := rental.FileByID(q, t.RentalID)
			if err != nil {
				return ToRegisterList{}, err
			}
			person, err := whoseRecord(q, t.IDNumber, t.ID)
			if err != nil {
				return ToRegisterList{}, err
			}
			people = append(people, person)
			l.Items = append(l.Items, ToRegister{RentalID: t.RentalID, Address: f.Address, Name: identity.MaskName(t.Name), Since: t.Since})
		}
		if len(tenants) == rentalsAtOnce {
			l.Next = last
		}
		return l, nil
	})
	if err != nil {
		return ToRegisterList{}, err
	}
	return l, a.listed(ctx, rentalPurpose, people)
}
