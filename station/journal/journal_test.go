package journal

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/ledger"
)

// desk is a journal in a file that can be closed and opened again.
type desk struct {
	*Journal
	tb     testing.TB
	path   string
	epochs int
	file   *File
}

func openDesk(tb testing.TB) *desk {
	tb.Helper()
	d := &desk{tb: tb, path: filepath.Join(tb.TempDir(), "local.db")}
	d.open()
	tb.Cleanup(func() { d.file.Close() })
	return d
}

func (d *desk) open() {
	d.tb.Helper()
	var err error
	if d.file, err = OpenFile(d.path); err != nil {
		d.tb.Fatal(err)
	}
	d.Journal, err = Open(d.file, func() string { d.epochs++; return fmt.Sprint("epoch", d.epochs) }, quietKind)
	if err != nil {
		d.tb.Fatal(err)
	}
}

// restart closes the file and opens it again.
func (d *desk) restart() {
	d.tb.Helper()
	if err := d.file.Close(); err != nil {
		d.tb.Fatal(err)
	}
	d.open()
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func entry(n int, epoch string, seq uint64) ledger.Envelope {
	id := fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	return ledger.Envelope{
		Kind: "case.note.v1", Payload: fmt.Appendf(nil, `{"id":"0190a5f3-0000-7000-8000-%012d","text":"王芳"}`, n),
		Stamp: ledger.Stamp{
			RequestID: id, Station: "s1", At: noon, ID: "record" + fmt.Sprint(n), Number: fmt.Sprint("N", n),
			Captured: &ledger.Captured{Epoch: epoch, Seq: seq, Base: 7},
		},
	}
}

func (d *desk) append(n int, seq uint64) {
	d.tb.Helper()
	if err := d.Append(entry(n, d.Life().Epoch, seq)); err != nil {
		d.tb.Fatal(err)
	}
}

func (d *desk) pending() (all []Entry, seqs []uint64) {
	d.tb.Helper()
	all, err := d.Pending(d.tb.Context(), 0, -1)
	if err != nil {
		d.tb.Fatal(err)
	}
	for _, e := range all {
		seqs = append(seqs, e.Seq)
	}
	return all, seqs
}

func TestTheSequenceHasNoGapsWhateverHappens(t *testing.T) {
	d := openDesk(t)
	d.append(1, 1)
	for name, e := range map[string]ledger.Envelope{
		"a gap":            entry(2, "epoch1", 3),
		"a number again":   entry(2, "epoch1", 1),
		"of another epoch": entry(2, "epoch9", 2),
		"not captured":     {Kind: "case.note.v1"},
	} {
		if err := d.Append(e); !errors.Is(err, ErrPlace) {
			t.Errorf("%s: append = %v, want %v", name, err, ErrPlace)
		}
	}
	if err := d.Append(entry(1, "epoch1", 2)); err == nil {
		t.Error("the same request was kept twice")
	}
	d.append(2, 2)
	d.restart()
	d.append(3, 3)
	if err := d.Renew("later"); err != nil {
		t.Fatal(err)
	}
	d.append(4, 1)
	d.restart()
	d.append(5, 2)
	all, seqs := d.pending()
	if want := []uint64{1, 2, 3, 1, 2}; !slices.Equal(seqs, want) {
		t.Errorf("sequence = %v, want %v in the order of acceptance", seqs, want)
	}
	if e := all[3]; e.Epoch != "later" || e.RequestID != e.Envelope.Stamp.RequestID || e.Number != "N4" || e.RecordID != "record4" ||
		string(e.Envelope.Payload) == "" || e.Envelope.Stamp.Captured.Base != 7 || !e.At.Equal(noon) || e.State != Waiting {
		t.Errorf("entry = %+v, want what was appended", e)
	}
	if life := d.Life(); life.Start != 3 || life.Epoch != "later" || life.Seq != 2 {
		t.Errorf("life = %+v, want the third start of the renewed disk", life)
	}
}

func TestAnEntryIsSettledOnceAndThenForgotten(t *testing.T) {
	d := openDesk(t)
	for n := range uint64(4) {
		d.append(int(n), n+1)
	}
	all, _ := d.pending()
	if err := d.Send(all[:3]); err != nil {
		t.Fatal(err)
	}
	verdicts := []Verdict{
		{Entry: all[0], Index: 11},
		{Entry: all[1], Index: 12, Code: "case.closed"},
		{Entry: all[2], Code: "version.unknown_kind", Unread: true},
	}
	for range 2 {
		if err := d.Settle(verdicts, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := d.Count(); got != (Count{Pending: 1, Waiting: 1, Attention: 2}) {
			t.Errorf("count = %+v, want 1 pending and waiting, 2 for staff", got)
		}
		verdicts[0].Code = "too.late" // a second verdict changes nothing
	}
	d.restart()
	recent, err := d.Recent(t.Context(), 10)
	if err != nil || len(recent) != 4 {
		t.Fatalf("recent = %+v %v, want four", recent, err)
	}
	slices.Reverse(recent)
	for i, want := range []struct {
		state   State
		code    string
		index   uint64
		payload bool
	}{{Done, "", 11, false}, {Attention, "case.closed", 12, false}, {Attention, "version.unknown_kind", 0, true}, {Waiting, "", 0, true}} {
		e := recent[i]
		if e.State != want.state || e.Code != want.code || e.Index != want.index || (len(e.Envelope.Payload) > 0) != want.payload {
			t.Errorf("entry %d = %+v, want %+v", i, e, want)
		}
		if e.State.Settled() == e.SettledAt.IsZero() {
			t.Errorf("entry %d: settled at %v", i, e.SettledAt)
		}
	}
	unread, found, err := d.Unread(t.Context())
	if err != nil || !found || unread.Place != all[2].Place {
		t.Fatalf("unread = %+v %v %v, want the third", unread, found, err)
	}
	forgotten := func(want int) {
		t.Helper()
		if err := d.Acknowledged(12, 20, noon.Add(2*time.Hour), noon.Add(90*time.Minute)); err != nil {
			t.Fatal(err)
		}
		recent, err := d.Recent(t.Context(), 10)
		if got := d.Count().Attention; err != nil || len(recent) != want || got != want-1 {
			t.Errorf("entries = %d, %d for staff, %v; want %d", len(recent), got, err, want)
		}
	}
	forgotten(2) // the unread one stays
	if err := d.Read(unread); err != nil {
		t.Fatal(err)
	}
	forgotten(1)
	if _, found, err := d.Find(t.Context(), unread.RequestID); found || err != nil {
		t.Errorf("found = %v %v, want it forgotten", found, err)
	}
	d.restart()
	if life := d.Life(); life.Acked != 12 || !life.AckedAt.Equal(noon.Add(2*time.Hour)) || life.Seq != 4 {
		t.Errorf("life = %+v, want the sequence to go on", life)
	}
	d.append(9, 5)
}

const quietKind = "look.note.v1"

func TestQuietEntriesAreKeptAndNotCounted(t *testing.T) {
	d := openDesk(t)
	for n := range uint64(4) {
		e := entry(int(n), d.Life().Epoch, n+1)
		if n%2 == 0 {
			e.Kind = quietKind
		}
		if err := d.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	want := func(want Count) {
		t.Helper()
		for range 2 {
			if got := d.Count(); got != want {
				t.Errorf("count = %+v, want %+v", got, want)
			}
			d.restart()
		}
	}
	want(Count{Pending: 4, Waiting: 2})
	all, _ := d.pending()
	err := d.Settle([]Verdict{{Entry: all[0], Code: "case.closed"}, {Entry: all[1], Code: "case.closed"}}, noon)
	if err != nil || len(all) != 4 {
		t.Fatalf("settle = %v, pending = %+v, want all four", err, all)
	}
	want(Count{Pending: 2, Waiting: 1, Attention: 1})
	handedIn, err := d.Recent(t.Context(), 2)
	if err != nil || len(handedIn) != 2 || handedIn[0].Seq != 4 || handedIn[1].Seq != 2 {
		t.Errorf("handed in = %+v %v, want the fourth and the second", handedIn, err)
	}
	if all, err := d.All(t.Context(), -1); err != nil || len(all) != 4 {
		t.Errorf("all = %+v %v, want four", all, err)
	}
	if err := d.Acknowledged(1, 1, noon, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	want(Count{Pending: 2, Waiting: 1})
}

func TestWhoeverAsksForARecordLearnsThatItWaits(t *testing.T) {
	d := openDesk(t)
	d.append(1, 1)
	keys := []string{"00000000-0000-4000-8000-000000000001", "record1", "N1", "0190a5f3-0000-7000-8000-000000000001"}
	for round, want := range []bool{true, true, false} {
		for _, key := range keys {
			if got := d.IsWaiting(key); got != want {
				t.Errorf("round %d: %s waits = %v, want %v", round, key, got, want)
			}
		}
		switch round {
		case 0:
			d.restart()
		case 1:
			all, _ := d.pending()
			if err := d.Settle([]Verdict{{Entry: all[0], Index: 1}}, noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	if d.IsWaiting("") || d.IsWaiting("N2") || d.IsWaiting("王芳") {
		t.Error("something waits that nobody entered")
	}
}

func FuzzNamed(f *testing.F) {
	f.Add([]byte(`{"id":"0190a5f3-0000-7000-8000-000000000001","n":1,"text":"x"}`))
	f.Add([]byte(`["0190a5f3-0000-7000-8000-000000000001"]`))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, payload []byte) {
		for _, id := range named(payload) {
			if uuid.Validate(id) != nil {
				t.Errorf("%q stands for a record and is no identifier", id)
			}
		}
	})
}
