package ports

import (
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// kept is how many pieces of a wire's bytes are kept, longest how many bytes stand in one (of a masked one, how much text is joined to one), together
	// how close two reads count as one piece.
	kept     = 300
	longest  = 512
	together = 50 * time.Millisecond
)

// traffic keeps what went over a wire lately, in memory only.
type traffic struct {
	now  func() time.Time
	hide func(chunks []Chunk) []Chunk // what may be seen of them; nil for all

	mu     sync.Mutex
	last   uint64  // number of the newest chunk
	shown  uint64  // number of the newest chunk that somebody has seen: it changes no more
	chunks []Chunk // oldest first
}

func newTraffic(now func() time.Time) *traffic { return &traffic{now: now} }

// add notes bytes as they were on the wire.
func (t *traffic) add(from string, in bool, p []byte) {
	for len(p) > 0 {
		n := min(len(p), longest)
		t.put(Chunk{In: in, From: from, Bytes: append([]byte(nil), p[:n]...)})
		p = p[n:]
	}
}

// addMasked notes what may be seen of bytes.
func (t *traffic) addMasked(in bool, shown string) {
	if shown != "" {
		t.put(Chunk{In: in, Shown: shown})
	}
}

// put appends a chunk, or joins it to the one before where both are pieces of one transmission.
func (t *traffic) put(c Chunk) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.At = t.now()
	if n := len(t.chunks); n > 0 && t.last > t.shown {
		before := &t.chunks[n-1]
		if before.In == c.In && before.From == c.From && before.length()+c.length() <= longest && c.At.Sub(before.At) < together {
			before.Bytes = append(before.Bytes, c.Bytes...)
			before.Shown = strings.TrimSpace(before.Shown + " " + c.Shown)
			return
		}
	}
	t.last++
	c.Seq = t.last
	t.chunks = append(t.chunks, c)
	if len(t.chunks) > kept {
		t.chunks = t.chunks[len(t.chunks)-kept:] // growing moves them once in a while
	}
}

func (c Chunk) length() int { return len(c.Bytes) + len(c.Shown) }

// after answers the chunks behind the one with that number, the number to ask with next, and whether some between are not kept any more. A number that
// was never given, as from before a restart, starts over.
func (t *traffic) after(seq uint64) (chunks []Chunk, next uint64, dropped bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if seq > t.last {
		seq = 0
	}
	t.shown = t.last
	oldest := t.last - uint64(len(t.chunks)) // number of the one before the first kept
	skip := uint64(0)
	if seq > oldest {
		skip = seq - oldest
	}
	seen := slices.Clone(t.chunks)
	if t.hide != nil {
		seen = t.hide(seen)
	}
	return seen[skip:], t.last, seq < oldest
}
