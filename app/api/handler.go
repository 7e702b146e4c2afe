package api

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
)

// Handler serves the API and the pages. It knows nothing of windows and listeners.
func (a *API) Handler() http.Handler {
	outer := http.NewServeMux()
	outer.Handle("/api/", a.sessions.manager.LoadAndSave(a.withFallbacks()))
	outer.HandleFunc("GET /api/v1/events", a.stream)
	outer.HandleFunc("GET /api/openapi.json", a.serveDescription)
	outer.Handle("/", a.pages())
	return a.recovered(a.guarded(outer))
}

// withFallbacks answers wrong methods and unknown paths with problems too.
func (a *API) withFallbacks() http.Handler {
	methods := map[string][]string{}
	for _, r := range a.routes {
		methods[r.path] = append(methods[r.path], r.method)
	}
	for path, allowed := range methods {
		slices.Sort(allowed)
		a.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			WriteProblem(w, refuse("method_not_allowed"))
		})
	}
	a.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { WriteProblem(w, refuse("not_found")) })
	return a.mux
}

// guarded turns away what no page of ours sends, and sets the headers that hold for every answer.
func (a *API) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		if p := a.turnAway(r); p != nil {
			WriteProblem(w, p)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// turnAway checks where a request comes from. The host name keeps out pages that had their own name point here; origin and fetch metadata
// keep out other pages in the same browser. Programs that are no browsers send neither and pass.
func (a *API) turnAway(r *http.Request) *Problem {
	host := hostName(r.Host)
	if !loopbackName(host) && !slices.ContainsFunc(a.Hosts, func(known string) bool { return strings.EqualFold(known, host) }) {
		return refuse("host.unknown")
	}
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		return nil
	}
	if !OwnPage(r) {
		return refuse("origin.foreign")
	}
	if r.ContentLength > maxBody {
		return refuse("body.too_large")
	}
	return nil
}

// OwnPage tells whether the request comes from a page of this station or from a program that is no browser, as far as its headers say.
func OwnPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	writes := r.Method != http.MethodGet && r.Method != http.MethodHead
	origin := r.Header.Get("Origin")
	if !writes || origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// FromKiosk tells whether the request comes from a browser on this very machine that called it by a loopback name. A proxy on this machine that
// passes on the requests of others says so in its headers.
func FromKiosk(r *http.Request) bool {
	remote, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(remote)
	for _, passedOn := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(passedOn) != "" {
			return false
		}
	}
	return ip != nil && ip.IsLoopback() && loopbackName(hostName(r.Host))
}

func hostName(hostPort string) string {
	if host, _, err := net.SplitHostPort(hostPort); err == nil {
		return host
	}
	return strings.Trim(hostPort, "[]")
}

func loopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// recovered turns a panic into an answer and a line in the log; one request must not take the station down.
func (a *API) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			a.log.ErrorContext(r.Context(), "panic", "at", r.URL.Path, "value", v, "stack", string(debug.Stack()))
			WriteProblem(w, refuse("internal"))
		}()
		next.ServeHTTP(w, r)
	})
}
