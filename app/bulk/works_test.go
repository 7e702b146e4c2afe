package bulk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// Three rows in a hundred are bad: nothing is imported until somebody says so, then exactly the good ones.
func TestNothingIsImportedUntilToldThenExactlyTheGoodOnes(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	content, good, bad := table(1000, 33)
	j := s.bring("people", "人员.csv", content)
	if j.State != Checked || j.Good != good || j.Bad != bad || bad != 30 || j.Codes["citizen_number.format"] != bad {
		t.Fatalf("got = %+v, want %d good and %d bad", j, good, bad)
	}
	if got := b.totals(); got.People != 0 || b.commands != 0 {
		t.Fatalf("before anybody said so: got = %+v after %d commands", got, b.commands)
	}
	j = s.importAll(j.ID)
	if want := (registry.Totals{People: good, Registrations: good, Active: good}); b.totals() != want || j.Added != good || j.Sent != good {
		t.Errorf("got = %+v, job %+v, want %+v", b.totals(), j, want)
	}
	if _, err := s.Import(j.ID, ledger.Actor{}); err != nil { // a double click
		t.Error(err)
	}
	if again := s.bring("people", "人员.csv", content); again.Good != 0 || again.Codes["row.person_known"] != good {
		t.Errorf("the same file again: got = %+v", again)
	}
}

// The program may end between two pieces, or after a piece was decided and before the job knew; the next one goes on, and nobody is there twice.
func TestAJobSurvivesTheEndOfItsProgram(t *testing.T) {
	killed := errors.New("killed")
	for name, when := range map[string]func(b *books, kill func()){
		"before a command": func(b *books, kill func()) {
			b.before = func(n int) error {
				if n == 3 {
					kill()
					return killed
				}
				return nil
			}
		},
		"after a command, before the job knows": func(b *books, kill func()) {
			b.after = func(n int) error {
				if n == 3 {
					kill()
					return killed
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, folder := openBooks(t), t.TempDir()
			content, good, _ := table(4*piece+50, 0)
			first := openShop(t, b, folder)
			j := first.bring("people", "a.csv", content)
			dead := make(chan struct{})
			when(b, func() { first.kill(); close(dead) })
			if _, err := first.Import(j.ID, ledger.Actor{Kind: ledger.Staff, ID: "clerk-1"}); err != nil {
				t.Fatal(err)
			}
			<-dead
			first.stop()
			if err := b.db.Close(); err != nil {
				t.Fatal(err)
			}
			b.before, b.after = nil, nil
			b.open()
			if got := b.totals().People; got != 2*piece && got != 3*piece {
				t.Fatalf("at the end of the first program: got = %d people", got)
			}
			j = openShop(t, b, folder).wait(j.ID, Done, Failed)
			if got := b.totals(); got.People != good || got.Registrations != good || j.Added != good || j.Known != 0 {
				t.Errorf("got = %+v, job %+v, want %d", got, j, good)
			}
		})
	}
}

// A judgement that was broken off begins anew.
func TestJudgingBeginsAnewAfterTheEndOfTheProgram(t *testing.T) {
	b, folder := openBooks(t), t.TempDir()
	content, good, bad := table(100, 10)
	s := openShop(t, b, folder)
	s.stop()
	id := uuid.NewString()
	if _, err := s.Begin(id, "people", "a.csv", int64(len(content)), ledger.Actor{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receive(id, 0, content); err != nil {
		t.Fatal(err)
	}
	if j := openShop(t, b, folder).wait(id, Checked, Failed); j.Good != good || j.Bad != bad {
		t.Errorf("got = %+v", j)
	}
}

// While the station is cut off the job waits and says so; then it goes on by itself.
func TestAJobWaitsForTheOffice(t *testing.T) {
	for want, failure := range map[string]error{WaitsCutOff: station.ErrCutOff, WaitsNoLeader: station.ErrNoLeader} {
		b := openBooks(t)
		s := openShop(t, b, t.TempDir())
		content, good, _ := table(10, 0)
		j := s.bring("people", "a.csv", content)
		b.before = func(n int) error {
			if n < 3 {
				return failure
			}
			return nil
		}
		j = s.importAll(j.ID)
		s.stop()
		if !slices.Contains(s.waited, want) || j.Waits != "" || j.Added != good {
			t.Errorf("%s: waited for %q, then %+v", want, s.waited, j)
		}
	}
}

// Somebody registered at the window between judgement and import stays as they are; a row that the register refuses by now is left out, the others come.
func TestTheHallWorksOnMeanwhile(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	content, good, _ := table(20, 0)
	j := s.bring("people", "a.csv", content)
	birth, _ := calendar.ParseDate("1950-01-01")
	window := func(id, idNumber string) registry.ImportedPerson {
		return registry.ImportedPerson{ID: id, Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "吴兰", SexCode: "9", Birth: birth, IDNumber: idNumber, Verified: registry.VerifiedSeen,
		}}
	}
	// The second stands in the way of line 5 of the file: its identifier is taken.
	b.must(registry.ImportPeople{People: []registry.ImportedPerson{window("w1", number(3)), window(derived(j.ID, "9", "person"), number(900))}})
	j = s.importAll(j.ID)
	if j.State != Done || j.Added != good-2 || j.Known != 1 || j.Refused != 1 || j.Codes["person.id_taken"] != 1 {
		t.Errorf("got = %+v", j)
	}
	var out bytes.Buffer
	if err := s.Problems(j.ID, Words{"person.id_taken": "编号已被使用"}, &out); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, out.Bytes()); !strings.Contains(got, "9：编号已被使用") {
		t.Errorf("got = %q", got)
	}
}

func TestAJobThatIsCancelledLeavesNoFile(t *testing.T) {
	b, folder := openBooks(t), t.TempDir()
	s := openShop(t, b, folder)
	content, _, _ := table(50, 10)
	j := s.bring("people", "a.csv", content)
	if _, err := s.Cancel(j.ID); err != nil {
		t.Fatal(err)
	}
	s.stop()
	s.sweep()
	left, err := os.ReadDir(filepath.Join(folder, j.ID))
	if err != nil || len(left) != 1 || left[0].Name() != jobFile {
		t.Errorf("got = %v, %v", left, err)
	}
	if _, err := s.Import(j.ID, ledger.Actor{}); !errors.Is(err, ErrState) {
		t.Errorf("got = %v", err)
	}
	if b.commands != 0 {
		t.Errorf("%d commands", b.commands)
	}
}

// rowsOf reads a workbook as "a|b; c|d".
func rowsOf(tb testing.TB, content []byte) string {
	tb.Helper()
	var rows []string
	err := sheet.ReadBytes(content, tb.TempDir(), func(r sheet.Row) error {
		rows = append(rows, strings.Join(r.Cells, "|"))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Join(rows, "; ")
}

// The sheet of problems holds every row as it was with the reason in words; corrected, it is taken.
func TestTheSheetOfProblemsCanComeAgain(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	j := s.bring("people", "名单.xlsx", workbook(t, []string{"姓名", "证件号码", "备注"},
		[]string{"吴兰", "4.40524E+17", "=1"}, []string{"范例", number(2), ""}, []string{"", number(3), ""}))
	if j.State != Checked || j.Good != 1 || j.Bad != 2 || fmt.Sprint(j.Unknown) != "[备注]" {
		t.Fatalf("got = %+v", j)
	}
	if got := fmt.Sprintf("%+v", j.First[0]); got != "{Line:2 Place:B2 Heading:证件号码 Problem:{Column:id_number Code:row.number_exponent Params:map[]}}" {
		t.Errorf("got = %s", got)
	}
	var out bytes.Buffer
	if err := s.Problems(j.ID, Words{"row.number_exponent": "号码已损坏", "person.name_required": "请填写姓名"}, &out); err != nil {
		t.Fatal(err)
	}
	want := "姓名|证件号码|备注|" + ReasonHeading + "; 吴兰|4.40524E+17|=1|B2 证件号码：号码已损坏; |" + number(3) + "||A4 姓名：请填写姓名"
	if got := rowsOf(t, out.Bytes()); got != want {
		t.Errorf("got = %q, want %q", got, want)
	}
	if again := s.bring("people", "again.xlsx", out.Bytes()); again.Bad != 2 || again.Fault != "" {
		t.Errorf("again: got = %+v", again)
	}
}

func TestFilesThatCannotBeJudged(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	for name, c := range map[string]struct{ content, want string }{
		"no headings":     {"a,b\n1,2", "file.no_headings map[]"},
		"titles only":     {strings.Repeat("名单\n", 20), "file.no_headings map[]"},
		"column missing":  {"姓名,电话\n吴兰,1", "file.columns_missing map[columns:证件号码 / Document number]"},
		"no rows":         {"姓名,证件号码\n", "file.no_rows map[]"},
		"bad quotes":      {"姓名,证件号码\n\"吴,1", "file.quotes map[line:2]"},
		"an old workbook": {"\xd0\xcf\x11\xe0rest", "file.old_format map[]"},
	} {
		t.Run(name, func(t *testing.T) {
			j := s.bring("people", "a", []byte(c.content))
			if got := fmt.Sprint(j.Fault, " ", j.FaultParams); got != c.want || j.State != Failed {
				t.Errorf("got = %q, %s, want %q", got, j.State, c.want)
			}
		})
	}
}

// The template is read back as an empty table, and its rows can be filled in.
func TestTemplates(t *testing.T) {
	for _, k := range Kinds() {
		var out bytes.Buffer
		if err := k.Template(&out); err != nil {
			t.Fatal(err)
		}
		b := openBooks(t)
		s := openShop(t, b, t.TempDir())
		if j := s.bring(k.Name, "template.xlsx", out.Bytes()); j.Fault != "file.no_rows" || len(j.Headings) != len(k.Columns) {
			t.Errorf("%s: got = %+v", k.Name, j)
		}
	}
}

func TestRoomsAreImported(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	var rows [][]string
	for n := range 250 {
		rows = append(rows, []string{"339999001001", "新苑", fmt.Sprint(n/50 + 1), "", fmt.Sprint(n%50 + 101)})
	}
	j := s.bring("rooms", "rooms.xlsx", workbook(t, []string{"Community code", "Compound", "Building", "Unit", "Room"}, rows...))
	if j = s.importAll(j.ID); j.Added != 250 || j.State != Done {
		t.Errorf("got = %+v", j)
	}
}

func TestPartsOfAFile(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	by := ledger.Actor{Kind: ledger.Staff, ID: "clerk-1"}
	for name, c := range map[string]struct {
		kind string
		size int64
		want error
	}{"a kind nobody knows": {"cars", 10, ErrKind}, "empty": {"people", 0, ErrSize}, "too large": {"people", sheet.MaxFile + 1, ErrSize}} {
		if _, err := s.Begin("x", c.kind, "a", c.size, by); !errors.Is(err, c.want) {
			t.Errorf("%s: got = %v", name, err)
		}
	}
	id := uuid.NewString()
	for range 2 {
		if _, err := s.Begin(id, "people", "a.csv", 10, by); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		at       int64
		part     string
		received int64
		want     error
	}{{4, "x", 0, ErrPart}, {0, "12345", 5, nil}, {0, "12345", 5, nil}, {5, "123456", 5, ErrSize}, {5, "12345", 10, nil}, {5, "12345", 10, nil}} {
		if j, err := s.Receive(id, c.at, []byte(c.part)); !errors.Is(err, c.want) || j.Received != c.received {
			t.Errorf("%+v: got = %d, %v", c, j.Received, err)
		}
	}
	if _, err := s.Receive("nobody", 0, nil); !errors.Is(err, ErrUnknown) {
		t.Errorf("got = %v", err)
	}
}

// A job that cannot go on ends, and is not tried without end.
func TestAJobThatCannotGoOnFails(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	content, _, _ := table(10, 0)
	j := s.bring("people", "a.csv", content)
	b.before = func(int) error { return context.Canceled }
	if j = s.importAll(j.ID); j.State != Failed || j.Fault != "bulk.failed" {
		t.Errorf("got = %+v", j)
	}
}
