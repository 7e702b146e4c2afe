package api

import (
	"context"

	"jiezhan/paper/forms"
	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

type copyPaper struct {
	PaperForm
	ID string `path:"id" maxLength:"64"`
}

type ownCopyPaper struct {
	PaperForm
	CardToken string `query:"card_token" required:"true" maxLength:"64"`
}

// showOwnCopy makes the copy that the holder of the card on the reader takes along. Unlike receipts it is in full: it is asked for by the touch of a
// button that says so, and a copy with asterisks would be none.
func (a *API) showOwnCopy(ctx context.Context, in *ownCopyPaper) (*printed, error) {
	held, err := a.ownCopy(ctx, &cardQuery{CardToken: in.CardToken})
	if err != nil {
		return nil, err
	}
	return in.put("copy", a.copyForm(held))
}

// printCopy puts the copy that a person asked for into a file, for them to fetch at the window. Other requests give nobody a copy.
func (a *API) printCopy(ctx context.Context, in *copyPaper) (*printed, error) {
	var person string
	held, err := view(ctx, a, func(q store.Query) (OwnCopy, error) {
		request, known, err := registry.DataRequestByID(q, in.ID)
		if err != nil || !known || request.Kind != "copy" {
			return OwnCopy{}, orNotFound(err)
		}
		holder, _, err := registry.PersonByID(q, request.PersonID) // a foreign key holds it
		if err != nil {
			return OwnCopy{}, err
		}
		person = holder.ID
		return a.copyFor(q, holder)
	})
	if err != nil {
		return nil, err
	}
	if err := a.mayOpen(ctx, person); err != nil {
		return nil, err
	}
	out, err := in.put("copy", a.copyForm(held))
	if err != nil {
		return nil, err
	}
	return out, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Printed, Field: "copy", Purpose: "data_request"})
}

func (a *API) copyForm(c OwnCopy) forms.Copy {
	return forms.Copy{
		Issuer: a.issuer(), MadeAt: instantOf(c.MadeAt), Name: c.Name, SexCode: c.Sex, Birth: c.Birth, Nationality: c.Nationality, Phone: c.Phone,
		HukouAddress: c.HukouAddress,
		Documents: list(c.Documents, func(d OwnDocument) forms.CopyDocument {
			return forms.CopyDocument{Kind: d.Kind, Number: d.Number, Name: d.Name, ValidFrom: d.ValidFrom, ValidTo: d.ValidTo}
		}),
		Registrations: list(c.Registrations, func(r Registration) forms.CopyEntry {
			return forms.CopyEntry{Number: r.Number, Address: r.Address, Since: r.Since, State: r.State}
		}),
		Applications: list(c.Applications, func(r CaseRow) forms.CopyEntry {
			return forms.CopyEntry{Number: r.Number, Address: r.Address, Since: calendar.On(instantOf(r.SubmittedAt)), State: r.State}
		}),
		Permits: list(c.Permits, func(p OwnPermit) forms.CopyCard {
			return forms.CopyCard{Number: p.Number, IssuedOn: p.IssuedOn, State: p.State}
		}),
		Corrections: list(c.Corrections, func(r OwnCorrection) forms.CopyCorrection {
			return forms.CopyCorrection{On: calendar.On(instantOf(r.At)), Field: r.Field, Before: r.Before, After: r.After}
		}),
		Requests: list(c.DataRequests, func(r DataRequestBrief) forms.CopyRequest {
			return forms.CopyRequest{Number: r.Number, Kind: r.Kind, State: r.State, Answer: r.Answer, On: r.MadeOn}
		}),
		Looks: list(c.Looks, func(l OwnLook) forms.CopyLook {
			return forms.CopyLook{On: l.On, Station: l.StationName, Role: l.Role, What: l.What, Purpose: l.Purpose}
		}),
	}
}
