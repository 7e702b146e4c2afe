package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jiezhan/app/api"
	"jiezhan/app/ops"
	"jiezhan/app/setup"
	"jiezhan/app/text"
)

// door is the port of the pages. It is open as long as the program runs; what stands behind it changes: a page that says that the station
// starts, the setup, the station itself.
type door struct {
	listener net.Listener
	server   *http.Server
	behind   atomic.Pointer[stage]
	failed   chan error // the server could not go on
	work     sync.WaitGroup
}

// stage is what stands behind the door for a while.
type stage struct {
	pages http.Handler
	mode  func() string
	facts func() ops.Facts
}

func (r *Running) openDoor() error {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", r.config.HTTP.Listen)
	if err != nil {
		if portTaken(err) {
			return text.Failure(err, "http.taken", r.config.HTTP.Listen)
		}
		return text.Failure(err, "http.unusable", r.config.HTTP.Listen, err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return errors.Join(fmt.Errorf("own address: %w", err), listener.Close())
	}
	routes, err := routesOf()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	r.Address = "http://127.0.0.1:" + port
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		r.log.Warn("passwords and records cross the network unprotected; let staff browsers come through a proxy with TLS", "listen", r.config.HTTP.Listen)
	}
	d := &door{listener: listener, failed: make(chan error, 1)}
	d.show(r.startingStage())
	watched := ops.New(ops.Options{
		Facts: func() ops.Facts { return d.behind.Load().facts() }, Mode: func() string { return d.behind.Load().mode() },
		Routes: routes, Local: api.FromKiosk,
	})
	d.server = &http.Server{
		Handler: watched.Beside(d), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(r.log.Handler(), slog.LevelDebug),
	}
	d.work.Go(func() {
		if err := d.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			d.failed <- err
		}
	})
	r.door = d
	return nil
}

// startingStage says that the station starts, and to a setup page that has not noticed yet that the setup is over.
func (r *Running) startingStage() stage {
	return stage{
		pages: r.besides(http.HandlerFunc(starting)), mode: func() string { return "starting" }, facts: func() ops.Facts { return ops.Facts{Mode: "starting"} },
	}
}

func (d *door) show(s stage) { d.behind.Store(&s) }

// ServeHTTP hands the request to what stands behind the door now.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.behind.Load().pages.ServeHTTP(w, r)
}

func (d *door) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), leaving)
	defer cancel()
	err := d.server.Shutdown(ctx)
	if err != nil {
		err = d.server.Close()
	}
	d.work.Wait()
	return err
}

// besides answers a setup page that has not noticed yet that the setup is over, and hands the rest to next.
func (r *Running) besides(next http.Handler) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /api/v1/setup", setup.Over(r.setupStation(), r.config.Office.Name))
	mux.Handle("/", next)
	return mux
}

// routesOf lists the routes of the API, for counting.
func routesOf() ([]string, error) {
	raw, err := api.OpenAPI()
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	var document struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	routes := []string{"GET /kiosk/", "GET /staff/", "GET /assets/"}
	for path, operations := range document.Paths {
		for method := range operations {
			routes = append(routes, strings.ToUpper(method)+" "+path)
		}
	}
	return routes, nil
}

// starting is what a browser gets for the second or two in which the station starts; it asks again by itself.
func starting(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(startingPage)) // whoever asked has gone
}

const startingPage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>街站</title>
<body style="margin:0;display:grid;place-items:center;height:100vh;background:#eef2f7;color:#10202f;font:32px sans-serif"><p>正在启动，请稍候</p>
</html>`
