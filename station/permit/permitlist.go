package permit

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// CardView is one of the lists of permits. Each is computed from dates when it is asked for; nothing has to have happened at midnight.
type CardView string

const (
	// Opening holds the permits whose window opens in the month of the day.
	Opening CardView = "opening"
	// InWindow holds those that can be endorsed in time on the day, the first to close first.
	InWindow CardView = "open"
	// Closing holds those whose window closes within ClosingDays.
	Closing CardView = "closing"
	// Lately holds those suspended within the last LatelyDays.
	Lately CardView = "lately"
	// Suspended holds all that are suspended, the latest first.
	Suspended CardView = "suspended"
	// Replacing holds those with a replacement under way, the oldest report first.
	Replacing CardView = "replacing"
	// Unregistered holds those whose holder's last registration ended within the last year, so that the permit may have to be ended.
	Unregistered CardView = "unregistered"
)

// CardViews lists the views in the order shown.
func CardViews() []CardView {
	return []CardView{Opening, InWindow, Closing, Lately, Suspended, Replacing, Unregistered}
}

const (
	// ClosingDays is how near the end of a window is close.
	ClosingDays = 7
	// LatelyDays is how long a suspension counts as recent.
	LatelyDays = 30
	// longest is how many days a window may be longer than the month after its first day: from 28 February to 31 March.
	longest = 3
	// chunk is how many rows are read at once for one community, mostWalked how many at most for one page.
	chunk, mostWalked = 1000, 20_000
)

// CardFilter says which permits to list.
type CardFilter struct {
	View CardView
	// Day is today.
	Day calendar.Date
	// Community is the 12-digit code of the community where the holder is registered; empty takes all.
	Community string
	// Cursor is CardPage.Next of the page before.
	Cursor string
	// Limit is the size of a page; 0 is 50, and there are never more than 200.
	Limit int
}

// CardLine is one permit in a list. It holds name, telephone and number in full; masking is the screen's business.
type CardLine struct {
	Permit
	Holder, Phone, Address, Community string
	// Told is how the holder was told of this window or suspension, or nil.
	Told *Told
	// Replacement is the one under way, or nil.
	Replacement *Replacement
	// LeftFor is why the holder's last registration ended, where there is no other; LeftOn when, in Unregistered.
	LeftOn  calendar.Date
	LeftFor string
}

// CardPage is one page of permits.
type CardPage struct {
	Rows []CardLine
	// Next is the cursor of the following page; empty on the last one.
	Next string
}

// The lists, each along its own index, one row behind the other by key and id.
const (
	listOpening = permitColumns + ` WHERE state = 'active' AND endorse_from >= ? AND endorse_from <= ? AND (endorse_from, id) > (?, ?) ORDER BY endorse_from, id LIMIT ?`
	listClosing = permitColumns + ` WHERE state = 'active' AND endorse_until >= ? AND endorse_until <= ? AND (endorse_until, id) > (?, ?) ORDER BY endorse_until, id LIMIT ?`
	listWindow  = permitColumns + ` WHERE state = 'active' AND endorse_until >= ? AND endorse_until <= ? AND endorse_from <= ? AND (endorse_until, id) > (?, ?) ORDER BY endorse_until, id LIMIT ?`
	// The last list runs backwards; behind "~" no date stands.
	listSuspended = permitColumns + ` WHERE state = 'active' AND endorse_until < ? AND (endorse_until, id) < (?, ?) ORDER BY endorse_until DESC, id DESC LIMIT ?`
	listReplacing = replacementColumns + ` WHERE open = 1 AND (reported_at, id) > (?, ?) ORDER BY reported_at, id LIMIT ?`
)

// Permits lists permits.
func Permits(q store.Query, f CardFilter) (CardPage, error) {
	if !slices.Contains(CardViews(), f.View) {
		return CardPage{}, fmt.Errorf("unknown view %q", f.View)
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	f.Limit = min(f.Limit, mostLimit)
	at, err := f.start()
	if err != nil {
		return CardPage{}, err
	}
	if f.View == Unregistered {
		return unregistered(q, f)
	}
	return walked(q, f, at)
}

// start is the place behind which the page begins.
func (f CardFilter) start() (position, error) {
	at := position{}
	if f.View == Suspended {
		at.key = "~"
	}
	if f.Cursor == "" {
		return at, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(f.Cursor)
	parts := strings.Split(string(raw), "|")
	if err != nil || len(parts) != 3 || parts[0] != string(f.View) || parts[2] == "" {
		return at, ledger.Refuse(ledger.Invalid, "cursor", "permit.cursor_invalid")
	}
	return position{parts[1], parts[2]}, nil
}

// walked reads along the list until a page of the community is full.
func walked(q store.Query, f CardFilter, at position) (CardPage, error) {
	page := CardPage{Rows: []CardLine{}}
	size := f.Limit + 1
	if f.Community != "" {
		size = chunk
	}
	for seen := 0; seen < mostWalked; seen += size {
		lines, err := f.read(q, at, size)
		if err != nil {
			return CardPage{}, err
		}
		if err := settle(q, lines); err != nil {
			return CardPage{}, err
		}
		for _, line := range lines {
			if len(page.Rows) == f.Limit {
				page.Next = at.cursor(View(f.View))
				return page, nil
			}
			at = line.position(f.View)
			if f.Community != "" && line.Community != f.Community {
				continue
			}
			if err := line.hydrate(q, f.Day); err != nil {
				return CardPage{}, err
			}
			page.Rows = append(page.Rows, line)
		}
		if len(lines) < size {
			return page, nil
		}
	}
	page.Next = at.cursor(View(f.View))
	return page, nil
}

// settle fills in where the holders live, of all lines at once: most of them are left out again where one community is asked for.
func settle(q store.Query, lines []CardLine) error {
	people := make([]string, len(lines))
	for i, l := range lines {
		people[i] = l.PersonID
	}
	homes, err := registry.HomesOf(q, people)
	for i, l := range lines { // who has left has none
		lines[i].Address, lines[i].Community = homes[l.PersonID].Address, homes[l.PersonID].Community
	}
	return err
}

// position is the place of a line in its list.
func (l CardLine) position(view CardView) position {
	switch view {
	case Opening:
		return position{l.Standing.From.String(), l.ID}
	case Replacing:
		return position{l.Replacement.ReportedAt, l.Replacement.ID}
	default:
		return position{l.Standing.Until.String(), l.ID}
	}
}

// read reads rows of the list behind a place.
func (f CardFilter) read(q store.Query, at position, limit int) ([]CardLine, error) {
	day := f.Day
	query, args := listSuspended, []any{day}
	switch f.View {
	case Opening:
		first := day.AddDays(1 - day.Day())
		query, args = listOpening, []any{first, first.AddMonths(1).AddDays(-1)}
	case InWindow:
		query, args = listWindow, []any{day, day.AddMonths(1).AddDays(longest), day}
	case Closing:
		query, args = listClosing, []any{day, day.AddDays(ClosingDays)}
	case Lately:
		query, args = listClosing, []any{day.AddDays(-LatelyDays), day.AddDays(-1)}
	case Replacing:
		return replacingLines(q, day, at, limit)
	case Suspended, Unregistered:
	}
	cards, err := permits(q, day, query, append(args, at.key, at.id, limit)...)
	lines := make([]CardLine, len(cards))
	for i, p := range cards {
		lines[i].Permit = p
	}
	return lines, err
}

func replacingLines(q store.Query, day calendar.Date, at position, limit int) ([]CardLine, error) {
	rows, err := q.Rows(listReplacing, at.key, at.id, limit)
	if err != nil {
		return nil, fmt.Errorf("list replacements: %w", err)
	}
	defer rows.Close()
	var lines []CardLine
	for rows.Next() {
		r, err := scanReplacement(rows)
		if err != nil {
			return nil, fmt.Errorf("list replacements: %w", err)
		}
		lines = append(lines, CardLine{Replacement: &r})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list replacements: %w", err)
	}
	for i, l := range lines {
		if lines[i].Permit, _, err = On(q, l.Replacement.PermitID, day); err != nil { // a foreign key holds it
			return nil, err
		}
	}
	return lines, nil
}

// hydrate fills in who the holder is, why they live nowhere here, and whether they were told.
func (l *CardLine) hydrate(q store.Query, day calendar.Date) error {
	if l.Address == "" && l.LeftFor == "" {
		_, reason, err := whereabouts(q, l.PersonID)
		if err != nil {
			return err
		}
		l.LeftFor = reason
	}
	person, _, err := registry.PersonByID(q, l.PersonID) // a foreign key holds it
	if err != nil {
		return err
	}
	l.Holder, l.Phone = person.NameFull, person.Phone
	if l.Replacement == nil {
		open, found, err := OpenReplacement(q, l.ID)
		if err != nil {
			return err
		}
		if found {
			l.Replacement = &open
		}
	}
	l.Told, err = toldOf(q, l.Permit, day)
	return err
}
