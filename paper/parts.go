package paper

import "strconv"

// Head writes what the paper is, in the middle.
func (s *Sheet) Head(office, title string) {
	s.paragraph(office, s.body, Center)
	s.paragraph(title, s.body*175/100, Center)
	s.bar(s.margin, s.y+MM, s.Size.Width-2*s.margin, 2*thin)
	s.y += 4 * MM
}

// Heading begins a part; it does not stay behind alone at the foot of a page.
func (s *Sheet) Heading(text string) {
	size := s.body * 115 / 100
	s.Space(2 * MM)
	s.need(leading(size) + 2*leading(s.body))
	s.paragraph(text, size, Left)
	s.y += MM / 2
}

// Text writes a paragraph.
func (s *Sheet) Text(text string) { s.paragraph(text, s.body, Left) }

// Small writes a paragraph of small print.
func (s *Sheet) Small(text string) { s.paragraph(text, s.small(), Left) }

// A Fact is a line of the kind "what: value".
type Fact struct{ Label, Value string }

// Facts writes what there is to know, the labels in a column of their own. A fact without value is left out.
func (s *Sheet) Facts(facts []Fact) {
	u := s.ruler(s.body)
	labels := Length(0)
	for _, f := range facts {
		if f.Value != "" {
			labels = max(labels, u.line([]rune(f.Label)))
		}
	}
	labels = min(labels, s.across()*2/5) + 4*MM
	for _, f := range facts {
		if f.Value == "" {
			continue
		}
		s.need(leading(s.body))
		label, value := u.wrap(f.Label, labels-4*MM), u.wrap(f.Value, s.across()-labels)
		for i := range max(len(label), len(value)) {
			s.need(leading(s.body))
			if i < len(label) {
				s.set(label[i], s.margin, s.y, labels, s.body, Left)
			}
			if i < len(value) {
				s.set(value[i], s.margin+labels, s.y, s.across()-labels, s.body, Left)
			}
			s.y += leading(s.body)
		}
	}
}

// Numbered writes a list with figures before its items.
func (s *Sheet) Numbered(items []string) {
	u := s.ruler(s.body)
	const indent = 7 * MM
	for i, item := range items {
		for n, line := range u.wrap(item, s.across()-indent) {
			s.need(leading(s.body))
			if n == 0 {
				s.set([]rune(strconv.Itoa(i+1)+"."), s.margin, s.y, indent, s.body, Left)
			}
			s.set(line, s.margin+indent, s.y, s.across()-indent, s.body, Left)
			s.y += leading(s.body)
		}
	}
}

// Note writes something not to be overlooked in a frame.
func (s *Sheet) Note(text string) {
	s.Space(MM)
	s.Table(Table{Columns: []Column{{Share: 1}}, Rows: [][]string{{text}}})
	s.Space(2 * MM)
}

// Sign leaves room for signatures, one beside the other, and never parts them from their lines.
func (s *Sheet) Sign(labels ...string) {
	const high = 13 * MM
	s.Space(3 * MM)
	gap := 6 * MM
	width := (s.Size.Width - 2*s.margin - gap*Length(len(labels)-1)) / Length(len(labels))
	u := s.ruler(s.body)
	lines, most := make([][][]rune, len(labels)), 1
	for i, label := range labels {
		lines[i] = u.wrap(label, width)
		most = max(most, len(lines[i]))
	}
	s.need(high + leading(s.body)*Length(most))
	for i := range labels {
		x := s.margin + (width+gap)*Length(i)
		for n, line := range lines[i] {
			s.set(line, x, s.y+leading(s.body)*Length(n), width, s.body, Left)
		}
		s.bar(x, s.y+leading(s.body)*Length(most)+high-3*MM, width, thin)
	}
	s.y += high + leading(s.body)*Length(most)
}
