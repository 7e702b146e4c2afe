package division

import (
	"strings"
	"testing"
)

// rows returns the codes of the table in its order.
func rows(tb testing.TB) []string {
	tb.Helper()
	var codes []string
	for line := range strings.Lines(table) {
		if code, _, _ := strings.Cut(line, ","); !strings.HasPrefix(line, "#") {
			codes = append(codes, code)
		}
	}
	return codes
}

func TestTableIsSortedAndWhole(t *testing.T) {
	last := ""
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), ",")
		if len(fields) != 4 || len(fields[0]) != codeLength || strings.Trim(fields[0], "0123456789") != "" {
			t.Fatalf("line %q, want code, state, full name, name", line)
		}
		code, state, full, name := fields[0], fields[1], fields[2], fields[3]
		if code <= last {
			t.Errorf("code %s stands after %s", code, last)
		}
		if state != "0" && state != "1" || name == "" || !strings.HasSuffix(full, name) {
			t.Errorf("line %q is malformed", line)
		}
		last = code
	}
}

func TestEveryParentExists(t *testing.T) {
	// Two counties of the 1980s were numbered under prefectures that never had a code.
	orphans := map[string]bool{"340901": true, "632421": true}
	for _, code := range rows(t) {
		child, found := Lookup(code)
		if !found {
			t.Errorf("Lookup(%s) finds nothing, want its line", code)
		}
		for _, parent := range []string{code[:4] + "00", code[:2] + "0000"} {
			above, found := Lookup(parent)
			if !found && !orphans[code] {
				t.Errorf("parent %s of %s %s is unknown", parent, code, child.Full)
			}
			if child.Current && !above.Current && !groups(above) {
				t.Errorf("%s %s is in use, its parent %s is not", code, child.Full, above.Full)
			}
		}
	}
}

// groups is true for the codes that only gather counties in the numbering.
func groups(d Division) bool {
	return d.Name == "市辖区" || d.Name == "县" || strings.Contains(d.Name, "直辖县级")
}

// The Ministry's list for the end of 2024 has these numbers; 830000 is one province more.
func TestNumberOfDivisionsInUse(t *testing.T) {
	var provinces, prefectures, counties int
	for _, code := range rows(t) {
		d, _ := Lookup(code)
		switch {
		case !d.Current:
		case strings.HasSuffix(code, "0000"):
			provinces++
		case strings.HasSuffix(code, "00"):
			prefectures++
		default:
			counties++
		}
	}
	if provinces != 34+1 || prefectures != 333 || counties != 2846 {
		t.Errorf("in use = %d, %d, %d, want 35, 333, 2846", provinces, prefectures, counties)
	}
}
