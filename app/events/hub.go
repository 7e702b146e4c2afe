// Package events knows how news reaches the open pages: numbered changes that a page can resume from, and states of the moment, of which
// only the last counts. It knows nothing of what the news mean.
package events

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

const (
	// depth is how many changes are kept for pages that come back.
	depth = 512
	// backlog is how many events a page may lag before its stream is cut; it then resumes or starts over.
	backlog = 128
)

// Event is one piece of news. ID is empty for states of the moment, which nobody resumes from.
type Event struct {
	ID   string
	Name string
	Data any
	// Kiosk events go to the kiosk's own pages only.
	Kiosk bool
}

// Reset tells a page that changes were missed for good: what it shows has to be fetched again.
const Reset = "reset"

// Hub hands events to listeners.
type Hub struct {
	// boot tells this run of the program from the one before, whose numbers mean nothing any more.
	boot string

	mu        sync.Mutex
	last      uint64
	ring      []Event // ring[i] has number last-len(ring)+1+i
	listeners map[*Listener]bool
	closed    bool
}

// NewHub makes a hub; boot is a fresh name without a dash.
func NewHub(boot string) *Hub {
	return &Hub{boot: boot, listeners: map[*Listener]bool{}}
}

// Listener is one open stream.
type Listener struct {
	// Events is closed when the listener was too slow or the hub closes.
	Events <-chan Event
	events chan Event
	kiosk  bool
	hub    *Hub
}

// Change publishes a change that pages may resume from.
func (h *Hub) Change(name string, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last++
	e := Event{ID: h.id(h.last), Name: name, Data: data}
	h.ring = append(h.ring, e)
	if len(h.ring) > depth {
		h.ring = append(h.ring[:0:0], h.ring[len(h.ring)-depth:]...)
	}
	h.send(e)
}

// StartOver tells every page, also those that come back later, that changes were missed.
func (h *Hub) StartOver() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last++
	h.ring = nil
	h.send(Event{ID: h.id(h.last), Name: Reset, Data: struct{}{}})
}

// Tell publishes a state of the moment to the pages open now; kiosk limits it to the kiosk's own.
func (h *Hub) Tell(name string, data any, kiosk bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.send(Event{Name: name, Data: data, Kiosk: kiosk})
}

func (h *Hub) send(e Event) {
	for l := range h.listeners {
		if e.Kiosk && !l.kiosk {
			continue
		}
		select {
		case l.events <- e:
		default:
			h.drop(l)
		}
	}
}

func (h *Hub) drop(l *Listener) {
	if h.listeners[l] {
		delete(h.listeners, l)
		close(l.events)
	}
}

// Listen opens a stream. missed are the changes since lastID; where they are not known any more, missed is one reset.
// now is the place to resume from when nothing was missed.
func (h *Hub) Listen(lastID string, kiosk bool) (l *Listener, missed []Event, now string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	events := make(chan Event, backlog)
	l = &Listener{Events: events, events: events, kiosk: kiosk, hub: h}
	if h.closed {
		close(events)
		return l, nil, h.id(h.last)
	}
	h.listeners[l] = true
	return l, h.since(lastID), h.id(h.last)
}

func (h *Hub) since(lastID string) []Event {
	if lastID == "" {
		return nil
	}
	reset := []Event{{ID: h.id(h.last), Name: Reset, Data: struct{}{}}}
	boot, number, found := strings.Cut(lastID, "-")
	n, err := strconv.ParseUint(number, 10, 64)
	oldest := h.last - uint64(len(h.ring)) // the number before the ring's first
	if !found || err != nil || boot != h.boot || n > h.last || n < oldest {
		return reset
	}
	return append([]Event(nil), h.ring[n-oldest:]...)
}

// Close ends the stream.
func (l *Listener) Close() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.hub.drop(l)
}

// Close ends all streams, so that the server can stop.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.listeners {
		h.drop(l)
	}
}

func (h *Hub) id(n uint64) string { return fmt.Sprintf("%s-%d", h.boot, n) }
