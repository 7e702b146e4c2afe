package idcard_test

import (
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

func BenchmarkParseCard(b *testing.B) {
	for name, c := range map[string]idcard.Card{"resident": sample(), "foreign_2023": foreign2023()} {
		b.Run(name, func(b *testing.B) {
			data := simulator.EncodeCard(c, simulator.DummyPhoto())
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := idcard.ParseCard(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFrameReader takes in one whole card read: clean, in the pieces a USB bridge gives, and behind a kilobyte of junk
// full of false starts.
func BenchmarkFrameReader(b *testing.B) {
	frame := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...)
	var junk []byte
	for len(junk) < 1024 {
		junk = append(junk, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x10, 0x55)
	}
	for name, chunks := range map[string][][]byte{
		"whole": {frame}, "pieces_of_32": cut(frame, 32), "behind_junk": {append(junk, frame...)},
	} {
		b.Run(name, func(b *testing.B) {
			r := idcard.NewReplyReader()
			b.SetBytes(int64(len(frame)))
			b.ReportAllocs()
			for b.Loop() {
				found := 0
				for _, chunk := range chunks {
					for range r.Frames(chunk) {
						found++
					}
				}
				if found != 1 {
					b.Fatalf("found %d frames, want 1", found)
				}
			}
		})
	}
}
