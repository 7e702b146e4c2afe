package idcard

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// Limits of the length field. It counts every byte after itself, the check byte included.
const (
	minRequestLen = 3    // CMD PARA CHK
	minReplyLen   = 4    // SW1 SW2 SW3 CHK
	maxLen        = 4096 // the longest known reply has 2314; more is a damaged length
	headLen       = 7    // preamble and length
)

// preamble starts every frame in both directions.
var preamble = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

// A Request is what the host asks of the security module.
type Request struct {
	Command Command
	Data    []byte
}

// A Reply is what the security module answers. Data belongs to the FrameReader that found it.
type Reply struct {
	SW1, SW2 byte // always zero on a sound module
	SW       byte // SW3, the one that carries the status
	Data     []byte
}

// EncodeRequest frames a request.
func EncodeRequest(c Command, data ...byte) []byte {
	return encode([]byte{byte(c >> 8), byte(c)}, data)
}

// EncodeReply frames a reply with status sw.
func EncodeReply(sw byte, data ...byte) []byte {
	return encode([]byte{0, 0, sw}, data)
}

func encode(head, data []byte) []byte {
	n := len(head) + len(data) + 1
	f := make([]byte, 0, headLen+n)
	f = append(f, preamble...)
	f = binary.BigEndian.AppendUint16(f, uint16(n))
	f = append(f, head...)
	f = append(f, data...)
	return append(f, checkByte(f[len(preamble):]))
}

// checkByte is the XOR of b: the check byte over length and body, and 0 over length, body and check byte.
func checkByte(b []byte) (x byte) {
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		w ^= w >> 32
		w ^= w >> 16
		x ^= byte(w ^ w>>8)
		b = b[8:]
	}
	for _, c := range b {
		x ^= c
	}
	return x
}

// ParseReply splits the body of a reply frame; the FrameReader has seen to its length.
func ParseReply(body []byte) Reply {
	return Reply{SW1: body[0], SW2: body[1], SW: body[2], Data: body[3:]}
}

// ParseRequest splits the body of a request frame; the FrameReader has seen to its length.
func ParseRequest(body []byte) Request {
	return Request{Command: Command(body[0])<<8 | Command(body[1]), Data: body[2:]}
}

// A FrameReader finds frames in a stream that may be cut anywhere and may hold noise. A frame counts only with a sound
// length and check byte; after a false start the search goes on one byte later. A preamble inside a frame whose length is
// being honoured is data. It never allocates after the first use, so no copy of a card stays behind in the heap.
type FrameReader struct {
	minLen       int
	buf          []byte
	n            int // bytes held in buf
	taken        int // how many of them the last body of a loop left early still needs
	badChecksums int
	badLengths   int
	damaged      func(outcome string) // hears of each dropped frame in its order; nil: nobody listens
}

// NewReplyReader reads what a module answers. Requests echoed by an adapter are too short and are skipped.
func NewReplyReader() *FrameReader { return newFrameReader(minReplyLen) }

// NewRequestReader reads what a host asks.
func NewRequestReader() *FrameReader { return newFrameReader(minRequestLen) }

func newFrameReader(minLen int) *FrameReader {
	return &FrameReader{minLen: minLen, buf: make([]byte, 2*(headLen+maxLen))}
}

// Frames takes in p and yields the body of every frame now complete, without length and check byte. A body is good until
// the next step of the loop or, after leaving the loop, until the reader is used again. Leaving the loop early throws away
// what is left of p.
func (r *FrameReader) Frames(p []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		r.settle()
		for {
			k := copy(r.buf[r.n:], p)
			r.n, p = r.n+k, p[k:]
			if !r.scan(yield) || len(p) == 0 {
				return
			}
		}
	}
}

// GiveUp is for silence in the middle of a frame: the length was damaged or the sender has gone. It searches again behind
// the false start, yields what that uncovers, and ends with no half frame held.
func (r *FrameReader) GiveUp() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		r.settle()
		for r.Partial() {
			r.reject(&r.badLengths, OutcomeLength)
			r.drop(1)
			if !r.scan(yield) {
				return
			}
		}
	}
}

// Partial reports whether the reader holds the beginning of a frame: at least a whole preamble.
func (r *FrameReader) Partial() bool {
	return bytes.HasPrefix(r.buf[r.taken:r.n], preamble)
}

// Rejected counts frames dropped for their check byte and for their length since the reader was made.
func (r *FrameReader) Rejected() (checksums, lengths int) { return r.badChecksums, r.badLengths }

// Wipe zeroes everything held. Bodies yielded earlier are gone with it.
func (r *FrameReader) Wipe() {
	clear(r.buf)
	r.n, r.taken = 0, 0
}

// scan yields complete frames and leaves less than one frame at the start of buf. It is false when the loop was left.
func (r *FrameReader) scan(yield func([]byte) bool) bool {
	at := 0
	for {
		at = r.seek(at)
		held := r.buf[at:r.n]
		if len(held) < headLen {
			break
		}
		length := int(binary.BigEndian.Uint16(held[len(preamble):]))
		if length < r.minLen || length > maxLen {
			if length < minRequestLen || length > maxLen { // else an adapter's echo of a request: short, but not damaged
				r.reject(&r.badLengths, OutcomeLength)
			}
			at++
			continue
		}
		if len(held) < headLen+length {
			break
		}
		if checkByte(held[len(preamble):headLen+length]) != 0 {
			r.reject(&r.badChecksums, OutcomeCheck)
			at++
			continue
		}
		end := headLen + length
		if !yield(held[headLen : end-1 : end-1]) {
			r.taken = at + end
			return false
		}
		at += end
	}
	r.drop(at)
	return true
}

func (r *FrameReader) reject(count *int, outcome string) {
	*count++
	if r.damaged != nil {
		r.damaged(outcome)
	}
}

// seek returns where the next preamble starts, or where the longest possible beginning of one starts.
func (r *FrameReader) seek(at int) int {
	if i := bytes.Index(r.buf[at:r.n], preamble); i >= 0 {
		return at + i
	}
	for k := max(at, r.n-len(preamble)+1); k < r.n; k++ {
		if bytes.HasPrefix(preamble, r.buf[k:r.n]) {
			return k
		}
	}
	return r.n
}

// settle lets go of a body that was left in place when a loop was left early.
func (r *FrameReader) settle() {
	r.drop(r.taken)
	r.taken = 0
}

// drop forgets the first k bytes and zeroes the room they leave.
func (r *FrameReader) drop(k int) {
	if k = min(k, r.n); k == 0 {
		return
	}
	copy(r.buf, r.buf[k:r.n])
	clear(r.buf[r.n-k : r.n])
	r.n -= k
}
