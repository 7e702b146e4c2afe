package paper

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func openRoll(tb testing.TB, o Options) *Roll {
	tb.Helper()
	r, err := NewRoll(o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// gb is "社区" in GB 2312.
const gb = "\xC9\xE7\xC7\xF8"

func TestLines(t *testing.T) {
	for name, c := range map[string]struct{ stream, want string }{
		"ascii":                  {"Hi A1\n", "Hi A1"},
		"chinese":                {"\x1c&" + gb + " 1\n", "社区 1"},
		"not finished":           {"\x1c&" + gb, ""},
		"lost by ESC @":          {"\x1c&" + gb + "\x1b@X\n", "X"},
		"finished by a cut":      {"A\x1dV\x00", "A"},
		"finished by a feed":     {"A\x1bd\x02", "A"},
		"as wide as the paper":   {strings.Repeat("a", 48) + "\n", strings.Repeat("a", 48)},
		"wider than the paper":   {strings.Repeat("a", 49) + "\n", strings.Repeat("a", 48) + "|a"},
		"eight times as wide":    {"\x1d!\x77" + "A0123456\n", "A01234|56"},
		"chinese, its own size":  {"\x1c&\x1c!\x0c" + strings.Repeat(gb, 7) + "\n", strings.Repeat("社区", 6) + "|社区"},
		"nothing but commands":   {"\x1b2\x1b3\x20\x1bE\x01\x1bR\x00\x1ba\x01\x10\x04\x01\x00\r", ""},
		"extension A is unknown": {"\x1c&\x82\x30\xB7\x31A\n", "A"},
	} {
		r := openRoll(t, Options{})
		_, _ = r.Write([]byte(c.stream))
		if got := strings.Join(slices.Concat(r.Slips()[0].Lines), "|"); got != c.want {
			t.Errorf("%s: lines = %q, want %q", name, got, c.want)
		}
	}
}

func TestCharsets(t *testing.T) {
	for _, c := range []struct {
		charset, bytes, want string
	}{
		{"gb2312", "\xC9\xE7", "社"},
		{"gb2312", "\x96\x96", ""},
		{"gbk", "\xE9\x46", "镕"},
		{"gb18030", "\x82\x30\xB7\x31", "㛃"},
	} {
		r := openRoll(t, Options{Charset: c.charset})
		_, _ = r.Write([]byte("\x1c&" + c.bytes + "\n"))
		got := strings.Join(r.Slips()[0].Lines, "")
		if c.want == "" && r.Unknown() == 0 || c.want != "" && got != c.want {
			t.Errorf("% X in %s = %q (%d unknown), want %q", c.bytes, c.charset, got, r.Unknown(), c.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for stream, want := range map[string]int{
		"\x1bZ": 2, "\x1ba\x07": 3, "\x1dV\x05": 3, "\x1dv0\x09\x01\x00\x01\x00": 8, "\x1dv0\x00\x00\x00\x01\x00": 8, "\x07": 1, gb: 4,
	} {
		r := openRoll(t, Options{})
		if _, _ = r.Write([]byte(stream)); r.Unknown() != want {
			t.Errorf("% X: %d unknown bytes, want %d", stream, r.Unknown(), want)
		}
	}
}

// Every dot of a small picture, plain and doubled, left, centred and right.
func TestRaster(t *testing.T) {
	for _, c := range []struct {
		align, mode byte
		want        []int // black dots of the first row
		rows        int
	}{
		{0, 0, []int{0, 7}, 2},
		{1, 0, []int{20, 27}, 2},
		{2, 0, []int{40, 47}, 2},
		{0, 1, []int{0, 1, 14, 15}, 2},
		{0, 2, []int{0, 7}, 4},
		{1, 3, []int{16, 17, 30, 31}, 4},
	} {
		r := openRoll(t, Options{Width: 48})
		_, _ = r.Write([]byte{esc, 'a', c.align, gs, 'v', '0', c.mode, 1, 0, 2, 0, 0x81, 0xFF})
		img := r.Slips()[0].Image()
		var got []int
		for x := range 48 {
			if img.GrayAt(x, 0).Y == 0 {
				got = append(got, x)
			}
		}
		if !slices.Equal(got, c.want) || img.Rect.Dy() != c.rows {
			t.Errorf("align %d, mode %d: dots %v in %d rows, want %v in %d", c.align, c.mode, got, img.Rect.Dy(), c.want, c.rows)
		}
	}
}

func TestSlips(t *testing.T) {
	r := openRoll(t, Options{})
	_, _ = r.Write([]byte("A\n\x1dVB\x00B\n"))
	slips := r.Slips()
	if len(slips) != 2 || !slips[0].Cut || slips[1].Cut || slips[0].Blank() || slips[1].Blank() {
		t.Fatalf("slips = %+v, want one cut and one not", slips)
	}
	if got, want := slips[0].Image().Rect.Dy(), defaultSpacing+knife; got != want {
		t.Errorf("the first is %d dots long, want %d", got, want)
	}
	if got, want := r.Fed(), 2*defaultSpacing+knife; got != want {
		t.Errorf("%d dots of paper were used, want %d", got, want)
	}
	for range 2 * maxSlips {
		_, _ = r.Write([]byte("\x1dV\x00"))
	}
	if got := len(r.Slips()); got != maxSlips {
		t.Errorf("%d slips are kept, want %d", got, maxSlips)
	}
}

func TestAnswers(t *testing.T) {
	var asked []byte
	r := openRoll(t, Options{Answer: func(kind, n byte) { asked = append(asked, kind, n) }})
	_, _ = r.Write([]byte("A\x1da\x0e\x1dr\x01"))
	if string(asked) != "a\x0er\x01" {
		t.Errorf("asked %q", asked)
	}
}

func TestReset(t *testing.T) {
	r := openRoll(t, Options{})
	_, _ = r.Write([]byte("\x1d!\x77lost\x1dv0\x00\x10"))
	r.Reset()
	_, _ = r.Write([]byte("A\n"))
	if got := r.Slips()[0]; strings.Join(got.Lines, "|") != "A" || r.Fed() != defaultSpacing || r.Pending() != 0 {
		t.Errorf("after a reset: %q, %d dots, %d bytes pending", got.Lines, r.Fed(), r.Pending())
	}
}

func TestPicture(t *testing.T) {
	img, err := Picture([]byte("A\n\x1dV\x00B\n"), 384)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := img.Bounds().Dx(), 384+2*margin+2*gap; got != want {
		t.Errorf("width = %d, want %d", got, want)
	}
	for _, bad := range []string{"\x1bZ", "\x1d"} {
		if _, err := Picture([]byte(bad), 0); !errors.Is(err, ErrNotUnderstood) {
			t.Errorf("Picture(%q) = %v, want %v", bad, err, ErrNotUnderstood)
		}
	}
}

// The same bytes in other pieces make the same paper, and no stream makes more of it than a roll keeps.
func FuzzRoll(f *testing.F) {
	f.Add([]byte("\x1b@\x1c&"+gb+"\n\x1d!\x11A\n\x1dVB\x00"), 5)
	f.Add([]byte("\x1dv0\x03\x02\x00\x02\x00\x81\xff\x10\x04\x1bJ\xff\x1bd\xff"), 7)
	f.Fuzz(func(t *testing.T, stream []byte, at int) {
		if len(stream) > 4096 {
			return // longer ones do nothing new
		}
		at = min(max(at, 0), len(stream))
		whole, parts := openRoll(t, Options{Width: 48}), openRoll(t, Options{Width: 48})
		_, _ = whole.Write(stream)
		_, _ = parts.Write(stream[:at])
		_, _ = parts.Write(stream[at:])
		if whole.Unknown() != parts.Unknown() || whole.Pending() != parts.Pending() || whole.Fed() != parts.Fed() {
			t.Fatalf("cut at %d: %d unknown, %d pending, %d dots, want %d, %d, %d", at,
				parts.Unknown(), parts.Pending(), parts.Fed(), whole.Unknown(), whole.Pending(), whole.Fed())
		}
		a, b := whole.Slips(), parts.Slips()
		if len(a) != len(b) || len(a) > maxSlips {
			t.Fatalf("cut at %d: %d slips, want %d", at, len(b), len(a))
		}
		for i := range a {
			if !bytes.Equal(a[i].pixels, b[i].pixels) || !slices.Equal(a[i].Lines, b[i].Lines) || a[i].rows > maxRows {
				t.Fatalf("cut at %d: slip %d differs", at, i)
			}
		}
	})
}

func BenchmarkRoll(b *testing.B) {
	stream := []byte("\x1b@\x1c&" + strings.Repeat(gb+" A017\n", 20) + "\x1dv0\x00\x20\x00\x20\x00" + strings.Repeat("\xA5", 32*32) + "\x1dVB\x00")
	r := openRoll(b, Options{})
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		_, _ = r.Write(stream)
	}
}

func BenchmarkPicture(b *testing.B) {
	stream := []byte("\x1b@\x1c&" + strings.Repeat(gb+" A017\n", 20) + "\x1dVB\x00")
	for b.Loop() {
		if _, err := Picture(stream, 576); err != nil {
			b.Fatal(err)
		}
	}
}
