// Package ops serves what those who watch over machines ask for: figures for Prometheus, whether the program lives, whether the station is ready. It
// knows figures only by name, never whom they are about.
package ops

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Options are where the figures come from. All are needed.
type Options struct {
	// Facts is asked at every scrape; it must not take long.
	Facts func() Facts
	// Mode is the station's mode, as the API names it.
	Mode func() string
	// Routes lists the patterns requests are counted by, such as "GET /api/v1/cases/{id}". Whatever fits none counts as "other".
	Routes []string
	// Local tells whether a request comes from this very machine; others are turned away.
	Local func(*http.Request) bool
}

// Facts are a station's figures at a moment.
type Facts struct {
	Applied, LastIndex, Term uint64
	Leads                    bool
	Mode                     string
	// Waiting entries were accepted here while cut off and are not settled; Attention ones the office could not take; Conflicts are the office's open ones.
	Waiting, Attention, Conflicts int
	// Offset is the leader's clock minus this station's.
	Offset             time.Duration
	Members, Reachable int
	// Bytes on the disk by kind: register, log, snapshots, journal.
	Bytes       map[string]int64
	Free, Total int64
	// SnapshotAt, BackupAt and CertificateExpires are left out of the figures where they are zero.
	SnapshotAt, BackupAt, CertificateExpires time.Time
	ChainAlarm                               bool
	// Devices are those at this station's ports; their ids differ.
	Devices []Device
}

// Ops counts requests and answers those of its own.
type Ops struct {
	options  Options
	requests *prometheus.CounterVec
	routes   *http.ServeMux
	own      *http.ServeMux
}

// New makes the figures' own registry: nothing that other packages count by themselves gets in.
func New(o Options) *Ops {
	ops := &Ops{
		options: o, routes: http.NewServeMux(), own: http.NewServeMux(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jiezhan_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
	}
	for _, route := range o.Routes {
		ops.routes.Handle(route, http.NotFoundHandler())
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(ops.requests, newFigures(o.Facts), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	ops.own.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	ops.own.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	ops.own.HandleFunc("GET /readyz", ops.ready)
	return ops
}

// Beside answers the requests meant for it, and counts the others on their way to next.
func (o *Ops) Beside(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := o.own.Handler(r); pattern != "" {
			if !o.options.Local(r) {
				http.NotFound(w, r)
				return
			}
			o.own.ServeHTTP(w, r)
			return
		}
		_, route := o.routes.Handler(r)
		if route == "" {
			route = "other"
		}
		counted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() { o.requests.WithLabelValues(route, fmt.Sprint(counted.status)).Inc() }()
		next.ServeHTTP(counted, r)
	})
}

// ready answers 200 while reads are current or writes are accepted, on paper that is still to be sent too.
func (o *Ops) ready(w http.ResponseWriter, _ *http.Request) {
	mode := o.options.Mode()
	switch mode {
	case "normal", "isolated", "returning", "no_leader": // an election is over in a second or becomes isolation
		say(w, http.StatusOK, mode)
	default:
		say(w, http.StatusServiceUnavailable, mode)
	}
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, word+"\n") // whoever asked may have gone
}

// statusWriter remembers the status. Unwrap lets streams flush.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status of the answer; informational ones are not the answer yet.
func (w *statusWriter) WriteHeader(status int) {
	if status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is the writer below, for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
