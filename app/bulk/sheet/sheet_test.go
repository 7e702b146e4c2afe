package sheet_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jiezhan/app/bulk/sheet"
)

// lines reads a file and answers its rows as "1:a|b".
func lines(tb testing.TB, content []byte) string {
	tb.Helper()
	var got []string
	err := sheet.ReadBytes(content, tb.TempDir(), func(r sheet.Row) error {
		got = append(got, fmt.Sprint(r.Line, ":", strings.Join(r.Cells, "|")))
		return nil
	})
	if err != nil {
		got = append(got, err.Error())
	}
	return strings.Join(got, " ")
}

func TestReadText(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("姓名,地址\r\n吴𬭎,青松\r\n")
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewEncoder().String("姓名\t地址\n吴兰\t青松\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"UTF-8":                   {"姓名,地址\n吴兰,青松\n", "1:姓名|地址 2:吴兰|青松"},
		"with a mark":             {"\ufeff姓名,地址\n吴兰,青松", "1:姓名|地址 2:吴兰|青松"},
		"GB18030":                 {gb, "1:姓名|地址 2:吴𬭎|青松"},
		"UTF-16":                  {utf16, "1:姓名|地址 2:吴兰|青松"},
		"semicolons":              {"a;b\n1,5;2", "1:a|b 2:1,5|2"},
		"tabs":                    {"a\tb\n1\t2", "1:a|b 2:1|2"},
		"separator inside quotes": {"\"a,a\";b\n1;2", "1:a,a|b 2:1|2"},
		"quotes and a line break": {"a,b\n\"x\"\"y\nz\",2\n3,4", "1:a|b 2:x\"y\nz|2 4:3|4"},
		"old Macintosh":           {"a,b\r1,2", "1:a|b 2:1|2"},
		"empty rows and columns":  {"a,b,,\n,,\n\n 1 , 2 ,", "1:a|b 4:1|2"},
		"our apostrophe":          {"a\n'+86139\n'x", "1:a 2:+86139 3:'x"},
		"open quote":              {"a,b\n\"1,2", "1:a|b file.quotes in line 2"},
		"neither encoding":        {"a,b\n\xff\xff", "file.encoding"},
		"zeros":                   {"a\x00b", "file.encoding"},
		"old Excel":               {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_format"},
		"broken zip":              {"PK\x03\x04 no", "file.unreadable"},
		"long cell":               {"a\n" + strings.Repeat("长", sheet.MaxCell+1), "1:a file.cell_too_long in line 2"},
		"empty":                   {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lines(t, []byte(c.text)); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// A workbook as people make it: numbers, dates, a formula, a gap.
func TestReadWorkbook(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "号码", "B1": "日期", "A3": 440524188001010014, "B3": 45413, "C3": " 文 "} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D3", "1+1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(t, b.Bytes()), "1:号码|日期 3:440524188001010014|45413|文"; got != want {
		t.Errorf("got = %q, want %q", got, want)
	}
}

func TestTooManyRows(t *testing.T) {
	text := "a\n" + strings.Repeat("1\n", sheet.MaxRows)
	rows := 0
	err := sheet.ReadBytes([]byte(text), t.TempDir(), func(sheet.Row) error { rows++; return nil })
	if f, found := sheet.FaultOf(err); !found || f.Code != sheet.TooMany || rows != sheet.MaxRows {
		t.Errorf("got = %v after %d rows", err, rows)
	}
}

func TestDamage(t *testing.T) {
	for number, want := range map[string]sheet.Damage{
		"4.40524E+17": sheet.Exponent, "4.4052418800100998E+17": sheet.Exponent, "4.4052418800101E+017": sheet.Exponent,
		"440524188001010000": sheet.Rounded, "440524188001010000.0": sheet.Rounded, "11010519491231002": sheet.Cut,
		"11010519491231002X": sheet.Whole, "440524188001010014": sheet.Whole, "": sheet.Whole, "12345": sheet.Whole,
	} {
		if got := sheet.DamageOf(number); got != want {
			t.Errorf("%s: got = %q, want %q", number, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"2024-05-01": "2024-05-01", "2024/5/1": "2024-05-01", "2024.5.1": "2024-05-01", "2024年5月1日": "2024-05-01", "20240501": "2024-05-01",
		"2024-05-01 00:00:00": "2024-05-01", "45413": "2024-05-01", "45413.5": "2024-05-01", "60.0": "", "367": "1901-01-01",
		"2024-02-30": "", "01/05/2024": "", "5月1日": "", "": "", "999999": "",
	} {
		got, ok := sheet.Date(text, false)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%q: got = %q, %v, want %q", text, got, ok, want)
		}
	}
	if got, _ := sheet.Date("43951", true); got.String() != "2024-05-01" {
		t.Errorf("from 1904: got = %q", got)
	}
}

func page() sheet.Page {
	return sheet.Page{
		Name: "人员", Above: []string{"导出：吴兰"}, Head: []string{"姓名", "证件号码", "电话"},
		Rows: [][]string{{"=HYPERLINK(\"x\")", "440524188001010014", "+8613912346620"}, {"吴\x01兰", "11010519491231002X", "@x"}},
	}
}

func TestWhatIsWrittenIsText(t *testing.T) {
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, "", page(), sheet.Page{Name: "说明", Head: []string{"列"}}); err != nil {
		t.Fatal(err)
	}
	want := `1:导出：吴兰 2:姓名|证件号码|电话 3:=HYPERLINK("x")|440524188001010014|+8613912346620 4:吴兰|11010519491231002X|@x`
	if got := lines(t, b.Bytes()); got != want {
		t.Errorf("got = %q, want %q", got, want)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if formula, err := f.GetCellFormula("人员", "A3"); formula != "" || err != nil {
		t.Errorf("formula: got = %q, %v", formula, err)
	}
	b.Reset()
	if err := sheet.WriteCSV(&b, page()); err != nil {
		t.Fatal(err)
	}
	want = "\ufeff导出：吴兰\r\n姓名,证件号码,电话\r\n\"'=HYPERLINK(\"\"x\"\")\",\"\t440524188001010014\",'+8613912346620\r\n吴兰,11010519491231002X,'@x\r\n"
	if got := b.String(); got != want {
		t.Errorf("got = %q, want %q", got, want)
	}
}

func TestAPasswordLocksTheFile(t *testing.T) {
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, "longenough", page()); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, b.Bytes()); got != sheet.OldFormat {
		t.Errorf("got = %q", got)
	}
	if _, err := excelize.OpenReader(bytes.NewReader(b.Bytes()), excelize.Options{Password: "longenough"}); err != nil {
		t.Error(err)
	}
}

func TestPlace(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 1}, "Z9": {25, 9}, "AA10": {26, 10}, "BA3": {52, 3}} {
		if got := sheet.Place(at[0], at[1]); got != want {
			t.Errorf("got = %q, want %q", got, want)
		}
	}
}

func TestReadFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("a\n1"), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := 0
	if err := sheet.Read(file, t.TempDir(), func(sheet.Row) error { rows++; return nil }); err != nil || rows != 2 {
		t.Errorf("got = %d rows, %v", rows, err)
	}
}
