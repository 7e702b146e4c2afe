package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Which role reaches which route; the others are told so. A route missing here fails the test.
func TestRolesAndRoutes(t *testing.T) {
	o := openOffice(t)
	may := map[string]string{ // id of the route: roles that pass the door
		"system": "clerk recorder auditor admin", "journal": "clerk recorder auditor admin", "session": "clerk recorder auditor admin", "change-password": "clerk recorder auditor admin",
		"application-paper": "clerk recorder", "registration-paper": "clerk recorder", "handout-paper": "clerk recorder auditor admin",
		"rental-paper": "clerk recorder", "reminders-paper": "clerk recorder", "copy-paper": "clerk",
		"cases": "clerk recorder", "application": "clerk recorder",
		"search":      "clerk recorder auditor admin",
		"attachments": "clerk recorder", "attachment": "clerk recorder",
		"intake": "clerk", "request-completion": "clerk", "supply": "clerk", "accept": "clerk", "make": "clerk", "hand-out": "clerk", "withdraw": "clerk",
		"extend-application": "clerk", "close-application": "clerk", "read-decisions": "recorder",
		"approve": "recorder", "refuse": "recorder",
		"permits": "clerk recorder", "permit": "clerk recorder", "endorse-permit": "clerk", "report-card": "clerk", "receive-old-card": "clerk",
		"record-new-card": "clerk", "hand-out-new-card": "clerk", "withdraw-report": "clerk", "end-permit": "clerk", "correct-permit": "clerk", "withdraw-for-fraud": "recorder",
		"remind-holders": "clerk", "import-decisions": "recorder", "permit-rules": "clerk recorder auditor admin", "set-permit-rules": "admin",
		"put-permit-benefit": "admin",
		"people":             "clerk recorder auditor", "person": "clerk recorder auditor", "reveal": "clerk recorder", "looks": "auditor",
		"register-residence": "clerk", "end-residence": "clerk", "read-mrz": "clerk", "correct-person": "clerk", "confirm-living": "clerk",
		"check-duplicates": "clerk", "duplicates": "clerk recorder", "compare-people": "clerk", "merge-people": "clerk", "tell-apart": "clerk",
		"undo-merge": "clerk", "two-open": "clerk recorder", "create-household": "clerk", "join-household": "clerk", "leave-household": "clerk",
		"become-householder": "clerk", "data-requests": "clerk recorder", "make-data-request": "clerk", "answer-data-request": "clerk",
		"lift-restriction": "clerk", "show-document": "clerk", "reopen-residence": "clerk",
		"drafts": "clerk", "draft": "clerk", "save-draft": "clerk", "drop-draft": "clerk",
		"accounts": "admin", "create-account": "admin", "disable-account": "admin", "reset-password": "admin",
		"issue-code": "admin", "remove-station": "admin", "raise-version": "admin", "back-up": "admin",
		"conflicts": "clerk", "conflict": "clerk", "amend-conflict": "clerk", "attach-conflict": "clerk", "drop-conflict": "clerk",
		"housing-tree": "clerk recorder admin", "housing-place": "clerk recorder admin", "housing-communities": "clerk recorder admin",
		"housing-room": "clerk recorder auditor", "housing-coverage": "clerk recorder admin", "housing-gaps": "clerk recorder admin", "housing-plan": "clerk recorder admin",
		"housing-add": "clerk admin", "housing-range": "clerk admin", "housing-rename": "clerk admin", "housing-close": "clerk admin", "housing-reopen": "clerk admin",
		"housing-grid": "clerk admin", "housing-seen": "clerk admin", "housing-positions": "clerk admin", "housing-propose": "clerk admin", "housing-verify": "clerk admin",
		"housing-reorganise": "admin",
		"devices":            "clerk recorder admin", "device-traffic": "clerk recorder admin", "serial-ports": "admin", "add-device": "admin", "change-device": "admin",
		"remove-device": "admin", "probe-device": "admin", "print-test-ticket": "admin",
		"alarms": "clerk recorder", "alarm": "clerk recorder", "reveal-alarm": "clerk recorder",
		"subscribers": "clerk recorder", "subscriber": "clerk recorder", "reveal-subscriber": "clerk recorder", "subscriber-looks": "auditor",
		"bulk-kinds": "clerk", "bulk-template": "clerk", "bulk-jobs": "clerk", "begin-bulk": "clerk", "bulk-job": "clerk", "send-bulk-part": "clerk",
		"import-bulk": "clerk", "cancel-bulk": "clerk", "bulk-problems": "clerk", "export": "clerk recorder", "exports": "auditor",
		"add-subscriber": "clerk", "change-subscriber": "clerk", "remove-subscriber": "clerk",
		"rentals": "clerk recorder", "rental": "clerk recorder", "reveal-rental": "clerk recorder", "tenants-to-register": "clerk recorder",
		"open-rental": "clerk", "change-rental": "clerk", "renew-rental": "clerk", "end-rental": "clerk", "add-tenant": "clerk", "tenant-left": "clerk", "match-tenant": "clerk",
		"rental-rules": "clerk recorder auditor admin", "set-rental-rules": "admin",
		"tenancy-reports": "clerk recorder", "reveal-report": "clerk recorder", "accept-report": "clerk", "return-report": "clerk",
		"reporters": "clerk recorder", "reveal-reporter": "clerk recorder", "overdue-premises": "clerk recorder",
		"create-reporter": "clerk", "set-pin": "clerk", "disable-reporter": "clerk", "bind-premises": "clerk", "unbind-premises": "clerk",
		"statistics": "clerk recorder auditor admin", "statistics-paper": "clerk recorder auditor admin", "export-statistics": "clerk recorder auditor admin",
		"recount-statistics": "recorder", "freeze-statistics": "recorder", "amend-statistics": "recorder",
		"reporter-session": "", "own-reports": "", "report-tenant": "", "report-leaving": "", "keep-register": "", // no staff, but a reporting point
	}
	for _, role := range []string{"", "clerk", "recorder", "auditor", "admin"} {
		o.browser = o.newBrowser()
		if role != "" {
			o.logIn(role)
		}
		for _, r := range o.api.routes {
			if r.need == anybody || r.need == kiosk {
				continue
			}
			roles, listed := may[r.id]
			if !listed {
				t.Fatalf("route %s is not in the table", r.id)
			}
			a := o.send(r.method, strings.ReplaceAll(r.path, "{id}", "nothing"), nil)
			got := a.status != http.StatusForbidden && a.status != http.StatusUnauthorized
			if want := role != "" && slices.Contains(strings.Fields(roles), role); got != want {
				t.Errorf("%q at %s: status %d", role, r.id, a.status)
			}
			if role == "" && a.problem() != "401 unauthenticated" {
				t.Errorf("nobody at %s = %s", r.id, a.problem())
			}
		}
	}
}

// The kiosk's routes answer only a browser on this machine that calls it by a loopback name.
func TestKioskOnlyHere(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		remote, host, header, value string
		want                        string
	}{
		"here":                  {"127.0.0.1:5000", "127.0.0.1:8600", "", "", "200"},
		"here by name":          {"127.0.0.1:5000", "localhost:8600", "", "", "200"},
		"here over IPv6":        {"[::1]:5000", "[::1]:8600", "", "", "200"},
		"from the hall":         {"10.7.0.11:5000", "hall.example:8600", "", "", "403 kiosk.only_here"},
		"from the hall, faked":  {"10.7.0.11:5000", "127.0.0.1:8600", "", "", "403 kiosk.only_here"},
		"here by the hall name": {"127.0.0.1:5000", "hall.example", "", "", "403 kiosk.only_here"},
		"through a proxy":       {"127.0.0.1:5000", "127.0.0.1:8600", "X-Forwarded-For", "10.7.0.11", "403 kiosk.only_here"},
		"a foreign name":        {"127.0.0.1:5000", "evil.example:8600", "", "", "421 host.unknown"},
		"another page":          {"127.0.0.1:5000", "127.0.0.1:8600", "Sec-Fetch-Site", "cross-site", "403 origin.foreign"},
		"another port":          {"127.0.0.1:5000", "127.0.0.1:8600", "Sec-Fetch-Site", "same-site", "403 origin.foreign"},
		"our own page":          {"127.0.0.1:5000", "127.0.0.1:8600", "Sec-Fetch-Site", "same-origin", "200"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range o.api.routes {
				if r.need != kiosk || r.method != http.MethodGet || r.id != "kiosk-card" {
					continue
				}
				request := httptest.NewRequestWithContext(t.Context(), r.method, r.path, nil)
				request.RemoteAddr, request.Host = c.remote, c.host
				if c.header != "" {
					request.Header.Set(c.header, c.value)
				}
				if got := handled(t, o, request); got != c.want {
					t.Errorf("%s = %s, want %s", r.id, got, c.want)
				}
			}
		})
	}
	for _, r := range o.api.routes {
		if r.need != kiosk {
			continue
		}
		request := httptest.NewRequestWithContext(t.Context(), r.method, r.path, nil)
		request.RemoteAddr, request.Host = "10.7.0.11:5000", "hall.example"
		if got, want := handled(t, o, request), "403 kiosk.only_here"; got != want {
			t.Errorf("%s from the hall = %s, want %s", r.id, got, want)
		}
	}
}

// handled runs a request through the handler and tells the status, with the code of a problem.
func handled(t *testing.T, o *hall, request *http.Request) string {
	t.Helper()
	recorder := httptest.NewRecorder()
	o.handler.ServeHTTP(recorder, request)
	a := answered{t, recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	if recorder.Code < 300 {
		return "200"
	}
	return a.problem()
}

// A write from another page in the same browser is turned away, whatever the session.
func TestForeignOrigins(t *testing.T) {
	o := openOffice(t)
	for origin, want := range map[string]int{
		"":                       http.StatusNoContent,
		o.server.URL:             http.StatusNoContent,
		"http://evil.example":    http.StatusForbidden,
		"http://127.0.0.1:1":     http.StatusForbidden,
		"null":                   http.StatusForbidden,
		"https://127.0.0.1:8600": http.StatusForbidden,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.server.URL+"/api/v1/kiosk/wipe", nil)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			request.Header.Set("Origin", origin)
		}
		if got := o.sendRequest(request).status; got != want {
			t.Errorf("origin %q = %d, want %d", origin, got, want)
		}
	}
}

func TestLoginLocksAfterFiveFailures(t *testing.T) {
	o := openOffice(t)
	wrong := func(login string) string {
		return o.post("/api/v1/session", LoginInput{login, "something else"}).problem()
	}
	for _, login := range []string{"clerk", "nobody-at-all"} { // whether or not it exists
		for i := range 5 {
			if got, want := wrong(login), "401 login.wrong"; got != want {
				t.Fatalf("%s, failure %d = %s, want %s", login, i+1, got, want)
			}
		}
		if got, want := wrong(login), "429 login.locked"; got != want {
			t.Errorf("%s, failure 6 = %s, want %s", login, got, want)
		}
	}
	locked := o.post("/api/v1/session", LoginInput{" CLERK ", password})
	if got := locked.problem(); got != "429 login.locked" || !strings.Contains(string(locked.raw), `"until":"2026-11-21T01:15:00Z"`) {
		t.Errorf("right password while locked = %s", locked.raw)
	}
	o.post("/api/v1/session", LoginInput{"recorder", password}).want(http.StatusOK)
	o.clock.forward(15 * time.Minute)
	o.post("/api/v1/session", LoginInput{"clerk", password}).want(http.StatusOK)
	for range 4 {
		wrong("clerk")
	}
	o.post("/api/v1/session", LoginInput{"clerk", password}).want(http.StatusOK)
	if got, want := wrong("clerk"), "401 login.wrong"; got != want {
		t.Errorf("after a success the count begins anew: %s, want %s", got, want)
	}
}

func TestSessionsEndWithTheAccount(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	clerk := o.browser
	session := read[Session](o.get("/api/v1/session"))
	if session.Account.Role != "clerk" || session.IdleLockSeconds != 300 || !slices.Contains(session.Permissions, "case.handle") {
		t.Errorf("session = %+v", session)
	}
	o.logIn("admin")
	accounts := read[AccountList](o.get("/api/v1/accounts"))
	if len(accounts.Items) != 5 {
		t.Fatalf("accounts = %+v", accounts)
	}
	path := "/api/v1/accounts/" + session.Account.ID
	o.post(path+"/disable", RequestOnly{uuid.NewString()}).want(http.StatusOK)
	o.browser = clerk
	if got, want := o.get("/api/v1/session").problem(), "401 unauthenticated"; got != want {
		t.Errorf("session of a disabled account = %s, want %s", got, want)
	}
	if got, want := o.post("/api/v1/session", LoginInput{"clerk", password}).problem(), "401 login.wrong"; got != want {
		t.Errorf("login of a disabled account = %s, want %s", got, want)
	}
}

// A new account, and one whose password somebody else chose, can do nothing before the holder has chosen one.
func TestTheFirstPasswordMustBeChanged(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	input := AccountInput{RequestID: uuid.NewString(), Login: "newclerk", Name: "新人", Role: "clerk", Password: "first password 1"}
	made := read[Account](o.post("/api/v1/accounts", input).want(http.StatusCreated))
	if again := read[Account](o.post("/api/v1/accounts", input)); again != made {
		t.Errorf("sent again = %+v, want %+v", again, made)
	}
	for _, c := range []struct {
		change func(*AccountInput)
		want   string
	}{
		{func(a *AccountInput) {}, "409 account.login_taken login:account.login_taken"},
		{func(a *AccountInput) { a.Login, a.Name = "x", " " }, "422 validation login:account.login_invalid name:account.name_required"},
		{func(a *AccountInput) { a.Password = "short" }, "422 validation password:password.too_short"},
		{func(a *AccountInput) { a.Role = "boss" }, "422 validation role:not_listed"},
	} {
		bad := input
		bad.RequestID = uuid.NewString()
		c.change(&bad)
		if got := o.post("/api/v1/accounts", bad).problem(); got != c.want {
			t.Errorf("%+v = %s, want %s", bad, got, c.want)
		}
	}
	o.browser = o.newBrowser()
	session := read[Session](o.post("/api/v1/session", LoginInput{"newclerk", "first password 1"}))
	if !session.MustChange || len(session.Permissions) != 0 {
		t.Errorf("session = %+v", session)
	}
	if got, want := o.get("/api/v1/cases").problem(), "403 password.must_change"; got != want {
		t.Errorf("cases = %s, want %s", got, want)
	}
	for _, c := range []struct{ old, fresh, want string }{
		{"not the one", "second password 2", "422 validation old:password.wrong"},
		{"first password 1", "first password 1", "422 validation new:password.same"},
		{"first password 1", "1234567890", "422 validation new:password.too_common"},
	} {
		if got := o.post("/api/v1/session/password", PasswordInput{uuid.NewString(), c.old, c.fresh}).problem(); got != c.want {
			t.Errorf("change %s to %s = %s, want %s", c.old, c.fresh, got, c.want)
		}
	}
	o.post("/api/v1/session/password", PasswordInput{uuid.NewString(), "first password 1", "second password 2"}).want(http.StatusNoContent)
	o.get("/api/v1/cases").want(http.StatusOK)
	mine := o.browser
	o.logIn("admin")
	o.post("/api/v1/accounts/"+made.ID+"/password", NewPasswordInput{uuid.NewString(), "third password 3"}).want(http.StatusNoContent)
	o.browser = mine
	if got, want := o.get("/api/v1/cases").problem(), "401 unauthenticated"; got != want {
		t.Errorf("with another password = %s, want %s", got, want)
	}
}

func TestPages(t *testing.T) {
	o := openOffice(t)
	o.browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, want := range map[string]struct {
		status int
		cache  string
		body   string
	}{
		"/":                    {http.StatusFound, "", ""},
		"/kiosk":               {http.StatusOK, "no-store", "<title>kiosk"},
		"/kiosk/residence/new": {http.StatusOK, "no-store", "<title>kiosk"},
		"/staff":               {http.StatusServiceUnavailable, "no-store", "npm run build"},
		"/assets/k-1.css":      {http.StatusOK, "public, max-age=31536000, immutable", "body{}"},
		"/assets/none.css":     {http.StatusNotFound, "", ""},
		"/assets":              {http.StatusNotFound, "", ""},
		"/.keep":               {http.StatusNotFound, "", ""},
		"/kiosky":              {http.StatusNotFound, "", ""},
	} {
		a := o.get(path)
		if a.status != want.status || !strings.Contains(string(a.raw), want.body) || (want.cache != "" && a.header.Get("Cache-Control") != want.cache) {
			t.Errorf("%s = %d %q %s", path, a.status, a.header.Get("Cache-Control"), a.raw)
		}
		if policy := a.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "unsafe-eval") {
			t.Errorf("%s: policy = %q", path, policy)
		}
	}
	for path, want := range map[string]string{"/kiosk": "camera=(self), microphone=(), geolocation=()", "/staff": "camera=(), microphone=(), geolocation=()"} {
		if got := o.get(path).header.Get("Permissions-Policy"); got != want {
			t.Errorf("%s may use %q, want %q", path, got, want)
		}
	}
	a := o.get("/api/openapi.json")
	if a.status != http.StatusOK || a.header.Get("Cache-Control") != "no-store" || !strings.Contains(string(a.raw), `"openapi": "3.1.0"`) {
		t.Errorf("openapi = %d %.100s", a.status, a.raw)
	}
}

func TestAreas(t *testing.T) {
	o := openOffice(t)
	compounds := read[AreaList](o.get("/api/v1/area"))
	if len(compounds.Items) != 1 || !compounds.Items[0].Own || compounds.Items[0].Children != 1 {
		t.Fatalf("compounds = %+v", compounds)
	}
	parent := compounds.Items[0].ID
	for _, kind := range []string{"building", "unit", "room"} {
		children := read[AreaList](o.get("/api/v1/area?parent=" + parent + "&kind=" + kind))
		if len(children.Items) == 0 || children.Items[0].Kind != kind || children.Items[0].Parent != parent {
			t.Fatalf("%s below %s = %+v", kind, parent, children)
		}
		parent = children.Items[0].ID
	}
	for _, q := range []string{"qsjy", "qingsong", "%E9%9D%92%E6%9D%BE"} {
		if found := read[AreaList](o.get("/api/v1/area/compounds?q=" + q)); len(found.Items) != 1 {
			t.Errorf("%s finds %+v", q, found)
		}
	}
}
