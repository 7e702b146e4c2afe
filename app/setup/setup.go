// Package setup serves a station that belongs to no street office yet: one page on which a technician founds an office or types the code that another
// station shows. It does not know what founding and joining take; it is told how.
package setup

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"jiezhan/app/api"
)

// maxBody bounds a request: one code.
const maxBody = 4 << 10

// Options are what the setup is about. All are needed.
type Options struct {
	Station api.SetupStation
	// OfficeName is the office as configured, the one that would be founded.
	OfficeName string
	// Pages holds the built frontend with setup.html.
	Pages fs.FS
	// Check judges a code before anything is sent anywhere.
	Check func(code string) error
	// Join and Found make the folder belong to an office. They run one at a time, until they are done or the station stops.
	Join  func(ctx context.Context, code string) error
	Found func(ctx context.Context) error
	// Code is the problem code that tells people of an error.
	Code func(error) string
}

// Desk is the setup under way.
type Desk struct {
	options Options
	ctx     context.Context //nolint:containedctx // the life of the desk, which joins in the background
	stop    context.CancelFunc
	work    sync.WaitGroup
	done    chan struct{}

	mu    sync.Mutex
	state string
	code  string
}

// The states, as the page knows them.
const (
	needed  = "needed"
	working = "working"
	failed  = "failed"
	done    = "done"
)

// New opens the desk. Close ends it.
func New(o Options) *Desk {
	ctx, stop := context.WithCancel(context.Background())
	return &Desk{options: o, ctx: ctx, stop: stop, done: make(chan struct{}), state: needed}
}

// Done is closed when the folder belongs to an office.
func (d *Desk) Done() <-chan struct{} { return d.done }

// Close ends an attempt under way and waits for it.
func (d *Desk) Close() {
	d.stop()
	d.work.Wait()
}

// Handler serves the page and its three routes, to a browser on this machine and nobody else.
func (d *Desk) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/setup", func(w http.ResponseWriter, _ *http.Request) { d.answer(w) })
	mux.HandleFunc("POST /api/v1/setup/join", d.join)
	mux.HandleFunc("POST /api/v1/setup/found", func(w http.ResponseWriter, _ *http.Request) { d.begin(w, d.options.Found) })
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) { api.WriteProblem(w, api.Refuse("not_found")) })
	mux.Handle("/", pages{d.options.Pages})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		switch {
		case !api.FromKiosk(r):
			api.WriteProblem(w, api.Refuse("kiosk.only_here"))
		case !api.OwnPage(r):
			api.WriteProblem(w, api.Refuse("origin.foreign"))
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

func (d *Desk) join(w http.ResponseWriter, r *http.Request) {
	var in api.SetupJoinInput
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&in) != nil {
		api.WriteProblem(w, api.Refuse("body.malformed"))
		return
	}
	code := strings.TrimSpace(in.Code)
	if err := d.options.Check(code); err != nil {
		api.WriteProblem(w, api.Refuse(d.options.Code(err)))
		return
	}
	d.begin(w, func(ctx context.Context) error { return d.options.Join(ctx, code) })
}

// begin starts an attempt, unless one is under way or has succeeded. The page asks how it goes.
func (d *Desk) begin(w http.ResponseWriter, attempt func(context.Context) error) {
	d.mu.Lock()
	if d.state == working || d.state == done {
		d.mu.Unlock()
		api.WriteProblem(w, api.Refuse("setup.busy"))
		return
	}
	d.state, d.code = working, ""
	d.mu.Unlock()
	d.work.Go(func() { d.end(attempt(d.ctx)) })
	d.answer(w)
}

func (d *Desk) end(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err == nil:
		d.state = done
		close(d.done)
	case errors.Is(err, context.Canceled) && d.ctx.Err() != nil:
		d.state = needed
	default:
		d.state, d.code = failed, d.options.Code(err)
	}
}

func (d *Desk) answer(w http.ResponseWriter) {
	d.mu.Lock()
	now := api.Setup{State: d.state, Station: d.options.Station, OfficeName: d.options.OfficeName, Code: d.code}
	d.mu.Unlock()
	reply(w, now)
}

// Over answers what a page asks that has not noticed yet that the setup is over.
func Over(station api.SetupStation, officeName string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reply(w, api.Setup{State: done, Station: station, OfficeName: officeName})
	})
}

func reply(w http.ResponseWriter, now api.Setup) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(now) // the page may have gone
}
