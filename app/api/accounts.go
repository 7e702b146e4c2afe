package api

import (
	"context"
	"net/http"

	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Account is a staff account.
type Account struct {
	ID       string `json:"id"`
	Login    string `json:"login"`
	Name     string `json:"name"`
	Role     string `json:"role" enum:"clerk,recorder,auditor,archivist,admin"`
	Station  string `json:"station,omitempty"`
	Disabled bool   `json:"disabled"`
}

// AccountList is all accounts.
type AccountList struct {
	Items []Account `json:"items"`
}

// AccountInput makes an account.
type AccountInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Login     string `json:"login" maxLength:"64"`
	Name      string `json:"name" maxLength:"100"`
	Role      string `json:"role" enum:"clerk,recorder,auditor,archivist,admin"`
	Password  string `json:"password" maxLength:"200"`
}

// RequestOnly is the body of an action that needs nothing else.
type RequestOnly struct {
	RequestID string `json:"request_id" maxLength:"64"`
}

// NewPasswordInput gives an account a new password, to be changed at the next login.
type NewPasswordInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Password  string `json:"password" maxLength:"200"`
}

func (a *API) accountRoutes() {
	const path, may = "/api/v1/accounts", "account.manage"
	answer(a, route{method: http.MethodGet, path: path, id: "accounts", need: may}, a.listAccounts)
	answer(a, route{method: http.MethodPost, path: path, id: "create-account", need: may, status: 201}, a.createAccount)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/disable", id: "disable-account", need: may}, a.disableAccount)
	perform(a, route{method: http.MethodPost, path: path + "/{id}/password", id: "reset-password", need: may}, a.resetPassword)
}

func (a *API) listAccounts(ctx context.Context, _ *nothing) (AccountList, error) {
	accounts, err := view(ctx, a, staff.All)
	return AccountList{Items: list(accounts, accountView)}, err
}

func accountView(a staff.Account) Account {
	return Account{ID: a.ID, Login: a.Login, Name: a.Name, Role: string(a.Role), Station: a.Station, Disabled: a.Disabled}
}

func (a *API) createAccount(ctx context.Context, in *bodyOf[AccountInput]) (Account, error) {
	if r := staff.CheckPassword(in.Body.Password); r != nil {
		return Account{}, refusal(r)
	}
	hash, err := a.hashes.of(in.Body.RequestID, in.Body.Password)
	if err != nil {
		return Account{}, err
	}
	made, err := execute[staff.AccountResult](ctx, a, actor(ctx), in.Body.RequestID, staff.CreateAccount{
		Login: in.Body.Login, Name: in.Body.Name, Role: staff.Role(in.Body.Role), Station: a.Self.ID, PasswordHash: hash, MustChange: true,
	})
	if err != nil {
		return Account{}, err
	}
	return a.oneAccount(ctx, made.ID)
}

func (a *API) disableAccount(ctx context.Context, in *bodyOnID[RequestOnly]) (Account, error) {
	if _, err := execute[staff.AccountResult](ctx, a, actor(ctx), in.Body.RequestID, staff.DisableAccount{ID: in.ID}); err != nil {
		return Account{}, err
	}
	return a.oneAccount(ctx, in.ID)
}

// resetPassword gives somebody else a password, which they have to change when they log on. One's own is changed with the old one.
func (a *API) resetPassword(ctx context.Context, in *bodyOnID[NewPasswordInput]) error {
	if in.ID == account(ctx).ID {
		return refuse("password.own")
	}
	return a.setPassword(ctx, in.ID, in.Body.RequestID, "password", in.Body.Password)
}

func (a *API) oneAccount(ctx context.Context, id string) (Account, error) {
	found, known, err := a.accountByID(ctx, id)
	if err == nil && !known {
		err = refuse("not_found")
	}
	return accountView(found), err
}

func (a *API) accountByID(ctx context.Context, id string) (staff.Account, bool, error) {
	var found bool
	account, err := view(ctx, a, func(q store.Query) (account staff.Account, err error) {
		account, found, err = staff.ByID(q, id)
		return account, err
	})
	return account, found, err
}
