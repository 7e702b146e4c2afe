package alarm

import (
	"bytes"
	"slices"
)

// The bounds of what a dc09Framer keeps. Real frames have some 60 to 300 bytes.
const (
	dc09FrameLimit   = 4096
	dc09GarbageLimit = 1024
	dc09HeadLimit    = 10 // LF, four of the sum, four of the length, the quote
)

// A dc09Cut is what a dc09Framer found. Its bytes are good until the framer is fed again.
type dc09Cut struct {
	raw    []byte
	body   []byte // from the first quote to before the CR; nil when nothing sound was found
	binary bool   // the sum came as two bytes
	fault  string // of what is not sound, an Err code
}

// A dc09Framer cuts a byte stream into frames of SIA DC-09. A frame ends at the CR where the sum fits: so a length in decimal, or binary
// blocks with a CR inside them, do no harm. The length only says how long to wait for that CR. What a framer finds depends on
// the bytes alone, not on the pieces they come in.
type dc09Framer struct {
	pending []byte // of the frame, or garbage, that has not ended
	head    dc09Head
	seen    int    // bytes of pending that were looked at
	sum     uint16 // of the body up to summed
	summed  int
	asked   int // up to here no other head stands in the body
}

// A dc09Head is what stands before the body of a frame.
type dc09Head struct {
	start, body int // where the frame and its first quote are; body 0: no frame has begun
	sum         uint16
	length      int
	binary      bool
}

// Feed takes the next bytes.
func (f *dc09Framer) Feed(p []byte, emit func(dc09Cut)) {
	for len(p) > 0 {
		piece := p
		if len(f.pending) > 0 {
			n := min(len(p), dc09FrameLimit)
			f.pending = append(f.pending, p[:n]...)
			piece, p = f.pending, p[n:]
		} else {
			p = nil
		}
		f.pending = append(f.pending[:0], f.scan(piece, emit)...)
	}
}

// Pause says that nothing more belongs to what is pending.
func (f *dc09Framer) Pause(emit func(dc09Cut)) {
	rest := f.pending
	for f.head.body > 0 {
		if f.fits(rest, f.end()) {
			rest = f.accept(rest, len(rest), len(rest), emit)
			break
		}
		at, found := f.nextHead(rest, len(rest))
		if !found {
			fault := ErrCut
			if rest[len(rest)-1] == '\r' {
				fault = ErrCheck
			}
			rest = f.drop(rest, len(rest), fault, emit)
			break
		}
		rest = f.drop(rest, at.start, ErrCut, emit)
		f.begin(&at)
		rest = f.scan(rest, emit)
	}
	f.garbage(rest, emit)
	f.reset()
	f.pending = f.pending[:0]
}

// scan looks at all of view, which begins with what was pending, and returns what goes on pending.
func (f *dc09Framer) scan(view []byte, emit func(dc09Cut)) []byte {
	for f.seen < len(view) {
		if f.head.body == 0 {
			view = f.hunt(view, emit)
		} else {
			view = f.follow(view, emit)
		}
	}
	return view
}

// hunt looks for the head of a frame.
func (f *dc09Framer) hunt(view []byte, emit func(dc09Cut)) []byte {
	window := view[:min(len(view), dc09GarbageLimit)]
	for f.seen < len(window) {
		n := bytes.IndexByte(window[f.seen:], '"')
		if n < 0 {
			break
		}
		f.seen += n + 1
		if head, found := dc09HeadAt(view, f.seen-1); found {
			f.garbage(view[:head.start], emit)
			view = view[head.start:]
			f.begin(&head)
			return view
		}
	}
	f.seen = len(window)
	if len(window) == dc09GarbageLimit {
		n := len(window) - dc09HeadLimit // a head may have begun
		f.garbage(view[:n], emit)
		view = view[n:]
		f.seen -= n
	}
	return view
}

// begin makes head the frame that is followed; it starts at byte 0 of what is pending.
func (f *dc09Framer) begin(head *dc09Head) {
	head.body -= head.start
	head.start = 0
	*f = dc09Framer{pending: f.pending, head: *head, seen: head.body + 1, summed: head.body, asked: head.body + 1}
}

func (f *dc09Framer) reset() { *f = dc09Framer{pending: f.pending} }

// end is where the CR stands if the length is right.
func (f *dc09Framer) end() int { return f.head.body + f.head.length }

// follow looks for the end of the frame.
func (f *dc09Framer) follow(view []byte, emit func(dc09Cut)) []byte {
	window := view[:min(len(view), dc09FrameLimit)]
	n := bytes.IndexByte(window[f.seen:], '\r')
	at := f.seen + n
	if n < 0 {
		at = len(window)
	}
	if end := f.end(); f.seen <= end && end < at && f.fits(window, end) {
		return f.accept(view, end, end, emit) // whole but for its CR
	}
	if n >= 0 {
		return f.atCR(view, at, emit)
	}
	f.seen = len(window)
	if len(window) < dc09FrameLimit {
		return view
	}
	return f.damaged(view, len(window), ErrLength, emit)
}

// atCR decides at a CR whether the frame ends there.
func (f *dc09Framer) atCR(view []byte, at int, emit func(dc09Cut)) []byte {
	f.sum, f.summed = dc09CRC(f.sum, view[f.summed:at]), at
	if f.sum == f.head.sum {
		return f.accept(view, at, at+1, emit)
	}
	f.seen = at + 1
	if at < f.end() {
		if head, found := f.nextHead(view, at); found {
			return f.restart(view, &head, emit)
		}
		return view
	}
	return f.damaged(view, at+1, ErrCheck, emit)
}

// damaged gives the frame up, which is view[:n] unless another one begins in it.
func (f *dc09Framer) damaged(view []byte, n int, fault string, emit func(dc09Cut)) []byte {
	if head, found := f.nextHead(view, n); found {
		return f.restart(view, &head, emit)
	}
	return f.drop(view, n, fault, emit)
}

// restart follows the frame that began inside a cut one.
func (f *dc09Framer) restart(view []byte, head *dc09Head, emit func(dc09Cut)) []byte {
	view = f.drop(view, head.start, ErrCut, emit)
	f.begin(head)
	return view
}

// nextHead looks for another head in the first n bytes of view.
func (f *dc09Framer) nextHead(view []byte, n int) (head dc09Head, found bool) {
	for f.asked < n {
		i := bytes.IndexByte(view[f.asked:n], '"')
		if i < 0 {
			f.asked = n
			break
		}
		f.asked += i + 1
		if head, found = dc09HeadAt(view, f.asked-1); found && head.start > 0 {
			return head, true
		}
	}
	return dc09Head{}, false
}

// fits reports whether the sum fits a body that ends before n.
func (f *dc09Framer) fits(view []byte, n int) bool {
	return n <= len(view) && n > f.summed && dc09CRC(f.sum, view[f.summed:n]) == f.head.sum
}

// accept takes the frame whose body ends before bodyEnd.
func (f *dc09Framer) accept(view []byte, bodyEnd, end int, emit func(dc09Cut)) []byte {
	emit(dc09Cut{raw: view[:end], body: view[f.head.body:bodyEnd], binary: f.head.binary})
	f.reset()
	return view[end:]
}

// drop tells that the first n bytes of view are no frame.
func (f *dc09Framer) drop(view []byte, n int, fault string, emit func(dc09Cut)) []byte {
	emit(dc09Cut{raw: view[:n], fault: fault})
	f.reset()
	return view[n:]
}

// garbage tells of bytes between frames, unless they are only the padding that some senders put there.
func (f *dc09Framer) garbage(p []byte, emit func(dc09Cut)) {
	if slices.ContainsFunc(p, func(b byte) bool { return b != 0 && b != '\r' && b != '\n' }) {
		emit(dc09Cut{raw: p, fault: ErrFormat})
	}
}

// dc09HeadAt reads the head that ends at the quote view[q]. The LF may be missing where something else parts the frames.
func dc09HeadAt(view []byte, q int) (head dc09Head, found bool) {
	if q < 6 {
		return head, false
	}
	length, hex := hexNumber(view[q-4 : q])
	if !hex {
		return head, false
	}
	head = dc09Head{body: q, length: length}
	if sum, ok := hexNumber(view[max(0, q-8) : q-4]); ok && q >= 8 && (q == 8 || parts(view[q-9])) {
		head.start, head.sum = q-8, uint16(sum)
		if q > 8 && view[q-9] == '\n' {
			head.start = q - 9
		}
		return head, true
	}
	if q >= 7 && view[q-7] == '\n' {
		head.start, head.sum, head.binary = q-7, uint16(view[q-6])<<8|uint16(view[q-5]), true
		return head, true
	}
	return head, false
}

// parts reports whether b may stand between two frames.
func parts(b byte) bool { return b == '\n' || b == '\r' || b == 0 }

// hexNumber reads hex digits of either case; found is false when there is another byte, or none.
func hexNumber(p []byte) (n int, found bool) {
	for _, c := range p {
		switch {
		case isDigit(c):
			n = n<<4 | int(c-'0')
		case isHex(c):
			n = n<<4 | int(c-'A'+10)
		case 'a' <= c && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		default:
			return 0, false
		}
	}
	return n, len(p) > 0
}

// appendHex writes n as four hex digits.
func appendHex(b []byte, n int) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}
