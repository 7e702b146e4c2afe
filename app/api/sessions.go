package api

import (
	"context"
	"errors"
	"net/http"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// Session is a logged-on account.
type Session struct {
	Account         SessionAccount `json:"account"`
	IdleLockSeconds int            `json:"idle_lock_seconds"`
	Permissions     []string       `json:"permissions"`
	MustChange      bool           `json:"must_change_password,omitempty" doc:"Only the password may be changed"`
}

// SessionAccount is who is logged on.
type SessionAccount struct {
	ID      string `json:"id"`
	Login   string `json:"login"`
	Name    string `json:"name"`
	Role    string `json:"role" enum:"clerk,recorder,auditor,archivist,admin"`
	Station string `json:"station"`
}

// LoginInput is a login with its password.
type LoginInput struct {
	Login    string `json:"login" maxLength:"64"`
	Password string `json:"password" maxLength:"200"`
}

// PasswordInput changes one's own password.
type PasswordInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Old       string `json:"old" maxLength:"200"`
	New       string `json:"new" maxLength:"200"`
}

func (a *API) sessionRoutes() {
	const path = "/api/v1/session"
	answer(a, route{method: http.MethodPost, path: path, id: "log-in", need: anybody}, a.logIn)
	answer(a, route{method: http.MethodGet, path: path, id: "session", need: loggedOn}, a.readSession)
	perform(a, route{method: http.MethodDelete, path: path, id: "log-out", need: anybody}, a.logOut)
	perform(a, route{method: http.MethodPost, path: path + "/password", id: "change-password", need: loggedOn}, a.changePassword)
}

func (a *API) logIn(ctx context.Context, in *bodyOf[LoginInput]) (Session, error) {
	account, err := a.verify(ctx, in.Body.Login, in.Body.Password)
	if err != nil {
		return Session{}, err
	}
	if err := a.open(ctx, account); err != nil {
		return Session{}, err
	}
	return a.session(account), nil
}

func (a *API) readSession(ctx context.Context, _ *nothing) (Session, error) {
	return a.session(account(ctx)), nil
}

func (a *API) session(account staff.Account) Session {
	at := account.Station
	if at == "" {
		at = a.Self.ID
	}
	s := Session{
		Account:         SessionAccount{ID: account.ID, Login: account.Login, Name: account.Name, Role: string(account.Role), Station: at},
		IdleLockSeconds: int(idleLock.Seconds()), MustChange: account.MustChange,
	}
	permissions := staff.Permissions(account.Role)
	if account.MustChange {
		permissions = nil
	}
	s.Permissions = list(permissions, func(p staff.Permission) string { return string(p) })
	return s
}

// logOut ends the session, where there is one.
func (a *API) logOut(ctx context.Context, _ *nothing) error {
	return a.sessions.manager.Destroy(ctx)
}

// changePassword gives the holder a new password and keeps this session; all others of the account end.
func (a *API) changePassword(ctx context.Context, in *bodyOf[PasswordInput]) error {
	me := account(ctx)
	_, err := a.verify(ctx, me.Login, in.Body.Old)
	var p *Problem
	if errors.As(err, &p) && p.Code == "login.wrong" {
		return wrongField("old", "password.wrong")
	}
	if err != nil {
		return err
	}
	if in.Body.New == in.Body.Old {
		return wrongField("new", "password.same")
	}
	return a.setPassword(ctx, me.ID, in.Body.RequestID, "new", in.Body.New)
}

// setPassword judges a new password, hashes it and has it written. field is what the form calls it.
func (a *API) setPassword(ctx context.Context, id, requestID, field, plain string) error {
	if r := staff.CheckPassword(plain); r != nil {
		return atField(r, field)
	}
	hash, err := a.hashes.of(requestID, plain)
	if err != nil {
		return err
	}
	_, err = execute[staff.AccountResult](ctx, a, actor(ctx), requestID, staff.SetPassword{ID: id, PasswordHash: hash})
	if err != nil || id != account(ctx).ID {
		return err
	}
	changed, found, err := a.accountByID(ctx, id)
	if err != nil || !found {
		return err
	}
	return a.open(ctx, changed)
}

// atField moves all problems of a refusal to one field of the form.
func atField(r *ledger.Refusal, field string) *Problem {
	p := refusal(r)
	for i := range p.Errors {
		p.Errors[i].Field = field
	}
	return p
}
