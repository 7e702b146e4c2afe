package permit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is one station with real tables, a clock that the test sets, and the people who work there.
type office struct {
	*ledgertest.Books
	tb  testing.TB
	now time.Time

	clerk, recorder, second, admin ledger.Actor
	rooms                          []string
}

// system is the program itself.
var system = ledger.Actor{Kind: ledger.System} // a constant

func house() []ledger.Slice {
	return []ledger.Slice{area.Slice(), registry.Slice(), Slice(), staff.Slice()}
}

// openOffice starts on 21 November 2026 at nine in the morning.
func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb}
	o.Books = ledgertest.Open(tb, o.tick, house()...)
	o.Number = func(n int) string { return fmt.Sprintf("339999001001-%s-%04d-1", o.now.Format("060102"), n) }
	o.on("2026-11-21")
	o.rooms = o.build()
	o.clerk = o.hire("zhoumin", "周敏", staff.Clerk)
	o.recorder = o.hire("lixiang", "李想", staff.Recorder)
	o.second = o.hire("zhaoliang", "赵亮", staff.Recorder)
	o.admin = o.hire("guanli", "管宁", staff.Admin)
	return o
}

// on sets the clock to nine in the morning of a day in Shanghai.
func (o *office) on(day string) {
	o.tb.Helper()
	o.now = o.day(day).Start().Add(9 * time.Hour)
}

func (o *office) day(s string) calendar.Date {
	o.tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		o.tb.Fatalf("%q: %v", s, err)
	}
	return d
}

func (o *office) today() calendar.Date { return calendar.On(o.now) }

// tick lets a second pass.
func (o *office) tick() time.Time {
	o.now = o.now.Add(time.Second)
	return o.now
}

// do has one command decided, one second after the one before.
func (o *office) do(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	return o.Do(actor, c)
}

// must has a command decided that the test relies on.
func (o *office) must(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	return o.Must(actor, c)
}

// answer is what a test compares: "applied", or every problem as field:code, in order.
func (o *office) answer(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	return ledgertest.Answer(o.Do(actor, c), "applied")
}

func result[T any](o *office, outcome ledger.Outcome) T {
	o.tb.Helper()
	return ledgertest.Result[T](o.Books, outcome)
}

func (o *office) build() []string {
	o.tb.Helper()
	nodes := []area.NewNode{
		{ID: "street", Kind: area.StreetOffice, Name: "和平街道", Number: "339999001"},
		{ID: "community", Kind: area.Community, Parent: "street", Name: "青松社区", Number: "339999001001"},
		{ID: "compound", Kind: area.Compound, Parent: "community", Name: "青松家园", Number: "1"},
		{ID: "building", Kind: area.Building, Parent: "compound", Number: "3"},
		{ID: "unit", Kind: area.Unit, Parent: "building", Number: "2"},
		{ID: "room1", Kind: area.Room, Parent: "unit", Number: "1203"},
		{ID: "room2", Kind: area.Room, Parent: "unit", Number: "1204"},
	}
	o.must(system, area.AddNodes{Nodes: nodes})
	return []string{"room1", "room2"}
}

// cheap hashes keep the tests fast.
func (o *office) hire(login, name string, role staff.Role) ledger.Actor {
	o.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		o.tb.Fatal(err)
	}
	made := result[staff.AccountResult](o, o.must(system, staff.CreateAccount{Login: login, Name: name, Role: role, Station: "s1", PasswordHash: hash}))
	return ledger.Actor{Kind: ledger.Staff, ID: made.ID, Role: string(role)}
}

// citizen makes an invented citizen number with an area code that was never assigned.
func citizen(birth calendar.Date, n int) string {
	seventeen := "339999" + strings.ReplaceAll(birth.String(), "-", "") + fmt.Sprintf("%03d", n%1000)
	return seventeen + string(identity.Check(seventeen))
}

// settler is somebody with a residence registration.
type settler struct {
	id, registration, number string
	actor                    ledger.Actor
}

// settle registers a new person on a day and then returns to the day it was.
func (o *office) settle(name, birth, registeredOn string) settler {
	o.tb.Helper()
	return o.settleIn(name, birth, registeredOn, registry.ResidentCard)
}

func (o *office) settleIn(name, birth, registeredOn string, kind registry.DocumentKind) settler {
	o.tb.Helper()
	now := o.now
	o.now = o.day(registeredOn).Start().Add(9 * time.Hour)
	defer func() { o.now = now }()
	card := o.card(name, birth, kind)
	r := result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: card, RoomID: o.rooms[0], Since: o.day(registeredOn), Phone: "13800006620", Statement: true, Channel: "counter",
	}))
	return settler{id: r.PersonID, registration: r.ID, number: card.IDNumber, actor: ledger.Actor{Kind: ledger.Resident, ID: r.PersonID}}
}

func (o *office) card(name, birth string, kind registry.DocumentKind) registry.CardData {
	born := o.day(birth).AddDays(-o.Drawn / 1000) // a day has a thousand numbers
	card := registry.CardData{
		Kind: kind, Name: name, SexCode: "1", EthnicCode: "01", Birth: born, Address: "范本省范本市示范县和平镇1号", IDNumber: citizen(born, o.Drawn),
		ValidFrom: o.day("2020-01-01"), ValidTo: o.day("2040-01-01"), Verified: registry.VerifiedChip,
	}
	if kind == registry.ForeignCard2017 {
		card.IDNumber, card.EthnicCode, card.Nationality = fmt.Sprintf("XYZ%012d", o.Drawn), "", "FRA"
	}
	return card
}

// proofs is one proof of every group an application for work needs.
func proofs() []DocumentRef {
	return []DocumentRef{
		{IdentityGroup, "resident_id_card"},
		{PhotoGroup, "portrait"},
		{DwellingGroup, "tenancy_contract"},
		{EmploymentGroup, "labour_contract"},
	}
}

// application is a valid command of a person who applies at the kiosk for work.
func (s settler) application() ApplyForPermit {
	return ApplyForPermit{
		PersonID: s.id, RegistrationID: s.registration, Condition: Employment, Documents: proofs(), AppliedBy: Self, Statement: true, Channel: Kiosk,
	}
}

// apply has a person apply and answers the application's id.
func (o *office) apply(s settler) string {
	o.tb.Helper()
	return result[Applied](o, o.must(s.actor, s.application())).ID
}

func (o *office) read(id string) Application {
	o.tb.Helper()
	var a Application
	o.view(func(q store.Query) error {
		var found bool
		var err error
		if a, found, err = ApplicationByID(q, id, o.today()); err == nil && !found {
			o.tb.Fatalf("application %s is not there", id)
		}
		return err
	})
	return a
}

func (o *office) view(read func(store.Query) error) { o.tb.Helper(); o.View(read) }

// seen lists the ids of all proofs of an application.
func (o *office) seen(id string) []string {
	o.tb.Helper()
	var ids []string
	for _, d := range o.read(id).Documents {
		ids = append(ids, d.ID)
	}
	return ids
}

// The commands of a usual case, on the application with this id.
func (o *office) ask(id string) RequestCompletion {
	return RequestCompletion{ID: id, Items: []NoticeItem{{Group: EmploymentGroup, Kind: "labour_contract", Note: "请带劳动合同原件。"}}}
}

func (o *office) supply(id string) SupplyDocuments {
	return SupplyDocuments{ID: id, Documents: []DocumentRef{{EmploymentGroup, "labour_contract"}}}
}

func (o *office) accept(id string) AcceptApplication {
	return AcceptApplication{ID: id, Seen: o.seen(id)}
}

func (o *office) approve(id string) RecordApproval {
	return RecordApproval{ID: id, DecisionRef: "范公居〔2026〕118号", DecidedOn: o.today()}
}

func (o *office) refuse(id string) RecordRefusal {
	return RecordRefusal{
		ID: id, ReasonCode: "refusal.no_condition", ReasonText: "所交劳动合同已终止。", DecisionRef: "范公居〔2026〕119号", DecidedOn: o.today(),
		SecondOfficer: o.second.ID,
	}
}

func (o *office) make(id, number string) RecordPermit {
	return RecordPermit{ID: id, PermitNumber: number, IssuedOn: o.today()}
}

func (o *office) handOut(id string) HandOutPermit {
	return HandOutPermit{ID: id, ReceivedBy: ByHolder, IdentityChecked: true}
}

func (o *office) withdraw(id string) WithdrawApplication {
	return WithdrawApplication{ID: id, ReasonText: "本人撤回。"}
}
