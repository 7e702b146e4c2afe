package statistics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// rowsWith makes communities a, b, c … with one figure each.
func rowsWith(f Figure, counts ...int) Rows {
	var rows Rows
	for i, n := range counts {
		rows = append(rows, Row{string(rune('a' + i)), Counts{f: n}})
	}
	return rows
}

// told writes how a figure is shown: community by community, then the total.
func told(rows Rows, f Figure) string {
	mask, total := Conceal(rows), rows.Total()
	var cells []string
	for i, shade := range mask[f] {
		n := total[f]
		if i < len(rows) {
			n = rows[i].Counts[f]
		}
		cells = append(cells, map[Shade]string{Told: fmt.Sprint(n), Small: UnderFive, Withheld: LeftOut}[shade])
	}
	return strings.Join(cells, " ")
}

func TestSmallGroupsAreLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		counts []int
		want   string
	}{
		"nothing small":                                {[]int{5, 12, 40}, "5 12 40 57"},
		"nobody is no group":                           {[]int{0, 12, 40}, "0 12 40 52"},
		"one small one takes a larger one along":       {[]int{3, 12, 40}, "<5 * 40 55"},
		"the smallest that leaves it open":             {[]int{3, 6, 40, 9}, "<5 6 40 * 58"},
		"two hide each other":                          {[]int{3, 2, 40}, "<5 <5 40 45"},
		"two of one: the total would tell":             {[]int{1, 1, 40}, "<5 <5 * 42"},
		"two of four: the total would tell":            {[]int{4, 4, 40}, "<5 <5 * 48"},
		"no other is large enough: the total goes":     {[]int{3, 6, 5}, "<5 6 5 *"},
		"a small total":                                {[]int{3, 0, 0}, "<5 0 0 <5"},
		"one community alone":                          {[]int{3}, "<5 <5"},
		"a place where nobody is, and one small group": {[]int{0, 2, 8}, "0 <5 * 10"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(rowsWith(Accepted, c.counts...), Accepted); got != c.want {
				t.Errorf("%v = %s, want %s", c.counts, got, c.want)
			}
		})
	}
}

func TestTheRestOfAGroupIsAGroup(t *testing.T) {
	rows := Rows{{"a", Counts{Issued: 40, OnTime: 39}}, {"b", Counts{Issued: 60, OnTime: 60}}, {"c", Counts{Issued: 80, OnTime: 70}}}
	if got, want := told(rows, OnTime), "* * 70 169"; got != want {
		t.Errorf("on time = %s, want %s", got, want)
	}
	if got, want := told(rows, Issued), "40 60 80 180"; got != want {
		t.Errorf("issued = %s, want %s", got, want)
	}
}

func TestCountsOfPlacesAreTold(t *testing.T) {
	if got, want := told(rowsWith(Rentals, 1, 2, 3), Rentals), "1 2 3 6"; got != want {
		t.Errorf("rented dwellings = %s, want %s", got, want)
	}
}

// invented are the months of a year in which the newcomers follow from In and Out, as they do in the register.
func invented(random *rand.Rand, communities int) []Rows {
	few := func() int {
		return []int{0, 0, 1, 2, 3, 4, 5, 6, 9, 12, 40}[random.IntN(11)]
	}
	newcomers := make([]int, communities)
	for i := range newcomers {
		newcomers[i] = few() + few()
	}
	var year []Rows
	for range 12 {
		var rows Rows
		for i := range newcomers {
			c := Counts{In: few(), Issued: few(), Due: few(), Late: few(), Households: few(), Lost: few()}
			c[Out] = min(few(), newcomers[i]+c[In])
			newcomers[i] += c[In] - c[Out]
			c[Newcomers], c[OnTime], c[Done] = newcomers[i], random.IntN(c[Issued]+1), random.IntN(c[Due]+1)
			c[Suspended] = c[Due] - c[Done]
			rows = append(rows, Row{string(rune('a' + i)), c})
		}
		year = append(year, rows)
	}
	return year
}

// No count that is left out can be computed from what is shown in the tables of a whole year: not from totals, not from sums over the year, not from the
// relations between figures, nor from any combination of them. What an outsider knows are linear equations; a count is computed where they fix it.
func TestNothingLeftOutCanBeComputed(t *testing.T) {
	hidden := 0
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(7, seed))
		year := invented(random, 2+random.IntN(5))
		s := newSystem(year)
		s.relate()
		hidden += len(s.unknown)
		for _, cell := range s.fixed() {
			t.Errorf("seed %d: %s can be computed", seed, cell)
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d counts were left out, the test says little", hidden)
	}
}

// The test above would notice: without the complement, a total tells the small group.
func TestTheSystemFindsWhatCanBeComputed(t *testing.T) {
	s := newSystem([]Rows{rowsWith(Accepted, 3, 12, 40)})
	s.masks[0][Accepted] = []Shade{Small, Told, Told, Told}
	s.relate()
	if got := s.fixed(); !slices.Equal(got, []string{"month 0 row 0 accepted"}) {
		t.Errorf("can be computed: %v", got)
	}
}
