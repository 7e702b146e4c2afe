package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bulk"
	"jiezhan/app/carddesk"
	"jiezhan/app/events"
	"jiezhan/app/looks"
	"jiezhan/app/ports"
	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/frontend"
	"jiezhan/station"
	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// clock is a clock to be moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// hall is a station with its API, and a browser on the same machine.
type hall struct {
	tb      testing.TB
	clock   *clock
	log     *soloLog
	keeper  *keeper
	station *station.Station
	desk    *carddesk.Desk
	ports   *ports.Service
	api     *API
	handler http.Handler
	server  *httptest.Server
	browser *http.Client
}

const password = "correct horse 9"

// openOffice opens a station that is patient: it never takes itself for cut off within a test.
func openOffice(tb testing.TB) *hall {
	tb.Helper()
	return openOfficeWith(tb, station.Isolation{Threshold: time.Hour, Deadline: time.Hour})
}

func openOfficeWith(tb testing.TB, isolation station.Isolation) *hall {
	tb.Helper()
	o := &hall{
		tb: tb, clock: &clock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai)}, log: newSoloLog(), keeper: &keeper{},
	}
	var err error
	o.station, err = station.Open(tb.TempDir(), station.Identity{ID: "s1", Community: "339999001001", Machine: 1},
		station.Sources{Now: o.clock.Now, Isolation: isolation})
	if err != nil {
		tb.Fatal(err)
	}
	o.log.machine = o.station.Machine()
	o.station.Connect(o.log)
	o.desk = carddesk.New(o.clock.Now, uuid.NewString)
	o.ports = ports.New(ports.Options{
		Folder: tb.TempDir(), Register: o.station, Cards: o.desk, NewID: uuid.NewString,
		Write: func(path string, content []byte) error { return os.WriteFile(path, content, 0o600) }, Log: slog.New(slog.DiscardHandler),
		Tell: func(d ports.Device) { o.api.TellDevice(d) }, Hall: "青松", Now: o.clock.Now,
		Open: func(serial.Settings) (io.ReadWriteCloser, error) { return nil, fs.ErrNotExist },
		Ports: func() ([]serial.PortInfo, error) {
			return []serial.PortInfo{{Path: "/dev/reader", Device: "/dev/ttyUSB0"}}, nil
		},
	})
	o.desk.Expect(true) // a reader that the tests play
	recorder := looks.New(looks.By(o.station), 2*time.Second, o.clock.Now, uuid.NewString, slog.New(slog.DiscardHandler))
	words, err := frontend.RowWords("zh-CN")
	if err != nil {
		tb.Fatal(err)
	}
	tables, err := bulk.Open(bulk.Options{
		Folder: tb.TempDir(), Register: o.station, Kinds: bulk.Kinds(), Wall: time.Now, Log: slog.New(slog.DiscardHandler),
		Write: func(path string, content []byte) error { return os.WriteFile(path, content, 0o600) },
		Tell:  func(j bulk.Job) { o.api.TellBulk(j) },
	})
	if err != nil {
		tb.Fatal(err)
	}
	o.api = New(Options{
		Bulk: tables, Words: func(string) bulk.Words { return words },
		Station: o.station, Peers: o.log, Keeper: o.keeper, Desk: o.desk, Ports: o.ports, Looks: recorder, Hub: events.NewHub("boot"),
		Self:   StationInfo{ID: "s1", Name: "青松社区服务站", Machine: "1", CommunityCode: "339999001001"},
		Office: OfficeInfo{Name: "和平街道", Code: "339999001", City: "范本市"},
		Hosts:  []string{"hall.example"}, Version: "test", Log: slog.New(slog.DiscardHandler), Cost: cheap, Patience: 2 * time.Second,
		Pages: fstest.MapFS{
			"kiosk.html":     {Data: []byte("<title>kiosk</title>")},
			"assets/k-1.css": {Data: []byte("body{}")},
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { o.station.Run(ctx) })
	work.Go(func() { recorder.Run(ctx) })
	work.Go(func() { o.api.Run(ctx) })
	work.Go(func() { o.ports.Run(ctx) })
	work.Go(func() { tables.Run(ctx) })
	o.handler = o.api.Handler()
	o.server = httptest.NewServer(o.handler)
	o.browser = o.newBrowser()
	tb.Cleanup(func() {
		o.log.set(nil, false)
		o.api.Close()
		o.server.Close()
		cancel()
		work.Wait()
		if err := o.station.Close(); err != nil {
			tb.Error(err)
		}
	})
	<-o.log.opened
	o.furnish()
	return o
}

var cheap = staff.Cost{Memory: 64, Passes: 1, Threads: 1}

func (o *hall) newBrowser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.tb.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// furnish founds the office with two stations and puts a compound and one account of each role into the office; there are two recorders.
func (o *hall) furnish() {
	o.tb.Helper()
	o.do(office.Found{OfficeID: "heping", Name: "和平街道", Epoch: "office-1"})
	for i, name := range []string{"青松社区服务站", "梧桐社区服务站"} {
		id := fmt.Sprint("s", i+1)
		o.do(office.Admit{
			Station: id, Name: name, Community: "339999001001", Machine: i + 1, Address: "127.0.0.1:760" + id[1:], Key: strings.Repeat(id[1:], 64),
		})
		o.do(office.Report{Station: id, Program: "test", Min: 1, Max: o.station.Machine().Supported()})
	}
	o.api.readNames(o.tb.Context())
	o.do(area.AddNodes{Nodes: []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "qs3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "qs3u2", Kind: area.Unit, Parent: "qs3", Number: "2"},
		{ID: "room-1203", Kind: area.Room, Parent: "qs3u2", Number: "1203"},
		{ID: "room-1204", Kind: area.Room, Parent: "qs3u2", Number: "1204"},
	}})
	hash, err := staff.HashPassword(password, cheap)
	if err != nil {
		o.tb.Fatal(err)
	}
	for _, a := range []struct {
		login string
		role  staff.Role
	}{{"clerk", staff.Clerk}, {"recorder", staff.Recorder}, {"second", staff.Recorder}, {"auditor", staff.Auditor}, {"admin", staff.Admin}} {
		o.do(staff.CreateAccount{Login: a.login, Name: "姓" + a.login, Role: a.role, PasswordHash: hash})
	}
}

// do has a command decided that must be applied.
func (o *hall) do(c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	outcome, err := o.station.Execute(context.Background(), ledger.Actor{Kind: ledger.System}, uuid.NewString(), c)
	if err != nil {
		o.tb.Fatal(err)
	}
	if err := outcome.Err(); err != nil {
		o.tb.Fatal(err)
	}
	return outcome
}

// settle brings somebody into the register who registered on the day given.
func (o *hall) settle(card idcard.Card, on string) string {
	o.tb.Helper()
	return o.settleAs(card, on, "res-"+card.IDNumber[14:17])
}

// settleAs is settle with an id for the registration.
func (o *hall) settleAs(card idcard.Card, on, residence string) string {
	o.tb.Helper()
	day, person := dateOf(on), "person-"+card.IDNumber[14:17]
	o.do(registry.ImportPeople{People: []registry.ImportedPerson{{
		ID: person, Card: cardData(card), Phone: "13800006620", RoomID: "room-1203", ResidenceID: residence,
		Number: "N-" + card.IDNumber[14:17], Since: day, RegisteredOn: day,
	}}})
	return person
}

// numberOf completes a citizen number of an area code that was never assigned.
func numberOf(birth, order string) string {
	n := "339999" + strings.ReplaceAll(birth, "-", "") + order
	return n + string(identity.Check(n))
}

func cardOf(name, birth, order string) idcard.Card {
	sex := "2"
	if (order[2]-'0')%2 == 1 {
		sex = "1"
	}
	return idcard.Card{
		Kind: idcard.KindResident, Name: name, SexCode: sex, EthnicCode: "01", Birth: birth, Address: "范本省范本市示范县和平镇 1 号",
		IDNumber: numberOf(birth, order), Issuer: "范本市公安局", ValidFrom: "2020-01-01", ValidTo: "2040-01-01", Nationality: "CHN",
	}
}

// place lays a card on the reader and answers its token.
func (o *hall) place(card idcard.Card) string {
	o.tb.Helper()
	at := o.clock.Now()
	for _, e := range []idcard.Event{{Kind: idcard.EventReady}, {Kind: idcard.EventPlaced}, {Kind: idcard.EventRead, Card: &card, Warnings: card.Warnings}} {
		e.At = at
		o.desk.Handle(e)
	}
	s := o.desk.State()
	if s.Placement == nil {
		o.tb.Fatalf("state = %+v, want a card", s)
	}
	return s.Placement.Token
}

// answered is a status with a body.
type answered struct {
	tb     testing.TB
	status int
	header http.Header
	raw    []byte
}

func (o *hall) send(method, path string, body any) answered {
	o.tb.Helper()
	var r io.Reader
	if body != nil {
		raw, isRaw := body.(string)
		if !isRaw {
			b, err := json.Marshal(body)
			if err != nil {
				o.tb.Fatal(err)
			}
			raw = string(b)
		}
		r = strings.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, o.server.URL+path, r)
	if err != nil {
		o.tb.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return o.sendRequest(request)
}

func (o *hall) sendRequest(request *http.Request) answered {
	o.tb.Helper()
	response, err := o.browser.Do(request)
	if err != nil {
		o.tb.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		o.tb.Fatal(err)
	}
	return answered{o.tb, response.StatusCode, response.Header, raw}
}

func (o *hall) get(path string) answered { o.tb.Helper(); return o.send(http.MethodGet, path, nil) }

func (o *hall) post(path string, body any) answered {
	o.tb.Helper()
	return o.send(http.MethodPost, path, body)
}

// logIn forgets who was logged on and logs somebody on.
func (o *hall) logIn(login string) {
	o.tb.Helper()
	o.browser = o.newBrowser()
	o.post("/api/v1/session", LoginInput{Login: login, Password: password}).want(http.StatusOK)
}

func (a answered) want(status int) answered {
	a.tb.Helper()
	if a.status != status {
		a.tb.Fatalf("status = %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// read reads the body of a success.
func read[T any](a answered) T {
	a.tb.Helper()
	if a.status >= 300 {
		a.tb.Fatalf("status = %d: %s", a.status, a.raw)
	}
	var v T
	d := json.NewDecoder(bytes.NewReader(a.raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		a.tb.Fatalf("%v in %s", err, a.raw)
	}
	return v
}

// problem tells a refusal as "status code" and every wrong field as " field:code".
func (a answered) problem() string {
	a.tb.Helper()
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		a.tb.Fatalf("status %d, content type = %q, want a problem: %.200s", a.status, got, a.raw)
	}
	var p Problem
	if err := json.Unmarshal(a.raw, &p); err != nil {
		a.tb.Fatalf("%v in %s", err, a.raw)
	}
	if p.Status != a.status || p.Type != "urn:jiezhan:problem:"+p.Code {
		a.tb.Fatalf("problem = %+v with status %d", p, a.status)
	}
	text := fmt.Sprint(a.status, " ", p.Code)
	for _, e := range p.Errors {
		text += " " + e.Field + ":" + e.Code
	}
	return text
}
