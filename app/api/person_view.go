package api

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// pagesDeep bounds how far a search may be paged through: whoever needs more should ask for something more exact.
const pagesDeep = registry.MaxHits

// findPeople searches the register. The cursor is how many hits were shown before.
func (a *API) findPeople(ctx context.Context, in *peopleQuery) (PeopleList, error) {
	skip := 0
	if in.Cursor != "" {
		var err error
		if skip, err = strconv.Atoi(in.Cursor); err != nil || skip < 0 || skip > pagesDeep {
			return PeopleList{}, wrongField("cursor", "format.invalid")
		}
	}
	if strings.TrimSpace(in.Q) == "" {
		return PeopleList{Items: []PersonRow{}}, nil
	}
	found, err := view(ctx, a, func(q store.Query) (PeopleList, error) { return a.search(q, in, skip) })
	if err != nil {
		return PeopleList{}, err
	}
	return found, a.listed(ctx, purposeOfList(in.Purpose), list(found.Items, func(r PersonRow) string { return r.ID }))
}

func (a *API) search(q store.Query, in *peopleQuery, skip int) (PeopleList, error) {
	begin := a.Wall()
	answer, err := registry.Ask(q, registry.Question{Text: in.Q, Limit: skip + in.Limit, Stated: in.Purpose != ""})
	if err != nil {
		return PeopleList{}, err
	}
	hits := answer.Hits[min(skip, len(answer.Hits)):]
	people, err := registry.People(q, list(hits, func(h registry.Hit) string { return h.PersonID }))
	if err != nil {
		return PeopleList{}, err
	}
	matched := map[string]string{}
	for _, h := range hits {
		matched[h.PersonID] = h.Matched
	}
	found := PeopleList{More: answer.More, NeedsPurpose: answer.NeedsPurpose()}
	if found.Items, err = personRows(q, people, matched); err != nil {
		return PeopleList{}, err
	}
	if next := skip + in.Limit; answer.More && next < pagesDeep {
		found.NextCursor = strconv.Itoa(next)
	}
	found.TookUS = a.Wall().Sub(begin).Microseconds()
	return found, nil
}

// personRows are the masked lines of people, in their order. matched tells of each by what the person was found.
func personRows(q store.Query, people []registry.Person, matched map[string]string) ([]PersonRow, error) {
	ids := list(people, func(p registry.Person) string { return p.ID })
	residences, err := registry.ResidencesOfAll(q, ids)
	if err != nil {
		return nil, err
	}
	households, err := registry.HouseholdAddresses(q, ids) // for those with no registration
	return list(people, func(p registry.Person) PersonRow {
		row := personRow(p, residences[p.ID])
		row.Matched = matched[p.ID]
		if len(residences[p.ID]) == 0 {
			row.Address = households[p.ID]
		}
		return row
	}), err
}

func personRow(p registry.Person, residences []registry.Residence) PersonRow {
	row := PersonRow{
		ID: p.ID, Name: identity.MaskName(p.NameFull), IDNumber: identity.MaskNumber(p.IDNumber), Sex: p.SexCode, BirthYear: p.Birth.Year(),
		Phone: identity.MaskPhone(p.Phone),
	}
	open := 0
	for _, r := range residences { // the latest active one, or else the latest
		if r.State == registry.Active {
			open++
		}
		if row.State == "" || r.State == registry.Active && row.State != string(registry.Active) {
			row.Address, row.State = r.Address, string(r.State)
		}
	}
	row.TwoOpen = open > 1
	return row
}

// openPerson shows one record, masked, once the look is on record.
func (a *API) openPerson(ctx context.Context, in *personQuery) (Person, error) {
	if err := a.mayOpen(ctx, in.ID); err != nil {
		return Person{}, err
	}
	person, err := view(ctx, a, func(q store.Query) (Person, error) {
		found, known, err := registry.PersonByID(q, in.ID)
		if err != nil || !known {
			return Person{}, orNotFound(err)
		}
		return a.personView(q, found)
	})
	if err != nil {
		return Person{}, err
	}
	return person, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: in.ID, What: registry.Opened, Purpose: in.Purpose})
}

func (a *API) personView(q store.Query, p registry.Person) (Person, error) {
	v := Person{
		ID: p.ID, Name: identity.MaskName(p.NameFull), IDNumber: identity.MaskNumber(p.IDNumber), Sex: p.SexCode, EthnicCode: p.EthnicCode,
		Birth: p.Birth, Nationality: p.Nationality, HukouAddress: identity.MaskAddress(p.Address), Phone: identity.MaskPhone(p.Phone),
	}
	documents, err := registry.Documents(q, p.ID)
	if err != nil {
		return v, err
	}
	v.Documents = list(documents, func(d registry.Document) PersonDocument { return personDocument(d, a.today()) })
	v.Warnings = []string{}
	if slices.Contains(p.Warnings, "person.name_differs") {
		v.Warnings = append(v.Warnings, "person.name_differs")
	}
	eligibility, err := permit.EligibilityByDocuments(q, p.ID, a.today())
	if err != nil {
		return v, err
	}
	v.Apply = Verdict{Allowed: eligibility.Allowed, Code: eligibility.Code, Params: eligibility.Params}
	residences, err := registry.ResidencesOf(q, p.ID)
	if err != nil {
		return v, err
	}
	v.Registrations = list(residences, func(r registry.Residence) Registration { return a.registrationView(r, eligibility) })
	if v.Applications, err = a.casesOf(q, p.ID, a.today()); err != nil {
		return v, err
	}
	if v.Permits, err = permitViews(q, p.ID, a.today()); err != nil {
		return v, err
	}
	v.File, err = a.personFile(q, p)
	return v, err
}

// documentWarnings are the codes found when the document was shown; a document may have run out since.
func documentWarnings(d registry.Document, today calendar.Date) []string {
	const expired = "card.expired"
	codes := append([]string{}, d.Warnings...)
	if !d.LongTerm && !d.ValidTo.IsZero() && d.ValidTo.Before(today) && !slices.Contains(codes, expired) {
		codes = append(codes, expired)
	}
	return codes
}

func personDocument(d registry.Document, today calendar.Date) PersonDocument {
	v := PersonDocument{
		Kind: string(d.Kind), NumberMasked: identity.MaskNumber(d.Number), ValidFrom: d.ValidFrom.String(), Verified: d.Verified == registry.VerifiedChip,
		VerifiedBy: d.Verified, Warnings: documentWarnings(d, today),
	}
	if !d.ValidTo.IsZero() {
		until := d.ValidTo.String()
		v.ValidTo = &until
	}
	return v
}

// hideAfter is how long a revealed value may stay on the screen.
const hideAfter = 30 * time.Second

// reveal shows one value in full, once the look and its reason are on record.
func (a *API) reveal(ctx context.Context, in *bodyOnID[RevealInput]) (Revealed, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return Revealed{}, wrongField("reason", "required")
	}
	if err := a.mayOpen(ctx, in.ID); err != nil {
		return Revealed{}, err
	}
	person, err := view(ctx, a, func(q store.Query) (registry.Person, error) {
		person, known, err := registry.PersonByID(q, in.ID)
		if err == nil && !known {
			err = refuse("not_found")
		}
		return person, err
	})
	if err != nil {
		return Revealed{}, err
	}
	err = a.looked(ctx, registry.Look{
		Actor: actor(ctx), PersonID: in.ID, What: registry.Revealed, Field: in.Body.Field, Purpose: "reveal", Reason: reason,
	})
	return Revealed{Value: fullValue(person, in.Body.Field), HideAfterSeconds: int(hideAfter.Seconds())}, err
}

func fullValue(p registry.Person, field string) string {
	switch field {
	case "id_number":
		return p.IDNumber
	case "name":
		return p.NameFull
	case "phone":
		if _, extension, found := strings.Cut(p.Phone, "-"); found {
			return identity.NationalPhone(p.Phone) + "-" + extension
		}
		return identity.NationalPhone(p.Phone)
	default:
		return p.Address
	}
}
