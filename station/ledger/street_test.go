package ledger

import (
	"testing"

	"pgregory.net/rapid"
)

// firstOfJournals is the first request number of entries that came through a journal; those of one place in a journal are always the same.
const firstOfJournals = 1000

// A street draws a log as a street of stations writes it on bad lines: commands asked twice, journals sent with gaps, again, and from disks of
// before, sessions, acknowledgements, a raise in the middle.
type street struct {
	rt    *rapid.T
	tb    testing.TB
	index int
	fresh int
	epoch string
	start int
	next  map[string]int // in each journal
	acked bool
}

func (s *street) draw() []Entry {
	var entries []Entry
	for range rapid.IntRange(1, 14).Draw(s.rt, "entries") {
		s.index += 2 // gaps, as configuration entries leave them
		e := Entry{Index: uint64(s.index)}
		for range rapid.IntRange(1, 5).Draw(s.rt, "commands") {
			e.Envelopes = append(e.Envelopes, s.command())
		}
		entries = append(entries, e)
	}
	return entries
}

func (s *street) command() Envelope {
	switch kind := rapid.IntRange(0, 19).Draw(s.rt, "kind"); {
	case kind == 0 || s.epoch == "":
		return s.open()
	case kind == 1 || kind == 3:
		s.acked = true
		return s.system(Acknowledge{
			Epoch: s.epoch, Seq: uint64(rapid.IntRange(0, s.next[s.epoch]).Draw(s.rt, "acked")), Index: uint64(rapid.IntRange(0, s.index).Draw(s.rt, "dropped")),
		})
	case kind == 2:
		return s.plain(raise{To: rapid.IntRange(1, 2).Draw(s.rt, "to"), Regrets: rapid.Bool().Draw(s.rt, "regrets")})
	case kind < 11:
		return s.journal()
	}
	return s.plain(s.ordinary(rapid.IntRange(0, 11).Draw(s.rt, "command")))
}

// open is mostly the next start, and sometimes a disk of before or a new journal.
func (s *street) open() Envelope {
	switch rapid.IntRange(0, 4).Draw(s.rt, "start") {
	case 0:
		return s.system(OpenSession{Epoch: s.epoch + "x", Start: 1}) // the first of an office is x
	case 1:
		return s.system(OpenSession{Epoch: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(s.rt, "epoch"), Start: uint64(s.start)})
	case 2:
		s.epoch = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(s.rt, "epoch")
	}
	if s.epoch == "" {
		s.epoch = "a"
	}
	s.start++
	return s.system(OpenSession{Epoch: s.epoch, Start: uint64(s.start)})
}

func (s *street) system(c Command) Envelope {
	s.fresh++
	return system(s.tb, 100+s.fresh, c)
}

// plain takes few request ids, so that many are asked twice or for something else.
func (s *street) plain(c Command) Envelope {
	return s.mark(seal(s.tb, rapid.IntRange(1, 30).Draw(s.rt, "request"), c))
}

func (s *street) mark(e Envelope) Envelope {
	e.Ignorable = e.Kind == wave{}.Kind()
	return e
}

// journal is mostly the next entry of the current journal, otherwise one near it or one of another journal. Now and then its answer got lost before, so
// that it was also sent without its place.
func (s *street) journal() Envelope {
	epoch := s.epoch
	if rapid.IntRange(0, 9).Draw(s.rt, "other journal") == 0 {
		epoch = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(s.rt, "epoch")
	}
	seq := s.next[epoch] + 1
	switch off := rapid.IntRange(-9, 9).Draw(s.rt, "place"); {
	case off < -5:
		seq = rapid.IntRange(1, seq).Draw(s.rt, "sent again")
	case off > 7:
		seq += off - 7
	default:
		s.next[epoch] = seq
	}
	e := captured(s.tb, firstOfJournals+1000*int(epoch[0]-'a')+seq, s.ordinary(seq%12), epoch, seq)
	if seq%3 == 0 {
		e.Stamp.Actor.ID = gone
	}
	if !s.acked && rapid.IntRange(0, 9).Draw(s.rt, "answer lost") == 0 {
		e.Stamp.Captured = nil
	}
	return s.mark(e)
}

// ordinary is one of the commands of the slice.
func (s *street) ordinary(n int) Command {
	jar := []string{"a", "b", "c", ""}[n%4]
	switch {
	case n == 0:
		return fumble{jar}
	case n == 1:
		return paint{jar, "red"}
	case n == 2:
		return wave{jar}
	case n < 6:
		return take{jar, n}
	}
	return put{jar, n - 5}
}
