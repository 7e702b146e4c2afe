package alarm

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// cuts lists what a framer makes of a stream in pieces of size n: the token of a sound frame, else the fault.
func cuts(stream string, n int) (found []string) {
	var f dc09Framer
	emit := func(c dc09Cut) {
		switch {
		case c.body == nil:
			found = append(found, fmt.Sprintf("%s %d", c.fault, len(c.raw)))
		case c.binary:
			found = append(found, "binary "+string(c.body))
		default:
			found = append(found, string(c.body))
		}
	}
	for piece := range slices.Chunk([]byte(stream), n) {
		f.Feed(bytes.Clone(piece), emit)
	}
	f.Pause(emit)
	return found
}

func TestDC09Framing(t *testing.T) {
	const body = `"NULL"0001L0#5555[]`
	sound := frame(body)
	sum := sound[1:5]
	binary := DC09Frame{Token: TokenNull, Seq: "0001", Route: "L0#5555", BinarySum: true}.Encode(nil, nil)
	damaged := strings.Replace(sound, "5555", "5556", 1)
	tests := map[string]struct {
		stream string
		want   []string
	}{
		"one":                           {sound, []string{body}},
		"several":                       {sound + sound + sound, []string{body, body, body}},
		"NUL after CR":                  {sound + "\x00" + sound + "\x00\x00", []string{body, body}},
		"CR LF":                         {sound + "\n" + sound, []string{body, body}},
		"sum as two bytes":              {string(binary) + sound, []string{"binary " + body, body}},
		"small letters":                 {"\n" + strings.ToLower(sum) + "0013" + body + "\r", []string{body}},
		"length in decimal":             {"\n" + sum + "0019" + body + "\r" + sound, []string{body, body}},
		"length too short":              {"\n" + sum + "0004" + body + "\r" + sound, []string{body, body}},
		"length too long":               {"\n" + sum + "0FFF" + body + "\r" + sound, []string{body, body}},
		"no LF":                         {sound[1:] + sound[1:], []string{body, body}},
		"no CR":                         {sound[:len(sound)-1] + sound, []string{body, body}},
		"no CR at the end":              {sound[:len(sound)-1], []string{body}},
		"a wrong sum":                   {damaged + sound, []string{"check 29", body}},
		"a byte lost":                   {sound[:15] + sound[16:] + sound, []string{"cut 28", body}},
		"cut, then repeated":            {sound[:20] + sound, []string{"cut 20", body}},
		"cut in the head":               {sound[:6] + sound, []string{"format 6", body}},
		"cut twice":                     {sound[:12] + sound[:25] + sound, []string{"cut 12", "cut 25", body}},
		"cut at the end":                {sound[:20], []string{"cut 20"}},
		"cut twice at the end":          {sound[:12] + sound[:25], []string{"cut 12", "cut 25"}},
		"cut, then no CR at the end":    {sound[:12] + sound[:len(sound)-1], []string{"cut 12", body}},
		"damaged at the end":            {sound[:15] + sound[16:], []string{"check 28"}},
		"a wrong length, a wrong sum":   {"\n" + "0000" + "0FFF" + body + "\r" + sound, []string{"cut 29", body}},
		"noise before":                  {"\xff\xfe~~" + sound, []string{"format 4", body}},
		"noise with quotes":             {`"""0123"` + sound, []string{"format 8", body}},
		"another protocol":              {"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + sound, []string{"format 27", body}},
		"only padding":                  {"\r\n\x00\r\n", nil},
		"much garbage":                  {strings.Repeat("x", 3000) + sound, []string{"format 1014", "format 1014", "format 972", body}},
		"a frame without end":           {sound[:10] + strings.Repeat("x", 5000) + sound, []string{"length 4096", "format 914", body}},
		"a whole frame in a cut one":    {sound[:9] + `"` + strings.Repeat("y", 300) + sound, []string{"cut 310", body}},
		"an endless frame, interrupted": {sound[:5] + "FFFF" + body + "\r" + sound[:5] + "FFFF" + body[:9] + sound, []string{body, "cut 18", body}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1, 2, 5, 11, len(test.stream)} {
				if got := cuts(test.stream, n); !slices.Equal(got, test.want) {
					t.Errorf("in pieces of %d: got %q, want %q", n, got, test.want)
				}
			}
		})
	}
}

func TestDC09FramerStaysSmall(t *testing.T) {
	var f dc09Framer
	for range 1 << 10 {
		f.Feed(bytes.Repeat([]byte("\n0000FFFF\"\r\"\n"), 100), func(dc09Cut) {})
		f.Feed(bytes.Repeat([]byte{'x'}, 1300), func(dc09Cut) {})
	}
	if got := cap(f.pending); got > 4*dc09FrameLimit {
		t.Errorf("the framer holds %d bytes, want at most %d", got, 4*dc09FrameLimit)
	}
}
