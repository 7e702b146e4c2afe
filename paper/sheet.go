package paper

import "jiezhan/fonts"

// A Setup is what a sheet is made with.
type Setup struct {
	Size        Size
	Title, Lang string
	// Footer stands at the foot of every page, who gave the paper out and where to ask.
	Footer string
	// Numbering says which page of how many this is.
	Numbering func(page, of int) string
}

// A Sheet sets a document from top to bottom and begins a new page where one is full.
type Sheet struct {
	Setup
	font   *fonts.Font
	pages  []Page
	margin Length
	body   Length // size of the running text
	y      Length // top of what is free on the last page
	foot   [][]rune
	beside aside
}

// aside is room at the right of the first page that is taken.
type aside struct{ width, until Length }

const (
	// lineGap and its 100 are how far lines of running text are apart, in their size.
	lineGap = 150
	// ascent is how far the base line lies below the top of the em, in hundredths of it.
	ascent = 88
	// thin is the width of a drawn line.
	thin = MM / 5
)

// NewSheet begins a document.
func NewSheet(setup Setup) (*Sheet, error) {
	font, err := Sans()
	if err != nil {
		return nil, err
	}
	s := &Sheet{Setup: setup, font: font, margin: 18 * MM, body: Points(105)}
	if setup.Size == A5() {
		s.margin, s.body = 13*MM, Points(95)
	}
	if setup.Size == A4Landscape() {
		s.margin, s.body = 12*MM, Points(80)
	}
	s.foot = s.ruler(s.small()).wrap(setup.Footer, s.Size.Width-2*s.margin-footerGap)
	s.newPage()
	return s, nil
}

// footerGap is the room between the footer and the number of the page, which stands at its right.
const footerGap = 40 * MM

func (s *Sheet) small() Length           { return s.body * 80 / 100 }
func (s *Sheet) ruler(size Length) ruler { return ruler{s.font, size} }
func leading(size Length) Length         { return size * lineGap / 100 }
func (s *Sheet) page() *Page             { return &s.pages[len(s.pages)-1] }
func (s *Sheet) footHeight() Length      { return leading(s.small())*Length(len(s.foot)) + 3*MM }
func (s *Sheet) room() Length            { return s.Size.Height - s.margin - s.footHeight() - s.y }
func (s *Sheet) bar(x, y, w, h Length)   { s.shade(x, y, w, h, 0) }
func (s *Sheet) shade(x, y, w, h Length, gray uint8) {
	p := s.page()
	p.Bars = append(p.Bars, Bar{x, y, w, h, gray})
}

func (s *Sheet) newPage() {
	s.pages, s.y, s.beside = append(s.pages, Page{}), s.margin, aside{}
}

// need begins a new page where less than so much is free.
func (s *Sheet) need(height Length) {
	if s.room() < height && s.y > s.margin {
		s.newPage()
	}
}

// across is the width of the column where the next line goes.
func (s *Sheet) across() Length {
	width := s.Size.Width - 2*s.margin
	if s.y < s.beside.until {
		width -= s.beside.width
	}
	return width
}

// Space leaves some room, but never at the top of a page.
func (s *Sheet) Space(height Length) {
	if s.y > s.margin {
		s.y += height
	}
}

// Align says where lines stand in their column.
type Align int

// The ways to align.
const (
	Left Align = iota
	Center
	Right
)

// set puts one line into a column, with its top at so much below the top of the page.
func (s *Sheet) set(line []rune, x, top, across, size Length, align Align) {
	left := across - s.ruler(size).line(line)
	switch align {
	case Center:
		x += left / 2
	case Right:
		x += left
	case Left:
	}
	s.run(line, x, top+(leading(size)-size)/2+size*ascent/100, size)
}

// run writes characters one behind the other; one that the typeface lacks as its code in a box.
func (s *Sheet) run(line []rune, x, baseline, size Length) {
	u, start, begin := s.ruler(size), 0, x
	flush := func(end int) {
		if end > start {
			p := s.page()
			p.Texts = append(p.Texts, Text{X: begin, Baseline: baseline, Size: size, Text: string(line[start:end])})
		}
	}
	for i, r := range line {
		width := u.width(r)
		if !s.font.Has(r) {
			flush(i)
			s.missing(r, x, baseline, size, width)
			start, begin = i+1, x+width
		}
		x += width
	}
	flush(len(line))
}

// missing draws the code of a character in a box, as high as the character would be.
func (s *Sheet) missing(r rune, x, baseline, size, width Length) {
	gap := size * codeRoom / 200
	left, top := x+gap, baseline-size*80/100
	wide, high := width-2*gap, size*90/100
	s.bar(left, top, wide, thin)
	s.bar(left, top+high-thin, wide, thin)
	s.bar(left, top, thin, high)
	s.bar(left+wide-thin, top, thin, high)
	small := size * codeScale / 100
	p := s.page()
	p.Texts = append(p.Texts, Text{X: left + gap, Baseline: top + high/2 + small*35/100, Size: small, Text: code(r), Stands: r})
}

// paragraph sets lines one below the other, over as many pages as it takes.
func (s *Sheet) paragraph(text string, size Length, align Align) {
	for _, line := range s.ruler(size).wrap(text, s.across()) {
		s.need(leading(size))
		s.set(line, s.margin, s.y, s.across(), size, align)
		s.y += leading(size)
	}
}

// Finish numbers the pages and gives the document out. The sheet is not used after it.
func (s *Sheet) Finish() Document {
	size := s.small()
	for i := range s.pages {
		top := s.Size.Height - s.margin - s.footHeight() + 3*MM
		last := s.pages
		s.pages = s.pages[:i+1]
		s.shade(s.margin, top-MM, s.Size.Width-2*s.margin, thin, 128)
		for n, line := range s.foot {
			s.set(line, s.margin, top+leading(size)*Length(n), s.Size.Width, size, Left)
		}
		if s.Numbering != nil {
			number := []rune(s.Numbering(i+1, len(last)))
			s.set(number, s.margin, top, s.Size.Width-2*s.margin, size, Right)
		}
		s.pages = last
	}
	return Document{Title: s.Title, Lang: s.Lang, Size: s.Size, Pages: s.pages}
}
