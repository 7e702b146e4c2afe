package api

import (
	"context"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

func (a *API) permitLine(l permit.CardLine, names map[string]string) PermitRow {
	row := a.permitCard(l.Permit)
	row.Holder, row.Phone, row.Address, row.Community = identity.MaskName(l.Holder), identity.MaskPhone(l.Phone), l.Address, l.Community
	row.Told = toldView(l.Told, names)
	if l.Replacement != nil {
		exchange := a.exchangeView(*l.Replacement)
		row.Replacement = &exchange
	}
	row.LeftFor = l.LeftFor
	if !l.LeftOn.IsZero() {
		row.LeftOn = &l.LeftOn
	}
	return row
}

// permitCard is what a card itself says, without its holder.
func (a *API) permitCard(p permit.Permit) PermitRow {
	row := PermitRow{
		ID: p.ID, Kind: string(p.Kind), NumberMasked: permit.MaskNumber(p.Number), State: string(p.State), Card: string(p.Card), PersonID: p.PersonID,
		IssuedOn: p.IssuedOn, ValidTo: p.ValidTo, Waiting: a.applicationWaits(p.ID),
	}
	if p.State != permit.CardMade {
		row.EndorseFrom, row.EndorseUntil, row.ContinuousSince = p.Standing.From, p.Standing.Until, p.Standing.ContinuousSince
	}
	return row
}

func toldView(t *permit.Told, names map[string]string) *PermitTold {
	if t == nil {
		return nil
	}
	return &PermitTold{At: t.At, Means: string(t.Means), Officer: names[t.Officer]}
}

func (a *API) exchangeView(r permit.Replacement) CardExchange {
	return CardExchange{
		ID: r.ID, Number: r.Number, PermitID: r.PermitID, NewPermitID: r.NewPermitID, Cause: string(r.Cause), Note: r.Note, State: string(r.State),
		CostFen: r.CostFen, CostReceipt: r.CostReceipt, ReportedAt: r.ReportedAt, StationName: a.stationName(r.Station),
	}
}

func (a *API) permitFileView(ctx context.Context, f permit.File, names map[string]string) PermitFile {
	return PermitFile{
		Permit: a.permitLine(permit.CardLine{
			Permit: f.Permit, Holder: f.Person.NameFull, Phone: f.Person.Phone, Address: f.Address, Told: f.Told, Replacement: f.Open(), LeftFor: f.LeftFor,
		}, names),
		Years: f.Years, Cards: list(f.Cards, a.permitCard), Endorsements: list(f.Endorsements, a.endorsementView),
		Replacements: list(f.Replacements, a.exchangeView), History: list(f.Steps, a.permitHistory), Corrections: list(f.Corrections, func(c permit.Correction) CardCorrection { return a.correctionOfCard(c, names) }),
		EndedOn: f.EndedOn, EndReason: f.EndReason,
		Endorse: verdictOf(f.NotNow), Allowed: list(f.AllowedFor(account(ctx).Role), text[permit.CardAction]),
	}
}

// verdictOf is what a refusal says beforehand; nil allows.
func verdictOf(r *ledger.Refusal) Verdict {
	if r == nil {
		return Verdict{Allowed: true}
	}
	return Verdict{Code: r.Problems[0].Code, Params: r.Problems[0].Params}
}

func (a *API) endorsementView(e permit.Endorsement) Endorsement {
	return Endorsement{
		On: e.Day, WindowEnd: e.WindowEnd, Late: e.Late, Condition: string(e.Condition), Number: e.Number, Station: a.stationName(e.Station),
	}
}

func (a *API) correctionOfCard(c permit.Correction, names map[string]string) CardCorrection {
	return CardCorrection{
		At: c.At, PermitID: c.PermitID, NumberBefore: permit.MaskNumber(c.NumberBefore), NumberAfter: permit.MaskNumber(c.NumberAfter),
		NewNumber: c.NumberBefore != c.NumberAfter, IssuedBefore: c.IssuedBefore, IssuedAfter: c.IssuedAfter, Reason: c.Reason,
		ActorName: names[c.Officer], StationName: a.stationName(c.Station),
	}
}

func (a *API) permitHistory(s permit.CardStep) PermitHistory {
	return PermitHistory{
		At: s.At, Action: string(s.Action), ActorName: s.ActorName, ActorRole: roleOf(s.Actor), SecondOfficer: s.SecondName,
		StationName: a.stationName(s.Station), Note: s.Note,
	}
}
