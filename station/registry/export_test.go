package registry_test

import (
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func leaving() registry.RecordExport {
	return registry.RecordExport{
		ID: "x1", What: registry.ExportPeople, Scope: "青松家园", Format: "xlsx", Rows: 1, People: []string{"lan"}, Reason: "核对本小区登记",
	}
}

func TestRecordExport(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*registry.RecordExport)
		want   string
	}{
		"complete":             {func(*registry.RecordExport) {}, ""},
		"fifty alone":          {func(c *registry.RecordExport) { c.Rows = 50 }, ""},
		"fifty-one alone":      {func(c *registry.RecordExport) { c.Rows = 51 }, "second_officer: export.second_required"},
		"fifty-one with two":   {func(c *registry.RecordExport) { c.Rows, c.Second = 51, "other" }, ""},
		"whole numbers alone":  {func(c *registry.RecordExport) { c.Whole = true }, "second_officer: export.second_required"},
		"second is the same":   {func(c *registry.RecordExport) { c.Second = "clerk-1" }, "second_officer: export.second_same"},
		"more than may leave":  {func(c *registry.RecordExport) { c.Rows, c.Second = 501, "other" }, ": export.too_many"},
		"nobody":               {func(c *registry.RecordExport) { c.People = nil }, ": export.nothing"},
		"no reason":            {func(c *registry.RecordExport) { c.Reason = "查" }, "reason: export.reason_required"},
		"a reason without end": {func(c *registry.RecordExport) { c.Reason = strings.Repeat("因", 201) }, "reason: export.reason_too_long"},
		"another format":       {func(c *registry.RecordExport) { c.Format = "pdf" }, "format: export.format_unknown"},
		"something else":       {func(c *registry.RecordExport) { c.What = "alarms" }, "what: export.what_unknown"},
		"nowhere":              {func(c *registry.RecordExport) { c.Scope = "" }, "scope: export.scope_required"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := leaving()
			c.change(&cmd)
			if got := openOffice(t).ask(cmd); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// Everybody in a file finds it among the looks at their record, and the auditor finds the file.
func TestAnExportIsALookAtEverybodyInIt(t *testing.T) {
	o := openOffice(t)
	cmd := leaving()
	cmd.Rows, cmd.People = 2, []string{"lan", "fan"}
	o.do(cmd)
	if got := o.ask(cmd); got != "id: export.id_taken" {
		t.Errorf("got = %q", got)
	}
	o.view(func(q store.Query) error {
		for _, person := range cmd.People {
			looks, err := registry.LooksAt(q, person)
			if err != nil || len(looks) != 1 || looks[0].What != registry.Exported || looks[0].Actor.ID != "clerk-1" || looks[0].Reason != cmd.Reason {
				t.Errorf("%s: got = %+v, %v", person, looks, err)
			}
		}
		list, err := registry.Exports(q, 0, 10)
		if err != nil || len(list) != 1 || list[0].Rows != 2 || list[0].Scope != "青松家园" || list[0].ActorRole != "clerk" {
			t.Errorf("got = %+v, %v", list, err)
		}
		older, err := registry.Exports(q, list[0].Seq, 10)
		if err != nil || len(older) != 0 {
			t.Errorf("older: got = %+v, %v", older, err)
		}
		return nil
	})
}

func TestWhoIsRegisteredWhereAndWhen(t *testing.T) {
	o := openOffice(t)
	away := lan()
	away.ID, away.ResidenceID, away.Card, away.RoomID, away.HouseholdID = "fan", "r2", fan(), "wy-101", ""
	member := lan()
	member.ID, member.Card, member.Since, member.Phone = "son", card("吴小", "33999920150505001"), calendar.Date{}, ""
	o.do(registry.ImportPeople{People: []registry.ImportedPerson{lan(), away, member}})
	names := func(list []registry.Residence) string {
		var ids []string
		for _, r := range list {
			ids = append(ids, r.PersonID+" "+r.Address)
		}
		return strings.Join(ids, ", ")
	}
	o.view(func(q store.Query) error {
		for _, c := range []struct {
			what string
			read func() ([]registry.Residence, error)
			want string
		}{
			{"compound", func() ([]registry.Residence, error) { return registry.RegisteredIn(q, "qs", 10) }, "lan 青松家园3号楼2单元1203室"},
			{"other compound", func() ([]registry.Residence, error) { return registry.RegisteredIn(q, "wy", 10) }, "fan 梧叶小区A座101室"},
			{"no compound", func() ([]registry.Residence, error) { return registry.RegisteredIn(q, "x", 10) }, ""},
			{"period", func() ([]registry.Residence, error) {
				return registry.RegisteredBetween(q, day("2024-05-02"), day("2024-05-02"), 10)
			}, "lan 青松家园3号楼2单元1203室, fan 梧叶小区A座101室"},
			{"later", func() ([]registry.Residence, error) {
				return registry.RegisteredBetween(q, day("2024-05-03"), day("2026-05-02"), 10)
			}, ""},
			{"limit", func() ([]registry.Residence, error) {
				return registry.RegisteredBetween(q, day("2024-05-02"), day("2024-05-02"), 1)
			}, "lan 青松家园3号楼2单元1203室"},
		} {
			got, err := c.read()
			if err != nil || names(got) != c.want {
				t.Errorf("%s: got = %q, %v, want %q", c.what, names(got), err, c.want)
			}
		}
		return nil
	})
}

func TestExportsUseAnIndex(t *testing.T) {
	o := populated(t)
	for name, ask := range map[string]func(store.Query) error{
		"compound": func(q store.Query) error { _, err := registry.RegisteredIn(q, "qs", 10); return err },
		"period": func(q store.Query) error {
			_, err := registry.RegisteredBetween(q, day("2024-05-03"), day("2024-06-03"), 10)
			return err
		},
		"log": func(q store.Query) error { _, err := registry.Exports(q, 0, 10); return err },
	} {
		for _, plan := range o.plans(t, ask) {
			if strings.HasPrefix(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") && name == "log" {
				t.Errorf("%s: plan = %q", name, plan)
			}
		}
	}
}
