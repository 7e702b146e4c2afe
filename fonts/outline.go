package fonts

import (
	"fmt"
	"slices"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Em is how many units of an outline and of an advance make up the em.
const Em = 1000

// An Outline is the shape of a character, for documents that carry their own glyphs.
type Outline struct {
	// Segments start at the pen on the base line, y grows downwards; one unit is 1/Em of the em.
	Segments sfnt.Segments
	// Advance is how far the pen goes on.
	Advance int
}

// Outline reads the shape of r. Without a glyph for it, found is false.
func (f *Font) Outline(r rune) (o Outline, found bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, found := f.fileOf(r)
	if !found {
		return Outline{}, false, nil
	}
	index, err := file.GlyphIndex(&f.buffer, r)
	if err != nil {
		return Outline{}, false, fmt.Errorf("find %U in the typeface: %w", r, err)
	}
	segments, err := file.LoadGlyph(&f.buffer, index, fixed.I(Em), nil)
	if err != nil {
		return Outline{}, false, fmt.Errorf("read the outline of %U: %w", r, err)
	}
	return Outline{Segments: slices.Clone(segments), Advance: f.advanceIn(file, index)}, true, nil
}

// Advance tells how far the pen goes on behind r, in 1/Em of the em; for a missing character that is the width of the box.
func (f *Font) Advance(r rune) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, _ := f.fileOf(r)
	index, err := file.GlyphIndex(&f.buffer, r)
	if err != nil {
		return Em
	}
	return f.advanceIn(file, index)
}

func (f *Font) advanceIn(file *sfnt.Font, index sfnt.GlyphIndex) int {
	advance, err := file.GlyphAdvance(&f.buffer, index, fixed.I(Em), font.HintingNone)
	if err != nil {
		return Em
	}
	return advance.Round()
}
