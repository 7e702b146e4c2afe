package bulk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// books are a register with the real machine, without a log around it.
type books struct {
	tb      testing.TB
	file    string
	db      *store.DB
	machine *ledger.Machine

	mu       sync.Mutex
	index    uint64
	commands int
	// before and after are called around a command; what they answer is what the asker hears.
	before, after func(n int) error
}

func openBooks(tb testing.TB) *books {
	tb.Helper()
	b := &books{tb: tb, file: filepath.Join(tb.TempDir(), "station.db")}
	b.open()
	tb.Cleanup(func() { _ = b.db.Close() })
	b.must(area.AddNodes{Nodes: []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "qs3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "qs3u2", Kind: area.Unit, Parent: "qs3", Number: "2"},
		{ID: "qs-1203", Kind: area.Room, Parent: "qs3u2", Number: "1203"},
		{ID: "qs-1204", Kind: area.Room, Parent: "qs3u2", Number: "1204"},
	}})
	return b
}

// open opens the file, as a program does that starts anew.
func (b *books) open() {
	b.tb.Helper()
	var err error
	if b.db, err = store.Open(b.file, store.Replayable); err != nil {
		b.tb.Fatal(err)
	}
	if b.machine, err = ledger.Open(b.db, []ledger.Slice{area.Slice(), registry.Slice(), permit.Slice(), rental.Slice()}, nil); err != nil {
		b.tb.Fatal(err)
	}
	b.index, _ = b.machine.Applied()
}

func (b *books) View(ctx context.Context, read func(store.Query) error) error {
	return b.db.View(ctx, read)
}

func (b *books) Now() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai) }

func (b *books) Execute(ctx context.Context, actor ledger.Actor, request string, c ledger.Command) (ledger.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return ledger.Outcome{}, err
	}
	b.commands++
	if b.before != nil {
		if err := b.before(b.commands); err != nil {
			return ledger.Outcome{}, err
		}
	}
	e, err := ledger.Seal(c, ledger.Stamp{RequestID: request, Station: "s1", Actor: actor, At: b.Now().UTC(), ID: uuid.NewString()})
	if err != nil {
		return ledger.Outcome{}, err
	}
	b.index++
	outcomes, err := b.machine.Apply([]ledger.Entry{{Index: b.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		return ledger.Outcome{}, err
	}
	if b.after != nil {
		if err := b.after(b.commands); err != nil {
			return ledger.Outcome{}, err
		}
	}
	return outcomes[0][0], nil
}

func (b *books) must(c ledger.Command) {
	b.tb.Helper()
	o, err := b.Execute(context.Background(), ledger.Actor{Kind: ledger.System}, uuid.NewString(), c)
	if err = errors.Join(err, o.Err()); err != nil {
		b.tb.Fatal(err)
	}
	b.commands = 0
}

func (b *books) totals() registry.Totals {
	b.tb.Helper()
	var t registry.Totals
	err := b.db.View(context.Background(), func(q store.Query) (err error) {
		t, err = registry.Counts(q)
		return err
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	return t
}

// shop is the works on a register, in a folder.
type shop struct {
	*Works
	tb     testing.TB
	states chan Job
	// kill ends the program as a power cut does, at the next look; stop waits for it.
	kill, stop func()

	mu     sync.Mutex
	waited []string
}

// openShop opens the works and runs them.
func openShop(tb testing.TB, b *books, folder string) *shop {
	tb.Helper()
	s := &shop{tb: tb, states: make(chan Job, 10000)}
	var err error
	s.Works, err = Open(Options{
		Folder: folder, Register: b, Kinds: Kinds(), Wall: time.Now, Retry: time.Millisecond,
		Write: func(path string, content []byte) error { return os.WriteFile(path, content, 0o600) },
		Tell:  s.hear, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Run(ctx)
	}()
	s.kill, s.stop = cancel, func() { cancel(); <-done }
	tb.Cleanup(s.stop)
	return s
}

func (s *shop) hear(j Job) {
	s.mu.Lock()
	if j.Waits != "" {
		s.waited = append(s.waited, j.Waits)
	}
	s.mu.Unlock()
	s.states <- j
}

// bring uploads a file in parts and waits until it is judged.
func (s *shop) bring(kind, name string, content []byte) Job {
	s.tb.Helper()
	j, err := s.Begin(uuid.NewString(), kind, name, int64(len(content)), ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: "clerk"})
	if err != nil {
		s.tb.Fatal(err)
	}
	for at := 0; at < len(content); at += 1000 {
		if _, err := s.Receive(j.ID, int64(at), content[at:min(at+1000, len(content))]); err != nil {
			s.tb.Fatal(err)
		}
	}
	return s.wait(j.ID, Checked, Failed)
}

// wait waits until a job is in one of the states.
func (s *shop) wait(id string, states ...State) Job {
	s.tb.Helper()
	deadline := time.After(20 * time.Second)
	for {
		j, err := s.Job(id)
		if err != nil {
			s.tb.Fatal(err)
		}
		for _, want := range states {
			if j.State == want {
				return j
			}
		}
		select {
		case <-s.states:
		case <-deadline:
			s.tb.Fatalf("job: got = %+v, want %v", j, states)
		}
	}
}

func (s *shop) importAll(id string) Job {
	s.tb.Helper()
	if _, err := s.Import(id, ledger.Actor{Kind: ledger.Staff, ID: "clerk-2", Role: "clerk"}); err != nil {
		s.tb.Fatal(err)
	}
	return s.wait(id, Done, Failed)
}

// number is that of the nth invented person.
func number(n int) string {
	head := fmt.Sprintf("339999%04d%02d%02d%03d", 1950+n/1000/28/12%50, 1+n/1000/28%12, 1+n/1000%28, n%1000)
	return head + string(identity.Check(head))
}

// table is a file of people: those who are good, and after every so many one whose number is wrong.
func table(people, badEvery int) (content []byte, good, bad int) {
	var b strings.Builder
	b.WriteString("姓名,证件号码,居住地址,入住日期\n")
	for n := range people {
		id := number(n)
		if badEvery > 0 && n%badEvery == badEvery-1 {
			id = id[:17] + "Y"
			bad++
		} else {
			good++
		}
		fmt.Fprintf(&b, "吴兰,%s,青松家园3号楼2单元1203室,2024-05-01\n", id)
	}
	return []byte(b.String()), good, bad
}

// workbook is a table as .xlsx.
func workbook(tb testing.TB, head []string, rows ...[]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, "", sheet.Page{Name: "表", Head: head, Rows: rows}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func dayOf(tb testing.TB, text string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}
