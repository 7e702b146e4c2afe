package api

import (
	"context"

	"jiezhan/station/ledger"
	"jiezhan/station/rental"
)

// terms are those of a form. A personal value that the form leaves out is as it was, for the page knows it masked.
func (f RentalTerms) terms(before rental.Terms) rental.Terms {
	t := rental.Terms{
		ReporterID: f.ReporterID, Landlord: before.Landlord, LandlordPhone: before.LandlordPhone, Agent: before.Agent, AgentPhone: before.AgentPhone,
		Authority: f.Authority, Begins: f.Begins, Until: f.Until, Written: f.Written, ContractNumber: f.ContractNumber, FiledOn: f.FiledOn,
		Rooms:     list(f.Rooms, func(r RentalRoom) rental.LetRoom { return rental.LetRoom{Name: r.Name, Use: rental.RoomUse(r.Use)} }),
		HeadCount: f.HeadCount, UndertakenOn: f.UndertakenOn, UndertakenTo: f.UndertakenTo, VisitedOn: f.VisitedOn,
	}
	for value, entered := range map[*string]*string{&t.Landlord: f.Landlord, &t.LandlordPhone: f.LandlordPhone, &t.Agent: f.Agent, &t.AgentPhone: f.AgentPhone} {
		if entered != nil {
			*value = *entered
		}
	}
	return t
}

func (a *API) openRental(ctx context.Context, in *bodyOf[RentalForm]) (RentalFile, error) {
	stored, err := execute[rental.StoredFile](ctx, a, actor(ctx), in.Body.RequestID, rental.OpenFile{
		RoomID: in.Body.RoomID, Terms: in.Body.terms(rental.Terms{}),
	})
	if err != nil {
		return RentalFile{}, err
	}
	return a.shownRental(ctx, stored.ID)
}

// changeRental makes the change of what the page knew: the personal values it did not send come from the file itself.
func (a *API) changeRental(ctx context.Context, in *bodyOnID[RentalChange]) (RentalFile, error) {
	before, err := a.rentalDossier(ctx, in.ID)
	if err != nil {
		return RentalFile{}, err
	}
	c := rental.ChangeFile{ID: in.ID, BasedOn: in.Body.Version, Terms: in.Body.terms(before.file.Terms)}
	_, err = execute[rental.StoredFile](ctx, a, actor(ctx), in.Body.RequestID, c)
	if err != nil {
		return RentalFile{}, err
	}
	return a.shownRental(ctx, in.ID)
}

func (a *API) renewRental(ctx context.Context, in *bodyOnID[RentalRenewal]) (RentalFile, error) {
	b := in.Body
	_, err := execute[rental.StoredFile](ctx, a, actor(ctx), b.RequestID, rental.RenewFile{
		ID: in.ID, BasedOn: b.Version, Begins: b.Begins, Until: b.Until, Written: b.Written, ContractNumber: b.ContractNumber, FiledOn: b.FiledOn,
	})
	if err != nil {
		return RentalFile{}, err
	}
	return a.shownRental(ctx, in.ID)
}

func (a *API) endRental(ctx context.Context, in *bodyOnID[RentalEnd]) (RentalFile, error) {
	b := in.Body
	c := rental.EndFile{ID: in.ID, BasedOn: b.Version, On: b.On, Reason: b.Reason}
	if _, err := execute[rental.StoredFile](ctx, a, actor(ctx), b.RequestID, c); err != nil {
		return RentalFile{}, err
	}
	return a.shownRental(ctx, in.ID)
}

func (a *API) addTenant(ctx context.Context, in *bodyOnID[TenantForm]) (RentalFile, error) {
	b := in.Body
	return a.onTenant(ctx, in.ID, b.RequestID, rental.AddTenant{RentalID: in.ID, Name: b.Name, IDNumber: b.IDNumber, Since: b.Since})
}

func (a *API) tenantLeft(ctx context.Context, in *bodyOnID[TenantLeave]) (RentalFile, error) {
	return a.onTenant(ctx, in.ID, in.Body.RequestID, rental.TenantLeft{RentalID: in.ID, TenantID: in.Body.TenantID, On: in.Body.On})
}

func (a *API) matchTenant(ctx context.Context, in *bodyOnID[TenantMatch]) (RentalFile, error) {
	return a.onTenant(ctx, in.ID, in.Body.RequestID, rental.MatchTenant{RentalID: in.ID, TenantID: in.Body.TenantID, ResidenceID: in.Body.ResidenceID})
}

// onTenant has a command about a tenant decided and shows the file as it is then.
func (a *API) onTenant(ctx context.Context, id, requestID string, c ledger.Command) (RentalFile, error) {
	if _, err := execute[rental.StoredTenant](ctx, a, actor(ctx), requestID, c); err != nil {
		return RentalFile{}, err
	}
	return a.shownRental(ctx, id)
}

func (a *API) readRentalRules(ctx context.Context, _ *nothing) (RentalRules, error) {
	rules, err := view(ctx, a, rental.RulesOf)
	return RentalRules{PeoplePerRoom: rules.PeoplePerRoom, Undertaking: rules.Undertaking, Reference: rules.Reference, SetOn: rules.SetOn}, err
}

func (a *API) setRentalRules(ctx context.Context, in *bodyOf[RentalRulesInput]) (RentalRules, error) {
	c := rental.SetRules{PeoplePerRoom: in.Body.PeoplePerRoom, Undertaking: in.Body.Undertaking, Reference: in.Body.Reference}
	if _, err := execute[rental.StoredRules](ctx, a, actor(ctx), in.Body.RequestID, c); err != nil {
		return RentalRules{}, err
	}
	return a.readRentalRules(ctx, nil)
}
