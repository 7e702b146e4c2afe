package idcard

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"testing"

	"golang.org/x/image/bmp"
)

// FuzzPicture: whatever an outside decoder writes, what goes on to a screen is a PNG of the size of portraits, or nothing.
func FuzzPicture(f *testing.F) {
	for _, width := range []int{portraitWidth, portraitWidth + 1} {
		m := image.NewNRGBA(image.Rect(0, 0, width, portraitHeight))
		var asPNG, asBMP bytes.Buffer
		if err := errors.Join(png.Encode(&asPNG, m), bmp.Encode(&asBMP, m)); err != nil {
			f.Fatal(err)
		}
		f.Add(asPNG.Bytes())
		f.Add(asBMP.Bytes()[:200])
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := picture(raw)
		if err != nil {
			if got != nil || !errors.Is(err, ErrPortrait) {
				t.Fatalf("%d bytes beside %v", len(got), err)
			}
			return
		}
		m, err := png.Decode(bytes.NewReader(got))
		if err != nil || m.Bounds() != image.Rect(0, 0, portraitWidth, portraitHeight) {
			t.Fatalf("picture of %v, %v", m.Bounds(), err)
		}
	})
}
