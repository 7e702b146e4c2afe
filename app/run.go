package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/api"
	"jiezhan/app/carddesk"
	"jiezhan/app/events"
	"jiezhan/app/looks"
	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/frontend"
	"jiezhan/station"
	"jiezhan/station/staff"
)

// leaving is how long requests and commands under way may take when the station stops.
const leaving = 5 * time.Second

// Setting is what surrounds a station besides its configuration.
type Setting struct {
	Version string
	Log     *slog.Logger
	// Now is the clock of the work, which stamps commands; Wall that of connections and devices. Both are time.Now where left empty, and
	// differ only while a demo loads cases of the past.
	Now, Wall func() time.Time
	// Random is the source of secrets.
	Random io.Reader
}

// Running is a station at work.
type Running struct {
	// Station is what this station knows; the demo loads its sample through it.
	Station *station.Station
	// Address is where a browser on this machine finds the station: http://127.0.0.1:8600.
	Address string

	config   Config
	setting  Setting
	log      *slog.Logger
	node     *cluster.Node
	api      *api.API
	listener net.Listener
	server   *http.Server
	failed   chan error // the server could not go on

	work sync.WaitGroup
	// undo closes what was opened, the last first.
	undo []func() error
}

// Start builds a station from its parts, each after those it leans on: data folder, port of the pages, register, log, then
// API and devices.
func Start(c Config, s Setting) (*Running, error) {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Wall == nil {
		s.Wall = time.Now
	}
	if s.Random == nil {
		s.Random = rand.Reader
	}
	r := &Running{config: c, setting: s, log: s.Log, failed: make(chan error, 1)}
	for _, step := range []func() error{r.openFolder, r.takePort, r.openRegister, r.joinOffice, r.serve} {
		if err := step(); err != nil {
			return nil, errors.Join(err, r.Close())
		}
	}
	r.log.Info("station is up", "station", c.Station.ID, "kiosk", r.Address+"/kiosk", "staff", r.Address+"/staff")
	return r, nil
}

// later has something closed when the station stops.
func (r *Running) later(undo func() error) { r.undo = append(r.undo, undo) }

// Close stops the station in the reverse order: no new requests, those under way end, looks are recorded, the lead is handed over, files are closed.
func (r *Running) Close() error {
	var errs []error
	for i := len(r.undo) - 1; i >= 0; i-- {
		errs = append(errs, r.undo[i]())
	}
	r.undo = nil
	return errors.Join(errs...)
}

// Wait answers when ctx ends, or with the reason why the station cannot go on.
func (r *Running) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-r.failed:
		return text.Failure(err, "station.stopped", err)
	}
}

func (r *Running) openFolder() error {
	lock, err := lockFolder(r.config.Data)
	if err != nil {
		return err
	}
	r.later(lock.release)
	return nil
}

func (r *Running) openRegister() error {
	c := r.config.Station
	s, err := station.Open(r.config.Data, station.Identity{ID: c.ID, Community: c.Community, Machine: c.Machine}, station.Sources{Now: r.setting.Now})
	if err != nil {
		return text.Failure(err, "folder.damaged", r.config.Data, err)
	}
	r.Station = s
	r.later(s.Close)
	return nil
}

func (r *Running) joinOffice() error {
	c := cluster.Config{ID: r.config.Station.ID, Log: r.log, Now: r.setting.Wall}
	for _, p := range r.config.members() {
		c.Members = append(c.Members, cluster.Member{ID: p.ID, Address: p.Address, Voter: p.Votes()})
	}
	node, err := cluster.Open(c, r.config.Data, r.Station.Machine(), r.Station.Register(), cluster.TCP(r.config.Raft.Listen))
	if err != nil {
		if portTaken(err) {
			return text.Failure(err, "raft.taken", r.config.Raft.Listen)
		}
		return text.Failure(err, "cluster.unusable", err)
	}
	r.node = node
	r.Station.Connect(node)
	r.later(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), leaving)
		defer cancel()
		return node.Shutdown(ctx)
	})
	return nil
}

func (r *Running) serve() error {
	pages, err := frontend.Pages()
	if err != nil {
		return err
	}
	desk := carddesk.New(r.setting.Wall, uuid.NewString, len(r.config.Readers) > 0)
	recorder := looks.New(looks.By(r.Station), looks.Patience, r.setting.Now, uuid.NewString, r.log)
	r.api = api.New(api.Options{
		Station: r.Station, Peers: office{r.node}, Desk: desk, Looks: recorder, Hub: events.NewHub(strings.ReplaceAll(uuid.NewString(), "-", "")),
		Self: r.self(), Office: r.office(), Names: r.names(), Hosts: r.config.HTTP.Names, Version: r.setting.Version, Pages: pages,
		Log: r.log, Cost: staff.KioskCost(), Wall: r.setting.Wall,
	})
	r.background(recorder.Run)
	r.background(r.api.Run)
	r.background(r.firstAccount)
	r.watchReaders(desk)
	r.serveHTTP()
	return nil
}

// background runs something until the station stops, and then waits for it to end.
func (r *Running) background(run func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	r.later(func() error {
		cancel()
		<-done
		return nil
	})
}

func (r *Running) watchReaders(desk *carddesk.Desk) {
	for _, c := range r.config.Readers {
		open := func() (io.ReadWriteCloser, error) { return serial.Open(c.Port, c.Rate()) }
		reader := idcard.NewReader(open, idcard.Options{Baud: c.Rate(), Now: r.setting.Wall})
		r.background(func(ctx context.Context) {
			_ = reader.Run(ctx, desk.Handle) // ends with ctx only
		})
	}
}

// takePort takes the address of the pages before anything is written, so that a second station by mistake leaves no trace.
func (r *Running) takePort() error {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", r.config.HTTP.Listen)
	if err != nil {
		if portTaken(err) {
			return text.Failure(err, "http.taken", r.config.HTTP.Listen)
		}
		return text.Failure(err, "http.unusable", r.config.HTTP.Listen, err)
	}
	r.listener = listener
	r.later(func() error {
		if r.server != nil {
			return nil // the server has closed it
		}
		return listener.Close()
	})
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("own address: %w", err)
	}
	r.Address = "http://127.0.0.1:" + port
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		r.log.Warn("passwords and records cross the network unprotected; let staff browsers come through a proxy with TLS", "listen", r.config.HTTP.Listen)
	}
	return nil
}

func (r *Running) serveHTTP() {
	r.server = &http.Server{
		Handler: r.api.Handler(), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(r.log.Handler(), slog.LevelDebug),
	}
	r.work.Go(func() {
		if err := r.server.Serve(r.listener); !errors.Is(err, http.ErrServerClosed) {
			r.failed <- err
		}
	})
	r.later(func() error {
		r.api.Close() // streams never end by themselves
		ctx, cancel := context.WithTimeout(context.Background(), leaving)
		defer cancel()
		err := r.server.Shutdown(ctx)
		if err != nil {
			err = r.server.Close()
		}
		r.work.Wait()
		return err
	})
}

func (r *Running) self() api.StationInfo {
	c := r.config.Station
	return api.StationInfo{ID: c.ID, Name: c.Name, Machine: strconv.Itoa(c.Machine), CommunityCode: c.Community}
}

func (r *Running) office() api.OfficeInfo {
	c := r.config.Office
	return api.OfficeInfo{Name: c.Name, Code: c.Code, City: c.City, Authority: c.Authority, WindowHint: c.WindowHint, Phone: c.Phone}
}

func (r *Running) names() map[string]string {
	names := map[string]string{}
	for _, p := range r.config.members() {
		names[p.ID] = p.Name
	}
	names[r.config.Station.ID] = r.config.Station.Name
	return names
}

// office shows the API what the node knows of the other stations.
type office struct{ node *cluster.Node }

// Standing is the node's status. A station that has stopped follows nobody, whatever it heard last.
func (o office) Standing() api.Standing {
	status := o.node.Status()
	s := api.Standing{Leader: status.Leader, LastIndex: status.LastIndex, CatchingUp: status.CatchingUp}
	if status.Fault != nil || status.State == cluster.Stopped {
		s.Leader = ""
	}
	for _, m := range status.Members {
		s.Members = append(s.Members, api.Member{ID: m.ID, Address: m.Address, Voter: m.Voter, Leader: m.Leader, Reachable: m.Reachable})
	}
	return s
}
