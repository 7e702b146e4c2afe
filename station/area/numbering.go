package area

import (
	"cmp"
	"slices"
	"strconv"
)

// RowOrder says from which end the rows of buildings are counted.
type RowOrder string

const (
	// NorthToSouth counts from the northernmost row, the usual order.
	NorthToSouth RowOrder = "N2S"
	// SouthToNorth counts from the southernmost row.
	SouthToNorth RowOrder = "S2N"
)

// Valid tells whether the order is known.
func (o RowOrder) Valid() bool { return o == NorthToSouth || o == SouthToNorth }

// DefaultRowTolerance is how far north or south of its row's first building one may stand and still be of the row, in metres.
const DefaultRowTolerance = 15

// Site is a building on the plan of a compound.
type Site struct {
	ID string
	// East and North are the middle of the building, in metres from any point of the compound.
	East, North float64
	// Fixed is the number it keeps, because it was verified or stands on the house; empty for one to be numbered.
	Fixed string
}

// SiteNumber is the number of a building, and its row counted from 1.
type SiteNumber struct {
	ID     string
	Number string
	Row    int
	// Fixed tells that the number was not computed.
	Fixed bool
}

// NumberBuildings numbers the buildings of a compound in the order of people: row by row, west to east in a row. While no number is fixed by
// verification the numbers run from 1, without those that stand on houses. Once some are verified the others came later, and take n-1, n-2 … of
// their western neighbour in the row; where there is none, of the building before them in the order, and at its very beginning of the one after.
// What is equally far is ordered by northing, easting and id, so that the same plan gives the same numbers.
func NumberBuildings(sites []Site, tolerance float64, order RowOrder, verified bool) []SiteNumber {
	rows := siteRows(sites, tolerance, order)
	taken := map[string]bool{}
	for _, s := range sites {
		taken[s.Fixed] = s.Fixed != ""
	}
	var list []SiteNumber
	for i, row := range rows {
		for _, s := range row {
			list = append(list, SiteNumber{ID: s.ID, Number: s.Fixed, Row: i + 1, Fixed: s.Fixed != ""})
		}
	}
	if verified && slices.ContainsFunc(list, func(n SiteNumber) bool { return n.Fixed }) {
		numberLater(list, taken)
	} else {
		numberFirst(list, taken)
	}
	return list
}

// siteRows are the buildings in rows, in the order in which they are counted. A row is told by its first building, the northernmost for N2S: a row
// cannot creep along a slope.
func siteRows(sites []Site, tolerance float64, order RowOrder) [][]Site {
	sorted := slices.Clone(sites)
	direction := -1.0
	if order == SouthToNorth {
		direction = 1
	}
	slices.SortFunc(sorted, func(a, b Site) int {
		return cmp.Or(cmp.Compare(direction*a.North, direction*b.North), cmp.Compare(a.East, b.East), cmp.Compare(a.ID, b.ID))
	})
	var rows [][]Site
	first := 0.0
	for _, s := range sorted {
		if len(rows) == 0 || direction*(s.North-first) > tolerance {
			rows, first = append(rows, nil), s.North
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
	}
	for _, row := range rows {
		slices.SortFunc(row, func(a, b Site) int {
			return cmp.Or(cmp.Compare(a.East, b.East), cmp.Compare(direction*a.North, direction*b.North), cmp.Compare(a.ID, b.ID))
		})
	}
	return rows
}

func numberFirst(list []SiteNumber, taken map[string]bool) {
	next := 1
	for i := range list {
		if list[i].Fixed {
			continue
		}
		for taken[strconv.Itoa(next)] {
			next++
		}
		list[i].Number = strconv.Itoa(next)
		next++
	}
}

func numberLater(list []SiteNumber, taken map[string]bool) {
	for i := range list {
		if list[i].Fixed {
			continue
		}
		base := neighbour(list, i)
		for n := 1; list[i].Number == ""; n++ {
			if number := base + "-" + strconv.Itoa(n); !taken[number] {
				list[i].Number, taken[number] = number, true
			}
		}
	}
}

// neighbour is the fixed number that a later building is called after. List is in the order of counting, so what stands before it is the
// western neighbour, or the end of the row before.
func neighbour(list []SiteNumber, i int) string {
	for j := i - 1; j >= 0; j-- {
		if list[j].Fixed {
			return list[j].Number
		}
	}
	for _, after := range list[i:] {
		if after.Fixed {
			return after.Number
		}
	}
	return "" // not reached: numberLater is for plans with a fixed number
}
