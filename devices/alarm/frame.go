package alarm

import "bytes"

// A framer cuts a stream into segments at terminator bytes. It holds at most limit bytes of a segment: of a longer one it
// gives the last limit, where a frame behind noise would be.
type framer struct {
	ends  []byte
	limit int
	held  []byte // the beginning of a segment whose end has not come
}

func newFramer(limit int, ends ...byte) *framer {
	return &framer{ends: ends, limit: limit}
}

// feed takes in p and emits every segment that is now complete, its terminator included. A segment is good during the call
// only.
func (f *framer) feed(p []byte, emit func(segment []byte)) {
	for {
		end := f.seek(p)
		if end < 0 {
			f.hold(p)
			return
		}
		segment := p[:end+1]
		if len(f.held) > 0 {
			f.hold(segment)
			segment = f.held
		}
		emit(segment[max(0, len(segment)-f.limit):])
		f.held, p = f.held[:0], p[end+1:]
	}
}

// pause gives up the beginning of a segment whose end never came; it is good until the next feed.
func (f *framer) pause() []byte {
	half := f.held
	f.held = f.held[:0]
	return half
}

// seek finds the first terminator in p.
func (f *framer) seek(p []byte) int {
	first := -1
	for _, end := range f.ends {
		if i := bytes.IndexByte(p, end); i >= 0 {
			first, p = i, p[:i]
		}
	}
	return first
}

// hold adds p and forgets what is more than the limit.
func (f *framer) hold(p []byte) {
	p = p[max(0, len(p)-f.limit):]
	over := max(0, len(f.held)+len(p)-f.limit)
	f.held = append(f.held[:copy(f.held, f.held[over:])], p...)
}
