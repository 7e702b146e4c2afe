package paper

import (
	"fmt"

	"rsc.io/qr"
)

// Code draws a QR code at the right of the page, from here down; what follows keeps left of it. The content is a number that
// is printed beside it, never anything about a person.
func (s *Sheet) Code(content string, side Length) error {
	q, err := qr.Encode(content, qr.M)
	if err != nil {
		return fmt.Errorf("make the code of a paper: %w", err)
	}
	left, top := s.Size.Width-s.margin-side, s.y
	edge := func(n int) Length { return side * Length(n) / Length(q.Size) }
	for y := range q.Size {
		for x := 0; x < q.Size; x++ {
			from := x
			for q.Black(x, y) { // outside of the code nothing is black
				x++
			}
			if x > from {
				s.bar(left+edge(from), top+edge(y), edge(x)-edge(from), edge(y+1)-edge(y))
			}
		}
	}
	s.beside = aside{width: side + 4*MM, until: top + side + 2*MM}
	return nil
}

// Below goes on below the code.
func (s *Sheet) Below() {
	s.y = max(s.y, s.beside.until)
	s.Space(3 * MM / 2)
}
