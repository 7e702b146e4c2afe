package alarm

import "strconv"

const (
	// cancelEvent is the Contact ID code of "canceled by user" (取消); letter codes for it come with the category.
	cancelEvent, cancelCategory = "406", "cancel"
	openClose                   = "openclose"
)

// ended finds the one item that a signal says is over, or that the panel's user took back; nil where it could be several. It closes nothing.
func (h history) ended(a Arrival) (item *Item, canceled bool) {
	over, canceled := a.about()
	return h.only(over), canceled
}

// about tells which items a signal may say are over, or, where canceled, were taken back.
func (a Arrival) about() (over func(past) bool, canceled bool) {
	switch {
	case a.Event == cancelEvent || a.Category == cancelCategory:
		return func(p past) bool {
			return p.Priority <= 2 && p.Qualifier != restored && !p.Duress && p.CanceledAt == "" && p.Partition == a.Partition &&
				within(a.At, p.last, cancelsWithin)
		}, true
	case a.Qualifier == restored && a.Category != openClose:
		return func(p past) bool {
			return p.Qualifier == 1 && p.RestoredAt == "" && p.Partition == a.Partition && p.Zone == a.Zone && p.User == a.User && ends(p.Item, a) &&
				within(a.At, p.last, endsWithin)
		}, false
	}
	return func(past) bool { return false }, false
}

// only is the one item that holds, or nil where none does or several do.
func (h history) only(holds func(past) bool) *Item {
	var one *Item
	for n := range h {
		if h[n].Kind != Single || !holds(h[n]) {
			continue
		}
		if one != nil {
			return nil
		}
		one = &h[n].Item
	}
	return one
}

// ends says whether a restore is that of an item's event. Contact ID says it by the qualifier, letter codes by the second letter (SIA DC-03: H and R
// after A, J after T), the IT-100 by the number that follows.
func ends(i Item, a Arrival) bool {
	switch {
	case i.Event == a.Event:
		return true
	case len(i.Event) == 2 && len(a.Event) == 2 && i.Event[0] == a.Event[0]:
		switch i.Event[1] {
		case 'A':
			return a.Event[1] == 'H' || a.Event[1] == 'R'
		case 'T':
			return a.Event[1] == 'J' || a.Event[1] == 'R'
		}
	case i.Protocol == "it100":
		before, err := strconv.Atoi(i.Event)
		after, failure := strconv.Atoi(a.Event)
		return err == nil && failure == nil && after == before+1
	}
	return false
}
