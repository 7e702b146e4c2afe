package permit

import (
	"strings"
	"testing"
)

func TestACursorIsOfOneView(t *testing.T) {
	p := position{key: "2026-11-21T01:00:00.000Z", id: "a1"}
	if got, err := parseCursor(Open, p.cursor(Open)); err != nil || got != p {
		t.Errorf("read back = %+v, %v, want %+v", got, err, p)
	}
	for name, text := range map[string]string{
		"of another view": p.cursor(Decided), "of another order": position{key: "2026-11-21", id: "a1"}.cursor(Open), "of nothing": position{}.cursor(Open),
		"empty": "", "not base64": "ä", "two parts": "b3BlbnxhMQ", "without an id": position{key: p.key}.cursor(Open),
	} {
		if got, err := parseCursor(Open, text); err == nil {
			t.Errorf("a cursor %s reads as %+v", name, got)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("open", position{key: "2026-11-21T01:00:00.000Z", id: "a1"}.cursor(Open))
	f.Add("due", position{key: "2026-11-21", id: "a1"}.cursor(Due))
	f.Add("today", "")
	f.Fuzz(func(t *testing.T, view, text string) {
		p, err := parseCursor(View(view), text)
		if err != nil {
			if p != (position{}) {
				t.Errorf("parseCursor(%q) answers both %+v and %v", text, p, err)
			}
			return
		}
		if strings.ContainsAny(view, "|") {
			t.Errorf("a view called %q has a cursor", view)
		}
		if again, err := parseCursor(View(view), p.cursor(View(view))); err != nil || again != p {
			t.Errorf("%+v is written so that it reads as %+v, %v", p, again, err)
		}
	})
}

func BenchmarkParseCursor(b *testing.B) {
	text := position{key: "2026-11-21T01:00:00.000Z", id: "0190a5f3-0000-7000-8000-000000000001"}.cursor(Open)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseCursor(Open, text); err != nil {
			b.Fatal(err)
		}
	}
}
