package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

type accountKey struct{}

// admit lets through who meets the need. Kiosk routes ask where the request comes from, the others who is logged on.
func (a *API) admit(n need) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		switch n {
		case anybody:
			next(ctx)
		case kiosk:
			if !FromKiosk(r) {
				WriteProblem(w, refuse("kiosk.only_here"))
				return
			}
			next(ctx)
		case reporter:
			who, err := a.loggedReporter(r.Context())
			if err != nil {
				WriteProblem(w, problemOf(r.Context(), a.log, err))
				return
			}
			next(huma.WithValue(ctx, reporterKey{}, who))
		default:
			account, err := a.admitStaff(r.Context(), n, ctx.Operation().OperationID)
			if err != nil {
				WriteProblem(w, problemOf(r.Context(), a.log, err))
				return
			}
			next(huma.WithValue(ctx, accountKey{}, account))
		}
	}
}

func (a *API) admitStaff(ctx context.Context, n need, operation string) (staff.Account, error) {
	account, found, err := a.loggedOn(ctx)
	if err != nil {
		return account, err
	}
	if !found {
		return account, refuse("unauthenticated")
	}
	if account.MustChange && operation != "session" && operation != "change-password" {
		return account, refuse("password.must_change")
	}
	if n != loggedOn && !account.Role.May(staff.Permission(n)) {
		return account, refuse("forbidden")
	}
	return account, nil
}

// account is who is logged on; only for routes that need somebody.
func account(ctx context.Context) staff.Account {
	a, _ := ctx.Value(accountKey{}).(staff.Account)
	return a
}

// actor is who is logged on, as the ledger writes it down.
func actor(ctx context.Context) ledger.Actor {
	a := account(ctx)
	return ledger.Actor{Kind: ledger.Staff, ID: a.ID, Role: string(a.Role)}
}

// WriteProblem answers outside of huma.
func WriteProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // whoever asked has gone
}
