package api

import (
	"context"
	"net/http"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// Reporter is a reporting point (申报主体): a landlord, operator, employer or site with an account of its own. Personal values are masked.
type Reporter struct {
	ID       string        `json:"id"`
	Number   int           `json:"number" doc:"Typed to log on, as is the phone"`
	Kind     string        `json:"kind" enum:"landlord,operator,employer,site"`
	Name     string        `json:"name" doc:"Masked"`
	Phone    string        `json:"phone" doc:"Masked"`
	Disabled bool          `json:"disabled"`
	SeenOn   calendar.Date `json:"seen_on,omitzero" format:"date" doc:"Last day on line"`
	Premises []Premises    `json:"premises"`
}

// Premises is a place that a reporting point reports for.
type Premises struct {
	ID         string        `json:"id"`
	ReporterID string        `json:"reporter_id"`
	Kind       string        `json:"kind" enum:"dwelling,lodging,dormitory,workplace,site"`
	Title      string        `json:"title,omitempty"`
	AreaID     string        `json:"area_id"`
	Label      string        `json:"label"`
	KeptOn     calendar.Date `json:"kept_on,omitzero" format:"date" doc:"Last day for which the register was reported as kept"`
	Register   bool          `json:"register" doc:"A register of guests is kept there, by the operator"`
}

// ReporterList is one page of reporting points.
type ReporterList struct {
	Items []Reporter `json:"items"`
	Next  int        `json:"next" doc:"Cursor of the next page; 0 at the end"`
}

// OverdueList is the premises whose register was not reported as kept for yesterday.
type OverdueList struct {
	Items []Premises `json:"items"`
	More  bool       `json:"more"`
}

// ReporterInput gives a reporting point an account.
type ReporterInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Kind      string `json:"kind" enum:"landlord,operator,employer,site"`
	Name      string `json:"name" maxLength:"60"`
	Phone     string `json:"phone" maxLength:"30"`
	PIN       string `json:"pin" maxLength:"20"`
}

// PINInput issues another PIN.
type PINInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	PIN       string `json:"pin" maxLength:"20"`
}

// ReporterRight takes the right to log on, or gives it back.
type ReporterRight struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Disabled  bool   `json:"disabled"`
}

// PremisesInput binds a place.
type PremisesInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Kind      string `json:"kind" enum:"dwelling,lodging,dormitory,workplace,site"`
	Title     string `json:"title,omitempty" maxLength:"60"`
	AreaID    string `json:"area_id" maxLength:"64"`
}

// ReporterReveal asks for one value in full.
type ReporterReveal struct {
	Field  string `json:"field" enum:"name,phone"`
	Reason string `json:"reason" maxLength:"200"`
}

type reportersQuery struct {
	After int `query:"after" minimum:"0"`
}

func (a *API) reporterRoutes() {
	const path, see, handle = "/api/v1/reporters", "rental.read", "rental.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "reporters", need: see}, a.listReporters)
	answer(a, route{method: http.MethodPost, path: path, id: "create-reporter", need: handle, status: http.StatusCreated}, a.createReporter)
	perform(a, route{method: http.MethodPost, path: path + "/{id}/pin", id: "set-pin", need: handle}, a.setPIN)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/disable", id: "disable-reporter", need: handle}, a.disableReporter)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/premises", id: "bind-premises", need: handle}, a.bindPremises)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal-reporter", need: see}, a.revealReporter)
	answer(a, route{method: http.MethodGet, path: "/api/v1/premises/overdue", id: "overdue-premises", need: see}, a.listOverdue)
	perform(a, route{method: http.MethodPost, path: "/api/v1/premises/{id}/unbind", id: "unbind-premises", need: handle}, a.unbindPremises)
}

func premisesView(p rental.Premises) Premises {
	return Premises{
		ID: p.ID, ReporterID: p.ReporterID, Kind: string(p.Kind), Title: p.Title, AreaID: p.AreaID, Label: p.Label, KeptOn: p.KeptOn, Register: p.Kind.KeepsRegister(),
	}
}

func reporterView(q store.Query, r rental.Reporter) (Reporter, error) {
	premises, err := rental.PremisesOf(q, r.ID)
	return Reporter{
		ID: r.ID, Number: r.Number, Kind: string(r.Kind), Name: identity.MaskName(r.Name), Phone: identity.MaskPhone(r.Phone), Disabled: r.Disabled,
		SeenOn: r.SeenOn, Premises: list(premises, premisesView),
	}, err
}

func (a *API) listReporters(ctx context.Context, in *reportersQuery) (ReporterList, error) {
	l, err := view(ctx, a, func(q store.Query) (ReporterList, error) {
		found, err := rental.Reporters(q, in.After, rentalsAtOnce)
		if err != nil {
			return ReporterList{}, err
		}
		l := ReporterList{Items: make([]Reporter, len(found))}
		for i, r := range found {
			if l.Items[i], err = reporterView(q, r); err != nil {
				return ReporterList{}, err
			}
		}
		if len(found) == rentalsAtOnce {
			l.Next = found[len(found)-1].Number
		}
		return l, nil
	})
	if err != nil {
		return ReporterList{}, err
	}
	return l, a.listed(ctx, rentalPurpose, list(l.Items, func(r Reporter) string { return r.ID }))
}

func (a *API) oneReporter(ctx context.Context, id string) (Reporter, error) {
	r, err := view(ctx, a, func(q store.Query) (Reporter, error) {
		r, found, err := rental.ReporterByID(q, id)
		if err != nil || !found {
			return Reporter{}, orNotFound(err)
		}
		return reporterView(q, r)
	})
	if err != nil {
		return Reporter{}, err
	}
	return r, a.listed(ctx, rentalPurpose, []string{id})
}

func (a *API) createReporter(ctx context.Context, in *bodyOf[ReporterInput]) (Reporter, error) {
	b := in.Body
	hash, err := a.pinHash(b.RequestID, b.PIN)
	if err != nil {
		return Reporter{}, err
	}
	made, err := execute[rental.StoredReporter](ctx, a, actor(ctx), b.RequestID, rental.CreateReporter{
		Who: rental.ReporterKind(b.Kind), Name: b.Name, Phone: b.Phone, PINHash: hash,
	})
	if err != nil {
		return Reporter{}, err
	}
	return a.oneReporter(ctx, made.ID)
}

// pinHash judges a new PIN and hashes it, the same for the same request.
func (a *API) pinHash(requestID, pin string) (string, error) {
	if r := rental.CheckPIN(pin); r != nil {
		return "", refusal(r)
	}
	return a.hashes.of(requestID, pin)
}

func (a *API) setPIN(ctx context.Context, in *bodyOnID[PINInput]) error {
	hash, err := a.pinHash(in.Body.RequestID, in.Body.PIN)
	if err != nil {
		return err
	}
	_, err = execute[rental.StoredReporter](ctx, a, actor(ctx), in.Body.RequestID, rental.SetPIN{ID: in.ID, PINHash: hash})
	return err
}

func (a *API) disableReporter(ctx context.Context, in *bodyOnID[ReporterRight]) (Reporter, error) {
	c := rental.DisableReporter{ID: in.ID, Disabled: in.Body.Disabled}
	if _, err := execute[rental.StoredReporter](ctx, a, actor(ctx), in.Body.RequestID, c); err != nil {
		return Reporter{}, err
	}
	return a.oneReporter(ctx, in.ID)
}

func (a *API) bindPremises(ctx context.Context, in *bodyOnID[PremisesInput]) (Reporter, error) {
	b := in.Body
	_, err := execute[rental.StoredPremises](ctx, a, actor(ctx), b.RequestID, rental.BindPremises{
		ReporterID: in.ID, What: rental.PremisesKind(b.Kind), Title: b.Title, AreaID: b.AreaID,
	})
	if err != nil {
		return Reporter{}, err
	}
	return a.oneReporter(ctx, in.ID)
}

func (a *API) unbindPremises(ctx context.Context, in *bodyOnID[RequestOnly]) error {
	_, err := execute[rental.StoredPremises](ctx, a, actor(ctx), in.Body.RequestID, rental.UnbindPremises{ID: in.ID})
	return err
}

// revealReporter shows one value in full, once the look and its reason are on record.
func (a *API) revealReporter(ctx context.Context, in *bodyOnID[ReporterReveal]) (Revealed, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return Revealed{}, wrongField("reason", "required")
	}
	r, err := view(ctx, a, func(q store.Query) (rental.Reporter, error) {
		r, found, err := rental.ReporterByID(q, in.ID)
		if err == nil && !found {
			err = refuse("not_found")
		}
		return r, err
	})
	if err != nil {
		return Revealed{}, err
	}
	value := map[string]string{"name": r.Name, "phone": identity.NationalPhone(r.Phone)}[in.Body.Field]
	return a.revealed(ctx, r.ID, in.Body.Field, reason, value)
}

func (a *API) listOverdue(ctx context.Context, _ *nothing) (OverdueList, error) {
	return view(ctx, a, func(q store.Query) (OverdueList, error) {
		found, err := rental.Overdue(q, a.today(), rentalsAtOnce+1)
		return OverdueList{Items: list(found[:min(len(found), rentalsAtOnce)], premisesView), More: len(found) > rentalsAtOnce}, err
	})
}
