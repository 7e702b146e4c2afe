package alarm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// MostListed bounds one page, whatever was asked.
	MostListed = 500
	// MostCounted is where counting ends: a screen shows "999+".
	MostCounted = 1000
)

// LiveQuery asks for a stretch of the live list.
type LiveQuery struct {
	// Since leaves out items whose last signal the office noted before; the zero time leaves out none.
	Since time.Time
	// Limit is how many items to list, MostListed at most.
	Limit int
	// Before is Next of the page before, or empty.
	Before string
	// MinPriority leaves out more urgent items, MaxPriority less urgent ones: both 1 list only the most urgent, 0 leaves out none.
	MinPriority, MaxPriority int
}

// Page is a stretch of a list.
type Page struct {
	Items []Item
	// Next is where the list goes on, or empty at its end.
	Next string
}

// ErrCursor says that a text is not the end of a page.
var ErrCursor = errors.New("not a cursor of this list")

// cursor is a place in the live list. An item with a new signal moves to the head of its priority.
type cursor struct {
	priority int
	turn     int64
}

func (c cursor) String() string { return fmt.Sprintf("%d.%d", c.priority, c.turn) }

// parseCursor reads what String wrote.
func parseCursor(text string) (cursor, error) {
	head, tail, _ := strings.Cut(text, ".")
	priority, err := strconv.Atoi(head)
	turn, failure := strconv.ParseInt(tail, 10, 64)
	c := cursor{priority, turn}
	if err != nil || failure != nil || priority < mostUrgent || priority > leastUrgent || turn < 1 || c.String() != text {
		return cursor{}, ErrCursor
	}
	return c, nil
}

// Live lists items, the most urgent first, among equals those with the latest signal first, in the order of the log. It walks along one index for each
// priority and reads no more than it answers. ErrCursor: see LiveQuery.Before.
func Live(q store.Query, ask LiveQuery) (Page, error) {
	from := cursor{priority: max(mostUrgent, ask.MinPriority)}
	if ask.Before != "" {
		var err error
		if from, err = parseCursor(ask.Before); err != nil {
			return Page{}, err
		}
	}
	last := leastUrgent
	if ask.MaxPriority > 0 {
		last = min(ask.MaxPriority, leastUrgent)
	}
	most := min(max(ask.Limit, 1), MostListed)
	since := ""
	if !ask.Since.IsZero() {
		since = ledger.FormatTime(ask.Since)
	}
	page := Page{Items: []Item{}}
	for ; from.priority <= last && page.Next == ""; from = (cursor{priority: from.priority + 1}) {
		err := walk(q, func(i Item) bool {
			if i.notedAt < since {
				return false
			}
			if len(page.Items) == most {
				page.Next = page.end()
				return false
			}
			page.Items = append(page.Items, i)
			return true
		}, itemColumns+`WHERE priority = ? AND turn < ? ORDER BY turn DESC LIMIT ?`, from.priority, before(from.turn), most-len(page.Items)+1)
		if err != nil {
			return Page{}, err
		}
	}
	return page, nil
}

// end is where the list goes on behind the page.
func (p Page) end() string {
	i := p.Items[len(p.Items)-1]
	return cursor{i.Priority, i.turn}.String()
}

// before is the upper end of a walk; 0 stands for the head of the list.
func before(turn int64) int64 {
	if turn == 0 {
		return 1<<63 - 1
	}
	return turn
}

// Totals is how many items each priority holds, each at most MostCounted.
type Totals struct {
	// ByPriority counts from 1: ByPriority[1] are the most urgent. The first is unused.
	ByPriority [leastUrgent + 1]int
	// Faults is how many receivers are in trouble now.
	Faults int
}

// Counts counts the items noted since an instant.
func Counts(q store.Query, since time.Time) (Totals, error) {
	var t Totals
	for priority := mostUrgent; priority <= leastUrgent; priority++ {
		err := q.Row(`SELECT count(*) FROM (SELECT noted_at FROM alarm_item WHERE priority = ? ORDER BY turn DESC LIMIT ?) WHERE noted_at >= ?`,
			priority, MostCounted, ledger.FormatTime(since)).Scan(&t.ByPriority[priority])
		if err != nil {
			return Totals{}, fmt.Errorf("count items: %w", err)
		}
	}
	if err := q.Row(`SELECT count(*) FROM alarm_receiver WHERE state = 'fault'`).Scan(&t.Faults); err != nil {
		return Totals{}, fmt.Errorf("count receivers: %w", err)
	}
	return t, nil
}
