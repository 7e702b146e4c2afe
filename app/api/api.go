// Package api knows the HTTP resources of a station: who may call them, what they take and answer, and how a refusal becomes a problem.
// It knows no serial port and no consensus; the rules of the work stand in the slices below station.
package api

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jiezhan/app/bulk"
	"jiezhan/app/carddesk"
	"jiezhan/app/events"
	"jiezhan/app/looks"
	"jiezhan/app/ports"
	"jiezhan/station"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Patience is how long a write may take before the page is told that its outcome is uncertain. A change of leader takes about a second.
const Patience = 10 * time.Second

// Options are the parts an API is made of. All are needed but the last two.
type Options struct {
	Station *station.Station
	Peers   Peers
	Keeper  Keeper
	Desk    *carddesk.Desk
	Ports   *ports.Service
	Looks   *looks.Recorder
	Hub     *events.Hub
	Bulk    *bulk.Works
	// Words are the sentences that tables for download need, by language.
	Words func(lang string) bulk.Words

	Self   StationInfo
	Office OfficeInfo
	// Hosts are names, besides the loopback ones, under which this station may be called.
	Hosts   []string
	Version string
	// Pages holds the built frontend.
	Pages fs.FS
	Log   *slog.Logger
	// Cost is what hashing a password costs.
	Cost staff.Cost
	// Patience is the time a write may take; Patience where left empty.
	Patience time.Duration
	// Wall is the clock of the network and of measurements, not of the work; time.Now where left empty.
	Wall func() time.Time
}

// API is the HTTP face of one station.
type API struct {
	Options
	huma      huma.API
	mux       *http.ServeMux
	log       *slog.Logger
	routes    []route
	sessions  *sessions
	moment    *moment
	hashes    *hashes
	directory *directory
	visiting  visiting
}

// New makes the API. Nothing is served before Handler is given to a server, and nothing is told to pages before Run.
func New(o Options) *API {
	a := describeOnly()
	a.Options, a.log = o, o.Log
	if a.Patience == 0 {
		a.Patience = Patience
	}
	if a.Wall == nil {
		a.Wall = time.Now
	}
	a.sessions = newSessions(o.Self.ID, o.Station.Now, a.Wall)
	a.moment = newMoment(o.Station)
	a.directory = &directory{}
	a.hashes = newHashes(o.Cost)
	o.Desk.Watch(a.tellDesk)
	return a
}

// describeOnly makes an API that knows its routes and serves none of them, for the OpenAPI document.
func describeOnly() *API {
	adaptHuma()
	a := &API{log: slog.Default(), mux: http.NewServeMux()}
	a.huma = humago.New(a.mux, humaConfig())
	a.stationRoutes()
	a.areaRoutes()
	a.housingRoutes()
	a.kioskRoutes()
	a.kioskEndRoutes()
	a.kioskDraftRoutes()
	a.attachmentRoutes()
	a.sessionRoutes()
	a.caseRoutes()
	a.applicationRoutes()
	a.permitRoutes()
	a.peopleRoutes()
	a.searchRoutes()
	a.paperRoutes()
	a.counterRoutes()
	a.duplicateRoutes()
	a.personFileRoutes()
	a.personDocumentRoutes()
	a.householdRoutes()
	a.dataRequestRoutes()
	a.ownDataRoutes()
	a.draftRoutes()
	a.lookRoutes()
	a.accountRoutes()
	a.journalRoutes()
	a.conflictRoutes()
	a.alarmRoutes()
	a.subscriberRoutes()
	a.deviceRoutes()
	a.rentalRoutes()
	a.reportRoutes()
	a.reporterRoutes()
	a.terminalRoutes()
	a.systemRoutes()
	a.membershipRoutes()
	a.bulkRoutes()
	a.exportRoutes()
	a.statisticsRoutes()
	a.describeStream()
	a.describeSetup()
	return a
}

func humaConfig() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: "Jiezhan station", Version: "1"},
			Components: &huma.Components{Schemas: registry},
		},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
	}
}

// Close ends the streams. The server is shut down after it, because open streams would hold it up.
func (a *API) Close() { a.Hub.Close() }

// execute has a command decided and reads its result; a refusal comes as error.
func execute[T any](ctx context.Context, a *API, actor ledger.Actor, requestID string, c ledger.Command) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, a.Patience)
	defer cancel()
	outcome, err := a.Station.Execute(ctx, actor, requestID, c)
	if err != nil {
		var none T
		return none, err
	}
	return ledger.Result[T](outcome)
}

// view reads the register and answers what read makes of it.
func view[T any](ctx context.Context, a *API, read func(q store.Query) (T, error)) (T, error) {
	var got T
	err := a.Station.View(ctx, func(q store.Query) (err error) {
		got, err = read(q)
		return err
	})
	return got, err
}

func (a *API) today() calendar.Date { return calendar.On(a.Station.Now()) }

// stationName is how people call a station.
func (a *API) stationName(id string) string {
	if id == a.Self.ID {
		return a.Self.Name
	}
	return a.directory.name(id)
}

// applicationWaits tells whether an application, or a step of it, is accepted at this station only so far.
func (a *API) applicationWaits(id string) bool { return a.Station.IsWaiting(id) }

// registrationWaits is the same for a registration. It is asked for by the number of its receipt: an application that waits names the id too, and
// does not make the registration it leans on uncertain.
func (a *API) registrationWaits(number string) bool { return a.Station.IsWaiting(number) }

// list turns every item of a list; the answer is never nil, because JSON would make null of it.
func list[A, B any](items []A, turn func(A) B) []B {
	turned := make([]B, len(items))
	for i, item := range items {
		turned[i] = turn(item)
	}
	return turned
}
