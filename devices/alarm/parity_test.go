package alarm_test

import (
	"math/bits"
	"testing"

	"jiezhan/devices/alarm"
)

func TestLooksLikeParity(t *testing.T) {
	with := func(parity int) []byte {
		b := []byte(workedSurGard)
		for i, c := range b {
			if bits.OnesCount8(c)&1 != parity {
				b[i] |= 0x80
			}
		}
		return b
	}
	for name, c := range map[string]struct {
		p    []byte
		want bool
	}{
		"7E1":        {with(0), true},
		"7O1":        {with(1), true},
		"7E1, short": {with(0)[:7], false},
		"plain":      {[]byte(workedSurGard), false},
		"GBK":        {[]byte("\xb4\xf3\xc3\xc5\xd2\xbb\xb2\xe3\xb6\xab"), false},
		"idle line":  {[]byte("\xff\xff\xff\xff\xff\xff\xff\xff"), false},
		"nothing":    {nil, false},
	} {
		if got := alarm.LooksLikeParity(c.p); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
