package paper

import (
	"fmt"
	"strings"
	"testing"
)

func testSheet(tb testing.TB, size Size) *Sheet {
	tb.Helper()
	s, err := NewSheet(Setup{Size: size, Title: "样张", Lang: "zh-CN", Footer: "青松社区", Numbering: func(page, of int) string { return fmt.Sprintf("%d/%d", page, of) }})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func textOf(p Page) string {
	all := ""
	for _, t := range p.Texts {
		all += t.Text + "|"
	}
	return all
}

// inside fails where something stands outside of the margins, or where text runs into the footer.
func inside(t *testing.T, d Document, margin Length) {
	t.Helper()
	font, err := Sans()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range d.Pages {
		for _, b := range p.Bars {
			if b.X < margin || b.Y < margin || b.X+b.Width > d.Size.Width-margin+thin || b.Y+b.Height > d.Size.Height-margin {
				t.Errorf("page %d: bar %+v stands outside", i+1, b)
			}
		}
		for _, x := range p.Texts {
			end := x.X + ruler{font, x.Size}.line([]rune(x.Text))
			if x.X < margin || end > d.Size.Width-margin || x.Baseline > d.Size.Height-margin {
				t.Errorf("page %d: %q ends at %d and %d", i+1, x.Text, end, x.Baseline)
			}
		}
	}
}

// A long table goes on over the pages, each with the head, no row lost and none parted.
func TestTableOverPages(t *testing.T) {
	s := testSheet(t, A5())
	var rows [][]string
	for i := range 60 {
		rows = append(rows, []string{fmt.Sprintf("行%d", i+1), strings.Repeat("字", i%40)})
	}
	s.Table(Table{Columns: []Column{{Head: "序号", Share: 1}, {Head: "内容", Share: 2}}, Rows: rows})
	d := s.Finish()
	inside(t, d, s.margin)
	all := ""
	for i, p := range d.Pages {
		text := textOf(p)
		all += text
		if !strings.HasPrefix(text, "序号|内容|") {
			t.Errorf("page %d begins with %.20q", i+1, text)
		}
		if want := fmt.Sprintf("%d/%d|", i+1, len(d.Pages)); !strings.HasSuffix(text, want) {
			t.Errorf("page %d does not end with %s", i+1, want)
		}
	}
	for i := range rows {
		if n := strings.Count(all, fmt.Sprintf("行%d|", i+1)); n != 1 {
			t.Errorf("row %d stands %d times", i+1, n)
		}
	}
	if len(d.Pages) < 3 {
		t.Errorf("%d pages", len(d.Pages))
	}
}

// A row that no page holds is parted, and nothing of it is lost.
func TestRowLongerThanAPage(t *testing.T) {
	s := testSheet(t, A5())
	s.Table(Table{Columns: []Column{{Head: "说明", Share: 1}}, Rows: [][]string{{strings.Repeat("很长的说明", 600)}, {"完"}}})
	d := s.Finish()
	inside(t, d, s.margin)
	all := ""
	for _, p := range d.Pages {
		all += textOf(p)
	}
	if n := strings.Count(strings.ReplaceAll(all, "|", ""), "很长的说明"); n != 600 || !strings.Contains(all, "完|") {
		t.Errorf("%d of 600 are left", n)
	}
}

// Everything that a sheet writes stays inside, however long it is.
func TestEverythingStaysInside(t *testing.T) {
	long := strings.Repeat("长·Ө𬭎\U00024B62W，", 60)
	s := testSheet(t, A5())
	s.Head(long, long)
	if err := s.Code("339999001001-261121-1001-5", 24*MM); err != nil {
		t.Fatal(err)
	}
	s.Facts([]Fact{{long, long}, {"空", ""}, {"短", "短"}})
	s.Below()
	s.Note(long)
	s.Heading(long)
	s.Numbered([]string{long, "短"})
	s.Small(long)
	s.Sign("签名", "盖章", "日期")
	d := s.Finish()
	inside(t, d, s.margin)
	for _, p := range d.Pages {
		if strings.Contains(textOf(p), "空|") {
			t.Error("a fact without value is printed")
		}
	}
}

// A code too long for a QR code is an error, not half a code.
func TestCodeTooLong(t *testing.T) {
	if err := testSheet(t, A5()).Code(strings.Repeat("9", 8000), 24*MM); err == nil {
		t.Error("8000 figures in one code, want an error")
	}
}
