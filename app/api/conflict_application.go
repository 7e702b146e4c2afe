package api

import (
	"slices"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// application puts an application that was entered beside those in the register.
func (d *dossier) application(q store.Query, a *API, c permit.ApplyForPermit) error {
	registration, _, err := registry.ResidenceByID(q, c.RegistrationID)
	if err != nil {
		return err
	}
	phone := normalPhone(c.Phone)
	if phone == "" { // left out, it is the number of the register
		phone = d.person.Phone
	}
	d.mine.label("submitted_at", d.item.CapturedAt)
	d.mine.add("state", string(permit.Submitted))
	d.mine.add("condition", string(c.Condition))
	d.mine.add("applied_by", string(c.AppliedBy))
	d.mine.add("address", registration.Address)
	d.mine.masked("phone", phone, identity.MaskPhone(phone))
	d.mine.add("documents", papers(c.Documents, func(r permit.DocumentRef) string { return r.Kind }))
	residences, err := d.residences(q)
	if err != nil {
		return err
	}
	d.amendable = []AmendableField{
		{Field: "registration_id", Type: "registration", Value: c.RegistrationID, Label: registration.Address, Options: inForce(residences)},
		{Field: "phone", Type: "phone", Label: identity.MaskPhone(phone)},
		{Field: "condition", Type: "text", Value: string(c.Condition), Options: conditions()},
	}
	return d.applications(q, a)
}

// papers writes the kinds of papers in one order, so that two lists can be compared.
func papers[T any](documents []T, kind func(T) string) string {
	kinds := list(documents, kind)
	slices.Sort(kinds)
	return strings.Join(kinds, ",")
}

func inForce(residences []registry.Residence) []Option {
	options := []Option{}
	for _, r := range residences {
		if r.State == registry.Active {
			options = append(options, Option{Value: r.ID, Label: r.Address})
		}
	}
	return options
}

func conditions() []Option {
	return list(permit.Conditions(), func(c permit.Condition) Option { return Option{Value: string(c)} })
}

// applications reads the person's applications: the one that stands in the way, and the latest that nobody made or moved meanwhile.
func (d *dossier) applications(q store.Query, a *API) error {
	rows, err := permit.ApplicationsOf(q, d.person.ID, a.today())
	if err != nil {
		return err
	}
	d.records = list(rows, attachable)
	if len(rows) == 0 {
		return nil
	}
	i := max(0, slices.IndexFunc(rows, func(r permit.Row) bool { return permit.State(r.State).Open() }))
	if d.theirs, _, err = d.applicationVersions(q, a, rows[i].ID); err != nil {
		return err
	}
	i = slices.IndexFunc(rows, func(r permit.Row) bool { return !d.isMeanwhile(r.SubmittedAt, r.Station) })
	if i >= 0 {
		_, d.base, err = d.applicationVersions(q, a, rows[i].ID)
	}
	return err
}

func attachable(r permit.Row) AttachableEntry {
	return AttachableEntry{ID: r.ID, Number: r.Number, Kind: string(r.Kind), Label: r.Address, State: r.State}
}

// applicationVersions reads an application as it is now, and its state as the station knew it.
func (d *dossier) applicationVersions(q store.Query, a *API, id string) (now, base version, err error) {
	p, found, err := permit.ApplicationByID(q, id, a.today())
	if err != nil || !found {
		return nil, nil, err
	}
	var lasting version
	lasting.label("number", p.Number)
	lasting.label("station", a.stationName(p.Station))
	lasting.label("submitted_at", p.SubmittedAt)
	lasting.add("condition", string(p.Condition))
	lasting.add("applied_by", string(p.AppliedBy))
	lasting.add("address", p.Registration.Address)
	lasting.masked("phone", p.Phone, identity.MaskPhone(p.Phone))
	now, base = slices.Clone(lasting), lasting
	now.add("state", string(p.State))
	now.add("documents", papers(p.Documents, func(r permit.Document) string { return r.Kind }))
	base.add("state", d.stateBefore(p.Steps))
	return now, base, nil
}

// stateBefore is where an application stood for the station when it took the entry in: where the last step that nobody made meanwhile took it.
func (d *dossier) stateBefore(steps []permit.Step) string {
	var state permit.State
	for _, s := range steps {
		if !d.isMeanwhile(s.At, s.Station) {
			state = s.To
		}
	}
	return string(state)
}

// step puts a step of an application that was entered beside where the application stands.
func (d *dossier) step(q store.Query, a *API, c ledger.Command) error {
	switch c := c.(type) {
	case permit.AcceptApplication:
		d.mine.add("state", string(permit.Accepted))
	case permit.SupplyDocuments:
		d.mine.add("documents", papers(c.Documents, func(r permit.DocumentRef) string { return r.Kind }))
	case permit.WithdrawApplication:
		d.mine.add("state", string(permit.Withdrawn))
		d.mine.add("reason_text", c.ReasonText)
	}
	rows, err := permit.ApplicationsOf(q, d.person.ID, a.today())
	if err != nil {
		return err
	}
	d.records = list(rows, attachable)
	d.theirs, d.base, err = d.applicationVersions(q, a, applicationID(c))
	return err
}

// applicationID is the application that a step works on; empty for every other command.
func applicationID(c ledger.Command) string {
	switch c := c.(type) {
	case permit.AcceptApplication:
		return c.ID
	case permit.SupplyDocuments:
		return c.ID
	case permit.WithdrawApplication:
		return c.ID
	default:
		return ""
	}
}
