package statistics

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
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is a register with two communities, two officers who may freeze, and a clerk.
type office struct {
	*ledgertest.Books
	tb                      testing.TB
	now                     time.Time
	recorder, second, clerk ledger.Actor
}

func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb}
	o.on("2026-01-05")
	o.Books = ledgertest.Open(tb, o.tick, area.Slice(), registry.Slice(), permit.Slice(), staff.Slice(), rental.Slice(), Slice())
	nodes := []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "c2", Kind: area.Community, Name: "梧桐社区", Number: "339999001002"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "qs3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "wt", Kind: area.Road, Parent: "c2", Name: "梧桐路"},
		{ID: "wt18", Kind: area.GateNumber, Parent: "wt", Number: "18"},
	}
	for n := range 20 {
		nodes = append(nodes,
			area.NewNode{ID: fmt.Sprint("qs-", n), Kind: area.Room, Parent: "qs3", Number: fmt.Sprint(101 + n)},
			area.NewNode{ID: fmt.Sprint("wt-", n), Kind: area.Room, Parent: "wt18", Number: fmt.Sprint(101 + n)})
	}
	must[area.AddedNodes](o, program(), area.AddNodes{Nodes: nodes})
	o.recorder, o.second, o.clerk = o.hire("lixiang", staff.Recorder), o.hire("zhaoliang", staff.Recorder), o.hire("zhoumin", staff.Clerk)
	return o
}

func program() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

// on sets the clock to nine in the morning of a day in Shanghai.
func (o *office) on(text string) { o.now = day(o.tb, text).Start().Add(9 * time.Hour) }

// tick lets a second pass.
func (o *office) tick() time.Time {
	o.now = o.now.Add(time.Second)
	return o.now
}

func (o *office) today() calendar.Date { return calendar.On(o.now) }

func (o *office) hire(login string, role staff.Role) ledger.Actor {
	o.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		o.tb.Fatal(err)
	}
	created := must[staff.AccountResult](o, program(), staff.CreateAccount{Login: login, Name: login, Role: role, Station: "s1", PasswordHash: hash})
	return ledger.Actor{Kind: ledger.Staff, ID: created.ID, Role: string(role)}
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

// card is that of the nth invented person; 339999 is no area code.
func card(tb testing.TB, n int) registry.CardData {
	tb.Helper()
	head := fmt.Sprintf("33999919900501%03d", n)
	return registry.CardData{
		Kind: registry.ResidentCard, Name: fmt.Sprint("范例", string(rune('一'+n))), SexCode: "1", EthnicCode: "01", Birth: day(tb, "1990-05-01"), Address: "范本省范本市",
		IDNumber: head + string(identity.Check(head)), Issuer: "范本市公安局", ValidFrom: day(tb, "2020-01-01"), LongTerm: true, Verified: registry.VerifiedChip,
	}
}

// register takes the registration of the nth person in a room today and answers its id.
func (o *office) register(n int, room, from string) string {
	o.tb.Helper()
	return must[registry.RegisteredResidence](o, o.clerk, registry.RegisterResidence{
		Card: card(o.tb, n), RoomID: room, Since: day(o.tb, "2025-12-01"), MovedFrom: from, Statement: true, Channel: "counter",
	}).ID
}

func (o *office) end(id, on, reason string) {
	o.tb.Helper()
	must[registry.EndedResidence](o, o.clerk, registry.EndResidence{ResidenceID: id, On: day(o.tb, on), Reason: reason})
}

func (o *office) counted(text string) Rows {
	o.tb.Helper()
	return read(o, func(q store.Query) (Rows, error) { return Count(q, month(o.tb, text), o.today()) })
}

// stands writes some figures of a month, community by community.
func (r Rows) stands(figures ...Figure) string {
	var lines []string
	for _, row := range r {
		var cells []string
		for _, f := range figures {
			cells = append(cells, fmt.Sprint(row.Counts[f]))
		}
		lines = append(lines, row.Community+" "+strings.Join(cells, "/"))
	}
	return strings.Join(lines, ", ")
}
