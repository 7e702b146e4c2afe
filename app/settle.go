package app

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/text"
	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// settleLook is how often a station looks whether it can say what the register must know of it.
const settleLook = 100 * time.Millisecond

// settle brings what the register says of this station up to date, once a station leads: that the office is founded, or began again, where this station
// is reached and what it runs. Every step may be done again.
func (r *Running) settle(ctx context.Context) {
	look := time.NewTicker(settleLook)
	defer look.Stop()
	for {
		err := r.settleOnce(ctx)
		switch {
		case err == nil:
			close(r.settled)
			return
		case ctx.Err() != nil:
			return
		case !retryable(err):
			r.log.Error("the office cannot be told of this station", "error", err)
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// errNotYet says that no station leads yet, or that this one's copy is still old.
var errNotYet = errors.New("no station leads yet, or this one is not up to date")

// retryable tells whether asking again may help.
func retryable(err error) bool {
	for _, passing := range []error{errNotYet, station.ErrNoLeader, station.ErrUncertain, station.ErrCutOff, context.DeadlineExceeded} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}

func (r *Running) settleOnce(ctx context.Context) error {
	if contact := r.place.now().Contact(); contact.Leader == "" || contact.CatchingUp {
		return errNotYet
	}
	e, err := readErrand(r.config.Data)
	if err != nil {
		return err
	}
	if err := r.doErrand(ctx, e); err != nil {
		return err
	}
	if err := dropErrand(r.config.Data); err != nil {
		return err
	}
	return r.introduce(ctx)
}

func (r *Running) doErrand(ctx context.Context, e errand) error {
	id := r.identity
	switch e.Kind {
	case errandFound:
		c := r.config
		return errors.Join(
			r.order(ctx, derived("found", id.Office()), office.Found{OfficeID: id.Office(), Name: c.Office.Name, Epoch: id.Epoch()}),
			r.order(ctx, derived("admit", id.Office(), id.Station(), id.Key()), office.Admit{
				Station: id.Station(), Name: c.Station.Name, Community: c.Station.Community, Machine: c.Station.Machine, Address: c.advertised(), Key: id.Key(),
			}))
	case errandRecover:
		return r.order(ctx, derived("recover", id.Office(), id.Epoch()), office.Recover{Epoch: id.Epoch(), Survivor: id.Station(), Reason: e.Reason})
	default:
		return nil
	}
}

// introduce corrects this station's line where it moved or runs another program than the register says.
func (r *Running) introduce(ctx context.Context) error {
	type line struct {
		office.Station
		known bool
	}
	is, err := committed(r, func(q store.Query) (l line, err error) {
		l.Station, l.known, err = office.ByID(q, r.identity.Station())
		return l, err
	})
	if err != nil {
		return err
	}
	if !is.known {
		return errNotYet // its own admission has not arrived here
	}
	if is.Address != r.config.advertised() {
		if err := r.order(ctx, uuid.NewString(), office.Move{Station: is.ID, Address: r.config.advertised()}); err != nil {
			return err
		}
	}
	report := office.Report{Station: is.ID, Program: r.setting.Version, Min: 1, Max: r.Station.Machine().Supported()}
	if is.Program == report.Program && is.Min == report.Min && is.Max == report.Max {
		return nil
	}
	return r.order(ctx, uuid.NewString(), report)
}

// order has a command of the program itself decided; a refusal is an error.
func (r *Running) order(ctx context.Context, requestID string, c ledger.Command) error {
	ctx, cancel := context.WithTimeout(ctx, leaving)
	defer cancel()
	outcome, err := r.Station.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID, c)
	if err != nil {
		return err
	}
	if outcome.Refusal != nil {
		return text.Failure(outcome.Refusal, "refusal.other", outcome.Refusal)
	}
	return nil
}
