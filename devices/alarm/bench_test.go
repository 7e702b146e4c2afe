package alarm_test

import (
	"bytes"
	"testing"

	"jiezhan/devices/alarm"
)

// BenchmarkDecode takes every wire at its busiest: frames, noise without an end, and one damaged frame behind the other; in pieces as a
// serial port gives them.
func BenchmarkDecode(b *testing.B) {
	const piece = 256
	for _, p := range alarm.Protocols() {
		frame := alarm.Encode(p, sampleOf(p), alarm.Settings{})
		damaged := append(bytes.Clone(frame[:len(frame)/2]), frame[len(frame)/2+1:]...)
		for _, c := range []struct {
			name   string
			stream []byte
		}{
			{"frames", bytes.Repeat(frame, 1000)},
			{"noise", bytes.Repeat([]byte("~1~5S(!"), 4000)},
			{"damaged", bytes.Repeat(damaged, 1000)},
		} {
			b.Run(string(p)+"/"+c.name, func(b *testing.B) {
				d, err := alarm.NewDecoder(p, alarm.Settings{})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(c.stream)))
				b.ReportAllocs()
				found := 0
				for b.Loop() {
					found = 0
					for i := 0; i < len(c.stream); i += piece {
						d.Feed(c.stream[i:min(i+piece, len(c.stream))], func(alarm.Message) { found++ })
					}
				}
				if c.name == "frames" && found != 1000 {
					b.Fatalf("found %d frames of 1000", found)
				}
			})
		}
	}
}
