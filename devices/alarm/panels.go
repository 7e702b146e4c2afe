package alarm

import (
	"maps"
	"slices"
	"time"
)

const (
	panelsLimit = 256              // panels that are remembered
	panelsFor   = 15 * time.Minute // after the last message that was wrong
)

// panels are those with which one thing is wrong, by account, and when it last was.
type panels map[string]time.Time

// note takes whether it was wrong with a message of a panel.
func (p panels) note(panel string, wrong bool, now time.Time) {
	if _, known := p[panel]; !wrong {
		delete(p, panel)
	} else if known || len(p) < panelsLimit {
		p[panel] = now
	}
}

// lasting are those with which it is wrong still, in order.
func (p panels) lasting(now time.Time) []string {
	maps.DeleteFunc(p, func(_ string, last time.Time) bool { return now.Sub(last) > panelsFor })
	return slices.Sorted(maps.Keys(p))
}
