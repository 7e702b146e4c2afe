package paper

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
)

// A Slip is one piece of paper.
type Slip struct {
	Lines []string // what the printer's own font wrote
	Cut   bool     // it is off the roll

	width  int
	pixels []byte // one a dot, 1 is black
	rows   int    // may be more than the pixels tell: white
}

func (s *Slip) clone() Slip {
	c := *s
	c.Lines, c.pixels = slices.Clone(s.Lines), slices.Clone(s.pixels)
	return c
}

func (s *Slip) add(rows int, pixels []byte) {
	if rows = min(rows, maxRows-s.rows); rows <= 0 {
		return
	}
	start := s.rows * s.width
	s.rows += rows
	if len(pixels) > 0 {
		s.pixels = append(s.pixels, make([]byte, start-len(s.pixels))...)
		s.pixels = append(s.pixels, pixels[:min(len(pixels), rows*s.width)]...)
	}
}

// Blank reports whether nothing is printed on the piece.
func (s *Slip) Blank() bool { return !slices.Contains(s.pixels, 1) }

// Image is the piece dot by dot, black on white, as long as it is.
func (s *Slip) Image() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, s.width, s.rows))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for i, dot := range s.pixels {
		if dot != 0 {
			img.Pix[i] = 0
		}
	}
	return img
}

// Margins of a picture, in dots.
const (
	margin = 24 // unprinted paper at both sides
	gap    = 16 // around the pieces
	tooth  = 6  // of the torn edge
)

// Image draws the latest pieces one below the other as they lie on a table. The one in the printer is left out while it is blank.
func (r *Roll) Image() image.Image {
	pieces := r.slips
	if last := r.slip(); last.Blank() {
		pieces = pieces[:len(pieces)-1]
	}
	height := gap
	for _, s := range pieces {
		height += s.rows + 2*tooth + gap
	}
	width := r.opts.Width + 2*margin + 2*gap
	table := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(table, table.Rect, image.NewUniform(color.Gray{Y: 0xC8}), image.Point{}, draw.Src)
	y := gap
	for _, s := range pieces {
		s.lay(table, y)
		y += s.rows + 2*tooth + gap
	}
	return table
}

// lay draws the piece with its torn edges.
func (s *Slip) lay(table *image.Gray, y int) {
	left, right := gap, table.Rect.Dx()-gap
	for x := left; x < right; x++ {
		edge := (x - left) % (2 * tooth)
		edge = min(edge, 2*tooth-edge)
		for row := y + edge; row < y+tooth+s.rows+edge; row++ {
			table.SetGray(x, row, color.Gray{Y: 255})
		}
	}
	for i, dot := range s.pixels {
		if dot != 0 {
			table.SetGray(left+margin+i%s.width, y+tooth+i/s.width, color.Gray{})
		}
	}
}
