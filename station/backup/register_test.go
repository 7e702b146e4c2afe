package backup

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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

var day = time.Date(2026, 11, 21, 2, 30, 0, 0, time.UTC)

func rooms() []ledger.Slice {
	return []ledger.Slice{area.Slice(), registry.Slice(), permit.Slice(), staff.Slice()}
}

// books is the data folder of a station with people in its register.
type books struct {
	tb      testing.TB
	folder  string
	db      *store.DB
	machine *ledger.Machine
	index   uint64
}

func openBooks(tb testing.TB, folder string) *books {
	tb.Helper()
	db, err := store.Open(filepath.Join(folder, registerName), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	machine, err := ledger.Open(db, rooms(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	applied, _ := machine.Applied()
	return &books{tb: tb, folder: folder, db: db, machine: machine, index: applied}
}

// street is a station with so many people, and with files of trust.
func street(tb testing.TB, people int) *books {
	tb.Helper()
	b := openBooks(tb, tb.TempDir())
	b.apply(area.AddNodes{Nodes: []area.NewNode{
		{ID: "c", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c", Name: "青松家园"},
		{ID: "b", Kind: area.Building, Parent: "qs", Number: "1"},
		{ID: "room", Kind: area.Room, Parent: "b", Number: "101"},
	}})
	for i := range people {
		b.apply(registration(i))
	}
	for _, file := range []string{"office.json", "authority.pem", "authority.key", "station.pem", "station.key"} {
		b.put(filepath.Join(trustName, file), "content of "+file)
	}
	b.put(filepath.Join(trustName, ".hidden"), "not ours")
	return b
}

func registration(i int) registry.RegisterResidence {
	number := fmt.Sprintf("339999%04d0101%03d", 1940+i/1000%80, i%1000)
	number += string(identity.Check(number))
	n, _, err := identity.ParseNumber(number)
	if err != nil {
		panic(err)
	}
	return registry.RegisterResidence{
		Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "王" + string(rune('一'+i%5000)), SexCode: n.Sex(), EthnicCode: "01", Birth: n.Birth(), Address: "范本省范本市范本路1号",
			IDNumber: number, Issuer: "范本市公安局", ValidFrom: calendar.NewDate(2020, 1, 1), ValidTo: calendar.NewDate(2040, 1, 1), Verified: registry.VerifiedChip,
		},
		RoomID: "room", Since: calendar.NewDate(2026, 11, 1), Phone: fmt.Sprintf("139%08d", i), Statement: true, Channel: "kiosk",
	}
}

func (b *books) apply(c ledger.Command) {
	b.tb.Helper()
	b.index++
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-7000-8000-%012d", b.index), Station: "s1", Actor: ledger.Actor{Kind: ledger.System},
		At: day, ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", b.index), Number: fmt.Sprint(b.index),
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	outcomes, err := b.machine.Apply([]ledger.Entry{{Index: b.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		b.tb.Fatal(err)
	}
	if refusal := outcomes[0][0].Refusal; refusal != nil {
		b.tb.Fatal(refusal)
	}
}

func (b *books) digest() map[string]string {
	b.tb.Helper()
	var sum map[string]string
	err := b.db.ViewCommitted(b.tb.Context(), func(q store.Query) (err error) { sum, err = store.Digest(q); return err })
	if err != nil {
		b.tb.Fatal(err)
	}
	return sum
}

func (b *books) put(name, content string) {
	b.tb.Helper()
	path := filepath.Join(b.folder, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		b.tb.Fatal(err)
	}
}

// alter changes the register behind the machine's back, past all its rules.
func (b *books) alter(statements string) {
	b.tb.Helper()
	db, err := sql.Open("sqlite", b.db.Path())
	if err != nil {
		b.tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(b.tb.Context(), statements)
	if err := errors.Join(err, db.Close()); err != nil {
		b.tb.Fatal(err)
	}
}

func ours() Manifest {
	return Manifest{Office: "qingsong", OfficeEpoch: "e1", Station: "s1", Program: "1.0.0", At: "2026-11-21T02:30:00Z"}
}

func newKey(tb testing.TB) (identity, recipient string) {
	tb.Helper()
	identity, recipient, err := NewKey()
	if err != nil {
		tb.Fatal(err)
	}
	return identity, recipient
}

// names lists what a folder holds.
func names(tb testing.TB, folder string) []string {
	tb.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		tb.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

func wantNames(tb testing.TB, folder string, want ...string) {
	tb.Helper()
	if got := names(tb, folder); !slices.Equal(got, want) {
		tb.Errorf("%s holds %q, want %q", filepath.Base(folder), got, want)
	}
}

func wantDigest(tb testing.TB, got, want map[string]string) {
	tb.Helper()
	if len(want) == 0 || !maps.Equal(got, want) {
		tb.Errorf("digests = %v, want %v", got, want)
	}
}
