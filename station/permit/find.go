package permit

import (
	"strings"

	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// mostFound bounds how many people a search among cases looks at.
const mostFound = 50

const (
	listByNumber = `SELECT ` + recordColumns + ` FROM application WHERE number >= ? AND number < ? ORDER BY number, id LIMIT ?`
	listByTail   = `SELECT ` + recordColumns + ` FROM application WHERE number_tail >= ? AND number_tail < ? ORDER BY number_tail, id LIMIT ?`
)

// found answers the rows of a view that a text finds: by case number, or by whatever finds the person.
func found(q store.Query, f Filter) (Page, error) {
	rows, err := foundByNumber(q, f)
	if err != nil {
		return Page{}, err
	}
	hits, _, err := registry.Search(q, f.Query, mostFound)
	if err != nil {
		return Page{}, err
	}
	for _, hit := range hits {
		ofPerson, err := casesOf(q, f, hit.PersonID)
		if err != nil {
			return Page{}, err
		}
		rows = append(rows, ofPerson...)
	}
	rows = within(rows, f)
	order(rows, f.View)
	rows = rows[:min(len(rows), f.Limit)]
	return Page{Rows: rows}, hydrate(q, rows)
}

func foundByNumber(q store.Query, f Filter) ([]Row, error) {
	number := strings.ToUpper(strings.ReplaceAll(narrow(f.Query), " ", ""))
	if len(number) < minNumber || strings.Trim(number, "0123456789-X") != "" {
		return nil, nil
	}
	rows, err := rowsOf(q, f.Day, listByNumber, number, number+"~", mostLimit)
	if err != nil {
		return nil, err
	}
	byTail, err := rowsOf(q, f.Day, listByTail, number, number+"~", mostLimit)
	if err != nil {
		return nil, err
	}
	residences, err := registry.ResidencesByNumber(q, number, mostLimit)
	if err != nil {
		return nil, err
	}
	rows = append(rows, byTail...)
	for _, r := range residences {
		rows = append(rows, registration(r))
	}
	return rows, nil
}

func casesOf(q store.Query, f Filter, personID string) ([]Row, error) {
	rows, err := rowsOf(q, f.Day, listOfPerson, personID)
	if err != nil {
		return nil, err
	}
	residences, err := registry.ResidencesOf(q, personID)
	if err != nil {
		return nil, err
	}
	for _, r := range residences {
		rows = append(rows, registration(r))
	}
	return rows, nil
}

// within keeps the rows that the view and the kind hold, each once.
func within(rows []Row, f Filter) []Row {
	from, to := day(f.Day)
	kept, seen := []Row{}, map[string]bool{}
	for _, r := range rows {
		state := State(r.State)
		isCase := r.Kind == ApplicationCase
		var in bool
		switch f.View {
		case Today:
			in = r.ChangedAt >= from && r.ChangedAt < to
		case Open:
			in = isCase && state.Open()
		case Due:
			in = r.Clock.State == Amber || r.Clock.State == Red
		case Decided:
			in = isCase && state.Decided()
		}
		if in && !seen[r.ID] && (f.Kind == "" || f.Kind == r.Kind) {
			kept, seen[r.ID] = append(kept, r), true
		}
	}
	return kept
}
