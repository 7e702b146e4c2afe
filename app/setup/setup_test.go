package setup

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"jiezhan/app/api"
)

var errWrong = errors.New("join.code_wrong")

// bench is a desk whose attempts end when the test says so.
type bench struct {
	*Desk
	handler http.Handler
	ends    chan error
	joined  string
}

func open(t *testing.T) *bench {
	t.Helper()
	b := &bench{ends: make(chan error)}
	wait := func(ctx context.Context) error {
		select {
		case err := <-b.ends:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	b.Desk = New(Options{
		Station: api.SetupStation{ID: "s2", Name: "青松社区服务站"}, OfficeName: "和平街道",
		Pages: fstest.MapFS{"setup.html": {Data: []byte("<title>setup</title>")}, "kiosk.html": {Data: []byte("kiosk")}, "assets/a.js": {Data: []byte("1")}, ".keep": {}},
		Check: func(code string) error {
			if code == "" {
				return errors.New("join.code_invalid")
			}
			return nil
		},
		Join: func(ctx context.Context, code string) error {
			b.joined = code
			return wait(ctx)
		},
		Found: wait,
		Code:  func(err error) string { return err.Error() },
	})
	b.handler = b.Handler()
	t.Cleanup(b.Close)
	return b
}

func (b *bench) ask(method, path, body string) (int, map[string]any) {
	r := httptest.NewRequest(method, "http://127.0.0.1:8600"+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:40000"
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	var got map[string]any
	json.Unmarshal(w.Body.Bytes(), &got)
	return w.Code, got
}

// until asks until the state is there: the attempt ends on a goroutine of its own.
func (b *bench) until(t *testing.T, state string) map[string]any {
	t.Helper()
	for {
		_, got := b.ask("GET", "/api/v1/setup", "")
		if got["state"] == state {
			return got
		}
		if t.Context().Err() != nil {
			t.Fatalf("state = %v, want %s", got, state)
		}
	}
}

func TestJoining(t *testing.T) {
	b := open(t)
	if _, got := b.ask("GET", "/api/v1/setup", ""); got["state"] != "needed" || got["office_name"] != "和平街道" || got["station"].(map[string]any)["id"] != "s2" {
		t.Errorf("at first = %v", got)
	}
	for name, c := range map[string]struct{ body, code string }{
		"no code":       {`{"code":" "}`, "join.code_invalid"},
		"no JSON":       {`code`, "body.malformed"},
		"another field": {`{"kode":"x"}`, "body.malformed"},
	} {
		if status, got := b.ask("POST", "/api/v1/setup/join", c.body); status < 400 || got["code"] != c.code {
			t.Errorf("%s = %d %v, want %s", name, status, got, c.code)
		}
	}
	if status, got := b.ask("POST", "/api/v1/setup/join", `{"code":" abcd "}`); status != 200 || got["state"] != "working" {
		t.Fatalf("join = %d %v", status, got)
	}
	if _, got := b.ask("POST", "/api/v1/setup/found", ""); got["code"] != "setup.busy" {
		t.Errorf("a second attempt meanwhile = %v", got)
	}
	b.ends <- errWrong
	if got := b.until(t, "failed"); got["code"] != "join.code_wrong" {
		t.Errorf("after a wrong code = %v", got)
	}
	b.ask("POST", "/api/v1/setup/join", `{"code":"efgh"}`)
	b.ends <- nil
	<-b.Done()
	if got := b.until(t, "done"); got["code"] != nil || b.joined != "efgh" {
		t.Errorf("at the end = %v with %s", got, b.joined)
	}
	if _, got := b.ask("POST", "/api/v1/setup/join", `{"code":"x"}`); got["code"] != "setup.busy" {
		t.Errorf("once more = %v", got)
	}
}

func TestClosingEndsAnAttempt(t *testing.T) {
	b := open(t)
	b.ask("POST", "/api/v1/setup/found", "")
	b.Close()
	if _, got := b.ask("GET", "/api/v1/setup", ""); got["state"] != "needed" {
		t.Errorf("after closing = %v", got)
	}
}

func TestPages(t *testing.T) {
	b := open(t)
	for path, want := range map[string]struct {
		status int
		where  string
	}{
		"/": {302, "/setup.html"}, "/kiosk": {302, "/setup.html"}, "/kiosk.html": {302, "/setup.html"}, "/staff/cases": {302, "/setup.html"},
		"/setup.html": {200, ""}, "/assets/a.js": {200, ""}, "/.keep": {302, "/setup.html"}, "/assets": {302, "/setup.html"}, "/api/v1/station": {404, ""},
	} {
		r := httptest.NewRequest("GET", "http://localhost:8600"+path, nil)
		r.RemoteAddr = "[::1]:4"
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r)
		if w.Code != want.status || w.Header().Get("Location") != want.where {
			t.Errorf("%s = %d %s, want %v", path, w.Code, w.Header().Get("Location"), want)
		}
	}
}

// Only a browser on this very machine, on a page of ours, may set it up.
func TestStrangersAreTurnedAway(t *testing.T) {
	b := open(t)
	for name, change := range map[string]func(*http.Request){
		"another machine":     func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4" },
		"another host name":   func(r *http.Request) { r.Host = "evil.example" },
		"a page of elsewhere": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
	} {
		r := httptest.NewRequest("POST", "http://127.0.0.1:8600/api/v1/setup/found", nil)
		r.RemoteAddr = "127.0.0.1:4"
		change(r)
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r)
		if w.Code < 400 {
			t.Errorf("%s = %d, want a refusal", name, w.Code)
		}
	}
	if _, got := b.ask("GET", "/api/v1/setup", ""); got["state"] != "needed" {
		t.Errorf("state = %v, want needed", got["state"])
	}
}
