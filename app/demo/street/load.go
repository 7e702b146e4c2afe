package street

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiezhan/station"
	"jiezhan/station/alarm"
	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Progress is how far the loading has come; Problem ends it.
type Progress struct {
	Done    int    `json:"done"`
	Total   int    `json:"total"`
	Problem string `json:"problem,omitempty"`
}

// chunk is how many places or people travel in one command.
const chunk = 500

// retry is how long a step waits to be asked again where nothing else happens.
const retry = 200 * time.Millisecond

// names is the root of all request ids of the sample: the same step has the same id in every run, so that a broken-off loading goes on where it
// stopped and nothing is loaded twice.
var names = uuid.MustParse("b5a0a6c4-6f0a-4f1e-9a53-2d5a1a6f7c11")

// Clock is the station's clock while the sample is loaded: cases of the past are made in the past.
type Clock interface {
	// Set makes the clock show t until Release.
	Set(t time.Time)
	Release()
}

// loader feeds the sample to a station, through the same commands that everybody uses.
type loader struct {
	to     *station.Station
	clock  Clock
	asOf   calendar.Date
	now    time.Time // when the loading began
	report func(Progress)
	p      Progress
}

// Load brings the sample street of the day asOf into the register, unless it is there already.
func Load(ctx context.Context, to *station.Station, clock Clock, asOf calendar.Date, report func(Progress)) error {
	l := loader{to: to, clock: clock, asOf: asOf, now: to.Now(), report: report, p: Progress{Total: 1}}
	done, err := l.decided(ctx, lastStep())
	if err != nil {
		return err
	}
	if !done {
		if err := l.load(ctx, New(asOf)); err != nil {
			return err
		}
	}
	l.p.Done = l.p.Total
	report(l.p)
	return nil
}

func (l *loader) load(ctx context.Context, s Street) error {
	l.p.Total = len(s.Places) + len(s.Residents) + 1
	if err := l.accounts(ctx); err != nil {
		return err
	}
	n := 0
	for part := range slices.Chunk(s.Places, chunk) {
		if err := l.send(ctx, fmt.Sprint("places/", n), addPlaces(part)); err != nil {
			return err
		}
		l.advance(len(part))
		n++
	}
	n = 0
	for part := range slices.Chunk(s.Residents, chunk) {
		if err := l.send(ctx, fmt.Sprint("people/", n), l.importPeople(n*chunk, part)); err != nil {
			return err
		}
		l.advance(len(part))
		n++
	}
	if err := l.departures(ctx, s.Residents); err != nil {
		return err
	}
	for _, tell := range []func(context.Context, Street) error{l.cases, l.cards, l.visitors, l.rentals} {
		if err := tell(ctx, s); err != nil {
			return err
		}
	}
	return l.subscribers(ctx, s.Subscribers)
}

func (l *loader) advance(n int) {
	l.p.Done += n
	l.report(l.p)
}

// system is the actor of what a real office would have done before it had this program.
func system() ledger.Actor { return ledger.Actor{Kind: ledger.System, ID: "sample"} }

func (l *loader) send(ctx context.Context, step string, c ledger.Command) error {
	_, err := l.as(ctx, system(), step, c)
	return err
}

// as sends one step of the sample. A step that was decided in an earlier run stands as it was decided.
func (l *loader) as(ctx context.Context, actor ledger.Actor, step string, c ledger.Command) (ledger.Outcome, error) {
	outcome, err := l.decide(ctx, actor, step, c)
	if err != nil {
		return outcome, fmt.Errorf("load %s: %w", step, err)
	}
	if outcome.Refusal != nil && outcome.Refusal.Code() != "request.reused" {
		return outcome, fmt.Errorf("load %s: %w", step, outcome.Refusal)
	}
	return outcome, nil
}

// decide asks until the office has decided: the sample is not to be accepted at one station only, and a busy machine may lose sight of the office for a moment.
func (l *loader) decide(ctx context.Context, actor ledger.Actor, step string, c ledger.Command) (ledger.Outcome, error) {
	changes, stop := l.to.WatchMode()
	defer stop()
	for {
		if l.to.Standing().Mode == station.Normal {
			outcome, err := l.to.Execute(ctx, actor, requestID(step), c)
			if !errors.Is(err, station.ErrNoLeader) && !errors.Is(err, station.ErrUncertain) && !errors.Is(err, station.ErrCutOff) {
				return outcome, err
			}
		}
		pause := time.NewTimer(retry)
		select {
		case <-changes:
		case <-pause.C:
		case <-ctx.Done():
			return ledger.Outcome{}, ctx.Err()
		}
		pause.Stop()
	}
}

// subscribers enters who is behind the alarm accounts, as a clerk would.
func (l *loader) subscribers(ctx context.Context, all []alarm.PutSubscriber) error {
	clerk, err := l.officer(ctx, "zhoumin")
	if err != nil {
		return err
	}
	for _, c := range all {
		if _, err := l.as(ctx, clerk, subscriberStep(c.Account), c); err != nil {
			return err
		}
	}
	return nil
}

func subscriberStep(account string) string { return "subscriber/" + account }

// lastStep is the step that shows that everything is loaded.
func lastStep() string {
	lines := Lines()
	return subscriberStep(lines[len(lines)-1].Account)
}

func requestID(step string) string { return uuid.NewSHA1(names, []byte(step)).String() }

// decided tells whether a step of the sample has an outcome.
func (l *loader) decided(ctx context.Context, step string) (found bool, err error) {
	err = l.to.View(ctx, func(q store.Query) error {
		return q.Row(`SELECT EXISTS (SELECT 1 FROM outcome WHERE request_id = ?)`, requestID(step)).Scan(&found)
	})
	return found, err
}

func addPlaces(places []Place) area.AddNodes {
	var c area.AddNodes
	for _, p := range places {
		c.Nodes = append(c.Nodes, area.NewNode{ID: p.ID, Kind: area.Kind(p.Kind), Parent: p.Parent, Grid: p.Grid, Name: p.Name, Number: p.Number})
	}
	return c
}

func (l *loader) importPeople(first int, people []Resident) registry.ImportPeople {
	var c registry.ImportPeople
	for i, p := range people {
		line := registry.ImportedPerson{
			ID: p.ID, Phone: p.Phone, HouseholdID: p.Household, RoomID: p.RoomID, Card: registry.CardData{
				Kind: registry.ResidentCard, Name: p.Name, SexCode: p.Sex, EthnicCode: p.Ethnic, Birth: p.Birth, Address: p.CardAddress,
				IDNumber: p.IDNumber, Verified: registry.VerifiedSeen, Nationality: "CHN",
			},
		}
		if p.Newcomer {
			line.ResidenceID, line.Since, line.RegisteredOn = residenceID(p), p.Since, p.RegisteredOn
			line.Number = station.CaseNumber(l.to.Identity(), p.RegisteredOn, first+i+1)
		}
		c.People = append(c.People, line)
	}
	return c
}

func residenceID(p Resident) string { return uuid.NewSHA1(names, []byte("residence/"+p.ID)).String() }

// departures ends the registrations of those who moved away.
func (l *loader) departures(ctx context.Context, people []Resident) error {
	for _, p := range people {
		if p.Ended.IsZero() {
			continue
		}
		end := registry.EndResidence{ResidenceID: residenceID(p), On: p.Ended, Reason: registry.MovedAway}
		if err := l.send(ctx, "end/"+p.ID, end); err != nil {
			return err
		}
	}
	return nil
}
