package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/attachment"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// retentionLook is how often a station looks whether the day's erasing is still to be done.
const retentionLook = 10 * time.Minute

// retention has the pictures erased whose time is over, once a day. The leading station does it, unasked: what the law wants gone must not depend on
// somebody thinking of it, and the leader is the one station that is up to date. The request ids follow from the day, so a second leader on the same day
// asks for the same and nothing is done twice.
type retention struct {
	leads   func() bool
	today   func() calendar.Date
	execute func(ctx context.Context, requestID string, c attachment.EraseDue) (attachment.Erased, error)
	log     *slog.Logger

	done calendar.Date // the last day that is through
}

// retain begins the care for what has to go.
func (r *Running) retain(ctx context.Context) {
	select {
	case <-r.settled:
	case <-ctx.Done():
		return
	}
	care := &retention{
		leads: func() bool { return r.place.leader() == r.config.Station.ID },
		today: func() calendar.Date { return calendar.On(r.Station.Now()) },
		execute: func(ctx context.Context, requestID string, c attachment.EraseDue) (attachment.Erased, error) {
			outcome, err := r.Station.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID, c)
			if err != nil {
				return attachment.Erased{}, err
			}
			return ledger.Result[attachment.Erased](outcome)
		},
		log: r.log,
	}
	tick := time.NewTicker(retentionLook)
	defer tick.Stop()
	for {
		care.look(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// look does the day's erasing where it is this station's and not done. What fails is tried at the next look.
func (r *retention) look(ctx context.Context) {
	today := r.today()
	if r.done.Equal(today) || !r.leads() {
		return
	}
	erased := 0
	for next := (attachment.EraseDue{}); ; {
		part, err := r.execute(ctx, r.requestID(today, next, erased), next)
		if err != nil {
			if ctx.Err() == nil {
				r.log.Warn("erase pictures whose time is over", "error", err)
			}
			return
		}
		for _, n := range part.Count {
			erased += n
		}
		if !part.More {
			break
		}
		next.After = part.Next
	}
	r.done = today
	if erased > 0 {
		r.log.Info("pictures erased whose time was over", "pictures", erased)
	}
}

// requestID names one part of a day's erasing.
func (r *retention) requestID(day calendar.Date, part attachment.EraseDue, before int) string {
	return uuid.NewSHA1(uuid.Nil, fmt.Appendf(nil, "attachment.erase_due %s %q %d", day, part.After, before)).String()
}
