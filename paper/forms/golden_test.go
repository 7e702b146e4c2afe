package forms

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"jiezhan/paper/preview"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew")

// goldenDots is enough to see a line in the wrong place, and keeps the pictures small.
const goldenDots = 72

// Every page looks as it looked when somebody last looked at it.
func TestPagesLookAsBefore(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			d := s.document(t)
			if len(d.Pages) != s.pages {
				t.Errorf("%d pages, want %d", len(d.Pages), s.pages)
			}
			for i := range d.Pages {
				page, err := preview.Page(d, i, goldenDots)
				if err != nil {
					t.Fatal(err)
				}
				compare(t, filepath.Join("testdata", fmt.Sprintf("%s-%d.png", s.name, i+1)), page)
			}
		})
	}
}

func compare(t *testing.T, name string, page *image.Gray) {
	t.Helper()
	if *update {
		var out bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&out, page); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	before, gray := want.(*image.Gray)
	if !gray || before.Rect != page.Rect {
		t.Fatalf("%s is %v, the page is %v", name, want.Bounds(), page.Rect)
	}
	if !bytes.Equal(before.Pix, page.Pix) {
		t.Errorf("the page no longer looks like %s; look at it, then go test -update", name)
	}
}
