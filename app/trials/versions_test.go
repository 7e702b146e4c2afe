//go:build trials

package trials

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bench"
	"jiezhan/station/ledger"
)

// note is a command that only the next version of the program knows.
func note(text string) bench.Command {
	payload, _ := json.Marshal(map[string]string{"text": text})
	return bench.Command{RequestID: uuid.NewString(), Kind: "next.note.v1", Payload: payload, Actor: ledger.Actor{Kind: ledger.System, ID: "trial"}}
}

// swap restarts a station with another program.
func (s *site) swap(program string) {
	s.office.t.Helper()
	s.Stop()
	s.Program = program
	s.start()
	s.until("normal", func() bool { return s.State().Mode == "normal" && s.State().Leader != "" })
}

// An office moves to the next version, one station at a time, with residents at all of them; half-way one station goes back. The new kind of command
// is refused until every station knows it and the office has been raised. Afterwards the old program does not start any more.
func TestMixedVersions(t *testing.T) {
	old, next := build(t, "faults"), build(t, "faults nextversion")
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	load := o.gather(4, 0)
	raise := func(s *site) error {
		_, err := s.Run("office", "raise", "--config", s.Config())
		return err
	}
	for _, step := range []struct {
		site    int
		program string
	}{{2, next}, {2, old}, {2, next}, {0, next}} {
		s := o.sites[step.site]
		s.swap(step.program)
		load.until(10)
		if step.program == next {
			if a, err := s.Execute(note("too early")); err != nil || a.Outcome.Refusal == nil || a.Outcome.Refusal.Code() != "version.not_raised" {
				t.Errorf("the new kind before the raise = %+v %v, want refused version.not_raised", a, err)
			}
			if raise(s) == nil {
				t.Fatal("the office was raised although station 2 runs the old version")
			}
		}
	}
	o.sites[1].swap(next)
	o.sites[0].until("the raise", func() bool { return raise(o.sites[0]) == nil })
	for _, s := range o.sites {
		s.until("version 2", func() bool { return s.State().Version == 2 })
		if a, err := s.Execute(note("from " + s.ID)); err != nil || a.Error != "" || a.Outcome.Refusal != nil {
			t.Errorf("%s: the new kind after the raise = %+v %v, want applied", s.ID, a, err)
		}
	}
	all := load.disperse()
	o.settle()
	o.account(all)
	if got := o.sites[1].read(`SELECT count(*) FROM next_note`); got[0] != "4" {
		t.Errorf("notes = %s, want the 1 of the migration and 3 of the stations", got[0])
	}
	last := o.sites[2]
	last.Stop()
	last.Program = old
	if out, err := last.Run("serve", "--config", last.Config()); err == nil {
		t.Errorf("the old program started on data of the next version: %s", out)
	}
	last.Program = next
	last.start()
	o.settle()
	t.Logf("5 restarts in two directions; %d registrations acknowledged, %d of them while cut off", len(all), waited(all))
}
