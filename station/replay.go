package station

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"jiezhan/station/journal"
	"jiezhan/station/ledger"
)

const (
	// window is how many entries are under way at once: the log's answer takes some milliseconds, and groups what comes together.
	window = 64
	// fillMost bounds how many empty seats are made at once.
	fillMost = 1024

	codeOutOfOrder = "journal.out_of_order"
	// codeRejected says that the leader did not take an entry at all, such as a kind of a version it does not know.
	codeRejected = "version.unknown_kind"
	// OtherNumber says of an entry of the journal that its request was decided before it was accepted here, and under another number than that on the receipt.
	OtherNumber = "journal.other_number"
)

// shipment is one entry under way, or an empty one that takes the seat of an entry the office will never see.
type shipment struct {
	journal.Entry
	empty bool
}

type reply struct {
	shipment
	answer
}

// replay sends the journal in the order of acceptance. The office decides an entry only after the one before it, so after an answer that was no
// decision everything unsettled is sent again: what was decided meanwhile answers the same once more.
type replay struct {
	replies chan reply // of this round; renewed with it, so that what comes later is not heard
	queue   []journal.Entry
	after   uint64 // place of the last entry read
	empty   []ledger.Envelope
	flight  int
	stuck   bool // send no more in this round
	round   int

	deadline   *time.Timer
	pause      pause
	rebuilding bool
}

func (p *replay) begin() {
	p.abandon()
	p.replies = make(chan reply, window)
	reach("replay.begin")
}

// abandon forgets the round; what is under way will be asked for again.
func (p *replay) abandon() {
	p.deadline.Stop()
	p.replies, p.queue, p.after, p.flight, p.stuck = nil, nil, 0, 0, false
}

// stick ends the round when everything under way was answered.
func (p *replay) stick() {
	p.stuck = true
	p.pause.begin()
}

// pump keeps the window full.
func (r *runner) pump(ctx context.Context) {
	p := &r.replay
	if p.pause.on || p.stuck && p.flight > 0 {
		return
	}
	if p.stuck {
		p.begin()
	}
	for p.flight < window {
		next, found, err := r.shipment(ctx)
		if err != nil {
			r.s.situation.troubled(err)
			p.stick()
		}
		if err != nil || !found {
			return
		}
		r.ship(next)
	}
}

func (r *runner) shipment(ctx context.Context) (shipment, bool, error) {
	p := &r.replay
	if len(p.empty) > 0 {
		e := p.empty[0]
		p.empty = p.empty[1:]
		return shipment{Entry: journal.Entry{Envelope: e}, empty: true}, true, nil
	}
	if len(p.queue) == 0 {
		var err error
		if p.queue, err = r.s.journal.Pending(ctx, p.after, window); err != nil || len(p.queue) == 0 {
			return shipment{}, false, err
		}
		if err := r.s.journal.Send(p.queue); err != nil {
			return shipment{}, false, err
		}
	}
	e := p.queue[0]
	p.queue, p.after = p.queue[1:], e.Place
	return shipment{Entry: e}, true, nil
}

func (r *runner) ship(next shipment) {
	p := &r.replay
	if p.flight == 0 {
		now, _ := r.s.situation.look() // a station that was just found stale hears of it on the next round
		p.round = now.round
		p.deadline.Reset(r.s.sources.Isolation.Deadline)
	}
	p.flight++
	replies := p.replies
	r.s.line.now().Submit(next.Envelope, func(o ledger.Outcome, err error) { replies <- reply{next, answer{o, err}} })
	reach("replay.sent")
}

// decided takes in an answer, and those that have come with it, and settles them with one sync.
func (r *runner) decided(first reply) {
	p := &r.replay
	var verdicts []journal.Verdict
	for next, more := first, true; more; {
		p.flight--
		if v, decided := r.verdict(next); decided {
			verdicts = append(verdicts, v)
		}
		select {
		case next = <-p.replies:
		default:
			more = false
		}
	}
	reach("replay.decided")
	if p.deadline.Stop(); p.flight > 0 {
		p.deadline.Reset(r.s.sources.Isolation.Deadline)
	}
	if len(verdicts) == 0 {
		return
	}
	r.s.situation.answered()
	p.pause.next = retryFirst
	err := r.s.journal.Settle(verdicts, r.s.sources.Now())
	r.s.situation.troubled(err)
	if err != nil {
		p.stick()
		return
	}
	reach("replay.settled")
	ids := make([]string, len(verdicts))
	for i, v := range verdicts {
		ids[i] = v.Entry.RequestID
	}
	r.s.told(ids...)
}

// verdict reads one answer; decided is false where it must be asked for again, or where it is about an empty seat.
func (r *runner) verdict(p reply) (v journal.Verdict, decided bool) {
	v = journal.Verdict{Entry: p.Entry, Index: p.outcome.Index}
	refusal := p.outcome.Refusal
	switch {
	case errors.Is(p.err, ErrRejected) && !p.empty:
		v.Code, v.Unread = codeRejected, true
	case p.err != nil:
		r.replay.stick()
		return v, false
	case refusal != nil && refusal.Code() == codeOutOfOrder:
		r.replay.stick()
		r.fill(p, refusal)
		return v, false
	case refusal != nil:
		v.Code = refusal.Code()
	case renumbered(p.Number, p.outcome.Result):
		v.Code = OtherNumber
	}
	return v, !p.empty
}

// renumbered says whether the result bears another number than the receipt: the station was restarted between two askings, and had forgotten the first.
func renumbered(receipt string, result json.RawMessage) bool {
	var decided struct {
		Number string `json:"number"`
	}
	return receipt != "" && json.Unmarshal(result, &decided) == nil && decided.Number != "" && decided.Number != receipt
}

// fill takes the seats of entries that are settled here and that the office will never see: the leader did not take them, or the office was brought back
// to an earlier state. Without it everything behind them would wait for ever. The seats are in the journal of the entry that came too early, which may
// be of an earlier life of this disk, under an earlier id, that the office takes for the current one.
func (r *runner) fill(p reply, refusal *ledger.Refusal) {
	next, err := strconv.ParseUint(refusal.Problems[0].Params["next"], 10, 64)
	if err != nil || p.empty || len(r.replay.empty) > 0 {
		return
	}
	first, found, err := r.s.journal.First(context.Background(), p.Epoch)
	if err != nil || !found {
		return
	}
	applied, _ := r.s.machine.Applied()
	for seq := next; seq < first && len(r.replay.empty) < fillMost; seq++ {
		e, err := r.s.seal(ledger.Acknowledge{Epoch: p.Epoch})
		if err != nil {
			return
		}
		e.Stamp.Station = p.Envelope.Stamp.Station
		e.Stamp.Captured = &ledger.Captured{Epoch: p.Epoch, Seq: seq, Base: applied}
		r.replay.empty = append(r.replay.empty, e)
	}
}

// overdue gives up waiting for what is under way.
func (r *runner) overdue() {
	r.s.situation.missed(r.replay.round)
	r.replay.begin()
}
