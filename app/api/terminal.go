package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// ReporterSession is a reporting point that is logged on at a terminal.
type ReporterSession struct {
	Number   int           `json:"number"`
	Kind     string        `json:"kind" enum:"landlord,operator,employer,site"`
	Name     string        `json:"name" doc:"Masked"`
	Premises []Premises    `json:"premises"`
	Today    calendar.Date `json:"today" format:"date"`
}

// ReporterLogin is a number or phone with its PIN.
type ReporterLogin struct {
	Login string `json:"login" maxLength:"30"`
	PIN   string `json:"pin" maxLength:"20"`
}

// OwnReports is what a reporting point reported itself, masked.
type OwnReports struct {
	Items []TenancyReport `json:"items"`
}

// TenantReport reports that a tenant moves in.
type TenantReport struct {
	RequestID  string        `json:"request_id" maxLength:"64"`
	PremisesID string        `json:"premises_id" maxLength:"64"`
	Name       string        `json:"name,omitempty" maxLength:"60" doc:"Left out where the terminal has no letters"`
	IDNumber   string        `json:"id_number" maxLength:"40"`
	Room       string        `json:"room,omitempty" maxLength:"60"`
	Since      calendar.Date `json:"since" format:"date"`
	Until      calendar.Date `json:"until,omitzero" format:"date" doc:"Left out where no end was agreed"`
	Written    bool          `json:"written"`
	HeadCount  int           `json:"head_count" minimum:"0" maximum:"999" doc:"Who live in the dwelling then; 0 of a workplace"`
}

// LeavingReport reports that a tenant moved out.
type LeavingReport struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	StartID   string        `json:"start_id" maxLength:"64" doc:"The report of the start"`
	On        calendar.Date `json:"on" format:"date"`
	HeadCount int           `json:"head_count" minimum:"0" maximum:"999"`
}

// SentReport is what the terminal says after a report.
type SentReport struct {
	Number  string        `json:"number"`
	DueOn   calendar.Date `json:"due_on" format:"date"`
	Late    bool          `json:"late"`
	Waiting bool          `json:"waiting" doc:"Accepted at this station only so far; the number stays"`
}

// RegisterKept reports that the register of guests was kept on a day. It carries a count and no guest.
type RegisterKept struct {
	RequestID  string        `json:"request_id" maxLength:"64"`
	PremisesID string        `json:"premises_id" maxLength:"64"`
	Day        calendar.Date `json:"day" format:"date"`
	Guests     int           `json:"guests" minimum:"0" maximum:"5000"`
}

func (a *API) terminalRoutes() {
	const path = "/api/v1/reporter"
	answer(a, route{method: http.MethodPost, path: path + "/session", id: "reporter-log-in", need: anybody}, a.reporterLogIn)
	answer(a, route{method: http.MethodGet, path: path + "/session", id: "reporter-session", need: reporter}, a.readReporterSession)
	perform(a, route{method: http.MethodDelete, path: path + "/session", id: "reporter-log-out", need: anybody}, a.logOut)
	answer(a, route{method: http.MethodGet, path: path + "/reports", id: "own-reports", need: reporter}, a.listOwnReports)
	answer(a, route{method: http.MethodPost, path: path + "/reports", id: "report-tenant", need: reporter, status: http.StatusCreated}, a.reportTenant)
	answer(a, route{method: http.MethodPost, path: path + "/leavings", id: "report-leaving", need: reporter, status: http.StatusCreated}, a.reportLeaving)
	perform(a, route{method: http.MethodPost, path: path + "/registers", id: "keep-register", need: reporter}, a.keepRegister)
}

// A session of a reporting point holds its id and a mark of its PIN, under other keys than one of staff.
const keyReporter, keyPIN = "reporter", "pin"

func pinMark(r rental.Reporter) string {
	sum := sha256.Sum256([]byte(r.PINHash))
	return hex.EncodeToString(sum[:8])
}

type reporterKey struct{}

// loggedReporter is the reporting point of the session. A disabled one, or one with another PIN, has none any more.
func (a *API) loggedReporter(ctx context.Context) (rental.Reporter, error) {
	m := a.sessions.manager
	var found bool
	r, err := view(ctx, a, func(q store.Query) (r rental.Reporter, err error) {
		r, found, err = rental.ReporterByID(q, m.GetString(ctx, keyReporter))
		return r, err
	})
	if err == nil && (!found || r.Disabled || pinMark(r) != m.GetString(ctx, keyPIN)) {
		err = refuse("unauthenticated")
	}
	return r, err
}

// reporterOf is who is logged on at the terminal; only for routes that need a reporting point.
func reporterOf(ctx context.Context) rental.Reporter {
	r, _ := ctx.Value(reporterKey{}).(rental.Reporter)
	return r
}

func reporterActor(r rental.Reporter) ledger.Actor {
	return ledger.Actor{Kind: ledger.Reporter, ID: r.ID}
}

// reporterLogIn checks a PIN, as fast for numbers that exist as for those that do not, and forgets whoever was logged on in this browser.
func (a *API) reporterLogIn(ctx context.Context, in *bodyOf[ReporterLogin]) (ReporterSession, error) {
	try, until, locked := a.sessions.lockout.begin("reporter " + rental.LoginForm(in.Body.Login)) // a log-on name of staff has no blank
	if locked {
		return ReporterSession{}, refuse("login.locked", "until", until.UTC().Format(time.RFC3339))
	}
	r, err := view(ctx, a, func(q store.Query) (rental.Reporter, error) {
		r, _, err := rental.ReporterByLogin(q, in.Body.Login)
		return r, err
	})
	if err != nil {
		return ReporterSession{}, err
	}
	hash := r.PINHash
	if r.Disabled {
		hash = ""
	}
	right, err := a.sessions.compare(ctx, hash, in.Body.PIN)
	if err != nil {
		return ReporterSession{}, err
	}
	if !right {
		return ReporterSession{}, refuse("reporter.wrong")
	}
	try.succeeded()
	return a.openReporter(ctx, r)
}

// openReporter makes the session under a fresh token, and has the day noted on which the reporting point was on line, once.
func (a *API) openReporter(ctx context.Context, r rental.Reporter) (ReporterSession, error) {
	m := a.sessions.manager
	if err := m.Clear(ctx); err != nil {
		return ReporterSession{}, err
	}
	if err := m.RenewToken(ctx); err != nil {
		return ReporterSession{}, err
	}
	m.Put(ctx, keyReporter, r.ID)
	m.Put(ctx, keyPIN, pinMark(r))
	if today := a.today(); r.SeenOn.Before(today) {
		id := uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:jiezhan:seen:"+r.ID+":"+today.String()+":"+a.Self.ID)).String()
		_, err := execute[rental.StoredReporter](ctx, a, reporterActor(r), id, rental.NoteSeen{On: today})
		if err != nil {
			a.log.WarnContext(ctx, "note a reporting point on line", "error", err) // the work at the terminal does not wait for it
		}
	}
	return a.reporterSession(ctx, r)
}

func (a *API) readReporterSession(ctx context.Context, _ *nothing) (ReporterSession, error) {
	return a.reporterSession(ctx, reporterOf(ctx))
}

func (a *API) reporterSession(ctx context.Context, r rental.Reporter) (ReporterSession, error) {
	premises, err := view(ctx, a, func(q store.Query) ([]rental.Premises, error) { return rental.PremisesOf(q, r.ID) })
	return ReporterSession{
		Number: r.Number, Kind: string(r.Kind), Name: identity.MaskName(r.Name), Premises: list(premises, premisesView), Today: a.today(),
	}, err
}

// listOwnReports shows a reporting point what it reported itself and nothing else, masked. The looks are on record as any other.
func (a *API) listOwnReports(ctx context.Context, _ *nothing) (OwnReports, error) {
	r := reporterOf(ctx)
	var looks []registry.Look
	own, err := view(ctx, a, func(q store.Query) ([]rental.Report, error) {
		own, err := ownReports(q, r.ID)
		for _, report := range own {
			person, err := whoseRecord(q, report.IDNumber, report.ID)
			if err != nil {
				return nil, err
			}
			looks = append(looks, registry.Look{Actor: reporterActor(r), PersonID: person, What: registry.Listed, Purpose: rentalPurpose})
		}
		return own, err
	})
	if err != nil {
		return OwnReports{}, err
	}
	if err := a.Looks.Listed(a.stampLooks(looks)...); err != nil {
		return OwnReports{}, refuse("look.not_recorded")
	}
	return OwnReports{Items: list(own, a.reportView)}, nil
}

// mostTenants is how many tenants of one reporting point the terminal can have leave.
const mostTenants = 500

// ownReports are the latest reports, and behind them those of tenants who are still there: they can be reported as leaving, however long ago they came.
func ownReports(q store.Query, reporterID string) ([]rental.Report, error) {
	own, err := rental.ReportsOf(q, reporterID, rentalsAtOnce)
	if err != nil {
		return nil, err
	}
	here, err := rental.TenantsHere(q, reporterID, mostTenants)
	for _, report := range here {
		if !slices.ContainsFunc(own, func(r rental.Report) bool { return r.ID == report.ID }) {
			own = append(own, report)
		}
	}
	return own, err
}

func (a *API) reportTenant(ctx context.Context, in *bodyOf[TenantReport]) (SentReport, error) {
	b := in.Body
	return a.sentReport(ctx, b.RequestID, rental.ReportTenant{
		PremisesID: b.PremisesID, Name: b.Name, IDNumber: b.IDNumber, Room: b.Room, Since: b.Since, Until: b.Until, Written: b.Written, HeadCount: b.HeadCount,
	})
}

func (a *API) reportLeaving(ctx context.Context, in *bodyOf[LeavingReport]) (SentReport, error) {
	return a.sentReport(ctx, in.Body.RequestID, rental.ReportLeaving{StartID: in.Body.StartID, On: in.Body.On, HeadCount: in.Body.HeadCount})
}

func (a *API) sentReport(ctx context.Context, requestID string, c ledger.Command) (SentReport, error) {
	sent, err := execute[rental.SentReport](ctx, a, reporterActor(reporterOf(ctx)), requestID, c)
	return SentReport{Number: sent.Number, DueOn: sent.DueOn, Late: sent.Late, Waiting: a.Station.IsWaiting(sent.ID)}, err
}

func (a *API) keepRegister(ctx context.Context, in *bodyOf[RegisterKept]) error {
	c := rental.KeepRegister{PremisesID: in.Body.PremisesID, Day: in.Body.Day, Guests: in.Body.Guests}
	_, err := execute[rental.KeptRegister](ctx, a, reporterActor(reporterOf(ctx)), in.Body.RequestID, c)
	return err
}
