package street

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"jiezhan/station"
	"jiezhan/station/alarm"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

var day = calendar.NewDate(2026, 11, 21)

func TestTheStreetHasTheSizeOfARealOneAndIsAlwaysTheSame(t *testing.T) {
	s := New(day)
	count := map[string]int{}
	names := map[string]bool{}
	for _, p := range s.Places {
		count[p.Kind]++
		if p.Kind == "compound" && names[p.Name] {
			t.Errorf("two compounds are called %s", p.Name)
		}
		names[p.Name] = true
	}
	families, numbers := map[string]bool{}, map[string]bool{}
	for _, p := range s.Residents {
		families[p.Household] = true
		numbers[p.IDNumber] = true
		if n, _, err := identity.ParseNumber(p.IDNumber); err != nil || !n.Birth().Equal(p.Birth) || p.IDNumber[2:6] != "9999" {
			t.Fatalf("%s: %v; want a right number with an area that was never assigned", p.IDNumber, err)
		}
		if p.Newcomer && (p.Since.Before(p.Birth) || p.RegisteredOn.After(day)) {
			t.Fatalf("%s registered on %s, since %s, born %s", p.Name, p.RegisteredOn, p.Since, p.Birth)
		}
	}
	for name, c := range map[string]struct{ got, want int }{
		"compounds": {count["compound"], 67}, "buildings": {count["building"], 334}, "households": {len(families), 15_555},
		"residents": {len(s.Residents), 46_345}, "numbers": {len(numbers), 46_345},
	} {
		if c.got != c.want {
			t.Errorf("%s = %d, want %d", name, c.got, c.want)
		}
	}
	checkLines(t, s)
	if !reflect.DeepEqual(New(day), s) {
		t.Error("the street is not the same twice")
	}
}

// checkLines sees that there is somebody or something behind each alarm account.
func checkLines(t *testing.T, s Street) {
	t.Helper()
	rooms := map[string]bool{}
	for _, p := range s.Places {
		rooms[p.ID] = p.Kind == "room"
	}
	people := map[string]Resident{}
	for _, p := range s.Residents {
		people[p.RoomID+p.Name] = p
	}
	accounts, homes := map[string]bool{}, map[string]bool{}
	for _, c := range s.Subscribers {
		accounts[c.Account] = true
		if refusal := c.Prepare().Validate(ledger.Stamp{}); refusal != nil {
			t.Errorf("%s: %v", c.Account, refusal)
		}
		if c.Place == "" || (c.AreaID != "") != (c.Who == alarm.Elder || c.Who == alarm.Household) {
			t.Errorf("%s is at %q in area %q", c.Account, c.Place, c.AreaID)
		}
		if c.AreaID == "" {
			continue
		}
		p, lives := people[c.AreaID+c.Name]
		if !lives || !rooms[c.AreaID] || homes[c.AreaID] || c.Who == alarm.Elder && p.Birth.AgeOn(day) < oldAge {
			t.Errorf("%s = %+v, want one line of a room with its resident", c.Account, c)
		}
		homes[c.AreaID] = true
	}
	if len(accounts) != 40 || len(s.Subscribers) != 40 || accounts[Stranger] {
		t.Errorf("accounts = %d, want 40 without the stranger's", len(accounts))
	}
}

// straight applies commands at once, as an office of one station does.
type straight struct {
	machine *ledger.Machine
	index   uint64
}

func (l *straight) Propose(_ context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	l.index++
	outcomes, err := l.machine.Apply([]ledger.Entry{{Index: l.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		return ledger.Outcome{}, err
	}
	return outcomes[0][0], nil
}

// Submit, Contact and Watch are those of an office of one station, which leads itself.
func (l *straight) Submit(e ledger.Envelope, reply func(ledger.Outcome, error)) {
	reply(l.Propose(context.Background(), e))
}
func (l *straight) Contact() station.Contact         { return station.Contact{Leader: "s1"} }
func (l *straight) Watch() (<-chan struct{}, func()) { return nil, func() {} }

type handClock struct{ now, set time.Time }

func (c *handClock) Set(t time.Time) { c.set = t }
func (c *handClock) Release()        { c.set = time.Time{} }

func (c *handClock) time() time.Time {
	if c.set.IsZero() {
		return c.now
	}
	return c.set
}

func TestTheSampleLoadsOnceAndShowsEveryKindOfCase(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("46,345 people take a minute here under the race detector; the browser test loads them as well")
	}
	clock := &handClock{now: day.Start().Add(20 * time.Hour)}
	s, err := station.Open(t.TempDir(), station.Identity{ID: "s1", Community: CommunityCode(0), Machine: 1}, station.Sources{Now: clock.time})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	log := &straight{machine: s.Machine()}
	s.Connect(log)
	var last Progress
	for range 2 {
		if err := Load(t.Context(), s, clock, day, func(p Progress) { last = p }); err != nil {
			t.Fatal(err)
		}
	}
	if last.Done != last.Total || last.Problem != "" {
		t.Errorf("progress = %+v, want done", last)
	}
	err = s.View(t.Context(), func(q store.Query) error {
		totals, err := registry.Counts(q)
		if err != nil || totals.People != residents+len(visitors()) || totals.Households != households {
			t.Errorf("register = %+v %v, want %d people and %d visitors in %d households", totals, err, residents, len(visitors()), households)
		}
		checkCards(t, q)
		checkRentals(t, q)
		for _, m := range Cast(day) {
			checkMember(t, q, m)
		}
		for _, line := range Lines() {
			if c, found, err := alarm.SubscriberByAccount(q, line.Account); err != nil || !found || c.Kind != line.Kind || c.Version != 1 {
				t.Errorf("behind %s = %+v %v %v, want a new %s", line.Account, c, found, err, line.Kind)
			}
		}
		var states string
		err = q.Row(`SELECT group_concat(state, ' ') FROM (SELECT DISTINCT state FROM application ORDER BY state)`).Scan(&states)
		if want := "accepted approved delivered made refused returned_for_completion submitted"; states != want {
			t.Errorf("states = %s, want %s", states, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkCards sees that no list of permits is empty, and that the two cards whose windows are looked for are where they should be.
func checkCards(t *testing.T, q store.Query) {
	t.Helper()
	for view, want := range map[permit.CardView]int{
		permit.Opening: 1, permit.InWindow: 8, permit.Closing: 3, permit.Lately: 3, permit.Suspended: 6, permit.Replacing: 3, permit.Unregistered: 1,
	} {
		list, err := permit.Permits(q, permit.CardFilter{View: view, Day: day, Limit: 100})
		if err != nil || len(list.Rows) < want {
			t.Errorf("%s: %d permits %v, want %d at least", view, len(list.Rows), err, want)
		}
	}
	states := map[string]bool{}
	for _, c := range sampleCards() {
		found, err := permit.PermitsByNumber(q, permitNumber(c.number), day, 2)
		if err != nil || len(found) != 1 {
			t.Fatalf("card %d: %v %v", c.number, found, err)
		}
		p := found[0]
		states[string(p.State)] = true
		if refusal, err := permit.Endorsability(q, p, day); c.number <= opensNext && (err != nil || (refusal == nil) != (c.number == opened)) {
			t.Errorf("card %d may be endorsed = %v %v, want %v", c.number, refusal, err, c.number == opened)
		}
	}
	for _, state := range []permit.CardState{permit.CardActive, permit.CardSuspended, permit.CardReplaced, permit.CardEnded} {
		if !states[string(state)] {
			t.Errorf("no card is %s", state)
		}
	}
}

// checkRentals sees that every check of a rental file has something to say, and that somebody reports.
func checkRentals(t *testing.T, q store.Query) {
	t.Helper()
	rules, err := rental.RulesOf(q)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	rows, err := q.Rows(`SELECT id FROM rental`)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(ids) != len(sampleRentals()) {
		t.Errorf("rental files = %d %v, want %d", len(ids), err, len(sampleRentals()))
	}
	for _, id := range ids {
		f, _, err := rental.FileByID(q, id)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := rental.FactsOf(q, f, rules)
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range rental.Checks(facts, day) {
			said[finding.Code] = true
		}
	}
	for _, code := range []string{rental.NotWritten, rental.RoomNotAllowed, rental.TooMany, rental.PastEnd, rental.RegisteredBefore, rental.UndertakingOver} {
		if !said[code] {
			t.Errorf("no file has %s", code)
		}
	}
	if overdue, err := rental.Overdue(q, day, 10); err != nil || len(overdue) != 2 {
		t.Errorf("registers not reported = %d %v, want those of a hotel and the site", len(overdue), err)
	}
}

// checkMember sees that a card of the cast shows what its role says.
func checkMember(t *testing.T, q store.Query, m Member) {
	t.Helper()
	p, found, err := registry.PersonByNumber(q, m.Card.IDNumber)
	if err != nil || found != (m.Months > 0) {
		t.Fatalf("%s known = %v %v, want %v", m.Role, found, err, m.Months > 0)
	}
	if !found {
		return
	}
	e, err := permit.EligibilityOf(q, p.ID, day)
	if err != nil {
		t.Fatal(err)
	}
	want := map[Role]string{MovedBack: "permit.no_registration", TooEarly: "permit.half_year_not_reached", HalfYear: "", SecondHalfYear: "", Child: "", PermitHolder: "permit.already_holds"}[m.Role]
	if !strings.HasPrefix(e.Code, want) || want == "" && e.Code != "" {
		t.Errorf("%s may apply = %+v, want %q", m.Role, e, want)
	}
}
