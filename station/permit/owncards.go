package permit

import (
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// CardHistory is what became of all cards of a person, the latest first.
type CardHistory struct {
	Replacements []Replacement
	Endorsements []Endorsement
}

// CardHistoryOf reads the history of a person's cards. A person has few cards, and each few entries.
func CardHistoryOf(q store.Query, personID string, today calendar.Date) (CardHistory, error) {
	var h CardHistory
	cards, err := PermitsOf(q, personID, today)
	if err != nil {
		return h, err
	}
	roots := map[string]bool{}
	for _, card := range cards {
		exchanges, err := replacementsOf(q, card.ID)
		if err != nil {
			return h, err
		}
		slices.Reverse(exchanges)
		h.Replacements = append(h.Replacements, exchanges...)
		if roots[card.RootID] {
			continue
		}
		roots[card.RootID] = true
		made, err := endorsementsOf(q, card.RootID)
		if err != nil {
			return h, err
		}
		slices.Reverse(made)
		h.Endorsements = append(h.Endorsements, made...)
	}
	return h, nil
}
