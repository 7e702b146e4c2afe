package printer

import (
	"fmt"
	"image"
	"strings"
	"unicode"

	"jiezhan/fonts"
)

// Cells of printers' own fonts, in dots: ASCII takes one cell across, everything else two.
const (
	cellWidth  = 12
	cellHeight = 24
)

func cells(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

// wrap cuts text into at most limit lines of so many cells. Control characters are blanks; what is too much ends in an ellipsis.
func wrap(text string, across, limit int) []string {
	var lines []string
	for paragraph := range strings.Lines(strings.ToValidUTF8(text, "?")) {
		lines = append(lines, fold(printable(paragraph), across)...)
	}
	if len(lines) <= limit {
		return lines
	}
	last := []rune(lines[limit-1])
	for width(last)+2 > across {
		last = last[:len(last)-1]
	}
	return append(lines[:limit-1], string(last)+"…")
}

func width(line []rune) int {
	total := 0
	for _, r := range line {
		total += cells(r)
	}
	return total
}

// printable makes blanks of control characters and codes of characters that no font of ours has, so that nothing is a box.
func printable(text string) string {
	font, err := fonts.Sans()
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || unicode.Is(unicode.Mn, r) && (err != nil || !font.Has(r)) || unicode.Is(unicode.Cf, r):
		case unicode.IsControl(r) || unicode.IsSpace(r):
			out.WriteByte(' ')
		case r >= 0x80 && err == nil && !font.Has(r):
			fmt.Fprintf(&out, "[%U]", r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String())
}

// fold cuts one paragraph, anywhere: Chinese has no better places. An empty one is no line.
func fold(text string, across int) []string {
	var lines []string
	var line []rune
	used := 0
	for _, r := range text {
		if used+cells(r) > across {
			lines, line, used = append(lines, string(line)), nil, 0
		}
		line, used = append(line, r), used+cells(r)
	}
	if len(line) > 0 {
		lines = append(lines, string(line))
	}
	return lines
}

// drawn is a line of text as a picture, at most so wide and as high as lines are apart. Without the typeface, which is part of the program,
// it is empty.
func drawn(line string, size, limit int) *image.Alpha {
	font, err := fonts.Sans()
	if err != nil {
		return image.NewAlpha(image.Rectangle{})
	}
	img := image.NewAlpha(image.Rect(0, 0, min(font.Width(line, size), limit), size+size/4))
	font.Draw(img, 0, size, line, size)
	return img
}

// trimmed leaves out empty rows, but for one at each end.
func trimmed(img *image.Alpha) *image.Alpha {
	first, last := img.Rect.Max.Y, img.Rect.Min.Y
	for i, a := range img.Pix {
		if a >= 0x80 {
			y := i / img.Stride
			first, last = min(first, y), max(last, y)
		}
	}
	if first > last {
		return image.NewAlpha(image.Rectangle{})
	}
	r := img.Rect
	r.Min.Y, r.Max.Y = max(first-1, r.Min.Y), min(last+2, r.Max.Y)
	return img.SubImage(r).(*image.Alpha)
}
