package ledger

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
)

// goldenGroup is what version 1 looks like in a log; a log may hold it for ever.
const goldenGroup = "\x01\x01\x84\x02" + `{"kind":"shelf.put.v1","stamp":{"request_id":"00000000-0000-4000-8000-000000000001","station":"s1",` +
	`"actor":{"kind":"staff","id":"a1","role":"clerk"},"at":"2026-05-28T20:26:40.001Z","id":"0190a5f3-0000-7000-8000-000000000001"},` +
	`"payload":{"jar":"a","marbles":5}}`

// goldenCaptured is a command that was accepted while cut off, of a kind that is safe to ignore.
const goldenCaptured = "\x01\x01\xb6\x02" + `{"kind":"shelf.wave.v1","stamp":{"request_id":"00000000-0000-4000-8000-000000000001","station":"s1",` +
	`"actor":{"kind":"staff","id":"a1","role":"clerk"},"at":"2026-05-28T20:26:40.001Z","id":"0190a5f3-0000-7000-8000-000000000001",` +
	`"captured":{"epoch":"e1","seq":7,"base":41}},"payload":{"jar":"a"},"ignorable":true}`

func TestGroupBytesNeverChange(t *testing.T) {
	captured := seal(t, 1, wave{"a"})
	captured.Stamp.Captured, captured.Ignorable = &Captured{Epoch: "e1", Seq: 7, Base: 41}, true
	for want, e := range map[string]Envelope{goldenGroup: seal(t, 1, put{"a", 5}), goldenCaptured: captured} {
		e.Stamp.At = e.Stamp.At.UTC()
		got, err := EncodeGroup([]Envelope{e})
		if err != nil || string(got) != want {
			t.Errorf("encoded = %q %v, want %q", got, err, want)
		}
		back, err := DecodeGroup([]byte(want))
		if err != nil || !reflect.DeepEqual(back, []Envelope{e}) {
			t.Errorf("decoded = %+v %v, want %+v", back, err, e)
		}
	}
}

func FuzzDecodeGroup(f *testing.F) {
	f.Add([]byte(goldenGroup))
	f.Add([]byte(goldenCaptured))
	f.Add([]byte{1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		envelopes, err := DecodeGroup(b)
		if err != nil {
			if !errors.Is(err, ErrGroup) {
				t.Fatalf("error = %v, want %v", err, ErrGroup)
			}
			return
		}
		again, err := EncodeGroup(envelopes)
		if err != nil {
			return // a payload that is valid JSON to skip over but not to write again
		}
		twice, err := DecodeGroup(again)
		if err != nil || len(twice) != len(envelopes) {
			t.Fatalf("decoded again = %d envelopes, %v; want %d", len(twice), err, len(envelopes))
		}
	})
}

func BenchmarkApply(b *testing.B) {
	for _, size := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			m, db := openShelf(b, b.TempDir())
			defer db.Close()
			b.ReportAllocs()
			var index uint64
			for n := 0; b.Loop(); n += size {
				group := make([]Envelope, size)
				for i := range group {
					group[i] = seal(b, n+i, put{"a", 1})
				}
				index++
				apply(b, m, index, group...)
			}
			b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}
