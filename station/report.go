package station

import (
	"context"

	"jiezhan/station/journal"
)

// reports tell of entries that the leader did not take at all, one at a time and only in Normal mode: putting them before staff is a command too.
type reports struct {
	due   bool // there may be some
	told  chan error
	entry journal.Entry // under way while told is not nil
	pause pause
}

func (r *runner) report(ctx context.Context) {
	p := &r.reports
	if r.s.sources.Unreplayable == nil || !p.due || p.told != nil || p.pause.on {
		return
	}
	var err error
	if p.entry, p.due, err = r.s.journal.Unread(ctx); err != nil || !p.due {
		r.s.situation.troubled(err)
		return
	}
	told, entry := make(chan error, 1), p.entry
	p.told = told
	r.work.Go(func() { told <- r.s.sources.Unreplayable(ctx, entry, entry.Code) })
}

func (r *runner) reported(err error) {
	p := &r.reports
	p.told = nil
	if err == nil {
		err = r.s.journal.Read(p.entry)
	}
	if err != nil {
		p.pause.begin()
		return
	}
	p.pause.reset()
}
