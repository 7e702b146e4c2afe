package api

import (
	"context"
	"slices"

	"jiezhan/app/carddesk"
	"jiezhan/devices/idcard"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func (a *API) readCard(context.Context, *nothing) (CardState, error) { return a.cardState(), nil }

// placement finds the card of a token while it may be used.
func (a *API) placement(token string) (carddesk.Placement, error) {
	p, found := a.Desk.Find(token)
	if !found {
		return p, refuse("card.gone")
	}
	return p, nil
}

// cardView masks a card for a screen that bystanders see.
func (a *API) cardView(p carddesk.Placement) CardView {
	c, today := p.Card, a.today()
	v := CardView{
		Token: p.Token, Kind: string(c.Kind), Name: identity.MaskName(c.DisplayName()), IDNumber: identity.MaskNumberKiosk(c.IDNumber),
		Sex: c.SexCode, Address: identity.MaskAddress(c.Address), LongTerm: c.LongTerm, Warnings: cardWarnings(c, today),
		PlacedAt: timeText(p.At),
	}
	if until, err := calendar.ParseDate(c.ValidTo); err == nil && !c.LongTerm {
		v.ValidTo = &c.ValidTo
		v.Expired = until.Before(today)
	}
	if birth, err := calendar.ParseDate(c.Birth); err == nil {
		v.MinorUnder16 = birth.AgeOn(today) < permit.OfAge
	}
	return v
}

// cardWarnings are the reader's warnings together with what only the register's side knows, such as area codes.
func cardWarnings(c idcard.Card, today calendar.Date) []string {
	codes := append([]string{}, c.Warnings...)
	if c.Kind == idcard.KindForeign2017 {
		return codes // a number of its own build; the reader has judged it
	}
	number, warnings, err := identity.ParseNumber(c.IDNumber)
	if err != nil {
		return withCode(codes, identity.Code(err))
	}
	if err := number.BornBy(today); err != nil {
		codes = withCode(codes, identity.Code(err))
	}
	for _, w := range warnings {
		codes = withCode(codes, string(w))
	}
	return codes
}

func withCode(codes []string, code string) []string {
	if code == "" || slices.Contains(codes, code) {
		return codes
	}
	return append(codes, code)
}

// cardData is the card as the register takes it. A date the chip does not hold rightly stays empty, which the register judges.
func cardData(c idcard.Card) registry.CardData {
	return registry.CardData{
		Kind: registry.DocumentKind(c.Kind), Name: c.DisplayName(), SexCode: c.SexCode, EthnicCode: c.EthnicCode, Birth: dateOf(c.Birth),
		Address: c.Address, IDNumber: c.IDNumber, Issuer: c.Issuer, ValidFrom: dateOf(c.ValidFrom), ValidTo: dateOf(c.ValidTo),
		LongTerm: c.LongTerm, Nationality: c.Nationality, Warnings: c.Warnings, Verified: registry.VerifiedChip,
	}
}

func dateOf(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// confirm answers what the station knows of the person who says "this is me", once the look is on record.
func (a *API) confirm(ctx context.Context, in *bodyOf[ConfirmInput]) (Holder, error) {
	p, err := a.placement(in.Body.CardToken)
	if err != nil {
		return Holder{}, err
	}
	h, person, err := a.holder(ctx, p)
	if err != nil {
		return Holder{}, err
	}
	if h.Draft, err = a.unfinished(ctx, p); err != nil {
		return Holder{}, err
	}
	return h, a.lookAtKiosk(ctx, person)
}

// lookAtKiosk records that the holder saw the own record. A person not on record has none.
func (a *API) lookAtKiosk(ctx context.Context, personID string) error {
	if personID == "" {
		return nil
	}
	return a.looked(ctx, registry.Look{
		Actor: ledger.Actor{Kind: ledger.Resident, ID: personID}, PersonID: personID, What: registry.AtKiosk, Purpose: "self",
	})
}

func (a *API) holder(ctx context.Context, p carddesk.Placement) (Holder, string, error) {
	h := Holder{
		Card: a.cardView(p), Registrations: []Registration{}, SuggestedRooms: []SuggestedRoom{}, Applications: []CaseRow{}, Permits: []HolderPermit{},
		Register: a.mayRegister(p.Card), Apply: Verdict{Code: "permit.no_registration"}, ProofKinds: proofKinds(),
	}
	var personID string
	err := a.Station.View(ctx, func(q store.Query) error {
		person, known, err := registry.PersonByNumber(q, p.Card.IDNumber)
		if err == nil && known {
			personID, h.Known, h.PhoneMasked = person.ID, true, identity.MaskPhone(person.Phone)
			err = a.fillHolder(q, &h, person)
		}
		return err
	})
	if p.Card.Kind != idcard.KindResident {
		h.Apply = Verdict{Code: "permit.not_for_this_card"}
	}
	return h, personID, err
}

func (a *API) fillHolder(q store.Query, h *Holder, person registry.Person) error {
	today := a.today()
	eligibility, err := permit.EligibilityOf(q, person.ID, today)
	if err != nil {
		return err
	}
	e := eligibility.AtKiosk()
	h.Apply = Verdict{Allowed: e.Allowed, Code: e.Code, Params: e.Params}
	residences, err := registry.ResidencesOf(q, person.ID)
	if err != nil {
		return err
	}
	h.Registrations = list(residences, func(r registry.Residence) Registration { return a.registrationView(r, eligibility) })
	suggestions, err := registry.Suggestions(q, person.ID)
	if err != nil {
		return err
	}
	h.SuggestedRooms = list(suggestions, func(s registry.Suggestion) SuggestedRoom {
		return SuggestedRoom{RoomID: s.RoomID, Address: s.Address, Reason: s.Reason}
	})
	if h.Applications, err = a.casesOf(q, person.ID, today); err != nil {
		return err
	}
	h.Permits, err = permitViews(q, person.ID, today)
	return err
}

// mayRegister says beforehand what the register would say of the card itself.
func (a *API) mayRegister(c idcard.Card) Verdict {
	if a.needsGuardian(c) {
		return Verdict{Code: "residence.under_14"}
	}
	form := registry.RegisterResidence{Card: cardData(c)}
	r := form.Validate(ledger.Stamp{At: a.Station.Now()})
	if r == nil {
		return Verdict{Allowed: true}
	}
	for _, p := range r.Problems {
		if len(p.Field) > len(cardField) && p.Field[:len(cardField)] == cardField {
			return Verdict{Code: p.Code, Params: p.Params}
		}
	}
	return Verdict{Allowed: true}
}

// guardedAge is the age below which a guardian has to agree to what is kept of a person (PIPL art. 28 and 31).
const guardedAge = 14

// needsGuardian tells whether the holder of a card is too young to have anything taken down without a guardian; at the window, one stands beside.
func (a *API) needsGuardian(c idcard.Card) bool {
	birth, err := calendar.ParseDate(c.Birth)
	return err == nil && birth.AgeOn(a.today()) < guardedAge
}

// cardField begins the fields of the card in the register's form.
const cardField = "card."

func (a *API) registrationView(r registry.Residence, e permit.Eligibility) Registration {
	v := Registration{
		ID: r.ID, Number: r.Number, Address: r.Address, RoomID: r.RoomID, Since: r.Since, RegisteredOn: r.RegisteredOn, State: string(r.State),
		Waiting: a.registrationWaits(r.Number), EndedOn: r.EndedOn, EndReason: r.EndReason,
	}
	switch {
	case r.State != registry.Active || e.OfOtherDocuments():
	case r.ID == e.RegistrationID:
		v.EligibleOn = e.EligibleOn
	default:
		v.EligibleOn = permit.HalfYear(r.RegisteredOn)
	}
	return v
}

func permitViews(q store.Query, personID string, today calendar.Date) ([]HolderPermit, error) {
	permits, err := permit.PermitsOf(q, personID, today)
	if err != nil {
		return nil, err
	}
	views := make([]HolderPermit, len(permits))
	for i, p := range permits {
		if views[i], err = permitView(q, p, today); err != nil {
			return nil, err
		}
	}
	return views, nil
}

func permitView(q store.Query, p permit.Permit, today calendar.Date) (HolderPermit, error) {
	v := HolderPermit{
		ID: p.ID, Kind: string(p.Kind), NumberMasked: permit.MaskNumber(p.Number), State: string(p.State), IssuedOn: p.IssuedOn, ValidTo: p.ValidTo,
		Years: p.Standing.YearsOn(today),
	}
	if p.State != permit.CardMade {
		v.EndorseFrom, v.EndorseUntil, v.ContinuousSince = p.Standing.From, p.Standing.Until, p.Standing.ContinuousSince
	}
	refusal, err := permit.Endorsability(q, p, today)
	if err != nil {
		return v, err
	}
	verdict := verdictOf(refusal)
	v.Endorsable, v.EndorseCode, v.EndorseParams = verdict.Allowed, verdict.Code, verdict.Params
	if v.Reportable, err = permit.Reportable(q, p); err != nil {
		return v, err
	}
	exchange, _, err := permit.OpenReplacement(q, p.ID) // none has no state
	v.Replacement = string(exchange.State)
	return v, err
}

func proofKinds() ProofKinds {
	return ProofKinds{
		Employment: permit.Kinds(permit.EmploymentGroup), Dwelling: permit.Kinds(permit.DwellingGroup), Study: permit.Kinds(permit.StudyGroup),
	}
}
