package fonts

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func openSans(tb testing.TB) *Font {
	tb.Helper()
	f, err := Sans()
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func TestHasWhatNamesNeed(t *testing.T) {
	f := openSans(t)
	for _, r := range "社区服务中心 A017 éǚ 𬶨𬬭㛃𠅤鿍䶮𫖯𬭎囯龍峯閆𠀋 Өө Үү ㎡℃·①" {
		if !f.Has(r) {
			t.Errorf("no glyph for %c (%U)", r, r)
		}
	}
	for _, r := range []rune{0x24B62, 0x10FFFF} {
		if f.Has(r) {
			t.Errorf("%U = a glyph, want none", r)
		}
	}
}

func TestHasAllOfGBK(t *testing.T) {
	f := openSans(t)
	decode := simplifiedchinese.GBK.NewDecoder()
	for first := 0x81; first <= 0xFE; first++ {
		for second := 0x40; second <= 0xFE; second++ {
			decode.Reset()
			text, err := decode.Bytes([]byte{byte(first), byte(second)})
			if r := bytes.Runes(text); err == nil && len(r) == 1 && r[0] >= 0x4E00 && r[0] <= 0x9FA5 && !f.Has(r[0]) {
				t.Errorf("no glyph for %02X%02X %c", first, second, r[0])
			}
		}
	}
}

// A glyph that is drawn covers part of its square, and no two of these look alike.
func TestGlyphIsDrawn(t *testing.T) {
	f := openSans(t)
	seen := map[string]rune{}
	for _, r := range "号A0𬶨Ө" {
		g := f.Glyph(r, 24)
		ink := 0
		for _, a := range g.Mask.Pix {
			ink += int(a)
		}
		if ink < 20*255 || g.Advance < 8 || g.Advance > 26 {
			t.Errorf("%c has ink %d and advance %d", r, ink/255, g.Advance)
		}
		if other, found := seen[string(g.Mask.Pix)]; found {
			t.Errorf("%c looks like %c", r, other)
		}
		seen[string(g.Mask.Pix)] = r
	}
	if got := f.Glyph('号', 24).Advance; got != 24 {
		t.Errorf("advance of a Han character at 24 pixels = %d, want 24", got)
	}
}

func TestDrawTakesWidth(t *testing.T) {
	f := openSans(t)
	paper := image.NewGray(image.Rect(0, 0, 200, 40))
	draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
	f.Draw(paper, 10, 30, "排队 A1", 24)
	end := 10 + f.Width("排队 A1", 24)
	var right int
	for y := range 40 {
		for x := range 200 {
			if paper.GrayAt(x, y) != (color.Gray{Y: 255}) {
				right = max(right, x)
			}
		}
	}
	if right >= end || right < end-6 {
		t.Errorf("ink ends at %d, want just before %d", right, end)
	}
}

func TestCacheIsBounded(t *testing.T) {
	f, err := parse(han, cyrillic)
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(0x4E00); r < 0x4E00+300; r++ {
		f.Glyph(r, 160)
	}
	if f.cached > cacheLimit {
		t.Errorf("the cache holds %d pixels, want at most %d", f.cached, cacheLimit)
	}
}

func TestNoFont(t *testing.T) {
	if _, err := parse([]byte("no font")); err == nil {
		t.Error("parse of garbage = nil, want an error")
	}
}

func BenchmarkGlyph(b *testing.B) {
	f := openSans(b)
	for b.Loop() {
		f.Glyph('号', 24)
	}
}

func TestOutline(t *testing.T) {
	f := openSans(t)
	for r, advance := range map[rune]int{'号': 1000, '𬭎': 1000, 'Ө': 0, 'i': 0} {
		o, found, err := f.Outline(r)
		if err != nil || !found || len(o.Segments) < 4 {
			t.Errorf("outline of %c has %d segments, %v", r, len(o.Segments), err)
		}
		if o.Advance != f.Advance(r) || advance != 0 && o.Advance != advance || o.Advance < 200 {
			t.Errorf("advance of %c = %d", r, o.Advance)
		}
	}
	if _, found, err := f.Outline(0x24B62); found || err != nil {
		t.Errorf("outline of a missing character: %v %v", found, err)
	}
}
