package station

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// pair is an office of two stations, without a network: the log is a list, south always has it, and north has it but while it is cut off.
type pair struct {
	tb           testing.TB
	north, south *side
	log          []ledger.Entry
	off          bool
	journal      []ledger.Envelope
	// decided are the outcomes of the journal, after heal.
	decided []ledger.Outcome
	now     time.Time
	drawn   int

	clerk, recorder ledger.Actor
	// fan is 范例, with the registration and, after apply, the application.
	fan, registration, applied string
}

// side is one station's copy.
type side struct {
	tb      testing.TB
	db      *store.DB
	machine *ledger.Machine
}

func openSide(tb testing.TB) *side {
	tb.Helper()
	db, err := store.Open(filepath.Join(memory(tb), "station.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	machine, err := ledger.Open(db, slices(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return &side{tb: tb, db: db, machine: machine}
}

func (s *side) view(read func(store.Query) error) {
	s.tb.Helper()
	if err := s.db.View(s.tb.Context(), read); err != nil {
		s.tb.Fatal(err)
	}
}

func digest(tb testing.TB, s *side) map[string]string {
	tb.Helper()
	var tables map[string]string
	s.view(func(q store.Query) (err error) {
		tables, err = store.Digest(q)
		return err
	})
	return tables
}

const journalEpoch = "journal-1"

func openPair(tb testing.TB) *pair {
	tb.Helper()
	o := &pair{tb: tb, north: openSide(tb), south: openSide(tb), now: time.Date(2026, 5, 1, 9, 0, 0, 0, calendar.Shanghai)}
	o.online(o.system(), area.AddNodes{Nodes: []area.NewNode{
		{ID: "community", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "compound", Kind: area.Compound, Parent: "community", Name: "青松家园", Number: "1"},
		{ID: "building", Kind: area.Building, Parent: "compound", Number: "3"},
		{ID: "room1", Kind: area.Room, Parent: "building", Number: "1203"},
		{ID: "room2", Kind: area.Room, Parent: "building", Number: "1204"},
	}})
	o.clerk, o.recorder = o.hire("zhoumin", staff.Clerk), o.hire("lixiang", staff.Recorder)
	registered := resultOf[registry.RegisteredResidence](o, o.online(o.clerk, o.arrival("范例", 1, "room1")))
	o.fan, o.registration = registered.PersonID, registered.ID
	o.now = time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai)
	o.online(o.system(), ledger.OpenSession{Epoch: journalEpoch, Start: 1})
	return o
}

func (*pair) system() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

func (o *pair) today() calendar.Date { return calendar.On(o.now) }

func (o *pair) hire(login string, role staff.Role) ledger.Actor {
	o.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		o.tb.Fatal(err)
	}
	made := o.online(o.system(), staff.CreateAccount{Login: login, Name: "周敏", Role: role, Station: "south", PasswordHash: hash})
	return ledger.Actor{Kind: ledger.Staff, ID: resultOf[staff.AccountResult](o, made).ID, Role: string(role)}
}

func resultOf[T any](o *pair, outcome ledger.Outcome) T {
	o.tb.Helper()
	r, err := ledger.Result[T](outcome)
	if err != nil {
		o.tb.Fatal(err)
	}
	return r
}

// seal stamps a command a minute after the one before. The journal's sender is always north.
func (o *pair) seal(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	o.tb.Helper()
	o.drawn++
	o.now = o.now.Add(time.Minute)
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-4000-8000-%012d", o.drawn), Station: "north", Actor: actor, At: o.now.UTC(),
		ID: fmt.Sprintf("0190a5f3-0000-7000-8000-%012d", o.drawn), Number: fmt.Sprintf("339999001001-%s-1%03d-0", o.now.Format("060102"), o.drawn),
	})
	if err != nil {
		o.tb.Fatal(err)
	}
	if o.off {
		e.Stamp.Station = "south"
	}
	return e
}

// online has a command applied that must be, by all stations that are reached.
func (o *pair) online(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	outcome := o.append(o.seal(actor, c))
	if outcome.Refusal != nil {
		o.tb.Fatalf("%s: %v", c.Kind(), outcome.Refusal)
	}
	return outcome
}

func (o *pair) append(e ledger.Envelope) ledger.Outcome {
	o.tb.Helper()
	entry := ledger.Entry{Index: uint64(len(o.log) + 1), Envelopes: []ledger.Envelope{e}}
	o.log = append(o.log, entry)
	if !o.off {
		o.apply1(o.north, entry)
	}
	return o.apply1(o.south, entry)
}

func (o *pair) apply1(s *side, batch ...ledger.Entry) ledger.Outcome {
	o.tb.Helper()
	outcomes, err := s.machine.Apply(batch)
	if err != nil {
		o.tb.Fatal(err)
	}
	return outcomes[len(outcomes)-1][0]
}

// cut parts north from the log.
func (o *pair) cut() {
	o.tb.Helper()
	o.off = true
	if _, err := o.north.machine.Enter(nil); err != nil {
		o.tb.Fatal(err)
	}
}

// captured is the next entry of north's journal.
func (o *pair) captured(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	o.tb.Helper()
	e := o.seal(actor, c)
	base, _ := o.north.machine.Applied()
	e.Stamp.Station = "north"
	e.Stamp.Captured = &ledger.Captured{Epoch: journalEpoch, Seq: uint64(len(o.journal) + 1), Base: base}
	return e
}

// alone has a command taken in at north that must be.
func (o *pair) alone(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	e := o.captured(actor, c)
	outcome, err := o.north.machine.Try(e, func() error {
		o.journal = append(o.journal, e)
		return nil
	})
	if err != nil || outcome.Refusal != nil {
		o.tb.Fatalf("%s: %v, %v", c.Kind(), outcome.Refusal, err)
	}
	return outcome
}

// refusedAlone is the code of a command that north must not take in.
func (o *pair) refusedAlone(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	outcome, err := o.north.machine.Try(o.captured(actor, c), func() error {
		o.tb.Errorf("%s was taken into the journal", c.Kind())
		return nil
	})
	if err != nil || outcome.Refusal == nil {
		o.tb.Fatalf("%s: %+v, %v", c.Kind(), outcome, err)
	}
	return outcome.Refusal.Code()
}

// heal brings north the log it missed, and has its journal decided.
func (o *pair) heal() {
	o.tb.Helper()
	o.off = false
	if applied, _ := o.north.machine.Applied(); int(applied) < len(o.log) {
		o.apply1(o.north, o.log[applied:]...)
	}
	for _, e := range o.journal {
		o.decided = append(o.decided, o.append(e))
	}
}

// card is an invented person's: the n-th of one day.
func (o *pair) card(name string, n int) registry.CardData {
	o.tb.Helper()
	seventeen := fmt.Sprintf("33999919900307%03d", 2*n+1)
	return registry.CardData{
		Kind: registry.ResidentCard, Name: name, SexCode: "1", EthnicCode: "01", Birth: o.day("1990-03-07"), Address: "范本省范本市范本路1号",
		IDNumber: seventeen + string(identity.Check(seventeen)), Issuer: "范本市公安局", ValidFrom: o.day("2020-01-01"), ValidTo: o.day("2040-01-01"),
		Verified: registry.VerifiedChip,
	}
}

func (o *pair) day(s string) calendar.Date {
	o.tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		o.tb.Fatal(err)
	}
	return d
}

func (o *pair) arrival(name string, n int, room string) registry.RegisterResidence {
	o.tb.Helper()
	return registry.RegisterResidence{Card: o.card(name, n), RoomID: room, Since: o.today(), Statement: true, Channel: "counter"}
}

func (o *pair) end() registry.EndResidence {
	return registry.EndResidence{ResidenceID: o.registration, On: o.today(), Reason: registry.MovedAway}
}

func (o *pair) application() permit.ApplyForPermit {
	return permit.ApplyForPermit{
		PersonID: o.fan, RegistrationID: o.registration, Condition: permit.Employment, Documents: proofs(), AppliedBy: permit.Self,
		Statement: true, Channel: permit.Counter,
	}
}

func proofs() []permit.DocumentRef {
	return []permit.DocumentRef{
		{Group: permit.IdentityGroup, Kind: "resident_id_card"},
		{Group: permit.PhotoGroup, Kind: "portrait"},
		{Group: permit.DwellingGroup, Kind: "tenancy_contract"},
		{Group: permit.EmploymentGroup, Kind: "labour_contract"},
	}
}

// apply has 范例 apply for a permit.
func (o *pair) apply() {
	o.tb.Helper()
	o.applied = resultOf[permit.Applied](o, o.online(o.clerk, o.application())).ID
}

// accept accepts the application with all papers that north sees now.
func (o *pair) accept() permit.AcceptApplication {
	o.tb.Helper()
	c := permit.AcceptApplication{ID: o.applied}
	o.north.view(func(q store.Query) error {
		a, _, err := permit.ApplicationByID(q, o.applied, o.today())
		for _, d := range a.Documents {
			c.Seen = append(c.Seen, d.ID)
		}
		return err
	})
	return c
}

func (o *pair) notice() permit.RequestCompletion {
	return permit.RequestCompletion{ID: o.applied, Items: []permit.NoticeItem{{Group: permit.EmploymentGroup, Note: "请带劳动合同原件。"}}}
}

func (o *pair) supply() permit.SupplyDocuments {
	return permit.SupplyDocuments{ID: o.applied, Documents: []permit.DocumentRef{{Group: permit.EmploymentGroup, Kind: "labour_contract"}}}
}

func (o *pair) look() registry.RecordLooks {
	return registry.RecordLooks{Looks: []registry.Look{{
		At: o.now, Actor: o.clerk, PersonID: o.fan, What: registry.Opened, Purpose: "case", Station: "north",
	}}}
}
