// Package bench measures a whole street office of real processes, and drives it for the trials that break it on purpose. It knows no rule of
// the work: what it writes is whatever command it is given.
package bench

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"jiezhan/station"
	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// patience is how long one command may take; a change of leader takes about a second.
const patience = 10 * time.Second

// Command is a command as the driver takes it: any kind this station knows.
type Command struct {
	RequestID string          `json:"request_id"`
	Kind      string          `json:"kind"`
	Actor     ledger.Actor    `json:"actor"`
	Payload   json.RawMessage `json:"payload"`
}

// Answer is what became of a command. Error is empty where there is an outcome.
type Answer struct {
	Outcome ledger.Outcome `json:"outcome"`
	Error   string         `json:"error,omitempty"`
	// Took is how long the station itself took, in nanoseconds, without HTTP on both sides.
	Took time.Duration `json:"took"`
}

// Err is what kept the command from being applied, or nil.
func (a Answer) Err() error {
	if a.Error != "" {
		return errors.New(a.Error)
	}
	return a.Outcome.Err()
}

// The errors a driver answers, by name.
const (
	NoLeader  = "no_leader"
	Uncertain = "uncertain"
	CutOff    = "cut_off"
	Broken    = "broken"
)

// State is where a station stands.
type State struct {
	Station   string       `json:"station"`
	Mode      station.Mode `json:"mode"`
	Waiting   int          `json:"waiting"`
	Attention int          `json:"attention"`
	Applied   uint64       `json:"applied"`
	Head      string       `json:"head"`
	Version   int          `json:"version"`
	Facts
}

// Facts are what only the log of the office knows.
type Facts struct {
	Leader  string `json:"leader"`
	Members int    `json:"members"`
	Voters  int    `json:"voters"`
	// Fault is why this station has stopped writing, or empty.
	Fault string `json:"fault,omitempty"`
	// Differs is the first line of the audit log in which another station differs, or 0.
	Differs uint64 `json:"differs,omitempty"`
}

// Driver gives a station's commands and state to the program that measures or tries it. It is mounted only by the hidden command
// that runs such a station, on the loopback.
func Driver(s *station.Station, facts func() Facts, snapshot func() error, now func() time.Time) http.Handler {
	d := driver{station: s, facts: facts, snapshot: snapshot, now: now}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /bench/execute", d.execute)
	mux.HandleFunc("GET /bench/state", d.state)
	mux.HandleFunc("GET /bench/digest", d.digest)
	mux.HandleFunc("GET /bench/journal", d.journal)
	mux.HandleFunc("POST /bench/reads", d.reads)
	mux.HandleFunc("POST /bench/snapshot", d.makeSnapshot)
	d.more(mux)
	return mux
}

type driver struct {
	station  *station.Station
	facts    func() Facts
	snapshot func() error
	now      func() time.Time
}

func (d driver) execute(w http.ResponseWriter, r *http.Request) {
	var c Command
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&c); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	command, err := d.station.Machine().Kinds().Decode(ledger.Envelope{Kind: c.Kind, Payload: c.Payload})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	from := d.now()
	outcome, err := d.station.Execute(ctx, c.Actor, c.RequestID, command)
	respond(w, Answer{Outcome: outcome, Error: name(err), Took: d.now().Sub(from)})
}

func name(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, station.ErrNoLeader):
		return NoLeader
	case errors.Is(err, station.ErrUncertain), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return Uncertain
	case errors.Is(err, station.ErrCutOff):
		return CutOff
	default:
		return Broken + ": " + err.Error()
	}
}

func (d driver) state(w http.ResponseWriter, _ *http.Request) {
	standing, machine := d.station.Standing(), d.station.Machine()
	applied, head := machine.Applied()
	respond(w, State{
		Station: d.station.Identity().ID, Mode: standing.Mode, Waiting: standing.Pending, Attention: standing.Attention,
		Applied: applied, Head: hex.EncodeToString(head[:]), Version: machine.Version(), Facts: d.facts(),
	})
}

// readers is how many goroutines read at once.
const readers = 4

// reads counts how many reads by key this process does in a while.
func (d driver) reads(w http.ResponseWriter, r *http.Request) {
	lasting, err := time.ParseDuration(r.FormValue("for"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var count atomic.Int64
	var work errgroup.Group
	start := d.now()
	for range readers {
		work.Go(func() error {
			for d.now().Sub(start) < lasting {
				if err := d.station.View(r.Context(), readNode); err != nil {
					return err
				}
				count.Add(1)
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	respond(w, map[string]float64{"per_second": float64(count.Load()) / d.now().Sub(start).Seconds()})
}

func readNode(q store.Query) error {
	_, _, err := area.Get(q, RoomID)
	return err
}

func (d driver) makeSnapshot(w http.ResponseWriter, _ *http.Request) {
	from := d.now()
	if err := d.snapshot(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	respond(w, map[string]int64{"nanos": d.now().Sub(from).Nanoseconds()})
}

// digest answers the SHA-256 of every table as it is committed.
func (d driver) digest(w http.ResponseWriter, r *http.Request) {
	var tables map[string]string
	err := d.station.ViewCommitted(r.Context(), func(q store.Query) (err error) {
		tables, err = store.Digest(q)
		return err
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	respond(w, tables)
}

// journal answers what this station accepted while it was cut off, the newest first.
func (d driver) journal(w http.ResponseWriter, r *http.Request) {
	entries, err := d.station.WholeJournal(r.Context(), 1_000_000)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	respond(w, entries)
}

func respond(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // whoever asked has gone
}
