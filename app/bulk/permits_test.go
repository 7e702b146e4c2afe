package bulk

import (
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// settle puts invented people into the register.
func (b *books) settle(people ...int) {
	b.tb.Helper()
	birth, err := calendar.ParseDate("1950-01-01")
	if err != nil {
		b.tb.Fatal(err)
	}
	var list []registry.ImportedPerson
	for _, n := range people {
		list = append(list, registry.ImportedPerson{Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "吴兰", SexCode: "9", Birth: birth, IDNumber: number(n), Verified: registry.VerifiedSeen,
		}})
	}
	b.must(registry.ImportPeople{People: list})
}

func TestEveryOlderPermitIsJudged(t *testing.T) {
	head := []string{"证件号码", "姓名", "居住证号", "签发日期", "首次签发日期", "签注有效期至", "连续居住起始日期"}
	good := []string{number(1), "吴兰", "3399991100990001", "2025-05-01", "2022-12-01", "2026年12月1日", "2024-02-03"}
	for name, c := range map[string]struct {
		column int
		text   string
		want   string
	}{
		"complete":                {1, "吴兰", "ok"},
		"without a name":          {1, "", "ok"},
		"days as Excel has them":  {3, "45778", "ok"},
		"the first card":          {4, "", "continuous_since: permit.brought_continuous_range"},
		"never endorsed":          {5, "", "ok"},
		"never late":              {6, "", "ok"},
		"of somebody else":        {1, "陈志强", "name: row.name_differs"},
		"not in the register":     {0, number(2), "id_number: permit.person_unknown"},
		"mangled number":          {0, "4.40524E+17", "id_number: row.number_exponent"},
		"mangled permit number":   {2, "3.39999E+15", "permit_number: row.number_exponent"},
		"no permit number":        {2, "", "permit_number: permit.number_invalid"},
		"no day of issue":         {3, "", "issued_on: required"},
		"no such day":             {3, "2025-02-30", "issued_on: row.date"},
		"issued tomorrow":         {3, "2026-11-22", "issued_on: permit.issued_in_future"},
		"first issued afterwards": {4, "2026-01-01", "since_on: permit.brought_since_after_issue"},
		"endorsed for ever":       {5, "2036-12-01", "endorsed_until: permit.brought_until_range"},
		"already there":           {0, number(3), "permit_number: row.permit_known"},
		"who holds another":       {0, number(4), "id_number: permit.already_holds"},
	} {
		t.Run(name, func(t *testing.T) {
			b := openBooks(t)
			b.settle(1, 3, 4)
			issued := calendar.NewDate(2026, 1, 5)
			b.must(permit.BringPermits{Permits: []permit.BroughtPermit{
				{ID: "p3", IDNumber: number(3), PermitNumber: "3399991100990003", IssuedOn: issued}, {ID: "p4", IDNumber: number(4), PermitNumber: "3399991100990004", IssuedOn: issued},
			}})
			row := append([]string{}, good...)
			row[c.column] = c.text
			if name == "already there" {
				row[2] = "33999911 00990003"
			}
			if got := verdict(t, b, "permits", head, row); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
	b := openBooks(t)
	b.settle(1, 2)
	second := append([]string{}, good...)
	second[0] = number(2)
	if got, want := verdict(t, b, "permits", head, good, second), "permit_number: row.twice 2"; got != want {
		t.Errorf("one card twice = %q, want %q", got, want)
	}
}

// A file of older permits goes through the ledger like any other table, and their windows are there at once.
func TestOlderPermitsAreBroughtInAFile(t *testing.T) {
	b := openBooks(t)
	b.settle(1, 2)
	s := openShop(t, b, t.TempDir())
	file := workbook(t, []string{"身份证号", "居住证号码", "发证日期", "签注至"},
		[]string{number(1), "3399991100990001", "2022-12-01", "2026-12-01"}, []string{number(2), "3399991100990002", "2025-12-15", ""}, []string{number(9), "3399991100990009", "2025-12-15", ""})
	j := s.bring("permits", "已发居住证.xlsx", file)
	if j.Good != 2 || j.Bad != 1 || j.Codes["permit.person_unknown"] != 1 {
		t.Fatalf("judged = %+v", j)
	}
	if j = s.importAll(j.ID); j.State != Done || j.Added != 2 || j.Known != 0 {
		t.Errorf("imported = %+v", j)
	}
	err := b.View(t.Context(), func(q store.Query) error {
		page, err := permit.Permits(q, permit.CardFilter{View: permit.InWindow, Day: calendar.On(b.Now())})
		if err != nil || len(page.Rows) != 2 || page.Rows[0].Standing.Until.String() != "2026-12-01" || page.Rows[1].Standing.From.String() != "2026-11-15" {
			t.Errorf("in their window = %+v, %v", page.Rows, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	again := s.bring("permits", "已发居住证.xlsx", file)
	if again.Good != 0 || again.Codes["row.permit_known"] != 2 {
		t.Errorf("the same file again = %+v", again)
	}
}
