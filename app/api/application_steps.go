package api

import (
	"context"
	"net/http"

	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

func (a *API) applicationRoutes() {
	const path, handle, record = "/api/v1/permit-applications", "case.handle", "decision.record"
	answer(a, route{method: http.MethodPost, path: path, id: "intake", need: handle, status: http.StatusCreated}, a.intake)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "application", need: "case.read"}, a.openApplication)
	at := func(verb, id string, may need) route {
		return route{method: http.MethodPost, path: path + "/{id}/" + verb, id: id, need: may}
	}
	step(a, at("request-completion", "request-completion", handle), func(id string, b CompletionInput) (string, ledger.Command) {
		items := list(b.Items, func(i NoticeItem) permit.NoticeItem {
			return permit.NoticeItem{Group: permit.Group(i.Group), Kind: i.Kind, Note: i.Note}
		})
		return b.RequestID, permit.RequestCompletion{ID: id, Items: items, SupplyBy: b.SupplyBy}
	})
	step(a, at("supply", "supply", handle), func(id string, b SupplyInput) (string, ledger.Command) {
		return b.RequestID, permit.SupplyDocuments{ID: id, Documents: documentRefs(b.Documents)}
	})
	step(a, at("accept", "accept", handle), func(id string, b AcceptInput) (string, ledger.Command) {
		return b.RequestID, permit.AcceptApplication{ID: id, Seen: b.Seen}
	})
	step(a, at("approve", "approve", record), func(id string, b ApproveInput) (string, ledger.Command) {
		return b.RequestID, permit.RecordApproval{ID: id, DecisionRef: b.DecisionRef, DecidedOn: b.DecidedOn}
	})
	answer(a, at("refuse", "refuse", record), a.refuseApplication)
	step(a, at("make", "make", handle), func(id string, b MakeInput) (string, ledger.Command) {
		return b.RequestID, permit.RecordPermit{ID: id, PermitNumber: b.PermitNumber, IssuedOn: b.IssuedOn}
	})
	step(a, at("hand-out", "hand-out", handle), func(id string, b HandOutInput) (string, ledger.Command) {
		return b.RequestID, permit.HandOutPermit{ID: id, ReceivedBy: permit.Receiver(b.ReceivedBy), IdentityChecked: b.IdentityChecked}
	})
	step(a, at("withdraw", "withdraw", handle), func(id string, b WithdrawInput) (string, ledger.Command) {
		return b.RequestID, permit.WithdrawApplication{ID: id, ReasonText: b.ReasonText}
	})
	step(a, at("close", "close-application", handle), func(id string, b CloseInput) (string, ledger.Command) {
		return b.RequestID, permit.CloseApplication{ID: id, Reason: b.Reason, On: b.On, Note: b.Note}
	})
	answer(a, at("extend", "extend-application", handle), a.extendApplication)
}

// extendApplication gives an application more time, with a second officer where the local rules ask for one.
func (a *API) extendApplication(ctx context.Context, in *bodyOnID[ExtendInput]) (Application, error) {
	b := in.Body
	c := permit.ExtendTime{ID: in.ID, Days: b.Days, ReasonText: b.ReasonText, Means: permit.Means(b.Means)}
	if b.SecondOfficer != nil {
		var err error
		if c.SecondOfficer, err = a.second(ctx, *b.SecondOfficer); err != nil {
			return Application{}, err
		}
	}
	if _, err := execute[permit.Moved](ctx, a, actor(ctx), b.RequestID, c); err != nil {
		return Application{}, err
	}
	return a.application(ctx, in.ID)
}

// step registers a route that moves an application and answers how it stands then. The command's audit row says who saw it.
func step[B any](a *API, r route, command func(id string, body B) (requestID string, c ledger.Command)) {
	answer(a, r, func(ctx context.Context, in *bodyOnID[B]) (Application, error) {
		requestID, c := command(in.ID, in.Body)
		if _, err := execute[permit.Moved](ctx, a, actor(ctx), requestID, c); err != nil {
			return Application{}, err
		}
		return a.application(ctx, in.ID)
	})
}

// refuseApplication records a refusal by the authority, with a second officer.
func (a *API) refuseApplication(ctx context.Context, in *bodyOnID[RefuseInput]) (Application, error) {
	b := in.Body
	second, err := a.second(ctx, b.SecondOfficer)
	if err != nil {
		return Application{}, err
	}
	_, err = execute[permit.Moved](ctx, a, actor(ctx), b.RequestID, permit.RecordRefusal{
		ID: in.ID, ReasonCode: b.ReasonCode, ReasonText: b.ReasonText, DecisionRef: b.DecisionRef, DecidedOn: b.DecidedOn, SecondOfficer: second,
	})
	if err != nil {
		return Application{}, err
	}
	return a.application(ctx, in.ID)
}

// wrongSecond says that the second officer, not the one logged on, gave a wrong password: a 401 would end the session on the page.
func wrongSecond(p *Problem) *Problem {
	field := refuse("validation")
	field.Errors = []FieldProblem{{Field: "second_officer.password", Code: p.Code, Params: p.Params}}
	return field
}

// intake takes an application at the window.
func (a *API) intake(ctx context.Context, in *bodyOf[IntakeInput]) (Application, error) {
	b := in.Body
	c := permit.ApplyForPermit{
		PersonID: b.PersonID, RegistrationID: b.RegistrationID, Permit: permit.CardKind(b.Permit), Condition: permit.Condition(b.Condition), Documents: documentRefs(b.Documents),
		AppliedBy: permit.AppliedBy(b.AppliedBy), Phone: b.Phone, Statement: b.Statement, Channel: permit.Counter,
	}
	if b.Proxy != nil {
		c.Proxy = &permit.Proxy{Name: b.Proxy.Name, IDNumber: b.Proxy.IDNumber, Relation: b.Proxy.Relation, Reason: b.Proxy.Reason}
	}
	done, err := execute[permit.Applied](ctx, a, actor(ctx), b.RequestID, c)
	if err != nil {
		return Application{}, err
	}
	return a.application(ctx, done.ID)
}
