package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"jiezhan/app/api"
	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/cluster/trust"
	"jiezhan/station"
	"jiezhan/station/ledger"
)

// engineError is an error as the database engine makes them.
type engineError int

func (e engineError) Error() string { return "engine" }
func (e engineError) Code() int     { return int(e) }

func TestStopCodes(t *testing.T) {
	for name, c := range map[string]struct {
		fault   error
		code    string
		passing bool
	}{
		"old disk":        {cluster.ErrStale, "station.stale", false},
		"copied disk":     {fmt.Errorf("peer says: %w", cluster.ErrCloned), "station.cloned", false},
		"removed":         {cluster.ErrRemoved, "station.removed", false},
		"another epoch":   {cluster.ErrOtherOffice, "office.other", false},
		"newer commands":  {ledger.ErrUnknownKind, "version.too_old", false},
		"newer register":  {ledger.ErrNewer, "version.too_old", false},
		"damaged":         {engineError(11), "register.damaged", false},
		"no database":     {engineError(26), "register.damaged", false},
		"log gone":        {cluster.ErrForgotten, "log.damaged", false},
		"full":            {fmt.Errorf("apply: %w", engineError(13)), "disk.full", true},
		"full below":      {&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "disk.full", true},
		"extended result": {engineError(10 | 3<<8), "disk.failing", true},
		"something else":  {errors.New("odd"), "disk.failing", true},
	} {
		got := stopCode(c.fault)
		if got != c.code || passing(got) != c.passing {
			t.Errorf("%s: code = %s, passing %v; want %s, %v", name, got, passing(got), c.code, c.passing)
		}
		if !text.Known(got) {
			t.Errorf("%s: the catalogue lacks %s", name, got)
		}
	}
	for _, code := range api.StopCodes() {
		if !text.Known(code) {
			t.Errorf("the catalogue lacks %s", code)
		}
	}
}

func TestStartsThatFailAreExplained(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{errNoOffice, "Run jiezhan office init"},
		{ledger.ErrNewer, "newer program"},
		{ledger.ErrOldFile, "early trial version"},
		{cluster.ErrForgotten, "log of this station is gone"},
		{cluster.ErrLogGap, "gap between the log"},
		{cluster.ErrDamaged, "cannot be mended here"},
		{errors.New("odd"), "cannot be opened: open: odd"},
		{text.Failure(nil, "config.log", "x"), "raft.log"},
	} {
		err := explainStart("data", fmt.Errorf("open: %w", c.err))
		if got := text.Explain(text.English, err); !strings.Contains(got, c.want) || !errors.Is(err, c.err) {
			t.Errorf("%v = %s, want %s", c.err, got, c.want)
		}
	}
}

func TestProblemsHaveWords(t *testing.T) {
	for _, err := range []error{
		ledger.Refuse(ledger.Conflict, "station", "station.last"), station.ErrCutOff, station.ErrNoLeader, station.ErrUncertain, errNotYet, station.ErrStale, api.ErrNoBackup,
	} {
		if p := problemOf(fmt.Errorf("asked: %w", err)); !text.Known("refusal." + p.Code) {
			t.Errorf("%v: there are no words for %s", err, p.Code)
		}
	}
	if got := text.Explain(text.English, refusalText("disk.full", "")); !strings.Contains(got, "Make room") {
		t.Errorf("a stop code = %s", got)
	}
	if got := text.Explain(text.English, refusalText("odd.code", "why")); got != "odd.code: why" {
		t.Errorf("a code without words = %s", got)
	}
}

func TestJoiningThatFailsIsExplained(t *testing.T) {
	for _, c := range []struct {
		err        error
		code, want string
	}{
		{trust.ErrMistyped, "join.code_invalid", "mistyped"},
		{trust.ErrCode, "join.code_wrong", "wrong, used or expired"},
		{trust.ErrUnreachable, "join.unreachable", "cannot be reached"},
		{&trust.ErrRefused{Code: "machine.taken"}, "join.refused", "Choose another station.machine"},
		{errors.New("odd"), "internal", "odd"},
	} {
		err := explainJoin(fmt.Errorf("join: %w", c.err))
		if got := text.Explain(text.English, err); !strings.Contains(got, c.want) || joinCode(err) != c.code {
			t.Errorf("%v = %s, %s; want %s, %s", c.err, joinCode(err), got, c.code, c.want)
		}
	}
}

// An errand lives until it is done; its old files are set aside once, and never the new ones.
func TestErrand(t *testing.T) {
	folder := t.TempDir()
	if e, err := readErrand(folder); err != nil || e != (errand{}) {
		t.Errorf("no errand = %+v, %v", e, err)
	}
	want := errand{Kind: errandJoin, Station: "s3b", Aside: "former", Renew: true}
	if err := want.write(folder); err != nil {
		t.Fatal(err)
	}
	if got, err := readErrand(folder); err != nil || got != want {
		t.Errorf("errand = %+v, %v; want %+v", got, err, want)
	}
	for _, name := range []string{"station.db", "local.db", "raft/raft.db"} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("old"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // a start that was broken off does it again
		if err := want.setAside(folder); err != nil {
			t.Fatal(err)
		}
	}
	for name, there := range map[string]bool{"station.db": false, "raft": false, "local.db": true, "former/station.db": true, "former/raft/raft.db": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != there {
			t.Errorf("%s is there = %v, want %v", name, err == nil, there)
		}
	}
	id, err := trust.Found("o1", "s3b", time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		errand errand
		want   bool
	}{
		"its own":            {want, true},
		"another station":    {errand{Kind: errandJoin, Station: "s3"}, false},
		"the epoch begun":    {errand{Kind: errandRecover, Station: "s3b", Epoch: id.Epoch()}, true},
		"an epoch not begun": {errand{Kind: errandRecover, Station: "s3b", Epoch: "e2"}, false},
	} {
		if got := c.errand.isFor(id); got != c.want {
			t.Errorf("%s is for this station = %v, want %v", name, got, c.want)
		}
	}
	if err := errors.Join(dropErrand(folder), dropErrand(folder)); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(folder, errandName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readErrand(folder); err == nil {
		t.Error("half an errand is no error")
	}
}

func TestDiskTrial(t *testing.T) {
	folder := t.TempDir()
	if err := tryDisk(folder); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("the trial left %v, %v", left, err)
	}
	if err := tryDisk(filepath.Join(folder, "gone")); err == nil {
		t.Error("a folder that is not there passed")
	}
	if aside, err := setRegisterAside(folder, time.Unix(0, 0)); err != nil || aside != filepath.Join(folder, "station.db.damaged-19700101-000000") {
		t.Errorf("set nothing aside = %s, %v", aside, err)
	}
}

func FuzzErrand(f *testing.F) {
	f.Add([]byte(`{"kind":"join","station":"s1","aside":"former"}`))
	f.Add([]byte(`{"kind":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, errandName), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := readErrand(folder)
		if err != nil {
			return
		}
		if err := e.write(folder); err != nil {
			t.Fatal(err)
		}
		if again, err := readErrand(folder); err != nil || again != e {
			t.Fatalf("read back as %+v, %v; want %+v", again, err, e)
		}
	})
}

// Setting aside twice within a second keeps both.
func TestANameOfItsOwnForWhatIsSetAside(t *testing.T) {
	folder := t.TempDir()
	at := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	var names []string
	for _, content := range []string{"first", "second"} {
		if err := os.WriteFile(filepath.Join(folder, "station.db"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		name, err := setRegisterAside(folder, at)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != content {
			t.Errorf("%s holds %q (%v), want %q", name, got, err, content)
		}
		names = append(names, unusedName(folder, "former"))
		if err := os.Mkdir(filepath.Join(folder, names[len(names)-1]), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"former", "former-2"}; !slices.Equal(names, want) {
		t.Errorf("names = %v, want %v", names, want)
	}
}
