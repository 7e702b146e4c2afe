package bulk

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

// readLines writes what was read of a file: a line each.
func readLines(tb testing.TB, content []byte) string {
	tb.Helper()
	lines, err := ReadDecisions(content, tb.TempDir())
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, l := range lines {
		if l.Fault != "" {
			all = append(all, fmt.Sprint(l.Line, " ", l.Fault))
			continue
		}
		r := l.Row
		all = append(all, strings.TrimRight(fmt.Sprint(l.Line, " ", r.Number, " ", r.Decision, " ", r.DecisionRef, " ", r.DecidedOn, " ", r.ReasonCode, " ", r.ReasonText, " ", r.PermitNumber, " ", r.IssuedOn), " "))
	}
	return strings.Join(all, "\n")
}

func TestAFileOfDecisions(t *testing.T) {
	text := "范例市公安局审批结果\n序号,受理编号,审批结果,文号,审批日期,居住证号,签发日期,不予理由,理由说明\n" +
		"1,261121-0001-3,同意,范公居〔2026〕1号,2026/11/24,范居证〔2026〕第0081号,,,\n" +
		"2,339999001001-261121-0002-1,不予批准,范公居〔2026〕2号,20261124,,,不具备条件,合同已终止。\n" +
		"3,,同意,范公居〔2026〕3号,2026-11-24\n4,261121-0003-1,也许,范公居〔2026〕3号,2026-11-24\n" +
		"5,261121-0004-1,同意,范公居〔2026〕3号,2026-02-30\n6,261121-0005-1,同意,范公居〔2026〕3号,2026-11-24,3.39999E+15\n" +
		"7,261121-0006-1,不予,范公居〔2026〕3号,2026-11-24,,,心情,看不顺眼\n"
	want := "3 261121-0001-3 approved 范公居〔2026〕1号 2026-11-24   范居证〔2026〕第0081号 2026-11-24\n" +
		"4 339999001001-261121-0002-1 refused 范公居〔2026〕2号 2026-11-24 refusal.no_condition 合同已终止。\n" +
		"5 bad_number\n6 bad_decision\n7 bad_date\n8 bad_card\n" +
		"9 261121-0006-1 refused 范公居〔2026〕3号 2026-11-24 心情 看不顺眼"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), ","))
	}
	for name, content := range map[string][]byte{"UTF-8": []byte(text), "GB18030": gb, "xlsx": workbook(t, rows[0], rows[1:]...)} {
		if got := readLines(t, content); got != want {
			t.Errorf("%s =\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestAFileThatIsNoListOfDecisions(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":          {"", "file.no_headings"},
		"something else":   {strings.Repeat("a,b,c\n", 20), "file.no_headings"},
		"headings alone":   {"申请编号,决定,文号,决定日期\n", "file.no_rows"},
		"a column missing": {"申请编号,决定,文号\n1,同意,2\n", "file.columns_missing"},
		"an old .xls":      {"\xd0\xcf\x11\xe0 and more", "file.old_format"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadDecisions([]byte(c.text), t.TempDir())
			var refusal *ledger.Refusal
			got := ""
			if errors.As(err, &refusal) {
				got = refusal.Code()
			} else if fault, faulty := sheet.FaultOf(err); faulty {
				got = fault.Code
			}
			if got != c.want {
				t.Errorf("got = %q (%v), want %q", got, err, c.want)
			}
		})
	}
	long := "申请编号,决定,文号,决定日期\n" + strings.Repeat("261121-0001-3,同意,1,2026-11-24\n", permit.MostDecisions+20)
	if lines, err := ReadDecisions([]byte(long), t.TempDir()); err != nil || len(lines) != permit.MostDecisions+1 {
		t.Errorf("a long one: %d lines, %v", len(lines), err)
	}
}

// Whatever the file: each line is a row or a fault and never both, in order, and a row has what the import asks for.
func FuzzReadDecisions(f *testing.F) {
	f.Add([]byte("申请编号,决定,文号,决定日期\n261121-0001-3,同意,1,2026-11-24\n"))
	f.Add([]byte("number,decision,ref,decided_on,permit_number\n1,refused,2,2026/1/5,3.4E+17\n"))
	f.Add([]byte("\xff\xfe"))
	f.Fuzz(func(t *testing.T, content []byte) {
		lines, err := ReadDecisions(content, t.TempDir())
		if err != nil {
			if len(lines) > 0 {
				t.Errorf("both %d lines and %v", len(lines), err)
			}
			return
		}
		last := 0
		for _, l := range lines {
			r := l.Row
			if l.Line <= last {
				t.Errorf("line %d after %d", l.Line, last)
			}
			last = l.Line
			if l.Fault != "" {
				if r != (permit.DecisionRow{}) {
					t.Errorf("line %d has both a row and %s", l.Line, l.Fault)
				}
				continue
			}
			if r.Decision == "" || r.DecidedOn.IsZero() || (r.PermitNumber == "") != r.IssuedOn.IsZero() || (r.Decision == permit.DecidedApproved && r.ReasonCode != "") {
				t.Errorf("line %d = %+v", l.Line, r)
			}
		}
	})
}
