package ports

import (
	"bytes"
	"testing"
	"time"
)

func TestTraffic(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	traffic := newTraffic(func() time.Time { return now })
	traffic.add("", true, []byte("50"))
	now = now.Add(time.Millisecond)
	traffic.add("", true, []byte("11"))
	traffic.add("", false, []byte{6})
	now = now.Add(time.Second)
	traffic.add("", false, []byte{6})
	chunks, next, dropped := traffic.after(0)
	if len(chunks) != 3 || string(chunks[0].Bytes) != "5011" || !chunks[0].In || chunks[2].In || next != 3 || dropped {
		t.Fatalf("chunks = %+v, next %d, dropped %v", chunks, next, dropped)
	}
	traffic.add("", false, []byte{0x15}) // what was shown grows no more
	traffic.addMasked(true, "AA AA")
	traffic.addMasked(true, "")
	traffic.addMasked(true, "··")
	if chunks, next, _ := traffic.after(3); len(chunks) != 2 || chunks[0].Bytes[0] != 0x15 || chunks[1].Shown != "AA AA ··" || next != 5 {
		t.Errorf("chunks = %+v, next %d", chunks, next)
	}
	if chunks, _, _ := traffic.after(5); len(chunks) != 0 {
		t.Errorf("nothing new = %+v", chunks)
	}
	if chunks, _, dropped := traffic.after(99); len(chunks) != 5 || dropped { // from before a restart
		t.Errorf("unknown number: %d chunks, dropped %v", len(chunks), dropped)
	}
}

// Only the last pieces are kept, none is longer than the bound, and nothing within is lost or doubled.
func TestTrafficIsBounded(t *testing.T) {
	traffic := newTraffic(time.Now)
	sent := make([]byte, (kept+7)*longest-1)
	for i := range sent {
		sent[i] = byte(i % 251)
	}
	traffic.add("10.0.0.7:4000", true, sent)
	chunks, next, dropped := traffic.after(1)
	var got []byte
	for _, c := range chunks {
		got = append(got, c.Bytes...)
	}
	if len(chunks) != kept || next != kept+7 || !dropped || !bytes.Equal(got, sent[7*longest:]) {
		t.Errorf("%d chunks, next %d, dropped %v, %d bytes", len(chunks), next, dropped, len(got))
	}
	if chunks, _, dropped := traffic.after(7); len(chunks) != kept || dropped {
		t.Errorf("after 7: %d chunks, dropped %v", len(chunks), dropped)
	}
}
