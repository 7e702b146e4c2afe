package alarm

import (
	"bytes"
	"slices"
	"testing"
)

// FuzzFramer: however the stream is cut, the segments are those a plain split gives, each no longer than the limit.
func FuzzFramer(f *testing.F) {
	f.Add([]byte("abc\x14de\x0e\x14fghijklmnopq\x14rest"), uint8(3), uint8(8))
	f.Add([]byte("\x14\x14aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size, limit uint8) {
		most := int(limit) + 1
		var want, got []string
		rest := stream
		for i := bytes.IndexAny(rest, "\x14\x0e"); i >= 0; i = bytes.IndexAny(rest, "\x14\x0e") {
			want = append(want, string(rest[max(0, i+1-most):i+1]))
			rest = rest[i+1:]
		}
		fr := newFramer(most, 0x14, 0x0e)
		for piece := range slices.Chunk(stream, int(size)+1) {
			fr.feed(piece, func(segment []byte) { got = append(got, string(segment)) })
		}
		if !slices.Equal(got, want) {
			t.Fatalf("segments = %q, want %q", got, want)
		}
		if half := fr.pause(); !bytes.Equal(half, rest[max(0, len(rest)-most):]) {
			t.Fatalf("half = %q, want the end of %q", half, rest)
		}
		if half := fr.pause(); len(half) > 0 {
			t.Fatalf("after the pause there is still %q", half)
		}
	})
}

// BenchmarkFramer: the shortest frames there are, in pieces as a serial port gives them.
func BenchmarkFramer(b *testing.B) {
	stream := bytes.Repeat([]byte("5012 185555E10102012\x14"), 4096)
	fr := newFramer(maxSegment, dc4)
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	frames := 0
	for b.Loop() {
		for rest := stream; len(rest) > 0; {
			n := min(len(rest), 1000)
			fr.feed(rest[:n], func([]byte) { frames++ })
			rest = rest[n:]
		}
	}
	if frames != b.N*4096 {
		b.Fatalf("%d frames, want %d", frames, b.N*4096)
	}
}
