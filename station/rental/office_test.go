package rental

import (
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

// office is a register with a compound of rooms.
type office struct {
	*ledgertest.Books
	tb  testing.TB
	now time.Time
}

func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb, now: time.Date(2026, 11, 18, 9, 0, 0, 0, calendar.Shanghai)} // a Wednesday
	o.Books = ledgertest.Open(tb, func() time.Time { return o.now }, area.Slice(), registry.Slice(), Slice())
	must[area.AddedNodes](o, program(), area.AddNodes{Nodes: []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "b3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "r1203", Kind: area.Room, Parent: "b3", Number: "1203"},
		{ID: "r1204", Kind: area.Room, Parent: "b3", Number: "1204"},
		{ID: "r1205", Kind: area.Room, Parent: "b3", Number: "1205"},
	}})
	return o
}

func program() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

func clerk() ledger.Actor {
	return ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: string(staff.Clerk)}
}

func by(id string) ledger.Actor { return ledger.Actor{Kind: ledger.Reporter, ID: id} }

func day(tb testing.TB, text string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// answer has a command decided and answers "" or every problem as field:code.
func (o *office) answer(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	return ledgertest.Answer(o.Do(actor, c), "")
}

// must has a command decided that is to be taken.
func must[T any](o *office, actor ledger.Actor, c ledger.Command) T {
	o.tb.Helper()
	return ledgertest.Result[T](o.Books, o.Must(actor, c))
}

// read asks the register.
func read[T any](o *office, ask func(q store.Query) (T, error)) T {
	o.tb.Helper()
	return ledgertest.Read(o.Books, ask)
}

func (o *office) file(id string) File {
	o.tb.Helper()
	return read(o, func(q store.Query) (File, error) { f, _, err := FileByID(q, id); return f, err })
}

// findings are what the checks say of a file today.
func (o *office) findings(id string) string {
	o.tb.Helper()
	return read(o, func(q store.Query) (string, error) {
		f, _, err := FileByID(q, id)
		if err != nil {
			return "", err
		}
		rules, err := RulesOf(q)
		if err != nil {
			return "", err
		}
		facts, err := FactsOf(q, f, rules)
		return codesOf(Checks(facts, calendar.On(o.now))), err
	})
}

func codesOf(found []Finding) string {
	codes := make([]string, len(found))
	for i, f := range found {
		codes[i] = strings.TrimPrefix(f.Code, "rental.check.")
	}
	return strings.Join(codes, " ")
}

// listed are the rooms of the files in a list.
func (o *office) listed(fq FileQuery) string {
	o.tb.Helper()
	fq.Today = calendar.On(o.now)
	if fq.Limit == 0 {
		fq.Limit = 10
	}
	page := read(o, func(q store.Query) (FilePage, error) { return Files(q, fq) })
	rooms := make([]string, len(page.Files))
	for i, f := range page.Files {
		rooms[i] = f.RoomID
	}
	return strings.Join(rooms, " ")
}

// hash is the cheapest hash of a PIN.
func hash(tb testing.TB) string {
	tb.Helper()
	h, err := staff.HashPassword("482915", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// landlord gives a landlord an account and the room 1203.
func (o *office) landlord() (reporter, premises string) {
	o.tb.Helper()
	r := must[StoredReporter](o, clerk(), CreateReporter{Who: Landlord, Name: "房东一", Phone: "13800006620", PINHash: hash(o.tb)})
	p := must[StoredPremises](o, clerk(), BindPremises{ReporterID: r.ID, What: Dwelling, AreaID: "r1203"})
	return r.ID, p.ID
}

// number completes a citizen number of an area code that was never assigned.
func number(order string) string {
	n := "33999919900101" + order
	return n + string(identity.Check(n))
}

// terms are those of a proper file.
func (o *office) terms() Terms {
	o.tb.Helper()
	return Terms{
		Landlord: "房东一", LandlordPhone: "13800006620", Begins: day(o.tb, "2026-10-01"), Until: day(o.tb, "2027-09-30"), Written: true, ContractNumber: "Z-17",
		Rooms: []LetRoom{{"主卧", Living}, {"次卧", Living}}, HeadCount: 2, UndertakenOn: day(o.tb, "2026-10-01"), UndertakenTo: day(o.tb, "2027-09-30"),
	}
}

// registered registers a person in a room since a day and answers the registration.
func (o *office) registered(order, room, since string) registry.RegisteredResidence {
	o.tb.Helper()
	return must[registry.RegisteredResidence](o, clerk(), registry.RegisterResidence{
		Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "租客一", SexCode: "2", Birth: day(o.tb, "1990-01-01"), IDNumber: number(order),
			ValidFrom: day(o.tb, "2020-01-01"), LongTerm: true, Verified: registry.VerifiedSeen,
		},
		RoomID: room, Since: day(o.tb, since), Statement: true, Channel: "counter",
	})
}
