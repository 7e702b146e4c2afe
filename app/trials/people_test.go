//go:build trials

package trials

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bench"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// application is what a newcomer with a registration of long ago applies for.
func application(person, residence string) permit.ApplyForPermit {
	return permit.ApplyForPermit{
		PersonID: person, RegistrationID: residence, Condition: permit.Employment, AppliedBy: permit.Self, Statement: true, Channel: permit.Kiosk,
		Documents: []permit.DocumentRef{
			{Group: "identity", Kind: "resident_id_card"},
			{Group: "photo", Kind: "portrait"},
			{Group: "dwelling", Kind: "tenancy_contract"},
			{Group: "employment", Kind: "labour_contract"},
		},
	}
}

// must sends a command until it is answered, and holds it to being applied.
func (s *site) must(request string, c ledger.Command) ledger.Outcome {
	s.office.t.Helper()
	o := s.ask(request, c)
	if o.Refusal != nil {
		s.office.t.Fatalf("%s: %s: %v", s.ID, c.Kind(), o.Refusal)
	}
	return o
}

// ask sends a command until it is answered.
func (s *site) ask(request string, c ledger.Command) (o ledger.Outcome) {
	s.office.t.Helper()
	s.until("answer", func() bool {
		a, err := s.Execute(bench.NewCommand(request, c))
		o = a.Outcome
		return err == nil && a.Error == ""
	})
	return o
}

// acked is a command that somebody was told has been taken.
type acked struct {
	person  int
	request string
	number  string
	waiting bool
}

// crowd is load: residents who register at whatever station answers, each asking again under the same request id until one does.
type crowd struct {
	office *office
	first  int
	next   atomic.Int64
	stop   chan struct{}
	work   sync.WaitGroup

	mu    sync.Mutex
	acked []acked
	bad   []error
}

// gather starts so many residents at once; first keeps the persons of several crowds apart.
func (o *office) gather(size, first int) *crowd {
	c := &crowd{office: o, first: first, stop: make(chan struct{})}
	for range size {
		c.work.Go(c.queue)
	}
	return c
}

func (c *crowd) queue() {
	for {
		select {
		case <-c.stop:
			return
		default:
		}
		n := c.first + int(c.next.Add(1))
		if err := c.register(n); err != nil {
			c.mu.Lock()
			c.bad = append(c.bad, err)
			c.mu.Unlock()
			return
		}
	}
}

// temper is how long a person tries at one kiosk before going to another.
const temper = 3 * time.Second

// register brings one resident through. A person stays at the station where the form was opened and asks again under the same request id; when that
// station restarts the form is gone, and the person begins anew, perhaps to hear that all was done the first time.
func (c *crowd) register(n int) error {
	limit := time.Now().Add(patience)
	for time.Now().Before(limit) {
		s := c.office.sites[rand.IntN(len(c.office.sites))]
		request, life, tired := uuid.NewString(), s.Lives.Load(), time.Now().Add(temper)
		for s.Lives.Load() == life && time.Now().Before(tired) {
			answer, err := s.ExecuteWithin(temper, bench.NewCommand(request, bench.Registration(n)))
			if err != nil || answer.Error != "" {
				time.Sleep(10 * time.Millisecond)
				continue
			}
			return c.note(n, request, answer.Outcome)
		}
	}
	return errors.New("nobody answered person " + fmt.Sprint(n))
}

func (c *crowd) note(n int, request string, o ledger.Outcome) error {
	if o.Refusal != nil && o.Refusal.Code() == "residence.already_registered" {
		return nil // the form that was lost had arrived
	}
	done, err := ledger.Result[registry.RegisteredResidence](o)
	if err != nil {
		return fmt.Errorf("person %d: %w", n, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acked = append(c.acked, acked{n, request, done.Number, o.Waiting})
	return nil
}

func (c *crowd) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.acked)
}

// disperse ends the load.
func (c *crowd) disperse() []acked {
	close(c.stop)
	c.work.Wait()
	for _, err := range c.bad {
		c.office.t.Error(err)
	}
	return c.acked
}

// account holds every acknowledged registration to being there exactly once, on every station, and every number to being unique.
func (o *office) account(all []acked) {
	o.t.Helper()
	for _, s := range o.sites {
		times := map[string]int{}
		for _, line := range s.read(`SELECT p.id_number || ' ' || count(*) FROM residence r JOIN person p ON p.id = r.person_id GROUP BY p.id_number`) {
			var id string
			var n int
			fmt.Sscan(line, &id, &n)
			times[id] = n
		}
		outcomes := map[string]bool{}
		for _, request := range s.read(`SELECT request_id FROM outcome`) {
			outcomes[request] = true
		}
		var lost, doubled int
		for _, a := range all {
			if times[bench.Number(a.person)] == 0 || !outcomes[a.request] {
				lost++
			}
			if times[bench.Number(a.person)] > 1 {
				doubled++
			}
		}
		if lost != 0 || doubled != 0 {
			o.t.Errorf("%s: %d acknowledged commands, %d lost, %d doubled, want 0 and 0", s.ID, len(all), lost, doubled)
		}
		if twice := s.read(`SELECT number FROM residence GROUP BY number HAVING count(*) > 1`); len(twice) > 0 {
			o.t.Errorf("%s: numbers given twice: %v", s.ID, twice)
		}
	}
	o.receipts(all)
}

// receipts holds the number on every receipt to standing in the register for its own person. One exception is life: somebody whose first form got no answer went to
// a kiosk that was cut off and registered again; the office kept the first, and the second lies on the conflict desk under its number.
func (o *office) receipts(all []acked) {
	o.t.Helper()
	lines := o.sites[0].read(`SELECT r.number || ' ' || p.id_number FROM residence r JOIN person p ON p.id = r.person_id`)
	slices.Sort(lines)
	desk := o.sites[0].read(`SELECT request_id || ' ' || number || ' ' || code FROM conflict`)
	var twice int
	for _, a := range all {
		if _, found := slices.BinarySearch(lines, a.number+" "+bench.Number(a.person)); found {
			continue
		}
		if a.waiting && slices.Contains(desk, a.request+" "+a.number+" residence.already_registered") {
			twice++
			continue
		}
		o.t.Errorf("receipt %s of person %d (accepted while cut off: %v) is neither in the register nor on the conflict desk", a.number, a.person, a.waiting)
	}
	if twice > 0 {
		o.t.Logf("%d persons registered at two kiosks; the second time lies on the conflict desk", twice)
	}
}
