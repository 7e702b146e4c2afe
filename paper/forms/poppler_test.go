//go:build poppler

package forms

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"jiezhan/paper/pdf"
	"jiezhan/paper/preview"
)

// Another program draws the files as the preview shows them, and reads the text out of them.
func TestAnotherProgramAgrees(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			d := s.document(t)
			data, err := pdf.Write(d)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			name := filepath.Join(folder, "paper.pdf")
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
			read := run(t, "pdftotext", "-raw", name, "-")
			for i := range d.Pages {
				for _, x := range d.Pages[i].Texts {
					want := x.Text
					if x.Stands != 0 {
						want = string(x.Stands)
					}
					if !strings.Contains(solid(read), solid(want)) {
						t.Errorf("pdftotext does not find %q", want)
					}
				}
				out := run(t, "pdftoppm", "-r", fmt.Sprint(preview.Dots), "-gray", "-png", "-f", fmt.Sprint(i+1), "-singlefile", name)
				drawn, err := png.Decode(strings.NewReader(out))
				if err != nil {
					t.Fatal(err)
				}
				page, err := preview.Page(d, i, preview.Dots)
				if err != nil {
					t.Fatal(err)
				}
				if share := difference(page, drawn); share > 0.02 {
					t.Errorf("page %d: %.1f %% of the ink is elsewhere", i+1, 100*share)
				}
			}
		})
	}
}

func run(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	var out, complaint bytes.Buffer
	c := exec.CommandContext(t.Context(), name, arguments...)
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, complaint.String())
	}
	if complaint.Len() > 0 {
		t.Errorf("%s complains: %s", name, complaint.String())
	}
	return out.String()
}

func solid(text string) string { return strings.Join(strings.Fields(text), "") }

// difference is the share of the ink of a that b does not have next to it, or the other way round, whichever is more: programs round
// places and smooth edges differently.
func difference(a, b image.Image) float64 { return max(beyond(a, b), beyond(b, a)) }

func beyond(a, b image.Image) float64 {
	dark := func(m image.Image, x, y int) bool {
		v, _, _, _ := m.At(x, y).RGBA()
		return v < 0x6000
	}
	ink, lost := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if !dark(a, x, y) {
				continue
			}
			ink++
			near := false
			for dy := -1; dy <= 1 && !near; dy++ {
				for dx := -1; dx <= 1 && !near; dx++ {
					near = (image.Point{x + dx, y + dy}).In(b.Bounds()) && dark(b, x+dx, y+dy)
				}
			}
			if !near {
				lost++
			}
		}
	}
	return float64(lost) / float64(max(ink, 1))
}
