package api

import (
	"context"

	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// openApplication shows an application, once the look is on record.
func (a *API) openApplication(ctx context.Context, in *onID) (Application, error) {
	v, err := a.application(ctx, in.ID)
	if err == nil {
		err = a.mayOpen(ctx, v.Holder.PersonID)
	}
	if err != nil {
		return Application{}, err
	}
	return v, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: v.Holder.PersonID, What: registry.Opened, Purpose: "case"})
}

// application reads an application as the account logged on may see it.
func (a *API) application(ctx context.Context, id string) (Application, error) {
	return view(ctx, a, func(q store.Query) (Application, error) {
		found, known, err := permit.ApplicationByID(q, id, a.today())
		if err != nil || !known {
			return Application{}, orNotFound(err)
		}
		eligibility, err := permit.EligibilityFor(q, found.Person.ID, found.Kind, a.today())
		if err != nil {
			return Application{}, err
		}
		rules, err := permit.RulesNow(q)
		v := a.applicationView(ctx, found, eligibility)
		v.ExtendByTwo = rules.ExtendByTwo
		return v, err
	})
}

func (a *API) applicationView(ctx context.Context, p permit.Application, e permit.Eligibility) Application {
	return Application{
		ID: p.ID, Number: p.Number, State: string(p.State), Holder: applicationHolder(p), PermitKind: string(p.Kind), AppliedBy: string(p.AppliedBy), Proxy: proxyView(p.Proxy),
		Condition: string(p.Condition), Registration: a.registrationView(p.Registration, e), Documents: list(p.Documents, documentView),
		RequiredGroups: list(p.RequiredGroups, text[permit.Group]), MissingGroups: list(p.MissingGroups, text[permit.Group]),
		Notice: noticeView(p.Notice), Clock: clockView(p.Clock), Decision: decisionView(p.Decision), Permit: madePermit(p.Permit),
		History: list(p.Steps, a.historyLine), Allowed: list(p.AllowedFor(account(ctx).Role), text[permit.Action]),
		SubmittedAt: p.SubmittedAt, SubmittedStation: a.stationName(p.Station),
		Waiting: a.applicationWaits(p.ID), Extension: extensionView(p.Extension), MostDays: p.MostDays, LeftFor: p.LeftFor, SupplyBy: permit.SupplyBy(a.today()),
	}
}

func extensionView(e *permit.Extension) *TimeExtension {
	if e == nil {
		return nil
	}
	return &TimeExtension{
		At: e.At, Days: e.Days, DaysBefore: e.DaysBefore, DueBefore: e.DueBefore, RuleRef: e.RuleRef, Reason: e.Reason, Means: string(e.Means),
	}
}

func text[T ~string](t T) string { return string(t) }

func applicationHolder(p permit.Application) ApplicationHolder {
	h := p.Person
	return ApplicationHolder{
		PersonID: h.ID, Name: identity.MaskName(h.NameFull), IDNumber: identity.MaskNumber(h.IDNumber), Sex: h.SexCode, EthnicCode: h.EthnicCode,
		Birth: h.Birth, HukouAddress: identity.MaskAddress(h.Address), Phone: identity.MaskPhone(p.Phone), Warnings: append([]string{}, h.Warnings...),
	}
}

func proxyView(p *permit.Proxy) *Proxy {
	if p == nil {
		return nil
	}
	return &Proxy{Name: identity.MaskName(p.Name), IDNumber: identity.MaskNumber(p.IDNumber), Relation: p.Relation, Reason: p.Reason}
}

func documentView(d permit.Document) DocumentRow {
	return DocumentRow{ID: d.ID, Group: string(d.Group), Kind: d.Kind, State: string(d.State)}
}

func noticeView(n *permit.Notice) *Notice {
	if n == nil {
		return nil
	}
	items := list(n.Items, func(i permit.NoticeItem) NoticeItem {
		return NoticeItem{Group: string(i.Group), Kind: i.Kind, Note: i.Note}
	})
	return &Notice{At: n.At, Items: items, SupplyBy: n.SupplyBy}
}

func decisionView(d *permit.Decision) *Decision {
	if d == nil {
		return nil
	}
	return &Decision{
		Kind: string(d.Kind), ReasonCode: d.ReasonCode, ReasonText: d.ReasonText, DecisionRef: d.Ref, DecidedOn: d.DecidedOn,
		Officer: d.OfficerName, SecondOfficer: d.SecondOfficerName,
	}
}

func madePermit(p *permit.Permit) *MadePermit {
	if p == nil {
		return nil
	}
	return &MadePermit{ID: p.ID, Number: p.Number, IssuedOn: p.IssuedOn, State: string(p.State)}
}

func (a *API) historyLine(s permit.Step) HistoryLine {
	return HistoryLine{
		At: s.At, Action: string(s.Action), ActorName: s.ActorName, ActorRole: roleOf(s.Actor), StationName: a.stationName(s.Station), Note: s.Note,
	}
}
