package printer

import (
	"bytes"
	"slices"
	"testing"
)

func collect(pieces ...[]byte) []reply {
	var r replies
	var out []reply
	for _, p := range pieces {
		r.feed(p, func(one reply) { out = append(out, one) })
	}
	return out
}

func TestReplies(t *testing.T) {
	for name, c := range map[string]struct {
		in   []byte
		want []reply
	}{
		"on line":                     {[]byte{0x12}, []reply{{realTime, [4]byte{0x12}}}},
		"cover open":                  {[]byte{0x16}, []reply{{realTime, [4]byte{0x16}}}},
		"paper end":                   {[]byte{0x7E}, []reply{{realTime, [4]byte{0x7E}}}},
		"automatic":                   {[]byte{0x14, 0, 0, 0x0F}, []reply{{automatic, [4]byte{0x14, 0, 0, 0x0F}}}},
		"automatic, then a sign":      {[]byte{0x38, 0, 0x0F, 0, 0x03}, []reply{{automatic, [4]byte{0x38, 0, 0x0F, 0}}, {mark, [4]byte{0x03}}}},
		"sign":                        {[]byte{0x00}, []reply{{mark, [4]byte{0}}}},
		"flow control":                {[]byte{0x11, 0x13}, nil},
		"noise":                       {[]byte{0xFF, 0x80, 0x90}, nil},
		"half of an automatic status": {[]byte{0x10, 0, 0x12}, []reply{{realTime, [4]byte{0x12}}}},
		"begun anew":                  {[]byte{0x10, 0, 0x18, 1, 2, 3}, []reply{{automatic, [4]byte{0x18, 1, 2, 3}}}},
	} {
		if got := collect(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s: % X = %v, want %v", name, c.in, got, c.want)
		}
	}
}

func TestStatus(t *testing.T) {
	for name, c := range map[string]struct {
		answers [4]byte // to DLE EOT 1 to 4
		auto    [4]byte // the same as automatic status
		fault   string
		paper   Paper
		cover   Cover
	}{
		"all well":       {[4]byte{0x12, 0x12, 0x12, 0x12}, [4]byte{0x10, 0, 0, 0x0F}, "", PaperOK, CoverClosed},
		"drawer":         {[4]byte{0x16, 0x12, 0x12, 0x12}, [4]byte{0x14, 0, 0, 0x0F}, "", PaperOK, CoverClosed},
		"off line":       {[4]byte{0x1A, 0x12, 0x12, 0x12}, [4]byte{0x18, 0, 0, 0}, FaultOffline, PaperOK, CoverClosed},
		"near end":       {[4]byte{0x12, 0x12, 0x12, 0x1E}, [4]byte{0x10, 0, 0x03, 0}, "", PaperNearEnd, CoverClosed},
		"no paper":       {[4]byte{0x1A, 0x32, 0x12, 0x7E}, [4]byte{0x18, 0, 0x0F, 0}, FaultPaperOut, PaperOut, CoverClosed},
		"cover open":     {[4]byte{0x1A, 0x16, 0x12, 0x7E}, [4]byte{0x38, 0, 0x0F, 0}, FaultCoverOpen, PaperOut, CoverOpen},
		"cutter":         {[4]byte{0x1A, 0x52, 0x1A, 0x12}, [4]byte{0x18, 0x08, 0, 0}, FaultCutter, PaperOK, CoverClosed},
		"unrecoverable":  {[4]byte{0x1A, 0x52, 0x32, 0x12}, [4]byte{0x18, 0x20, 0, 0}, FaultBroken, PaperOK, CoverClosed},
		"head too hot":   {[4]byte{0x1A, 0x52, 0x52, 0x12}, [4]byte{0x18, 0x40, 0, 0}, FaultHot, PaperOK, CoverClosed},
		"feeding button": {[4]byte{0x52, 0x1A, 0x12, 0x12}, [4]byte{0x50, 0x02, 0, 0}, "", PaperOK, CoverClosed},
	} {
		t.Run(name, func(t *testing.T) {
			var asked, told status
			for i, b := range c.answers {
				asked.realTime(byte(i+1), b)
			}
			told.automatic(c.auto)
			for _, s := range []status{asked, told} {
				if s.fault() != c.fault || s.paper() != c.paper || s.cover() != c.cover {
					t.Errorf("%+v: %q %q %q, want %q %q %q", s, s.fault(), s.paper(), s.cover(), c.fault, c.paper, c.cover)
				}
			}
		})
	}
}

// The same bytes in other pieces are the same replies, and noise that is no status adds none.
func FuzzReplies(f *testing.F) {
	f.Add([]byte{0x12, 0x10, 0, 0, 0x0F, 0x03}, 3)
	f.Add([]byte{0x10, 0, 0x12, 0x13, 0xFF, 0}, 2)
	f.Fuzz(func(t *testing.T, in []byte, at int) {
		at = min(max(at, 0), len(in))
		whole := collect(in)
		if got := collect(in[:at], in[at:]); !slices.Equal(got, whole) {
			t.Errorf("cut at %d: %v, want %v", at, got, whole)
		}
		noisy := bytes.Join(bytes.SplitAfter(in, nil), []byte{0xFF, 0x11, 0x13})
		if got := collect(noisy); !slices.Equal(got, whole) {
			t.Errorf("with noise: %v, want %v", got, whole)
		}
	})
}

// Picture data never carries what a printer would obey out of turn.
func FuzzDefuse(f *testing.F) {
	f.Add([]byte{0x10, 0x04, 0x01})
	f.Add([]byte{0x10, 0x10, 0x05, 0x10, 0x14})
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		defuse(data)
		for i, b := range data {
			if b != before[i] && (b != 0 || before[i] != dle) {
				t.Errorf("byte %d: %02X became %02X", i, before[i], b)
			}
			if i > 0 && data[i-1] == dle && (b == 0x04 || b == 0x05 || b == 0x14) {
				t.Errorf("byte %d is a real-time command", i)
			}
		}
	})
}

func BenchmarkReplies(b *testing.B) {
	in := bytes.Repeat([]byte{0x12, 0x10, 0, 0, 0x0F, 0x03, 0x13}, 100)
	var r replies
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		r.feed(in, func(reply) {})
	}
}
