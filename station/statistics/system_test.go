package statistics

import (
	"fmt"
	"slices"
)

// system is what an outsider knows of the counts that are left out of a year of tables: linear equations in them, modulo a prime so that they are solved exactly.
type system struct {
	year      []Rows
	masks     []Mask
	unknown   map[string]int
	names     []string
	equations []map[int]int
}

const prime = 1_000_003

func newSystem(year []Rows) *system {
	s := &system{year: year, unknown: map[string]int{}}
	for _, rows := range year {
		s.masks = append(s.masks, Conceal(rows))
	}
	return s
}

// term is a count with its sign.
type term struct {
	month, row int
	figure     Figure
	sign       int
}

// equation says that the terms sum up to something known; those that are told drop out.
func (s *system) equation(terms ...term) {
	e := map[int]int{}
	for _, t := range terms {
		if s.masks[t.month][t.figure][t.row] == Told {
			continue
		}
		name := fmt.Sprint("month ", t.month, " row ", t.row, " ", t.figure)
		if _, known := s.unknown[name]; !known {
			s.unknown[name] = len(s.names)
			s.names = append(s.names, name)
		}
		e[s.unknown[name]] = (e[s.unknown[name]] + t.sign + prime) % prime
	}
	s.equations = append(s.equations, e)
}

// relate writes down everything that holds among the counts of a year and is known from outside.
func (s *system) relate() {
	for m, rows := range s.year {
		total := len(rows)
		for _, f := range Figures() {
			if slices.Contains(ofPlaces(), f) {
				continue
			}
			terms := []term{{m, total, f, -1}}
			for i := range rows {
				terms = append(terms, term{m, i, f, 1})
			}
			s.equation(terms...)
		}
		for i := range total + 1 {
			s.equation(term{m, i, Due, 1}, term{m, i, Done, -1}, term{m, i, Suspended, -1})
			if m > 0 {
				s.equation(term{m, i, Newcomers, 1}, term{m - 1, i, Newcomers, -1}, term{m, i, In, -1}, term{m, i, Out, 1})
			}
		}
		s.sums(m, total)
	}
}

// sums are the sums over the year that the table of a month tells: those without a hidden month.
func (s *system) sums(m, total int) {
	shown := shown{rows: s.year[:m+1], masks: s.masks[:m+1], sum: true}
	for i := range total + 1 {
		community := ""
		if i < total {
			community = s.year[0][i].Community
		}
		for _, f := range []Figure{In, Out, Issued, Due, Done, Late, Suspended, Lost} {
			if shown.cells([]column{counted(f)}, community)[0] == LeftOut {
				continue
			}
			var terms []term
			for n := range m + 1 {
				terms = append(terms, term{n, i, f, 1})
			}
			s.equation(terms...)
		}
	}
}

// fixed lists the unknowns that the equations determine: after elimination they stand alone in a row.
func (s *system) fixed() []string {
	var reduced []map[int]int
	pivots := map[int]int{} // row of reduced by column
	for _, e := range s.equations {
		for column, row := range pivots {
			subtract(e, reduced[row], e[column])
		}
		pivot := -1
		for column := range e {
			pivot = max(pivot, column)
		}
		if pivot < 0 {
			continue
		}
		scale(e, inverse(e[pivot]))
		for _, other := range reduced {
			subtract(other, e, other[pivot])
		}
		pivots[pivot] = len(reduced)
		reduced = append(reduced, e)
	}
	var list []string
	for _, e := range reduced {
		if len(e) == 1 {
			for column := range e {
				list = append(list, s.names[column])
			}
		}
	}
	return list
}

// subtract takes so many times other from e.
func subtract(e, other map[int]int, times int) {
	if times == 0 {
		return
	}
	for column, n := range other {
		if e[column] = ((e[column]-times*n)%prime + prime) % prime; e[column] == 0 {
			delete(e, column)
		}
	}
}

func scale(e map[int]int, by int) {
	for column := range e {
		e[column] = e[column] * by % prime
	}
}

// inverse by Fermat's little theorem.
func inverse(n int) int {
	result, power := 1, n
	for k := prime - 2; k > 0; k /= 2 {
		if k%2 == 1 {
			result = result * power % prime
		}
		power = power * power % prime
	}
	return result
}
