package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"jiezhan/paper/forms"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

type rentalPaper struct {
	PaperForm
	ID string `path:"id" maxLength:"64"`
}

type remindersPaper struct {
	PaperForm
	Community string `query:"community" maxLength:"12" doc:"12-digit code; left out, all"`
}

// printRental puts a rental file on one sheet, once the looks at landlord and tenants are on record. It goes to the landlord, so it is masked.
func (a *API) printRental(ctx context.Context, in *rentalPaper) (*printed, error) {
	d, err := a.rentalDossier(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out, err := in.put("rental", a.rentalForm(d))
	if err != nil {
		return nil, err
	}
	return out, a.looked(ctx, list(d.people, func(person string) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Printed, Field: "rental", Purpose: rentalPurpose}
	})...)
}

func (a *API) rentalForm(d rentalDossier) forms.Rental {
	shown := d.shown
	form := forms.Rental{
		Issuer: a.issuer(), Number: shown.Number, Dwelling: shown.Address, Landlord: shown.Landlord, Agent: shown.Agent, Phone: shown.LandlordPhone,
		From: shown.Begins, Until: shown.Until, Written: shown.Written, EndedOn: shown.EndedOn, HeadCount: shown.HeadCount, Limit: shown.Limit,
		UndertakingOn: shown.UndertakenOn, UndertakingUntil: shown.UndertakenTo, VisitedOn: shown.VisitedOn, Checks: d.checks(),
	}
	for _, room := range d.file.Rooms {
		if room.Use == rental.Living {
			form.Rooms = append(form.Rooms, room.Name)
		} else {
			form.NotAllowed = append(form.NotAllowed, room.Name)
		}
	}
	for _, t := range shown.Tenants {
		if t.LeftOn.IsZero() || !shown.EndedOn.IsZero() { // with a file everybody in it leaves: of a closed one all are named
			form.Tenants = append(form.Tenants, forms.Tenant{Name: t.Name, IDNumber: t.IDNumber, Since: t.Since, Registered: t.Registered})
		}
	}
	return form
}

// checks says of every check that was made whether it found something. What the office has set no rule for is not judged, and of a closed file only the
// registrations still are.
func (d rentalDossier) checks() []forms.Check {
	r := d.shown.Rental
	silent := map[string]bool{rental.TooMany: r.Limit == 0, rental.UndertakingMissing: !d.rules.Undertaking}
	var checks []forms.Check
	for _, code := range rental.CheckCodes() {
		if silent[code] || code != rental.PastEnd && !r.EndedOn.IsZero() {
			continue
		}
		found := slices.ContainsFunc(r.Findings, func(f RentalFinding) bool { return f.Code == code })
		checks = append(checks, forms.Check{Code: strings.TrimPrefix(code, "rental.check."), OK: !found})
	}
	return checks
}

// mostReminders is how many permits one list on paper holds: as many looks as one entry of the log takes, and more than one person tells in a month.
const mostReminders = registry.MaxLooks

// printReminders puts the permits whose endorsement begins this month on paper, once the looks at their holders are on record.
func (a *API) printReminders(ctx context.Context, in *remindersPaper) (*printed, error) {
	lines, err := view(ctx, a, func(q store.Query) ([]permit.CardLine, error) { return a.opening(q, in.Community) })
	if err != nil {
		return nil, err
	}
	out, err := in.put("reminders", forms.Reminders{Issuer: a.issuer(), Month: a.today(), Rows: list(lines, reminder)})
	if err != nil || len(lines) == 0 {
		return out, err
	}
	return out, a.looked(ctx, list(lines, func(l permit.CardLine) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: l.PersonID, What: registry.Printed, Field: "reminders", Purpose: "case"}
	})...)
}

// opening reads the whole list of the month. One row more than fits is too many: the person is to choose a community, not to get a part of it.
func (a *API) opening(q store.Query, community string) ([]permit.CardLine, error) {
	filter := permit.CardFilter{View: permit.Opening, Day: a.today(), Community: community, Limit: mostReminders + 1}
	var lines []permit.CardLine
	for {
		page, err := permit.Permits(q, filter)
		if err != nil {
			return nil, err
		}
		if lines = append(lines, page.Rows...); len(lines) > mostReminders {
			return nil, refuse("paper.too_long", "limit", strconv.Itoa(mostReminders))
		}
		if filter.Cursor = page.Next; page.Next == "" {
			return lines, nil
		}
	}
}

func reminder(l permit.CardLine) forms.Reminder {
	return forms.Reminder{
		PermitNumber: permit.MaskNumber(l.Number), Name: identity.MaskName(l.Holder), Phone: identity.MaskPhone(l.Phone),
		From: l.Standing.From, Until: l.Standing.Until, Told: l.Told != nil,
	}
}
