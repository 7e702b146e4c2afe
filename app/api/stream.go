package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jiezhan/app/carddesk"
	"jiezhan/app/events"
	"jiezhan/app/ports"
	"jiezhan/station"
	"jiezhan/station/ledger"
)

const (
	// heartbeat is how often a quiet stream says that it lives; pages give up after 20 s of silence.
	heartbeat = 15 * time.Second
	// slowest is how long one event may take to be taken by a page.
	slowest = 10 * time.Second
)

// Change is the data of the change event: which record to read again. It holds no personal data.
type Change struct {
	Topic string `json:"topic" enum:"residence,permit,person,account,station,conflict,journal,alarm,alarm_receiver,subscriber,area,data_request,bulk,export,rental,reporter,tenancy_report,statistics,*" doc:"* means: read everything again"`
	ID    string `json:"id"`
	Index uint64 `json:"index"`
}

// stream is GET /api/v1/events: changes that can be resumed by Last-Event-ID, and what is the case now for mode, reader and, at the kiosk, card.
func (a *API) stream(w http.ResponseWriter, r *http.Request) {
	atKiosk := FromKiosk(r)
	listener, missed, now := a.Hub.Listen(r.Header.Get("Last-Event-ID"), atKiosk)
	defer listener.Close()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	s := sseWriter{w: w, control: http.NewResponseController(w), now: a.Wall}
	if err := s.opening(a, missed, now, atKiosk); err != nil {
		return // the page has gone
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case e, open := <-listener.Events:
			if !open {
				return // too slow, or the station stops; the page comes back
			}
			err = s.write(e)
		case <-beat.C:
			err = s.comment()
		case <-r.Context().Done():
			return
		}
		if err != nil {
			return
		}
	}
}

type sseWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
}

// opening sends what was missed, and the states of the moment. The first one carries the place to resume from.
func (s sseWriter) opening(a *API, missed []events.Event, now string, atKiosk bool) error {
	for _, e := range missed {
		if err := s.write(e); err != nil {
			return err
		}
	}
	states := []events.Event{{ID: now, Name: "mode", Data: a.Mode()}, {Name: "reader", Data: a.readerState()}}
	if atKiosk {
		states = append(states, events.Event{Name: "card", Data: a.cardState()})
	}
	for _, e := range states {
		if err := s.write(e); err != nil {
			return err
		}
	}
	return nil
}

func (s sseWriter) write(e events.Event) error {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return fmt.Errorf("encode %s: %w", e.Name, err)
	}
	id := ""
	if e.ID != "" {
		id = "id: " + e.ID + "\n"
	}
	return s.send(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", id, e.Name, data))
}

func (s sseWriter) comment() error { return s.send(": alive\n\n") }

// send writes with a deadline of its own, so that a page that sleeps holds no goroutine for ever. Test recorders know no deadlines.
func (s sseWriter) send(text string) error {
	_ = s.control.SetWriteDeadline(s.now().Add(slowest))
	if _, err := fmt.Fprint(s.w, text); err != nil {
		return err
	}
	return s.control.Flush()
}

// Run tells the pages what changes until ctx ends.
func (a *API) Run(ctx context.Context) {
	commits, stop := a.Station.Changes()
	defer stop()
	modes, stopModes := a.Station.WatchMode()
	defer stopModes()
	look := time.NewTicker(modeEvery)
	defer look.Stop()
	bell := newAlarmBell(func(index uint64) { a.Hub.Change("change", Change{Topic: alarmTopic, Index: index}) })
	defer bell.timer.Stop()
	a.readNames(ctx)
	told := a.Mode()
	for {
		select {
		case commit, open := <-commits:
			if !open {
				return
			}
			commit.Changes = bell.take(commit)
			a.tellCommit(ctx, commit)
		case <-bell.timer.C:
			bell.tick()
		case <-modes:
			told = a.tellMode(told)
		case <-look.C:
			told = a.tellMode(told)
		case <-ctx.Done():
			return
		}
	}
}

// tellMode tells the pages how this station is doing where that is not what they were told last, and answers what they know now.
func (a *API) tellMode(told Mode) Mode {
	now := a.Mode()
	if now.Mode == modeNormal {
		told.DataAsOf = now.DataAsOf // it moves with the clock, which is no news
	}
	if now != told {
		a.Hub.Tell("mode", now, false)
	}
	return now
}

// tellCommit passes on what changed. Names of stations are read before the pages ask for what they stand in.
func (a *API) tellCommit(ctx context.Context, commit station.Commit) {
	everything := commit.Gap || len(commit.Changes) > changesAtOnce
	if everything || slices.ContainsFunc(commit.Changes, func(c ledger.Change) bool { return c.Topic == "station" || c.Topic == "*" }) {
		a.readNames(ctx)
	}
	if everything {
		a.Hub.StartOver()
		return
	}
	for _, c := range commit.Changes {
		a.Hub.Change("change", Change{Topic: c.Topic, ID: c.ID, Index: commit.Index})
	}
}

// readNames reads the names of the stations. Without them stations are called by their ids, which is no reason to stop.
func (a *API) readNames(ctx context.Context) {
	if err := a.directory.read(ctx, a.Station); err != nil && ctx.Err() == nil {
		a.log.WarnContext(ctx, "names of stations not read", "error", err)
	}
}

const (
	// modeEvery is how often the state of the office is looked at.
	modeEvery = 500 * time.Millisecond
	// changesAtOnce is how many changes of one commit are told one by one; an import of a street is told as a fresh start.
	changesAtOnce = 32
)

// tellDesk passes on what happens at the reader.
func (a *API) tellDesk(card, reader bool) {
	if reader {
		a.Hub.Tell("reader", a.readerState(), false)
	}
	if card {
		a.Hub.Tell("card", a.cardState(), true)
	}
}

// TellDevice tells the pages how a device does.
func (a *API) TellDevice(d ports.Device) {
	a.Hub.Tell("device", DeviceState{ID: d.Spec.ID, State: d.State, Fault: d.Fault}, false)
}

func (a *API) readerState() ReaderState {
	r := a.Desk.Reader()
	return ReaderState{State: r.State, Fault: r.Fault, Since: timeText(r.Since)}
}

func (a *API) cardState() CardState {
	s := a.Desk.State()
	state := CardState{State: s.State, Fault: s.Fault}
	if s.State == carddesk.Read && s.Placement != nil {
		card := a.cardView(*s.Placement)
		state.Card = &card
	}
	return state
}

// describeStream puts the stream into the OpenAPI document; its events are described by the schemas of their data.
func (a *API) describeStream() {
	text := &huma.Schema{Type: huma.TypeString}
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: "/api/v1/events",
		Summary: "Server-sent events: change (Change), mode (Mode), reader (ReaderState), device (DeviceState), card (CardState, kiosk only), reset ({})",
		Parameters: []*huma.Param{{
			Name: "Last-Event-ID", In: "header", Schema: text, Description: "Resume after this event; an unknown one is answered by reset",
		}},
		Responses: map[string]*huma.Response{"200": {
			Description: "A stream that ends only when one side goes", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: text}},
		}},
		Extensions: map[string]any{"x-needs": string(anybody)},
	})
	schemas := a.huma.OpenAPI().Components.Schemas
	for _, data := range []any{Change{}, Mode{}, DeviceState{}} {
		registerSchema(schemas, data)
	}
}
