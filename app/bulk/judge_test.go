package bulk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// verdict judges rows after one another, as of one file, and says of the last: "ok", or its problems as column: code.
func verdict(tb testing.TB, b *books, kind string, head []string, rows ...[]string) string {
	tb.Helper()
	k := Kinds()[slices.IndexFunc(Kinds(), func(k Kind) bool { return k.Name == kind })]
	h, ok := readHeadings(k, sheet.Row{Cells: head})
	if !ok {
		tb.Fatal("headings")
	}
	judge := k.Judge(Judging{Job: "j1", Today: calendar.On(b.Now()), Stamp: ledger.Stamp{At: b.Now().UTC()}})
	got := "ok"
	err := b.View(tb.Context(), func(q store.Query) error {
		for i, cells := range rows {
			good, wrong, err := judge(q, Cells{Row: sheet.Row{Line: i + 2, Cells: cells}, At: h.at})
			if err != nil {
				return err
			}
			problems := make([]string, len(wrong))
			for i, p := range wrong {
				problems[i] = strings.TrimSpace(fmt.Sprint(p.Column, ": ", p.Code, " ", p.Params["line"]))
			}
			if got = strings.Join(problems, ", "); got == "" {
				got = fmt.Sprintf("ok %T", good)[:2]
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return got
}

func TestEveryPersonIsJudged(t *testing.T) {
	head := []string{"姓名", "证件号码", "证件类型", "性别", "出生日期", "联系电话", "户号", "居住地址", "小区", "楼栋", "单元", "房号", "入住日期", "登记日期"}
	good := map[string]string{
		"姓名": "吴兰", "证件号码": "339999198505050020", "居住地址": "青松家园3号楼2单元1203室", "入住日期": "2024-05-01", "登记日期": "45414",
	}
	good["证件号码"] = number(85)
	for name, c := range map[string]struct {
		change map[string]string
		want   string
	}{
		"complete":                      {nil, "ok"},
		"person only":                   {map[string]string{"居住地址": "", "入住日期": "", "登记日期": ""}, "ok"},
		"four columns":                  {map[string]string{"居住地址": "", "小区": "青松家园", "楼栋": "3号楼", "单元": "2", "房号": "1203.0"}, "ok"},
		"dashes":                        {map[string]string{"居住地址": "青松家园3-2-1204"}, "ok"},
		"household":                     {map[string]string{"户号": "1"}, "ok"},
		"HK permit":                     {map[string]string{"证件号码": "810000199408230021"}, "ok"},
		"full-width digits":             {map[string]string{"证件号码": "４４０５２４１８８００１０１００１４"}, "ok"},
		"no name":                       {map[string]string{"姓名": ""}, "name: person.name_required"},
		"no number":                     {map[string]string{"证件号码": ""}, "id_number: row.number_required"},
		"wrong check character":         {map[string]string{"证件号码": number(85)[:17] + "Y"}, "id_number: citizen_number.format"},
		"digit changed":                 {map[string]string{"证件号码": "110101199003077716"}, "id_number: citizen_number.checksum"},
		"fifteen digits":                {map[string]string{"证件号码": "110101900307771"}, "id_number: citizen_number.fifteen_digits"},
		"mangled: exponent":             {map[string]string{"证件号码": "4.40524E+17"}, "id_number: row.number_exponent"},
		"mangled: rounded":              {map[string]string{"证件号码": "440524188001010000"}, "id_number: row.number_rounded"},
		"mangled: cut":                  {map[string]string{"证件号码": "11010519491231002"}, "id_number: row.number_cut"},
		"document of another kind":      {map[string]string{"证件类型": "外国人永久居留身份证"}, "id_number: card.number_of_other_kind"},
		"document unknown":              {map[string]string{"证件类型": "会员卡"}, "document: card.kind_unknown"},
		"sex unknown":                   {map[string]string{"性别": "x"}, "sex: person.sex_unknown"},
		"born in the future":            {map[string]string{"出生日期": "2027-01-01"}, "birth: person.birth_invalid, since: residence.since_before_birth"},
		"no such day":                   {map[string]string{"出生日期": "2024-02-30"}, "birth: row.date"},
		"moved in before birth":         {map[string]string{"入住日期": "1940-01-01"}, "since: residence.since_before_birth"},
		"moves in tomorrow":             {map[string]string{"入住日期": "2026-11-22"}, "since: residence.since_in_future"},
		"registered tomorrow":           {map[string]string{"登记日期": "2026-11-22"}, "registered: residence.registered_on_invalid"},
		"bad telephone":                 {map[string]string{"联系电话": "123"}, "phone: phone.invalid"},
		"no room":                       {map[string]string{"居住地址": ""}, "address: residence.room_required"},
		"room of nowhere":               {map[string]string{"居住地址": "青松家园3号楼2单元9999室"}, "address: row.room_unknown"},
		"building of nowhere":           {map[string]string{"居住地址": "青松家园9号楼2单元1203室"}, "address: row.building_unknown"},
		"unit of nowhere":               {map[string]string{"居住地址": "青松家园3号楼9单元1203室"}, "address: row.unit_unknown"},
		"compound of another office":    {map[string]string{"居住地址": "远方小区3号楼2单元1203室"}, "address: row.compound_unknown"},
		"an address nobody reads":       {map[string]string{"居住地址": "楼上"}, "address: row.address_unread"},
		"several things wrong":          {map[string]string{"出生日期": "x", "证件号码": ""}, "birth: row.date, id_number: row.number_required"},
		"number of somebody registered": {map[string]string{"证件号码": number(1)}, "id_number: row.person_known"},
	} {
		t.Run(name, func(t *testing.T) {
			b := openBooks(t)
			birth, _ := calendar.ParseDate("1950-01-01")
			b.must(registry.ImportPeople{People: []registry.ImportedPerson{{Card: registry.CardData{
				Kind: registry.ResidentCard, Name: "范例", SexCode: "9", Birth: birth, IDNumber: number(1), Verified: registry.VerifiedSeen,
			}}}})
			cells := make([]string, len(head))
			for i, column := range head {
				cells[i] = good[column]
				if changed, there := c.change[column]; there {
					cells[i] = changed
				}
			}
			if got := verdict(t, b, "people", head, cells); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheSameNumberTwice(t *testing.T) {
	row := []string{"吴兰", number(5)}
	if got, want := verdict(t, openBooks(t), "people", []string{"Name", "Document number"}, row, row), "id_number: row.twice 2"; got != want {
		t.Errorf("got = %q, want %q", got, want)
	}
}

func TestEveryRoomIsJudged(t *testing.T) {
	head := []string{"社区代码", "小区", "楼栋", "单元", "房号"}
	fresh := []string{"339999001001", "青松家园", "3", "2", "1305"}
	for name, c := range map[string]struct {
		rows [][]string
		want string
	}{
		"new room":                    {[][]string{fresh}, "ok"},
		"new compound":                {[][]string{{"339999001001", "新苑", "1号楼", "", "101室"}}, "ok"},
		"twice":                       {[][]string{fresh, fresh}, "room: row.twice 2"},
		"known":                       {[][]string{{"339999001001", "青松家园", "3", "2", "1203"}}, "room: row.room_known"},
		"community of another office": {[][]string{{"339999002001", "青松家园", "3", "2", "1"}}, "community: area.community_unknown"},
		"no room":                     {[][]string{{"339999001001", "青松家园", "3", "2"}}, "room: area.number_required"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(t, openBooks(t), "rooms", head, c.rows...); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

func TestHeadings(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		want  string
	}{
		"Chinese, any order": {[]string{"证件号码", "姓名"}, "true map[id_number:0 name:1] []"},
		"English":            {[]string{"NAME", "Document number *"}, "true map[id_number:1 name:0] []"},
		"template":           {[]string{"姓名 (Name)", "证件号码（必填）"}, "true map[id_number:1 name:0] []"},
		"other words":        {[]string{"姓名", "身份证号", "手机", "星座"}, "true map[id_number:1 name:0 phone:2] [星座]"},
		"twice":              {[]string{"姓名", "姓名", "电话"}, "true map[name:0 phone:2] [姓名]"},
		"our own reasons":    {[]string{"姓名", "电话", ReasonHeading}, "true map[name:0 phone:1] []"},
		"a title":            {[]string{"和平街道人员名单"}, "false map[] [和平街道人员名单]"},
	} {
		t.Run(name, func(t *testing.T) {
			h, ok := readHeadings(people(), sheet.Row{Cells: c.cells})
			if got := fmt.Sprint(ok, " ", h.at, " ", h.unknown); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever the text, a position has the parts of a room, and its parts written out are read as the same position.
func FuzzReadPosition(f *testing.F) {
	for _, seed := range []string{"青松家园3号楼2单元1203室", "青松家园3-2-1203", "青松家园A座101", "青松家园3#1203"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := readPosition(text)
		if !ok {
			return
		}
		if p.compound == "" || p.building == "" || p.room == "" {
			t.Errorf("%q: got = %+v", text, p)
		}
		if text = strings.ReplaceAll(text, " ", ""); !strings.Contains(text, p.compound) || !strings.Contains(text, p.room) {
			t.Errorf("%q: %+v is not in it", text, p)
		}
	})
}
