package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"jiezhan/cluster"
	"jiezhan/cluster/trust"
	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// committed reads what the office has decided, past anything accepted here while cut off.
func committed[T any](r *Running, read func(store.Query) (T, error)) (T, error) {
	var got T
	err := r.Station.ViewCommitted(context.Background(), func(q store.Query) (err error) {
		got, err = read(q)
		return err
	})
	return got, err
}

// roster is who the register says belongs to the office. After the office began again with this station the others belong to it no more, though the register
// learns that only from the first command of the new epoch. A newcomer, whom the register does not list, is given the one of before first as well: its
// leader is none of the others.
func (r *Running) roster() ([]cluster.Wanted, error) {
	var now office.Office
	stations, err := committed(r, func(q store.Query) (all []office.Station, err error) {
		if now, _, err = office.Current(q); err != nil {
			return nil, err
		}
		return office.Stations(q)
	})
	if err != nil {
		return nil, err
	}
	self := r.identity.Station()
	again := now.Epoch != r.identity.Epoch() && slices.ContainsFunc(stations, func(s office.Station) bool { return s.ID == self })
	wanted := make([]cluster.Wanted, len(stations))
	for i, s := range stations {
		wanted[i] = cluster.Wanted{ID: s.ID, Address: s.Address, Removed: again && s.ID != self || s.State == office.Removed}
	}
	return wanted, nil
}

// session is what the register knows of an epoch of a station's disk: its newest start, and whether another has replaced it.
func (r *Running) session(id, epoch string) (start uint64, replaced bool) {
	type session struct {
		start          uint64
		current, found bool
	}
	s, err := committed(r, func(q store.Query) (s session, err error) {
		s.start, s.current, s.found, err = ledger.EpochOf(q, id, epoch)
		return s, err
	})
	if err != nil {
		r.log.Warn("read the session of a station", "station", id, "error", err)
		return 0, false
	}
	return s.start, s.found && !s.current
}

// members tells the network whom to speak to.
type members struct{ r *Running }

var (
	errOtherKey = errors.New("the office knows this station by another key")
	errStranger = errors.New("the office knows no such station")
)

// Admit compares a station's key with the one the office admitted it with. A station unknown here is let in only while this one cannot know better:
// before its own admission has arrived, while it follows nobody, or where it is the one it follows; that station may have been admitted while
// this one slept, and lead by now. One that was removed is let in as well, to be told so in the log's own language: its greeting
// refuses it.
func (m members) Admit(id, key string) error {
	type found struct {
		office.Station
		known, self bool
	}
	s, err := committed(m.r, func(q store.Query) (s found, err error) {
		if s.Station, s.known, err = office.ByID(q, id); err != nil {
			return s, err
		}
		_, s.self, err = office.ByID(q, m.r.identity.Station())
		return s, err
	})
	leader := m.r.place.leader()
	switch {
	case err != nil:
		return fmt.Errorf("look up station %s: %w", id, err)
	case s.known && s.Key != key:
		return fmt.Errorf("%w: %s", errOtherKey, id)
	case !s.known && s.self && leader != "" && leader != id:
		return fmt.Errorf("%w: %s", errStranger, id)
	}
	return nil
}

// letIn takes a station into the office that came with a good code.
func (r *Running) letIn(ctx context.Context, j trust.JoinRequest) (trust.Welcome, error) {
	outcome, err := r.Station.Execute(ctx, ledger.Actor{Kind: ledger.System}, uuid.NewString(), // who comes again, with the same key, is judged again
		office.Admit{Station: j.Station, Name: j.Name, Community: j.Community, Machine: j.Machine, Address: j.Address, Key: j.Key})
	if err != nil {
		r.log.Warn("a new station cannot be admitted now", "station", j.Station, "error", err)
		return trust.Welcome{}, &trust.ErrRefused{Code: problemOf(err).Code}
	}
	if err := outcome.Err(); err != nil {
		r.log.Warn("a new station is refused", "station", j.Station, "reason", err)
		return trust.Welcome{}, &trust.ErrRefused{Code: problemOf(err).Code}
	}
	r.log.Info("a new station is admitted", "station", j.Station, "address", j.Address)
	o, err := committed(r, func(q store.Query) (o office.Office, err error) {
		o, _, err = office.Current(q)
		return o, err
	})
	return trust.Welcome{OfficeID: r.identity.Office(), OfficeName: o.Name, Epoch: r.identity.Epoch()}, err
}

// followRoster has the node look at the roster whenever a station came, went or moved.
func (r *Running) followRoster(ctx context.Context) {
	commits, stop := r.Station.Changes()
	defer stop()
	for {
		select {
		case commit, open := <-commits:
			if !open {
				return
			}
			if touchesStations(commit) {
				r.place.reconcile()
			}
		case <-ctx.Done():
			return
		}
	}
}

func touchesStations(commit station.Commit) bool {
	for _, c := range commit.Changes {
		if c.Topic == "station" || c.Topic == "*" {
			return true
		}
	}
	return commit.Gap
}
