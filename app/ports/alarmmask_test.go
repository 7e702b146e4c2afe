package ports

import (
	"testing"
	"time"
)

// A caller's number, also in two pieces, and a name are hidden from whoever reads the traffic; the codes a technician needs stay.
func TestTrafficHidesPeople(t *testing.T) {
	for name, c := range map[string]struct {
		protocol string
		pieces   []string
		want     []string
	}{
		"contact id":           {"surgard", []string{"5011 181234E11001003\x14"}, []string{"5011 181234E11001003\x14"}},
		"caller":               {"surgard", []string{"4011 1234 1380000662\x14"}, []string{"4011 1234 **********."}},
		"caller in two pieces": {"surgard", []string{"4011 1234 13800", "00662\x14"}, []string{"4011 1234 *****", "*****."}},
		"conwin":               {"conwin", []string{"#113800006620,"}, []string{"#************,"}},
		"name":                 {"surgard", []string{"x\xd5\xc5y"}, []string{"x**y"}},
		"head of DC-09":        {"dc09", []string{"12340045\"ADM-CID\"0001L0#1234["}, []string{"12340045\"ADM-CID\"0001L0#1234["}},
		"no callers":           {"it100", []string{"6011003123\r\n"}, []string{"6011003123\r\n"}},
	} {
		traffic := newTraffic(time.Now)
		traffic.hide = hidesPeople(c.protocol)
		for _, p := range c.pieces {
			traffic.add("", true, []byte(p))
			traffic.after(0) // what was shown grows no more
		}
		chunks, _, _ := traffic.after(0)
		for i, want := range c.want {
			if got := string(chunks[i].Bytes) + chunks[i].ShownText; got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
	}
}
