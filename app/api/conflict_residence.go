package api

import (
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// registration puts a registration that was entered beside those in the register.
func (d *dossier) registration(q store.Query, a *API, c registry.RegisterResidence) error {
	room, _, err := area.Address(q, c.RoomID)
	if err != nil {
		return err
	}
	d.mine.add("address", room.Label)
	d.mine.add("since", c.Since.String())
	d.mine.label("registered_on", d.capturedOn())
	phone := normalPhone(c.Phone)
	d.mine.masked("phone", phone, identity.MaskPhone(phone))
	d.amendable = []AmendableField{
		{Field: "since", Type: "date", Value: c.Since.String()},
		{Field: "phone", Type: "phone", Label: identity.MaskPhone(phone)},
		{Field: "room_id", Type: "room", Value: c.RoomID, Label: room.Label},
	}
	residences, err := d.residences(q)
	if err != nil || len(residences) == 0 {
		return err
	}
	now := residences[d.collides(residences, c)]
	d.theirs = residenceVersion(a, now)
	d.theirs.add("state", string(now.State))
	d.theirs.masked("phone", d.person.Phone, identity.MaskPhone(d.person.Phone))
	d.before(a, residences)
	return nil
}

// residences lists the person's registrations, each of which the entry may be attached to.
func (d *dossier) residences(q store.Query) ([]registry.Residence, error) {
	if d.person.ID == "" {
		return nil, nil
	}
	residences, err := registry.ResidencesOf(q, d.person.ID)
	d.records = list(residences, func(r registry.Residence) AttachableEntry {
		return AttachableEntry{ID: r.ID, Number: r.Number, Kind: string(permit.ResidenceCase), Label: r.Address, State: string(r.State)}
	})
	return residences, err
}

// collides is the registration that stands in the way: the one the refusal names, else one in force in the same room, else the latest.
func (d *dossier) collides(residences []registry.Residence, c registry.RegisterResidence) int {
	for _, is := range []func(registry.Residence) bool{
		func(r registry.Residence) bool { return r.Number == d.item.Params["number"] },
		func(r registry.Residence) bool { return r.RoomID == c.RoomID && r.State == registry.Active },
		func(r registry.Residence) bool { return r.State == registry.Active },
	} {
		if i := slices.IndexFunc(residences, is); i >= 0 {
			return i
		}
	}
	return 0
}

// before is the registration that the station knew of when it took the entry in: the latest that nobody made meanwhile. Whether it was in force
// then is said only where that is sure.
func (d *dossier) before(a *API, residences []registry.Residence) {
	i := slices.IndexFunc(residences, func(r registry.Residence) bool { return !d.isMeanwhile(r.RegisteredAt, r.Station) })
	if i < 0 {
		return
	}
	known := residences[i]
	d.base = residenceVersion(a, known)
	followed := slices.ContainsFunc(residences, func(r registry.Residence) bool {
		return r.MovedFrom == known.ID && d.isMeanwhile(r.RegisteredAt, r.Station)
	})
	if known.State == registry.Active || followed {
		d.base.add("state", string(registry.Active))
	}
}

func residenceVersion(a *API, r registry.Residence) version {
	var v version
	v.label("number", r.Number)
	v.label("station", a.stationName(r.Station))
	v.add("address", r.Address)
	v.add("since", r.Since.String())
	v.label("registered_on", r.RegisteredOn.String())
	return v
}

// ending puts the end of a registration that was entered beside what became of it. The station could take it in only while it was in force.
func (d *dossier) ending(q store.Query, a *API, c registry.EndResidence) error {
	d.mine.add("state", string(registry.Ended))
	d.mine.add("ended_on", c.On.String())
	d.mine.add("end_reason", c.Reason)
	residences, err := d.residences(q)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(residences, func(r registry.Residence) bool { return r.ID == c.ResidenceID })
	if i < 0 {
		return nil
	}
	r := residences[i]
	d.base, d.theirs = residenceVersion(a, r), residenceVersion(a, r)
	d.base.add("state", string(registry.Active))
	d.theirs.add("state", string(r.State))
	d.theirs.add("ended_on", r.EndedOn.String())
	d.theirs.add("end_reason", r.EndReason)
	return nil
}
