//go:build trials

package trials

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bench"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// cutOff waits until a station has noticed that it is alone.
func (s *site) cutOff() {
	s.office.t.Helper()
	s.until("isolated mode", func() bool { return s.State().Mode == "isolated" })
}

// resident registers a person long enough ago to apply, and answers the ids an application needs.
func (s *site) resident(n int) (person, residence, receipt string) {
	s.office.t.Helper()
	done, err := ledger.Result[registry.RegisteredResidence](s.must(uuid.NewString(), bench.Registration(n)))
	if err != nil {
		s.office.t.Fatal(err)
	}
	return done.PersonID, done.ID, done.Number
}

// settled brings in a person who registered long ago and may apply for a permit.
func (s *site) settled(n int) (person, residence string) {
	s.office.t.Helper()
	c := bench.Import(n, 1)
	since, err := calendar.ParseDate("2024-01-08")
	if err != nil {
		s.office.t.Fatal(err)
	}
	p := &c.People[0]
	p.ID, p.ResidenceID, p.Number, p.Since, p.RegisteredOn = uuid.NewString(), uuid.NewString(), fmt.Sprint("OLD-", n), since, since
	s.must(uuid.NewString(), c)
	return p.ID, p.ResidenceID
}

// ends holds every entry of the journal to having exactly one end, and answers how many had which.
func (s *site) ends() map[string]int {
	s.office.t.Helper()
	var entries []struct {
		Seq       uint64
		Epoch     string
		RequestID string
		State     string
	}
	if err := s.Get("/bench/journal", &entries); err != nil {
		s.office.t.Fatal(err)
	}
	count, seen := map[string]int{}, map[string]bool{}
	for _, e := range entries {
		count[e.State]++
		if key := fmt.Sprint(e.Epoch, e.Seq); seen[key] {
			s.office.t.Errorf("%s: entry %d of the journal is there twice", s.ID, e.Seq)
		} else {
			seen[key] = true
		}
		if n := s.read(`SELECT count(*) FROM outcome WHERE request_id = '` + e.RequestID + `'`); n[0] != "1" {
			s.office.t.Errorf("%s: entry %d has %s outcomes in the register, want 1", s.ID, e.Seq, n[0])
		}
	}
	return count
}

// intake is what one cut-off station takes in, with one application that somebody else makes too on the other side.
type intake struct {
	all      []acked
	conflict string // the request that cannot be taken
}

// while station one is cut off, it takes in registrations and an application; the others take in the same application.
func (o *office) minority(one *site, others *site, person, residence string, first int, send func(bench.Command) ledger.Outcome) intake {
	o.t.Helper()
	o.network.isolate(one.index, len(o.sites))
	one.cutOff()
	var in intake
	for n := first; n < first+10; n++ {
		request := uuid.NewString()
		outcome := send(bench.NewCommand(request, bench.Registration(n)))
		done, err := ledger.Result[registry.RegisteredResidence](outcome)
		if err != nil {
			o.t.Fatal(err)
		}
		in.all = append(in.all, acked{n, request, done.Number, outcome.Waiting})
	}
	in.conflict = uuid.NewString()
	if outcome := send(bench.NewCommand(in.conflict, application(person, residence))); outcome.Refusal != nil || !outcome.Waiting {
		o.t.Fatalf("an application at the cut-off station = %+v, want accepted and waiting", outcome)
	}
	others.must(uuid.NewString(), application(person, residence))
	return in
}

// One station of three is cut off and serves; on the other side somebody applies for the same permit. Nine of ten things go
// their way, and the one that cannot lies on the desk for conflicts, once, on every station.
func TestAMinorityServesAndComesBack(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	person, residence := o.sites[0].settled(9_000)
	_, others := o.leader()
	one, majority := others[0], others[1]
	one.until("the resident", func() bool { return len(one.read(`SELECT id FROM residence`)) == 1 })
	in := o.minority(one, majority, person, residence, 1, func(c bench.Command) ledger.Outcome {
		a, err := one.Execute(c)
		if err != nil || a.Error != "" {
			t.Fatalf("cut-off station: %+v %v, want served", a, err)
		}
		return a.Outcome
	})
	seen := one.read(`SELECT count(*) FROM residence`)
	if seen[0] != "11" {
		t.Errorf("the cut-off station shows %s registrations, want its own 10 and the 1 before", seen[0])
	}
	if refused, err := one.Execute(bench.NewCommand(uuid.NewString(), staff.CreateAccount{Login: "x1", Name: "x", Role: staff.Clerk, PasswordHash: "x"})); err != nil || refused.Error != bench.CutOff && refused.Outcome.Refusal == nil {
		t.Errorf("an account made while cut off = %+v %v, want refused", refused, err)
	}
	o.network.join(one.index, 3)
	o.conflicts(one, in)
}

func (o *office) conflicts(one *site, in intake) {
	o.t.Helper()
	o.settle()
	o.account(in.all)
	if got := one.ends(); got["done"] != 10 || got["attention"] != 1 || len(got) != 2 {
		o.t.Errorf("ends of the journal = %v, want 10 done and 1 attention", got)
	}
	for _, s := range o.sites {
		if got := s.read(`SELECT request_id || ' ' || outcome || ' ' || state FROM conflict`); len(got) != 1 || got[0] != in.conflict+" taken open" {
			o.t.Errorf("%s: conflicts = %v, want the application, taken, open", s.ID, got)
		}
	}
}

// The same with a power cut at every step of accepting and of sending on.
func TestAPowerCutAtEveryStepOfTheJournal(t *testing.T) {
	steps := []string{
		"accept.begin:5", "accept.judged:5", "accept.journaled:5", "accept.answered:5",
		"withdraw.done:1", "replay.begin:1", "replay.sent:4", "replay.decided:1", "replay.settled:1",
	}
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	for i, step := range steps {
		t.Run(step, func(t *testing.T) {
			o.t = t
			person, residence := o.sites[0].settled(9_000 + i)
			one, majority := o.sites[2], o.sites[1]
			one.Kill()
			one.start("JIEZHAN_FAULT=" + step)
			one.until("the resident", func() bool {
				return one.State().Mode == "normal" && len(one.read(`SELECT id FROM residence WHERE id = '`+residence+`'`)) == 1
			})
			died := false
			again := func() {
				if !one.Running() {
					died = true
					one.start()
					one.cutOff()
				}
			}
			in := o.minority(one, majority, person, residence, 100*(i+1), func(c bench.Command) ledger.Outcome {
				for {
					a, err := one.Execute(c)
					if err == nil && a.Error == "" {
						return a.Outcome
					}
					one.until("end or answer", func() bool { return !one.Running() || one.State().Mode == "isolated" })
					again()
				}
			})
			o.network.join(one.index, 3)
			one.until("its end", func() bool {
				if died {
					return true
				}
				if !one.Running() {
					died = true
					one.start()
				}
				return died
			})
			o.settle()
			o.account(in.all)
			for _, s := range o.sites {
				if got := s.read(`SELECT outcome || ' ' || state FROM conflict WHERE request_id = '` + in.conflict + `'`); len(got) != 1 || got[0] != "taken open" {
					t.Errorf("%s: conflicts = %v, want the application once", s.ID, got)
				}
			}
			one.ends()
		})
	}
}

// A single kiosk cut off from six others, and an office of two with one switched off: residents are served, and what they were told comes true.
func TestOneOfSevenAndOneOfTwo(t *testing.T) {
	for name, c := range map[string]struct{ stations, voters int }{"seven": {7, 5}, "two": {2, 1}} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t, plan{stations: c.stations, voters: c.voters})
			o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
			person, residence := o.sites[0].settled(1)
			one := o.sites[len(o.sites)-1]
			one.until("the resident", func() bool { return len(one.read(`SELECT id FROM residence`)) == 1 })
			if name == "two" { // the one that decides is switched off, the other serves
				o.sites[0].Kill()
			} else {
				o.network.isolate(one.index, c.stations)
			}
			one.cutOff()
			_, _, receipt := one.resident(2)
			applied, err := ledger.Result[permit.Applied](one.must(uuid.NewString(), application(person, residence)))
			if err != nil {
				t.Fatal(err)
			}
			if name == "two" {
				o.sites[0].start()
			} else {
				o.network.join(one.index, c.stations)
			}
			o.settle()
			for _, s := range o.sites {
				got := s.read(`SELECT number FROM residence WHERE number NOT LIKE 'OLD-%' UNION ALL SELECT number FROM application`)
				want, _ := json.Marshal([]string{receipt, applied.Number})
				if have, _ := json.Marshal(got); string(have) != string(want) {
					t.Errorf("%s: numbers = %s, want %s as on the receipts", s.ID, have, want)
				}
			}
		})
	}
}
