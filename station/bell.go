package station

import "sync"

// bell tells listeners that something may have changed. It never makes the ringer wait: several rings may make one value.
type bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

// listen answers a channel that has a value after each ring, until stop is called.
func (b *bell) listen() (rings <-chan struct{}, stop func()) {
	ch := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[chan struct{}]bool{}
	}
	b.listeners[ch] = true
	return ch, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, ch)
	}
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ch := range b.listeners {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
