package cluster

import "sync"

// queue hands values from many senders to one worker, which takes as many at once as have come: whoever waits makes
// the next group, and nobody waits for a timer.
type queue[T any] struct {
	limit int
	// ready has a token whenever something may be waiting.
	ready chan struct{}

	mu     sync.Mutex
	items  []T
	closed bool
}

func newQueue[T any](limit int) *queue[T] {
	return &queue[T]{limit: limit, ready: make(chan struct{}, 1)}
}

// push answers false where the queue is closed or full; the value was not taken then.
func (q *queue[T]) push(value T) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || len(q.items) >= q.limit {
		return false
	}
	q.items = append(q.items, value)
	select {
	case q.ready <- struct{}{}:
	default:
	}
	return true
}

// take removes and answers the head of the queue, as long as fits agrees.
func (q *queue[T]) take(fits func(T) bool) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for n < len(q.items) && fits(q.items[n]) {
		n++
	}
	head := q.items[:n:n]
	q.items = q.items[n:]
	return head
}

func (q *queue[T]) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items) == 0
}

// close takes no more and answers what was left.
func (q *queue[T]) close() []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	rest := q.items
	q.items, q.closed = nil, true
	return rest
}

// upTo makes a fits function: at least one value, at most count, and together at most size by weigh.
func upTo[T any](count, size int, weigh func(T) int) func(T) bool {
	n, total := 0, 0
	return func(value T) bool {
		n++
		total += weigh(value)
		return n == 1 || n <= count && total <= size
	}
}
