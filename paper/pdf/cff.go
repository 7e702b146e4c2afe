package pdf

import (
	"encoding/binary"
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"

	"jiezhan/fonts"
)

// This file writes the glyphs of one document as a CID-keyed Compact Font Format font (Adobe Technical Notes 5176 and 5177): the glyph
// of CID n is the n-th character that the document uses, whichever file of the typeface it comes from.

// Operators of dictionaries (5176, tables 9, 10 and 23); two-byte ones have 12 in front.
const (
	opFontBBox     = 5
	opCharset      = 15
	opCharStrings  = 17
	opPrivate      = 18
	opDefaultWidth = 20
	opROS          = 12<<8 | 30
	opCIDCount     = 12<<8 | 34
	opFDArray      = 12<<8 | 36
	opFDSelect     = 12<<8 | 37
)

// Operators of charstrings (5177, 4.1 and 4.3).
const (
	rlineto   = 5
	rrcurveto = 8
	endchar   = 14
	rmoveto   = 21
)

// firstString is the first number of a string that a font brings itself (5176, appendix A).
const firstString = 391

// cff writes a font of these glyphs; the first is that of CID 1, and CID 0 is an empty one.
func cff(name string, glyphs []fonts.Outline) ([]byte, error) {
	charstrings := [][]byte{{endchar}}
	for i, g := range glyphs {
		s, err := charstring(g)
		if err != nil {
			return nil, fmt.Errorf("glyph %d: %w", i+1, err)
		}
		charstrings = append(charstrings, s)
	}
	count := len(charstrings)
	head := []byte{1, 0, 4, 4}
	head = append(head, index([][]byte{[]byte(name)})...)
	strings := index([][]byte{[]byte("Adobe"), []byte("Identity")})
	strings = append(strings, 0, 0) // and no global subroutines
	private := dict(nil, opDefaultWidth, fonts.Em)
	charset := binary.BigEndian.AppendUint16([]byte{2, 0, 1}, uint16(count-2))         //nolint:gosec // a document has fewer characters
	selector := binary.BigEndian.AppendUint16([]byte{3, 0, 1, 0, 0, 0}, uint16(count)) //nolint:gosec // as above
	top := len(head) + len(index([][]byte{topDict(count, 0, 0, 0, 0)})) + len(strings) // the length of a dictionary never changes
	atSelector := top + len(charset)
	atPrivate := atSelector + len(selector)
	atArray := atPrivate + len(private)
	array := index([][]byte{dict(nil, opPrivate, len(private), atPrivate)})
	tops := index([][]byte{topDict(count, top, atSelector, atArray, atArray+len(array))})
	return slices.Concat(head, tops, strings, charset, selector, private, array, index(charstrings)), nil
}

func topDict(count, charset, selector, array, charstrings int) []byte {
	d := dict(nil, opROS, firstString, firstString+1, 0)
	d = dict(d, opFontBBox, bounds[0], bounds[1], bounds[2], bounds[3])
	d = dict(d, opCIDCount, count)
	d = dict(d, opCharset, charset)
	d = dict(d, opCharStrings, charstrings)
	d = dict(d, opFDArray, array)
	return dict(d, opFDSelect, selector)
}

// dict appends an entry. All numbers take five bytes, so that offsets do not change what they are offsets into.
func dict(d []byte, op int, numbers ...int) []byte {
	for _, n := range numbers {
		d = append(d, 29)
		d = binary.BigEndian.AppendUint32(d, uint32(int32(n))) //nolint:gosec // two's complement is what the format wants
	}
	if op > 0xFF {
		d = append(d, byte(op>>8))
	}
	return append(d, byte(op))
}

// index writes objects with their offsets, of four bytes each.
func index(objects [][]byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, uint16(len(objects))) //nolint:gosec // a document has fewer characters
	out = append(out, 4)
	at := uint32(1)
	out = binary.BigEndian.AppendUint32(out, at)
	for _, o := range objects {
		at += uint32(len(o)) //nolint:gosec // no glyph is so long
		out = binary.BigEndian.AppendUint32(out, at)
	}
	for _, o := range objects {
		out = append(out, o...)
	}
	return out
}

// A pen writes a charstring. It goes from rounded point to rounded point, so that errors do not add up.
type pen struct {
	out  []byte
	x, y int
}

// charstring draws an outline. A width other than the default stands in front.
func charstring(o fonts.Outline) ([]byte, error) {
	var p pen
	if o.Advance != fonts.Em {
		p.number(o.Advance)
	}
	for _, s := range o.Segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.to(s, 0)
			p.out = append(p.out, rmoveto)
		case sfnt.SegmentOpLineTo:
			p.to(s, 0)
			p.out = append(p.out, rlineto)
		case sfnt.SegmentOpQuadTo:
			p.quad(s)
		case sfnt.SegmentOpCubeTo:
			for i := range 3 {
				p.to(s, i)
			}
			p.out = append(p.out, rrcurveto)
		default:
			return nil, fmt.Errorf("segment of sort %d", s.Op)
		}
	}
	return append(p.out, endchar), nil
}

// point rounds a point of an outline to units; y grows upwards from here on.
func point(s sfnt.Segment, i int) (x, y int) { return s.Args[i].X.Round(), -s.Args[i].Y.Round() }

func (p *pen) to(s sfnt.Segment, i int) { p.move(point(s, i)) }

// quad draws a curve of the second degree as one of the third, which it is.
func (p *pen) quad(s sfnt.Segment) {
	cx, cy := point(s, 0)
	x, y := point(s, 1)
	third := func(from, to int) int { return (from + 2*to) / 3 }
	fx, fy := p.x, p.y
	p.move(third(fx, cx), third(fy, cy))
	p.move(third(x, cx), third(y, cy))
	p.move(x, y)
	p.out = append(p.out, rrcurveto)
}

func (p *pen) move(x, y int) {
	p.number(x - p.x)
	p.number(y - p.y)
	p.x, p.y = x, y
}

// number writes an integer (5177, 3.2).
func (p *pen) number(n int) {
	switch {
	case n >= -107 && n <= 107:
		p.out = append(p.out, byte(n+139))
	case n >= 108 && n <= 1131:
		p.out = append(p.out, byte((n-108)>>8+247), byte(n-108))
	case n >= -1131 && n <= -108:
		p.out = append(p.out, byte((-n-108)>>8+251), byte(-n-108))
	default:
		p.out = append(p.out, 28, byte(n>>8), byte(n))
	}
}
