package office_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/staff"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func TestAnOfficeFromItsFoundingToItsRecovery(t *testing.T) {
	r := openRoll(t)
	r.steps(
		step{comer(1), "office.not_founded"},
		step{found(), "applied"},
		step{found(), "applied"}, // a first start that was broken off
		step{office.Found{OfficeID: "o2", Name: "友谊街道", Epoch: "e1"}, "office_id:office.founded"},
		step{comer(1), "applied"},
		step{comer(2), "applied"},
		step{comer(3), "applied"},
		step{office.Move{Station: "qingsong-2", Address: "10.0.0.22:7400"}, "applied"},
		step{office.Remove{Station: "qingsong-3", Reason: "主板损坏"}, "applied"},
		step{office.Remove{Station: "qingsong-3", Reason: "主板损坏"}, "station:station.removed"},
		step{office.Move{Station: "qingsong-3", Address: "10.0.0.33:7400"}, "station:station.removed"},
		step{office.Remove{Station: "qingsong-9", Reason: "主板损坏"}, "station:station.unknown"},
	)
	const before = "qingsong-1 1 10.0.0.1:7400 member, qingsong-2 2 10.0.0.22:7400 member, qingsong-3 3 10.0.0.3:7400 removed"
	if got := r.stations(); got != before {
		t.Errorf("stations = %s, want %s", got, before)
	}
	r.steps(
		step{office.Recover{Epoch: "e2", Survivor: "qingsong-3", Reason: "两台机器损坏"}, "station:station.removed"},
		step{office.Recover{Epoch: "e2", Survivor: "qingsong-2", Reason: "两台机器损坏"}, "applied"},
		step{comer(4), "applied"},
		step{office.Recover{Epoch: "e2", Survivor: "qingsong-2", Reason: "两台机器损坏"}, "applied"}, // asked again after a crash: who came since stays
		step{comer(1), "station:station.removed"},
		step{renamed(comer(1)), "applied"}, // its disk comes back the same day
	)
	const after = "qingsong-1 1 10.0.0.1:7400 removed, qingsong-2 2 10.0.0.22:7400 member, qingsong-3 3 10.0.0.3:7400 removed, " +
		"qingsong-4 4 10.0.0.4:7400 member, qingsong-new-1 1 10.0.0.1:7400 member"
	if got := r.stations(); got != after || r.epoch() != "e2" {
		t.Errorf("stations = %s in epoch %s, want %s in e2", got, r.epoch(), after)
	}
}

func TestWhoIsAdmitted(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office.Admit)
		want   string
	}{
		"a new station":               {func(*office.Admit) {}, "applied"},
		"the answer got lost":         {func(c *office.Admit) { *c = comer(1) }, "applied"},
		"a member at another address": {func(c *office.Admit) { *c = comer(1); c.Address = "10.0.1.1:7400" }, "applied"},
		"a member with another key":   {func(c *office.Admit) { c.Station = "qingsong-1" }, "key:station.key_differs"},
		"a copied disk, another id":   {func(c *office.Admit) { c.Key = comer(1).Key }, "key:station.known"},
		"a machine number twice":      {func(c *office.Admit) { c.Machine = 1 }, "machine:machine.taken"},
		"the same in another place":   {func(c *office.Admit) { c.Machine, c.Community = 1, "339999001002" }, "applied"},
		"the id of a removed one":     {func(c *office.Admit) { c.Station = "qingsong-2" }, "station:station.removed"},
		"a removed one entirely":      {func(c *office.Admit) { *c = comer(2) }, "station:station.removed"},
		"the key of a removed one":    {func(c *office.Admit) { c.Key = comer(2).Key }, "key:station.known"},
		"the machine of one removed":  {func(c *office.Admit) { c.Machine = 2 }, "machine:machine.used_today"},
		"nothing": {
			func(c *office.Admit) { *c = office.Admit{} },
			"station:station.id_invalid name:office.name_required community:station.community_invalid machine:station.machine_invalid " +
				"address:station.address_invalid key:station.key_invalid",
		},
		"a path for an id":           {func(c *office.Admit) { c.Station = "../qingsong" }, "station:station.id_invalid"},
		"a long name":                {func(c *office.Admit) { c.Name = strings.Repeat("名", 61) }, "name:office.name_too_long"},
		"a street for a community":   {func(c *office.Admit) { c.Community = "339999001" }, "community:station.community_invalid"},
		"machine ten":                {func(c *office.Admit) { c.Machine = 10 }, "machine:station.machine_invalid"},
		"an address without a port":  {func(c *office.Admit) { c.Address = "10.0.0.3" }, "address:station.address_invalid"},
		"an address without a host":  {func(c *office.Admit) { c.Address = ":7400" }, "address:station.address_invalid"},
		"an address of the new kind": {func(c *office.Admit) { c.Address = "[fd00::3]:7400" }, "applied"},
		"a key in capitals":          {func(c *office.Admit) { c.Key = strings.Repeat("AB", 32) }, "key:station.key_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			r := openOffice(t, 2)
			r.steps(step{office.Remove{Station: "qingsong-2", Reason: "搬迁"}, "applied"})
			form := comer(3)
			c.change(&form)
			if got := r.answer(form); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}

// A kiosk that was taken out may have printed receipts until it was switched off, so its digit rests until the next day.
func TestTheMachineOfARemovedStationRestsUntilTheNextDay(t *testing.T) {
	r := openOffice(t, 2)
	replacement := renamed(comer(2))
	r.steps(
		step{office.Remove{Station: "qingsong-2", Reason: "更换机器"}, "applied"},
		step{replacement, "machine:machine.used_today"},
	)
	r.now = time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
	r.steps(step{replacement, "applied"})
}

func TestAnOfficeHasThirtyStations(t *testing.T) {
	r := openRoll(t)
	r.steps(step{found(), "applied"})
	for n := 1; n <= office.MaxStations; n++ {
		form := comer(n)
		form.Community, form.Machine = fmt.Sprintf("3399990010%02d", n/9), n%9+1
		r.steps(step{form, "applied"})
	}
	one := comer(31)
	one.Community, one.Machine = "339999001099", 1
	again := comer(1)
	again.Community, again.Machine = "339999001000", 2
	r.steps(step{one, "office.full"}, step{again, "applied"}, step{office.Remove{Station: "qingsong-5", Reason: "撤站"}, "applied"}, step{one, "applied"})
}

func TestTheLastStationStays(t *testing.T) {
	r := openOffice(t, 2)
	r.steps(
		step{office.Remove{Station: "qingsong-1", Reason: "撤站"}, "applied"},
		step{office.Remove{Station: "qingsong-2", Reason: "撤站"}, "station:station.last"},
	)
}

func TestTheVersionIsRaisedOnceAllSupportIt(t *testing.T) {
	r := openOffice(t, 2)
	report := func(n, newest int) office.Report {
		return office.Report{Station: fmt.Sprintf("qingsong-%d", n), Program: "0.4.0", Min: 1, Max: newest}
	}
	r.steps(
		step{office.Raise{To: 2}, "to:version.not_everywhere"},
		step{report(1, 2), "applied"},
		step{office.Raise{To: 2}, "to:version.not_everywhere"},
		step{report(2, 1), "applied"},
	)
	if refusal := r.put(office.Raise{To: 2}).Refusal; refusal == nil || refusal.Problems[0].Params["stations"] != "qingsong-2" {
		t.Errorf("raise while one is behind = %v, want a refusal that names qingsong-2", refusal)
	}
	r.steps(
		step{report(2, 2), "applied"},
		step{office.Raise{To: 1}, "to:version.not_higher"},
		step{office.Raise{To: 2}, "applied"},
		step{office.Raise{To: 2}, "to:version.not_higher"},
		step{office.Raise{To: 3}, "to:version.not_everywhere"},
		step{office.Raise{}, "to:version.range_invalid"},
		step{office.Report{Station: "qingsong-1", Min: 3, Max: 2}, "max:version.range_invalid"},
		step{office.Report{Station: "qingsong-9", Min: 1, Max: 2}, "station:station.unknown"},
	)
	if got := r.Machine.Version(); got != 2 {
		t.Errorf("version = %d, want 2", got)
	}
	r.view(func(q store.Query) error {
		var columns int
		return q.Row(`SELECT count(window_id) FROM ticket`).Scan(&columns) // there is the column
	})
}

// An office that nobody belongs to has nobody who supports a version; raising it would stop every station that reads the log.
func TestAnEmptyOfficeIsNotRaised(t *testing.T) {
	r := openRoll(t)
	r.steps(step{found(), "applied"}, step{office.Raise{To: 99}, "to:version.not_everywhere"})
}

func TestWhoManagesTheOffice(t *testing.T) {
	commands := []ledger.Command{
		found(), comer(2),
		office.Remove{Station: "qingsong-1", Reason: "撤站"},
		office.Move{Station: "qingsong-1", Address: "10.0.0.9:7400"},
		office.Raise{To: 2},
		office.Recover{Epoch: "e2", Survivor: "qingsong-1", Reason: "演练"},
		office.Report{Station: "qingsong-1", Min: 1, Max: 1},
	}
	for _, actor := range []ledger.Actor{
		{Kind: ledger.Staff, Role: string(staff.Clerk)}, {Kind: ledger.Staff, Role: string(staff.Auditor)}, {Kind: ledger.Resident, ID: "p1"}, {},
	} {
		r := openOffice(t, 1)
		r.actor = actor
		for _, c := range commands {
			if got := r.answer(c); got != "office.not_permitted" {
				t.Errorf("%s of %s %s = %s, want office.not_permitted", c.Kind(), actor.Kind, actor.Role, got)
			}
		}
	}
	r := openOffice(t, 1)
	r.actor = ledger.Actor{Kind: ledger.Staff, ID: "a1", Role: string(staff.Admin)}
	r.steps(step{comer(2), "applied"}, step{office.Report{Station: "qingsong-1", Min: 1, Max: 1}, "office.not_permitted"})
}

func TestChangesNameTheStation(t *testing.T) {
	r := openOffice(t, 2)
	r.Changes = nil
	r.steps(
		step{office.Move{Station: "qingsong-2", Address: "10.0.0.22:7400"}, "applied"},
		step{office.Recover{Epoch: "e2", Survivor: "qingsong-1", Reason: "演练"}, "applied"},
	)
	if got, want := r.told(), "station qingsong-2, station qingsong-2, station qingsong-1"; got != want {
		t.Errorf("changes = %s, want %s", got, want)
	}
}

func TestQueriesUseAnIndex(t *testing.T) {
	r := openOffice(t, 2)
	r.view(func(q store.Query) error {
		for name, c := range map[string]struct {
			read func(store.Query) error
			want string
		}{
			"current":  {func(q store.Query) error { _, _, err := office.Current(q); return err }, "SEARCH office USING PRIMARY KEY (one=?)"},
			"by id":    {func(q store.Query) error { _, _, err := office.ByID(q, "x"); return err }, "SEARCH station USING PRIMARY KEY (id=?)"},
			"stations": {func(q store.Query) error { _, err := office.Stations(q); return err }, "SCAN station"}, // all are wanted, in the order of the key
		} {
			if got := strings.Join(storetest.Plans(t, q, c.read), "; "); got != c.want {
				t.Errorf("plan of %s = %q, want %q", name, got, c.want)
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
	quoted := regexp.MustCompile(`"((?:office|station|machine|version)\.[a-z0-9_]+)"`)
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
	if got, want := office.Codes(), slices.Compact(used); !slices.Equal(got, want) {
		t.Errorf("Codes() =\n%s\nthe source answers\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// FuzzAdmit reads a form as it comes over the wire: whatever passes can be dialled, names a file, and is safe in a log line.
func FuzzAdmit(f *testing.F) {
	for _, seed := range []string{
		`{"station":"qingsong-1","name":"青松社区服务站","community":"339999001001","machine":1,"address":"10.0.0.1:7400","key":"` + fmt.Sprintf("%064x", 1) + `"}`,
		`{"station":"..","address":"[::1]:0"}`, `{"machine":1e9}`, `[]`, ``,
	} {
		f.Add([]byte(seed))
	}
	kinds, err := ledger.NewKinds([]ledger.Slice{office.Slice()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		command, err := kinds.Decode(ledger.Envelope{Kind: office.Admit{}.Kind(), Payload: payload})
		if err != nil || command.Validate(ledger.Stamp{}) != nil {
			return
		}
		c := command.(office.Admit)
		host, port, err := net.SplitHostPort(c.Address)
		if err != nil || net.JoinHostPort(host, port) != c.Address && host+":"+port != c.Address {
			t.Errorf("address %q cannot be dialled: %v", c.Address, err)
		}
		if filepath.Base(c.Station) != c.Station || strings.HasPrefix(c.Station, ".") || strings.ContainsAny(c.Station, " \n\r\t\"") {
			t.Errorf("station %q passed", c.Station)
		}
		if len(c.Key) != 64 || c.Machine < 1 || c.Machine > 9 || len(c.Community) != 12 {
			t.Errorf("%+v passed", c)
		}
	})
}
