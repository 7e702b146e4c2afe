package permit

import (
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// unregisteredDays is how far back Unregistered looks.
const unregisteredDays = 365

// unregistered lists one page of holders in force who have no registration any more; it has no cursor, because confirming shortens it.
func unregistered(q store.Query, f CardFilter) (CardPage, error) {
	page := CardPage{Rows: []CardLine{}}
	ended, err := registry.EndedSince(q, f.Day.AddDays(-unregisteredDays), mostWalked)
	if err != nil {
		return page, err
	}
	seen := map[string]bool{}
	for _, r := range ended {
		if len(page.Rows) == f.Limit {
			break
		}
		if seen[r.PersonID] {
			continue
		}
		seen[r.PersonID] = true
		lines, err := left(q, f, r)
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, lines...)
	}
	return page, nil
}

// left answers the permits in force of somebody whose registration ended and who has no other.
func left(q store.Query, f CardFilter, r registry.Residence) ([]CardLine, error) {
	none, err := livesHere(q, r.PersonID)
	if none == nil || err != nil {
		return nil, err
	}
	cards, err := permits(q, f.Day, liveOfPerson, r.PersonID)
	if err != nil {
		return nil, err
	}
	var lines []CardLine
	for _, p := range cards {
		line := CardLine{Permit: p, LeftOn: r.EndedOn, LeftFor: r.EndReason}
		if err := line.hydrate(q, f.Day); err != nil {
			return nil, err
		}
		line.Address = r.Address
		if line.Community, err = registry.CommunityOf(q, r.RoomID); err != nil {
			return nil, err
		}
		if f.Community == "" || line.Community == f.Community {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

const liveOfPerson = permitColumns + ` WHERE person_id = ? AND live = 1 ORDER BY issued_on`
