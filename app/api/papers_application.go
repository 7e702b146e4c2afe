package api

import (
	"context"
	"strings"
	"time"

	"jiezhan/paper/forms"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// printApplication puts one paper of an application into a file, once that is on record.
func (a *API) printApplication(ctx context.Context, in *applicationPaper) (*printed, error) {
	application, err := view(ctx, a, func(q store.Query) (permit.Application, error) {
		found, known, err := permit.ApplicationByID(q, in.ID, a.today())
		if err == nil && !known {
			err = refuse("not_found")
		}
		return found, err
	})
	if err != nil {
		return nil, err
	}
	paper, err := a.applicationForm(in.Kind, application)
	if err != nil {
		return nil, err
	}
	out, err := in.put(in.Kind, paper)
	if err != nil {
		return nil, err
	}
	return out, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: application.Person.ID, What: registry.Printed, Field: in.Kind, Purpose: "case"})
}

// applicationForm fills in a paper of an application; what there is no reason for yet is refused.
func (a *API) applicationForm(kind string, p permit.Application) (form, error) {
	switch {
	case kind == "receipt":
		return a.receiptForm(p), nil
	case kind == "notice" && p.Notice != nil:
		return a.noticeForm(p), nil
	case kind == "extension" && p.Extension != nil:
		return a.extensionForm(p), nil
	case kind == "refusal" && p.Decision != nil && p.Decision.Kind == permit.DecidedRefused:
		return a.refusalForm(p), nil
	case kind == "slip" && p.Permit != nil:
		return a.slipForm(p), nil
	default:
		return nil, refuse("paper.not_yet")
	}
}

func (a *API) issuer() forms.Issuer {
	return forms.Issuer{Office: a.Office.Name, Station: a.Self.Name, Phone: a.Office.Phone, Authority: a.Office.Authority}
}

// receiptForm goes to the applicant: the own name is whole, all else that tells who somebody is masked.
func (a *API) receiptForm(p permit.Application) forms.Receipt {
	r := forms.Receipt{
		Issuer: a.issuer(), Number: p.Number, Name: p.Person.NameFull, IDNumber: identity.MaskNumber(p.Person.IDNumber), Address: p.Registration.Address,
		Condition: string(p.Condition), AppliedBy: string(p.AppliedBy), SubmittedAt: instantOf(p.SubmittedAt), AcceptedOn: p.Clock.AcceptedOn,
		DueOn: p.Clock.DueOn, LimitDays: p.Clock.LimitDays, Working: p.Clock.Working, Waiting: a.applicationWaits(p.ID),
		Materials: list(p.Documents, func(d permit.Document) forms.Material {
			return forms.Material{Group: string(d.Group), Kind: d.Kind, State: string(d.State)}
		}),
	}
	if p.Proxy != nil {
		r.Proxy = identity.MaskName(p.Proxy.Name)
	}
	return r
}

func (a *API) noticeForm(p permit.Application) forms.Notice {
	return forms.Notice{
		Issuer: a.issuer(), Number: p.Number, Name: p.Person.NameFull, IDNumber: identity.MaskNumber(p.Person.IDNumber),
		GivenOn: calendar.On(instantOf(p.Notice.At)), SupplyBy: p.Notice.SupplyBy, Waiting: a.applicationWaits(p.ID),
		Missing: list(p.Notice.Items, func(i permit.NoticeItem) forms.Missing {
			return forms.Missing{Group: string(i.Group), Kind: i.Kind, Note: i.Note}
		}),
	}
}

func (a *API) refusalForm(p permit.Application) forms.Refusal {
	return forms.Refusal{
		Issuer: a.issuer(), Number: p.Number, Name: p.Person.NameFull, IDNumber: identity.MaskNumber(p.Person.IDNumber),
		Reason: strings.TrimPrefix(p.Decision.ReasonCode, "refusal."), Text: p.Decision.ReasonText, Ref: p.Decision.Ref, DecidedOn: p.Decision.DecidedOn,
	}
}

func (a *API) extensionForm(p permit.Application) forms.Extension {
	e := p.Extension
	return forms.Extension{
		Issuer: a.issuer(), Number: p.Number, Name: p.Person.NameFull, IDNumber: identity.MaskNumber(p.Person.IDNumber), ToldOn: calendar.On(instantOf(e.At)),
		DueBefore: e.DueBefore, DueOn: p.Clock.DueOn, DaysBefore: e.DaysBefore, Days: e.Days, Working: p.Clock.Working, RuleRef: e.RuleRef, Reason: e.Reason,
	}
}

func (a *API) slipForm(p permit.Application) forms.Slip {
	return forms.Slip{
		Issuer: a.issuer(), PermitNumber: p.Permit.Number, Application: p.Number, Name: p.Person.NameFull, IDNumber: identity.MaskNumber(p.Person.IDNumber),
		IssuedOn: p.Permit.IssuedOn, EndorseFrom: p.Permit.Standing.From, EndorseUntil: p.Permit.Standing.Until, ValidTo: p.Permit.ValidTo, ReceivedBy: string(p.Permit.ReceivedBy),
	}
}

// instantOf reads an instant of the register; what is none, which cannot be, stays empty on paper.
func instantOf(text string) time.Time {
	at, err := ledger.ParseTime(text)
	if err != nil {
		return time.Time{}
	}
	return at
}
