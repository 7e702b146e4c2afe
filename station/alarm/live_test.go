package alarm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// walked tells all pages of a query as event and zone of each item, pages with a bar between.
func (o *office) walked(ask LiveQuery) string {
	o.tb.Helper()
	var pages []string
	for more := true; more; {
		var zones []string
		o.view(func(q store.Query) error {
			page, err := Live(q, ask)
			for _, i := range page.Items {
				zones = append(zones, i.Event+"/"+i.Zone)
			}
			ask.Before, more = page.Next, page.Next != ""
			return err
		})
		pages = append(pages, strings.Join(zones, " "))
	}
	return strings.Join(pages, " | ")
}

func TestTheLiveListHasTheMostUrgentFirst(t *testing.T) {
	o := openOffice(t)
	for n := range 3 {
		o.comes(power(fmt.Sprint(n)), fire(fmt.Sprint(n), fmt.Sprintf("%03d", n)), burglary(fmt.Sprint(n), fmt.Sprintf("%03d", n)))
		o.later(time.Hour)
	}
	for name, c := range map[string]struct {
		ask  LiveQuery
		want string
	}{
		"all":               {LiveQuery{Limit: 20}, "110/002 110/001 110/000 130/002 130/001 130/000 301/000 301/000 301/000"},
		"in pages":          {LiveQuery{Limit: 4}, "110/002 110/001 110/000 130/002 | 130/001 130/000 301/000 301/000 | 301/000"},
		"in whole pages":    {LiveQuery{Limit: 3}, "110/002 110/001 110/000 | 130/002 130/001 130/000 | 301/000 301/000 301/000"},
		"one by one":        {LiveQuery{MaxPriority: 1}, "110/002 | 110/001 | 110/000"},
		"the next":          {LiveQuery{Limit: 20, MinPriority: 2, MaxPriority: 2}, "130/002 130/001 130/000"},
		"the urgent":        {LiveQuery{Limit: 20, MaxPriority: 2}, "110/002 110/001 110/000 130/002 130/001 130/000"},
		"of the last hours": {LiveQuery{Limit: 20, Since: o.now.Add(-150 * time.Minute)}, "110/002 110/001 130/002 130/001 301/000 301/000"},
		"of the future":     {LiveQuery{Limit: 20, Since: o.now}, ""},
	} {
		if got := o.walked(c.ask); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
	o.view(func(q store.Query) error {
		for _, bad := range []string{"x", "1", "1.", "0.1", "5.1", "1.0", "1.-1", "01.1", "1.1 ", "1.99999999999999999999"} {
			if _, err := Live(q, LiveQuery{Before: bad}); !errors.Is(err, ErrCursor) {
				t.Errorf("cursor %q = %v, want %v", bad, err, ErrCursor)
			}
		}
		return nil
	})
}

// A clock that is years ahead moves the office's latest instant a little for each of its signals, and one that asks hides nothing that came last.
func TestAClockThatIsAhead(t *testing.T) {
	o := openOffice(t)
	right := o.now
	wrong := right.AddDate(70, 0, 0)
	o.comes(fire("1", "001"))
	o.now = wrong
	o.comes(fire("2", "002"), fire("3", "003"))
	o.now = right.Add(24 * time.Hour) // a day later all is well again
	o.comes(fire("4", "004"))
	for asked, want := range map[time.Time]string{
		o.now:                    "110/004 110/003 110/002 110/001",
		o.now.Add(2 * time.Hour): "110/004 110/003 110/002 110/001",
		wrong:                    "110/004 110/003 110/002 110/001",
	} {
		if got := o.lately(asked); got != want {
			t.Errorf("asked at %v: live = %s, want %s", asked, got, want)
		}
	}
	o.later(2 * time.Hour)
	o.comes(fire("5", "005"))
	if got, want := o.lately(o.now), "110/005 110/004"; got != want {
		t.Errorf("two hours later: live = %s, want %s", got, want)
	}
}

// Where nothing came for days, what comes then is seen, and the office's latest instant makes up for it.
func TestNothingCameForDays(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1", "001"))
	o.later(72 * time.Hour)
	for n := range 49 {
		o.comes(fire(fmt.Sprint(2+n), "002"))
		if got := o.lately(o.now); !strings.HasPrefix(got, "110/002") {
			t.Fatalf("after %d signals: live = %s, want them to be seen", n+1, got)
		}
	}
	if got := o.lately(o.now); strings.Contains(got, "110/001") {
		t.Errorf("live = %s, want those of the last day", got)
	}
}

// lately tells what a station whose clock says now shows of the last day.
func (o *office) lately(now time.Time) (shown string) {
	o.tb.Helper()
	o.view(func(q store.Query) error {
		since, err := Lately(q, now, 24*time.Hour)
		shown = o.walked(LiveQuery{Limit: 60, Since: since})
		return err
	})
	return shown
}

// The clock of a station may be wrong; its alarms neither sink in the list nor fall out of it.
func TestTheOrderIsTheLogsNotTheClocks(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1", "001"))
	right := o.now
	o.station, o.now = "s2", right.Add(-48*time.Hour)
	o.comes(fire("2", "002"))
	if got, want := o.walked(LiveQuery{Limit: 5, Since: right.Add(-time.Hour)}), "110/002 110/001"; got != want {
		t.Errorf("live = %s, want %s", got, want)
	}
}

// An item with a new signal is at the head again.
func TestARepeatBringsTheItemUp(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1", "001"), fire("2", "002"))
	o.later(10 * time.Second)
	o.comes(fire("1", "001"))
	if got, want := o.walked(LiveQuery{Limit: 5}), "110/001 110/002"; got != want {
		t.Errorf("live = %s, want %s", got, want)
	}
}

func TestSignalsArePaged(t *testing.T) {
	o := openOffice(t)
	for range 5 {
		o.comes(fire("1234", "001"))
		o.later(time.Second)
	}
	o.view(func(q store.Query) error {
		var seqs []int64
		for after := int64(0); ; after = seqs[len(seqs)-1] {
			page, err := SignalsOf(q, o.live()[0], after, 2)
			if err != nil || len(page) == 0 {
				break
			}
			for _, s := range page {
				seqs = append(seqs, s.Seq)
			}
		}
		if !slices.Equal(seqs, []int64{1, 2, 3, 4, 5}) {
			t.Errorf("signals = %v, want 1 to 5", seqs)
		}
		return nil
	})
}

func TestCounts(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1", "001"), power("1"))
	o.later(time.Hour)
	o.comes(fire("2", "001"), burglary("2", "002"))
	o.reports("port.gone")
	o.view(func(q store.Query) error {
		got, err := Counts(q, o.now.Add(-time.Minute))
		if want := (Totals{ByPriority: [5]int{0, 1, 2, 0, 0}, Faults: 1}); got != want {
			t.Errorf("counts = %+v, want %+v", got, want)
		}
		return err
	})
}

// Every list walks along an index and sorts nothing.
func TestQueriesUseAnIndex(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1234", "001"))
	item := o.live()[0]
	live := strings.TrimSuffix(strings.Repeat("SEARCH alarm_item USING INDEX alarm_item_live (priority=? AND turn<?); ", 4), "; ")
	for name, c := range map[string]struct {
		read func(store.Query) error
		want string
	}{
		"live":    {func(q store.Query) error { _, err := Live(q, LiveQuery{Limit: 50}); return err }, live},
		"item":    {func(q store.Query) error { _, _, err := ItemByID(q, "x"); return err }, "SEARCH alarm_item USING INDEX sqlite_autoindex_alarm_item_1 (id=?)"},
		"signals": {func(q store.Query) error { _, err := SignalsOf(q, item, 0, 50); return err }, "SEARCH alarm_signal USING PRIMARY KEY (item=? AND seq>?)"},
		"history": {
			func(q store.Query) error {
				_, err := historyOf(q, source{account: "1"}, fire("1", "1"), "")
				return err
			},
			"SEARCH alarm_item USING INDEX alarm_item_source (account=? AND station=? AND port=? AND receiver=? AND line=?)",
		},
		"account":     {func(q store.Query) error { _, _, err := SubscriberByAccount(q, "1"); return err }, "SEARCH s USING INDEX subscriber_account (account=?)"},
		"subscribers": {func(q store.Query) error { _, err := Subscribers(q, "", 50, ""); return err }, "SEARCH s USING INDEX subscriber_account (account>?)"},
		"found": {
			func(q store.Query) error { _, err := Subscribers(q, "zs", 50, ""); return err },
			"SEARCH k USING PRIMARY KEY (key>? AND key<?); SEARCH s USING INTEGER PRIMARY KEY (rowid=?)",
		},
	} {
		o.view(func(q store.Query) error {
			if got := strings.Join(storetest.Plans(t, q, c.read), "; "); got != c.want {
				t.Errorf("plan of %s = %q, want %q", name, got, c.want)
			}
			return nil
		})
	}
	o.view(func(q store.Query) error {
		for _, plan := range storetest.Plans(t, q, func(q store.Query) error { _, err := Counts(q, o.now); return err }) {
			if strings.Contains(plan, "SCAN alarm_item") || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("plan of counts = %q", plan)
			}
		}
		return nil
	})
}

func TestCodesListsEveryCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"((?:alarm|subscriber|phone)\.[a-z_]+)"`)
	var used []string
	for _, file := range files {
		if file == "codes.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			used = append(used, m[1])
		}
	}
	slices.Sort(used)
	if got, want := Codes(), slices.Compact(used); !slices.Equal(got, want) {
		t.Errorf("Codes() =\n%s\nthe source answers\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
