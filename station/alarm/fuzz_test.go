package alarm

import (
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzCursor: what is read as a cursor is written as the same text.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"1.1", "4.9223372036854775807", "0.0", "", ".", "1.+1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text)
		if err == nil && c.String() != text {
			t.Errorf("%q is read as %q", text, c)
		}
	})
}

// FuzzArrival: whatever a wire says, it can be written down and read again as the same.
func FuzzArrival(f *testing.F) {
	f.Add("1234", "E130", "张三", []byte{5, 0xff}, int64(0), 1)
	f.Add("\xff", "", "\x00\ufffd", []byte(nil), int64(1)<<60, -1)
	f.Fuzz(func(t *testing.T, account, event, text string, raw []byte, at int64, priority int) {
		a := Arrival{At: time.Unix(at, 0), Account: account, Event: event, Text: text, Raw: raw, Priority: priority}.bounded(MostRaw)
		body, err := json.Marshal(RecordSignals{Signals: []Arrival{a}})
		if err != nil {
			t.Fatal(err)
		}
		var again RecordSignals
		if err := json.Unmarshal(body, &again); err != nil {
			t.Fatal(err)
		}
		b := again.Signals[0]
		if b.Account != a.Account || b.Event != a.Event || b.Text != a.Text || string(b.Raw) != string(a.Raw) || !b.At.Equal(a.At) {
			t.Errorf("%+v comes back as %+v", a, b)
		}
		if len(a.Account) > mostCode || len(a.Text) > mostText || !utf8.ValidString(a.Text) || a.Priority < 1 || a.Priority > 4 || len(a.Raw) > MostRaw {
			t.Errorf("bounded = %+v", a)
		}
	})
}
