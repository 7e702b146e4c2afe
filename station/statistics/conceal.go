package statistics

import "slices"

// smallest is the smallest group that is told (domain rule): fewer people than this, and at least one, are not published.
const smallest = 5

// Shade says how a count is shown.
type Shade int

const (
	// Told counts are shown.
	Told Shade = iota
	// Small counts are shown as "<5".
	Small
	// Withheld counts are not small themselves, but a small one could be computed from them.
	Withheld
)

// Mask says of every figure how it is shown, community by community in the order of the rows, and last the total.
type Mask map[Figure][]Shade

// Conceal finds what has to be left out of a month that is published: groups of one to four people, and as much beside them that none can be computed
// from what is shown. What can be computed are totals less communities, and the relations between the figures of one community: newcomers at both ends
// of the month with In and Out, Issued with OnTime, Due with Done and Suspended. It depends on the month alone, so that every later table leaves out the same.
// A sum over the year is told only where all its months are (Sum), so that it tells no more than they do.
func Conceal(rows Rows) Mask {
	c := concealing{n: len(rows), rows: append(append(Rows{}, rows...), Row{Counts: rows.Total()}), mask: Mask{}}
	for _, f := range Figures() {
		c.mask[f] = make([]Shade, len(c.rows))
	}
	for _, f := range Figures() {
		c.small(f)
	}
	c.crossings()
	c.settle()
	return c.mask
}

// concealing is a month while it is concealed. The last row is the total, the n before it are the communities.
type concealing struct {
	n    int
	rows Rows
	mask Mask
}

func isSmall(count int) bool { return count > 0 && count < smallest }

// hide withholds a count, and tells whether it was shown.
func (c *concealing) hide(f Figure, row int, shade Shade) bool {
	if c.mask[f][row] != Told {
		return false
	}
	c.mask[f][row] = shade
	return true
}

// small marks the groups that are too small, and those whose rest is: 39 of 40 on time name the one who waited.
func (c *concealing) small(f Figure) {
	if slices.Contains(ofPlaces(), f) {
		return
	}
	whole, isPart := map[Figure]Figure{OnTime: Issued, Done: Due}[f]
	for i, row := range c.rows {
		n := row.Counts[f]
		if isSmall(n) {
			c.hide(f, i, Small)
		} else if isPart && isSmall(row.Counts[whole]-n) {
			c.hide(f, i, Withheld)
		}
	}
}

// crossings withholds In and Out where the newcomers at the beginning of the month were withheld in the table of the month before.
func (c *concealing) crossings() {
	before := concealing{n: c.n, mask: Mask{Newcomers: make([]Shade, len(c.rows))}}
	total := 0
	for _, row := range c.rows[:c.n] {
		n := opening(row.Counts)
		total += n
		before.rows = append(before.rows, Row{Counts: Counts{Newcomers: n}})
	}
	before.rows = append(before.rows, Row{Counts: Counts{Newcomers: total}})
	before.small(Newcomers)
	before.complete(Newcomers)
	for i, shade := range before.mask[Newcomers] {
		if shade != Told {
			c.hide(In, i, Withheld)
		}
	}
}

// settle goes on until every relation holds.
func (c *concealing) settle() {
	for again := true; again; {
		again = false
		for i := range c.rows {
			for _, l := range links() {
				if c.mask[l.from][i] != Told && c.hide(l.to, i, Withheld) {
					again = true
				}
			}
		}
		for _, f := range Figures() {
			if c.complete(f) {
				again = true
			}
		}
	}
}

// link says that where from is hidden, to must be.
type link struct{ from, to Figure }

// links: of three that make a sum, one must not be hidden alone.
func links() []link {
	return []link{{In, Out}, {Out, In}, {Newcomers, In}, {Issued, OnTime}, {Due, Done}, {Done, Suspended}, {Suspended, Done}}
}

// roomy is the least count that hides a small one behind itself: whatever the small one is, the sum of both leaves it open.
const roomy = 2*smallest - 2

// complete withholds another community where the total would tell what is hidden, or else the total; it tells whether it did.
func (c *concealing) complete(f Figure) bool {
	mask := c.mask[f]
	if mask[c.n] != Told || c.safe(f) {
		return false
	}
	best := -1
	for i, row := range c.rows[:c.n] {
		if n := row.Counts[f]; mask[i] == Told && n >= roomy && (best < 0 || n < c.rows[best].Counts[f]) {
			best = i
		}
	}
	if best < 0 {
		best = c.n
	}
	mask[best] = Withheld
	return true
}

// safe tells whether the total leaves open what is hidden: nothing is, or two and more are whose sum is neither the least nor the most they can be.
func (c *concealing) safe(f Figure) bool {
	hidden, sum, allSmall := 0, 0, true
	for i, row := range c.rows[:c.n] {
		switch c.mask[f][i] {
		case Told:
			continue
		case Withheld:
			allSmall = false
		case Small:
		}
		hidden++
		sum += row.Counts[f]
	}
	if hidden < 2 {
		return hidden == 0
	}
	return !allSmall || sum > hidden && sum < (smallest-1)*hidden
}
