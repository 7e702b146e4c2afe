package api

import (
	"context"

	"jiezhan/paper/forms"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// printRegistration puts the receipt of a registration into a file, once that is on record.
func (a *API) printRegistration(ctx context.Context, in *registrationPaper) (*printed, error) {
	var person string
	receipt, err := view(ctx, a, func(q store.Query) (forms.Registration, error) {
		residence, known, err := registry.ResidenceByID(q, in.ID)
		if err != nil || !known {
			return forms.Registration{}, orNotFound(err)
		}
		holder, _, err := registry.PersonByID(q, residence.PersonID) // a foreign key holds it
		if err != nil {
			return forms.Registration{}, err
		}
		person = holder.ID
		return a.registrationForm(q, residence, holder)
	})
	if err != nil {
		return nil, err
	}
	if err := a.mayOpen(ctx, person); err != nil {
		return nil, err
	}
	out, err := in.put("registration", receipt)
	if err != nil {
		return nil, err
	}
	return out, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Printed, Field: "registration", Purpose: "case"})
}

func (a *API) registrationForm(q store.Query, r registry.Residence, holder registry.Person) (forms.Registration, error) {
	paper := forms.Registration{
		Issuer: a.issuer(), Number: r.Number, Name: holder.NameFull, IDNumber: identity.MaskNumber(holder.IDNumber), Address: r.Address,
		Since: r.Since, RegisteredOn: r.RegisteredOn, Waiting: a.registrationWaits(r.Number),
	}
	e, err := permit.EligibilityOf(q, holder.ID, a.today())
	if err == nil && e.Code == "permit.half_year_not_reached" && r.State == registry.Active {
		paper.EligibleOn = e.EligibleOn
	}
	return paper, err
}

// printHandout puts the sheet about rights and services into a file. It names nobody.
func (a *API) printHandout(_ context.Context, in *PaperForm) (*printed, error) {
	return in.put("handout", forms.Handout{Issuer: a.issuer(), AsOf: a.today()})
}

// showOwnReceipt pictures a receipt for the holder of the card on the reader, masked as everything on a public screen.
func (a *API) showOwnReceipt(ctx context.Context, in *ownPaper) (*printed, error) {
	p, err := a.placement(in.CardToken)
	if err != nil {
		return nil, err
	}
	var person string
	receipt, err := view(ctx, a, func(q store.Query) (form, error) {
		holder, known, err := registry.PersonByNumber(q, p.Card.IDNumber)
		if err != nil || !known {
			return nil, orNotFound(err)
		}
		person = holder.ID
		return a.ownReceipt(q, holder, in.Number)
	})
	if err != nil {
		return nil, err
	}
	out, err := PaperForm{Format: "png", Lang: in.Lang}.put("receipt", receipt)
	if err != nil {
		return nil, err
	}
	return out, a.lookAtKiosk(ctx, person)
}

// ownReceipt finds what a person's own receipt is about; the number of another person's is unknown here.
func (a *API) ownReceipt(q store.Query, holder registry.Person, number string) (form, error) {
	cases, err := a.allCasesOf(q, holder)
	if err != nil {
		return nil, err
	}
	name, id := identity.MaskName(holder.NameFull), identity.MaskNumberKiosk(holder.IDNumber)
	for _, c := range cases {
		switch {
		case c.Number != number:
		case c.Kind == string(permit.ResidenceCase):
			residence, _, err := registry.ResidenceByID(q, c.ID)
			if err != nil {
				return nil, err
			}
			paper, err := a.registrationForm(q, residence, holder)
			paper.Name, paper.IDNumber = name, id
			return paper, err
		default:
			application, _, err := permit.ApplicationByID(q, c.ID, a.today())
			if err != nil {
				return nil, err
			}
			paper := a.receiptForm(application)
			paper.Name, paper.IDNumber = name, id
			return paper, nil
		}
	}
	return nil, refuse("not_found")
}
