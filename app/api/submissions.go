package api

import (
	"context"

	"jiezhan/app/carddesk"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// registerAtKiosk registers a residence for the holder of the card.
func (a *API) registerAtKiosk(ctx context.Context, in *bodyOf[RegisterInput]) (ReceiptAnswer, error) {
	b := in.Body
	p, err := a.placement(b.CardToken)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	if a.needsGuardian(p.Card) {
		return ReceiptAnswer{}, refuse("residence.under_14")
	}
	who, _, err := a.resident(ctx, p, b.RequestID)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	done, err := execute[registry.RegisteredResidence](ctx, a, who, b.RequestID, registry.RegisterResidence{
		Card: cardData(p.Card), RoomID: b.RoomID, Since: b.Since, Phone: b.Phone, MovedFrom: b.MovedFrom, Statement: b.Statement, Channel: "kiosk",
	})
	if err != nil {
		return ReceiptAnswer{}, err
	}
	receipt, err := a.residenceReceipt(ctx, p, done)
	return ReceiptAnswer{Receipt: receipt}, err
}

func (a *API) residenceReceipt(ctx context.Context, p carddesk.Placement, done registry.RegisteredResidence) (Receipt, error) {
	return view(ctx, a, func(q store.Query) (Receipt, error) {
		r := Receipt{
			RecordID: done.ID, Number: done.Number, Kind: "residence", At: timeText(a.Station.Now()), Holder: identity.MaskName(p.Card.DisplayName()),
			Warnings: forResident(done.Warnings), Next: []string{"receipt.next.registered"},
			Waiting: a.registrationWaits(done.Number),
		}
		registration, found, err := registry.ResidenceByID(q, done.ID)
		if err != nil || !found { // this copy lags behind; the number alone is enough
			return r, err
		}
		r.At, r.Address = registration.RegisteredAt, registration.Address
		e, err := permit.EligibilityOf(q, done.PersonID, a.today())
		if err != nil {
			return r, err
		}
		if e.Code == "permit.half_year_not_reached" { // an older registration may allow it sooner than this one
			r.EligibleOn = e.EligibleOn
			r.Next = append(r.Next, "receipt.next.permit_from")
		}
		return r, nil
	})
}

// applyAtKiosk applies for a residence permit for the holder of the card.
func (a *API) applyAtKiosk(ctx context.Context, in *bodyOf[ApplyInput]) (ReceiptAnswer, error) {
	b := in.Body
	p, err := a.placement(b.CardToken)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	who, known, err := a.resident(ctx, p, b.RequestID)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	if !known {
		return ReceiptAnswer{}, refusal(ledger.Refuse(ledger.Conflict, "registration_id", "permit.no_registration"))
	}
	if err := a.mayApply(ctx, p); err != nil {
		return ReceiptAnswer{}, err
	}
	done, err := execute[permit.Applied](ctx, a, who, b.RequestID, permit.ApplyForPermit{
		PersonID: who.ID, RegistrationID: b.RegistrationID, Condition: permit.Condition(b.Condition), Documents: documentRefs(b.Documents),
		AppliedBy: permit.Self, Phone: b.Phone, Statement: b.Statement, Channel: permit.Kiosk,
	})
	if err != nil {
		return ReceiptAnswer{}, err
	}
	receipt, err := a.applicationReceipt(ctx, p, done)
	return ReceiptAnswer{Receipt: receipt}, err
}

// forResident keeps the warnings a resident can do something about; what is for the desk to look at only worries them.
func forResident(warnings []string) []string {
	theirs := []string{}
	for _, w := range warnings {
		switch w {
		case "residence.two_open_registrations", "card.expired", "person.name_differs":
			theirs = append(theirs, w)
		}
	}
	return theirs
}

// mayApply refuses what only the kiosk refuses: the card on its reader decides, not an older one of the same person, and nobody under 16
// applies alone.
func (a *API) mayApply(ctx context.Context, p carddesk.Placement) error {
	h, _, err := a.holder(ctx, p)
	if err != nil {
		return err
	}
	switch h.Apply.Code {
	case "permit.not_for_this_card", "permit.under_16_at_window":
		return refusal(ledger.Refuse(ledger.Conflict, "", h.Apply.Code))
	}
	return nil
}

func (a *API) applicationReceipt(ctx context.Context, p carddesk.Placement, done permit.Applied) (Receipt, error) {
	return view(ctx, a, func(q store.Query) (Receipt, error) {
		r := Receipt{
			RecordID: done.ID, Number: done.Number, Kind: "permit_application", At: timeText(a.Station.Now()), Holder: identity.MaskName(p.Card.DisplayName()),
			Warnings: forResident(cardWarnings(p.Card, a.today())),
			Next:     []string{"receipt.next.bring_originals", "receipt.next.wait_for_acceptance", "receipt.next.check_progress"},
			Waiting:  a.applicationWaits(done.ID),
		}
		application, found, err := permit.ApplicationByID(q, done.ID, a.today())
		if err == nil && found {
			r.At, r.Address, r.DueOn = application.SubmittedAt, application.Registration.Address, application.Clock.DueOn
		}
		return r, err
	})
}

// resident is the holder of the card as the ledger writes them down, the same for every attempt of one request.
func (a *API) resident(ctx context.Context, p carddesk.Placement, requestID string) (who ledger.Actor, known bool, err error) {
	person, err := view(ctx, a, func(q store.Query) (registry.Person, error) {
		person, _, err := registry.PersonByNumber(q, p.Card.IDNumber)
		return person, err
	})
	if err != nil {
		return ledger.Actor{}, false, err
	}
	id := a.Desk.Bind(p.Token, requestID, person.ID)
	return ledger.Actor{Kind: ledger.Resident, ID: id}, id != "", nil
}

// casesAtKiosk lists the holder's own cases, once the look is on record.
func (a *API) casesAtKiosk(ctx context.Context, in *cardQuery) (KioskCaseList, error) {
	p, err := a.placement(in.CardToken)
	if err != nil {
		return KioskCaseList{}, err
	}
	var personID string
	items, err := view(ctx, a, func(q store.Query) ([]CaseRow, error) {
		person, known, err := registry.PersonByNumber(q, p.Card.IDNumber)
		if err != nil || !known {
			return []CaseRow{}, err
		}
		personID = person.ID
		items, err := a.allCasesOf(q, person)
		if err != nil {
			return nil, err
		}
		if err := a.tellWanted(q, items); err != nil {
			return nil, err
		}
		return a.withCards(q, person, items)
	})
	if err != nil {
		return KioskCaseList{}, err
	}
	return KioskCaseList{Items: items}, a.lookAtKiosk(ctx, personID)
}

// allCasesOf lists a person's applications and registrations, the latest first within each.
func (a *API) allCasesOf(q store.Query, person registry.Person) ([]CaseRow, error) {
	applications, err := a.casesOf(q, person.ID, a.today())
	if err != nil {
		return nil, err
	}
	residences, err := registry.ResidencesOf(q, person.ID)
	if err != nil {
		return nil, err
	}
	return append(applications, list(residences, func(r registry.Residence) CaseRow {
		return CaseRow{
			ID: r.ID, Number: r.Number, Kind: string(permit.ResidenceCase), PersonID: person.ID, Holder: identity.MaskName(person.NameFull),
			Address: r.Address, State: string(r.State), SubmittedAt: r.RegisteredAt, ChangedAt: r.RegisteredAt, Station: r.Station,
			StationName: a.stationName(r.Station), Clock: clockView(permit.NoClock()), Waiting: a.registrationWaits(r.Number),
		}
	})...), nil
}

// wipe forgets the card in this station's memory.
func (a *API) wipe(_ context.Context, in *wipeIn) error {
	token := ""
	if in.Body != nil {
		token = in.Body.CardToken
	}
	err := a.endVisit(token)
	a.Desk.Wipe(token)
	return err
}

func documentRefs(documents []GroupKind) []permit.DocumentRef {
	return list(documents, func(d GroupKind) permit.DocumentRef {
		return permit.DocumentRef{Group: permit.Group(d.Group), Kind: d.Kind}
	})
}
