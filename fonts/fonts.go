// Package fonts holds the typeface that the program itself draws with, so that no station depends on the fonts of its machine, and
// draws lines of it. It knows nothing of pages and papers.
//
// The files are "Station Sans": Noto Sans CJK SC, with Cyrillic letters of Noto Sans because the former lacks Ө and Ү, regular weight,
// under the SIL Open Font License 1.1 (OFL.txt). build/fonts/embed.sh makes them.
package fonts

import (
	_ "embed" // the font files
	"fmt"
	"image"
	"image/draw"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

var (
	//go:embed station-sans.otf
	han []byte
	//go:embed station-sans-cyrillic.ttf
	cyrillic []byte
)

// cacheLimit bounds the pixels of remembered glyphs.
const cacheLimit = 4 << 20

// A Glyph is one character drawn at one size.
type Glyph struct {
	Mask    *image.Alpha // its bounds are relative to the pen on the base line; empty for a space
	Advance int          // pixels to the next character
}

type size struct {
	rune   rune
	pixels int
}

// A Font draws characters. Any goroutine may use it.
type Font struct {
	files []*sfnt.Font // the first that has a character draws it

	mu     sync.Mutex
	buffer sfnt.Buffer
	cache  map[size]Glyph
	cached int // pixels in the cache
}

// Sans returns the typeface, which is read once.
func Sans() (*Font, error) { return sans() }

var sans = sync.OnceValues(func() (*Font, error) { return parse(han, cyrillic) })

func parse(files ...[]byte) (*Font, error) {
	f := &Font{cache: map[size]Glyph{}}
	for _, data := range files {
		file, err := sfnt.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("read the typeface: %w", err)
		}
		f.files = append(f.files, file)
	}
	return f, nil
}

// Has reports whether there is a glyph for r.
func (f *Font) Has(r rune) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, found := f.fileOf(r)
	return found
}

// fileOf finds the file that has r; without one it is the first, whose box stands for what is missing.
func (f *Font) fileOf(r rune) (*sfnt.Font, bool) {
	for _, file := range f.files {
		if index, err := file.GlyphIndex(&f.buffer, r); err == nil && index != 0 {
			return file, true
		}
	}
	return f.files[0], false
}

// Glyph draws r at so many pixels to the em. A character without a glyph is a box. The mask is shared: do not change it.
func (f *Font) Glyph(r rune, pixels int) Glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := size{r, pixels}
	if g, found := f.cache[key]; found {
		return g
	}
	file, _ := f.fileOf(r)
	g := render(file, r, pixels)
	if f.cached += len(g.Mask.Pix) + 64; f.cached > cacheLimit {
		clear(f.cache)
		f.cached = 0
	}
	f.cache[key] = g
	return g
}

// render draws one glyph. What the font cannot draw is an empty glyph.
func render(file *sfnt.Font, r rune, pixels int) Glyph {
	empty := Glyph{Mask: &image.Alpha{}}
	face, err := opentype.NewFace(file, &opentype.FaceOptions{Size: float64(pixels), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return empty
	}
	bounds, mask, at, advance, drawn := face.Glyph(fixed.Point26_6{}, r)
	empty.Advance = advance.Round()
	if !drawn || bounds.Empty() {
		return empty
	}
	own := image.NewAlpha(bounds)
	draw.Draw(own, bounds, mask, at, draw.Src)
	return Glyph{Mask: own, Advance: empty.Advance}
}

// Width tells how many pixels a line of text takes.
func (f *Font) Width(text string, pixels int) int {
	width := 0
	for _, r := range text {
		width += f.Glyph(r, pixels).Advance
	}
	return width
}

// Draw draws a line of text in black, with the pen at x on the base line.
func (f *Font) Draw(dst draw.Image, x, baseline int, text string, pixels int) {
	for _, r := range text {
		g := f.Glyph(r, pixels)
		bounds := g.Mask.Rect.Add(image.Pt(x, baseline))
		draw.DrawMask(dst, bounds, image.Black, image.Point{}, g.Mask, g.Mask.Rect.Min, draw.Over)
		x += g.Advance
	}
}
