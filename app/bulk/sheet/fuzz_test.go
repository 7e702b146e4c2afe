package sheet_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"jiezhan/app/bulk/sheet"
)

// Whatever the bytes are, rows come in order, within the limits, as tidy text; or the file is at fault.
func FuzzRead(f *testing.F) {
	var book bytes.Buffer
	if err := sheet.WriteXLSX(&book, "", page()); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{book.String(), "a,b\n1,2", "\xff\xfea\x00", "\"", "a;b\r1;2", "\xd0\xcf\x11\xe0"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		last := 0
		err := sheet.ReadBytes(content, t.TempDir(), func(r sheet.Row) error {
			if r.Line <= last || len(r.Cells) == 0 || len(r.Cells) > sheet.MaxColumns || r.Cells[len(r.Cells)-1] == "" {
				t.Errorf("row %d after %d: %q", r.Line, last, r.Cells)
			}
			last = r.Line
			for _, cell := range r.Cells {
				if !utf8.ValidString(cell) || cell != strings.TrimSpace(cell) {
					t.Errorf("cell: %q", cell)
				}
			}
			return nil
		})
		if _, fault := sheet.FaultOf(err); err != nil && !fault {
			t.Errorf("an error that is no fault of the file: %v", err)
		}
	})
}

// What was written as CSV is read again as it was, and no cell begins like a formula.
func FuzzWriteCSV(f *testing.F) {
	f.Add("=1+1", "440524188001010014")
	f.Add("吴兰", "'+x")
	f.Fuzz(func(t *testing.T, a, b string) {
		var text bytes.Buffer
		if err := sheet.WriteCSV(&text, sheet.Page{Head: []string{"甲", "乙"}, Rows: [][]string{{a, b, "end"}}}); err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		err := sheet.ReadBytes(text.Bytes(), t.TempDir(), func(r sheet.Row) error {
			if r.Line > 1 {
				return sheet.WriteCSV(&again, sheet.Page{Head: []string{"甲", "乙"}, Rows: [][]string{r.Cells}})
			}
			return nil
		})
		if f, fault := sheet.FaultOf(err); err != nil && (!fault || f.Code != sheet.LongCell) {
			t.Fatal(err)
		}
		if err == nil && again.String() != text.String() {
			t.Errorf("got = %q, want %q", again.String(), text.String())
		}
	})
}

// A day that is read is written in the one form, and read again from it.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{"2024-5-1", "45413", "20240501", "2024年5月1日", "1E5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, ok := sheet.Date(text, false)
		if !ok {
			return
		}
		if again, ok := sheet.Date(day.String(), false); !ok || !again.Equal(day) {
			t.Errorf("%q: got = %q, then %q", text, day, again)
		}
	})
}
