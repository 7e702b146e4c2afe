package preview

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"jiezhan/paper"
)

// The thinnest line is one dot wherever it lies, and bars that touch in the layout touch on the screen.
func TestBars(t *testing.T) {
	d := paper.Document{Size: paper.Size{Width: 20 * paper.MM, Height: 10 * paper.MM}, Pages: []paper.Page{{}}}
	for i := range 20 {
		d.Pages[0].Bars = append(d.Pages[0].Bars,
			paper.Bar{X: paper.Length(i) * 1010, Y: paper.MM, Width: 10, Height: paper.MM},
			paper.Bar{X: paper.Length(i) * 1000, Y: 5 * paper.MM, Width: 1000, Height: paper.MM, Gray: 128})
	}
	page, err := Page(d, 0, Dots)
	if err != nil {
		t.Fatal(err)
	}
	lines, tinted := 0, 0
	for x := range page.Rect.Max.X {
		if page.GrayAt(x, 9).Y == 0 {
			lines++
		}
		if page.GrayAt(x, 32).Y == 128 {
			tinted++
		}
	}
	if lines != 20 || tinted != page.Rect.Max.X {
		t.Errorf("%d dots of 20 lines, %d of %d dots tinted", lines, tinted, page.Rect.Max.X)
	}
}

// All pages stand one below the other, with gray between them.
func TestStrip(t *testing.T) {
	d := paper.Document{Size: paper.A5(), Pages: make([]paper.Page, 3)}
	data, err := PNG(d)
	if err != nil {
		t.Fatal(err)
	}
	strip, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strip.Bounds().Max, (image.Point{874, 3*1240 + 2*12}); got != want {
		t.Errorf("strip = %v, want %v", got, want)
	}
	for y, want := range map[int]uint8{1239: 255, 1240: 176, 1251: 176, 1252: 255} {
		if got := strip.(*image.Gray).GrayAt(400, y).Y; got != want {
			t.Errorf("row %d = %d, want %d", y, got, want)
		}
	}
}
