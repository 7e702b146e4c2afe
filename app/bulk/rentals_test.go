package bulk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/rental"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

func rentalHead() []string {
	return []string{
		"房屋地址", "房东姓名", "房东电话", "代理人", "授权书", "合同开始", "合同结束", "书面合同", "出租房间", "居住人数", "承诺书签署", "承诺书有效期至", "租客姓名", "租客证件号码", "入住日期", "档案号",
	}
}

// rentalRow is a good line with changes, in the order of the headings.
func rentalRow(changes map[string]string) []string {
	row := map[string]string{
		"房屋地址": "青松家园3号楼2单元1203室", "房东姓名": "范例", "房东电话": "13800006620", "合同开始": "46082", "合同结束": "2027/2/28", "书面合同": "是", "出租房间": "主卧、次卧", "居住人数": "2",
		"租客姓名": "吴兰", "租客证件号码": number(85), "入住日期": "2026年3月2日",
	}
	maps.Copy(row, changes)
	var cells []string
	for _, head := range rentalHead() {
		cells = append(cells, row[head])
	}
	return cells
}

// further is another line about the same dwelling that leaves its terms out, as merged cells do.
func further(changes map[string]string) []string {
	empty := map[string]string{"房东姓名": "", "房东电话": "", "合同开始": "", "合同结束": "", "书面合同": "", "出租房间": "", "居住人数": "", "入住日期": ""}
	maps.Copy(empty, changes)
	return rentalRow(empty)
}

func TestEveryRentalIsJudged(t *testing.T) {
	type cells = map[string]string
	for name, c := range map[string]struct {
		rows [][]string
		want string
	}{
		"complete":              {[][]string{rentalRow(nil)}, "ok"},
		"no tenant":             {[][]string{rentalRow(cells{"租客姓名": "", "租客证件号码": "", "入住日期": ""})}, "ok"},
		"a second tenant":       {[][]string{rentalRow(nil), further(cells{"租客证件号码": number(86)})}, "ok"},
		"terms said again":      {[][]string{rentalRow(nil), rentalRow(cells{"租客证件号码": number(86)})}, "ok"},
		"rooms with a use":      {[][]string{rentalRow(cells{"出租房间": "主卧，阳台, 北间（储藏室）"})}, "ok"},
		"no address":            {[][]string{rentalRow(cells{"房屋地址": ""})}, "address: row.address_required"},
		"a room of nowhere":     {[][]string{rentalRow(cells{"房屋地址": "青松家园3-2-9999"})}, "address: row.room_unknown"},
		"no landlord":           {[][]string{rentalRow(cells{"房东姓名": ""})}, "landlord: rental.landlord_required"},
		"a bad telephone":       {[][]string{rentalRow(cells{"房东电话": "1"})}, "landlord_phone: phone.invalid"},
		"agent, no authority":   {[][]string{rentalRow(cells{"代理人": "吴一"})}, "authority: rental.authority_required"},
		"no such day":           {[][]string{rentalRow(cells{"合同结束": "2027-02-29"})}, "until: row.date"},
		"ends before it begins": {[][]string{rentalRow(cells{"合同结束": "2026-02-28"})}, "until: rental.until_before_begin"},
		"a year mistyped":       {[][]string{rentalRow(cells{"合同结束": "2927-02-28"})}, "until: rental.day_out_of_range"},
		"in writing, perhaps":   {[][]string{rentalRow(cells{"书面合同": "也许"})}, "written: row.yes_no"},
		"no rooms":              {[][]string{rentalRow(cells{"出租房间": ""})}, "rooms: rental.rooms_required"},
		"a use nobody knows":    {[][]string{rentalRow(cells{"出租房间": "主卧（客厅）"})}, "rooms: row.room_use"},
		"a room without a name": {[][]string{rentalRow(cells{"出租房间": "主卧、（阳台）"})}, "rooms: rental.room_invalid"},
		"how many is no number": {[][]string{rentalRow(cells{"居住人数": "两"})}, "head_count: rental.head_count_invalid"},
		"half an undertaking":   {[][]string{rentalRow(cells{"承诺书签署": "2026-03-01"})}, "undertaken_to: rental.undertaking_incomplete"},
		"a mangled number":      {[][]string{rentalRow(cells{"租客证件号码": "4.40524E+17"})}, "tenant_number: row.number_exponent"},
		"a tenant's name alone": {[][]string{rentalRow(cells{"租客证件号码": ""})}, "tenant_number: row.number_required"},
		"a number alone":        {[][]string{rentalRow(cells{"租客姓名": ""})}, "tenant: rental.name_required"},
		"the same tenant twice": {[][]string{rentalRow(nil), further(nil)}, "tenant_number: row.twice 2"},
		"the dwelling twice":    {[][]string{rentalRow(nil), further(cells{"租客姓名": "", "租客证件号码": ""})}, "address: row.twice 2"},
		"another landlord":      {[][]string{rentalRow(nil), rentalRow(cells{"房东姓名": "吴二", "租客证件号码": number(86)})}, "landlord: row.rental_differs 2"},
		"after a wrong line":    {[][]string{rentalRow(cells{"居住人数": ""}), further(cells{"租客证件号码": number(86)})}, "address: row.first_wrong 2"},
		"a file in force":       {[][]string{rentalRow(cells{"房屋地址": "青松家园3-2-1204"})}, "address: row.rental_known"},
	} {
		t.Run(name, func(t *testing.T) {
			b := openBooks(t)
			b.must(rental.ImportRentals{Rentals: []rental.ImportedRental{{ID: "f", Number: "F-1", RoomID: "qs-1204", Terms: rental.Terms{
				Landlord: "范例", Begins: dayOf(t, "2026-03-01"), Rooms: []rental.LetRoom{{Name: "主卧", Use: rental.Living}},
			}}}})
			if got := verdict(t, b, "rentals", rentalHead(), c.rows...); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// A table of dwellings with several tenants: nothing until told, then exactly the good lines, each once, through pieces that part a dwelling's lines.
func TestRentalsAreImported(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	rows := [][]string{}
	for n := range piece + 50 { // all live in one dwelling, so that its lines lie in two pieces
		row := further(map[string]string{"租客证件号码": number(n)})
		if n == 0 {
			row = rentalRow(map[string]string{"租客证件号码": number(n)})
		}
		if n%30 == 29 {
			row[slices.Index(rentalHead(), "租客证件号码")] = "1"
		}
		rows = append(rows, row)
	}
	const bad = (piece + 50) / 30
	j := s.bring("rentals", "出租房.xlsx", workbook(t, rentalHead(), rows...))
	if j.State != Checked || j.Good != piece+50-bad || j.Bad != bad || b.commands != 0 {
		t.Fatalf("got = %+v after %d commands", j, b.commands)
	}
	if j = s.importAll(j.ID); j.Added != j.Good || j.Known+j.Refused != 0 || j.State != Done {
		t.Errorf("got = %+v", j)
	}
	err := b.View(t.Context(), func(q store.Query) error {
		f, found, err := rental.ActiveFile(q, "qs-1203")
		if err != nil || !found {
			return fmt.Errorf("no file: %w", err)
		}
		tenants, err := rental.TenantsOf(q, f.ID)
		if len(tenants) != j.Good || f.Landlord != "范例" || f.Begins.String() != "2026-03-01" || !strings.HasPrefix(f.Number, "DZ261121-") {
			t.Errorf("file = %+v with %d tenants", f, len(tenants))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if again := s.bring("rentals", "again.xlsx", workbook(t, rentalHead(), rows[:5]...)); again.Good != 0 || again.Codes["row.rental_known"] != 5 {
		t.Errorf("again: got = %+v", again)
	}
}

// Who may not keep rental files brings none in by a table.
func TestATableHasTheRightsOfItsActor(t *testing.T) {
	b := openBooks(t)
	s := openShop(t, b, t.TempDir())
	j := s.bring("rentals", "a.xlsx", workbook(t, rentalHead(), rentalRow(nil)))
	if _, err := s.Import(j.ID, ledger.Actor{Kind: ledger.Staff, ID: "recorder-1", Role: string(staff.Recorder)}); err != nil {
		t.Fatal(err)
	}
	if j = s.wait(j.ID, Done, Failed); j.State != Failed || j.Added != 0 {
		t.Errorf("got = %+v", j)
	}
}

func TestRoomsOfACell(t *testing.T) {
	for text, want := range map[string]string{
		"主卧、次卧":               "主卧 living, 次卧 living",
		"主卧,阳台；地下室":           "主卧 living, 阳台 balcony, 地下室 basement",
		"bedroom (Living)":    "bedroom living",
		"北间 （ 储藏室 ）、":         "北间 storage",
		"主卧（客厅）":              "unknown",
		"":                    "",
		"一（二）号间、厨房 (Kitchen)": "一（二）号间 living, 厨房 kitchen",
	} {
		rooms, ok := readRooms(text)
		var said []string
		for _, r := range rooms {
			said = append(said, r.Name+" "+string(r.Use))
		}
		got := strings.Join(said, ", ")
		if !ok {
			got = "unknown"
		}
		if got != want {
			t.Errorf("%q: got = %q, want %q", text, got, want)
		}
	}
}

// Rooms written out with their uses are read as the same rooms.
func FuzzReadRooms(f *testing.F) {
	for _, seed := range []string{"主卧、次卧", "主卧（阳台）、(kitchen)", "a((b))", "厨房"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rooms, ok := readRooms(text)
		if !ok {
			return
		}
		var parts []string
		for _, r := range rooms {
			parts = append(parts, r.Name+"("+string(r.Use)+")")
		}
		again, ok := readRooms(strings.Join(parts, "、"))
		if !ok || !slices.Equal(again, rooms) {
			t.Errorf("%q: %+v, written out and read again %+v", text, rooms, again)
		}
	})
}
