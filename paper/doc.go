// Package paper sets text, tables and codes on sheets of A4 and A5 and says where each line stands. It draws nothing: paper/pdf and
// paper/preview put the same layout on paper and on the screen, and so break lines at the same places. What a document says is in paper/forms.
//
// All lengths are whole microns, so that every machine sets a page alike.
package paper

import "jiezhan/fonts"

// A Length is in microns (thousandths of a millimetre).
type Length int

const (
	// MM is one millimetre.
	MM Length = 1000
	// inch and its 72 points are what the outside world counts in.
	inch = 25400 * Length(1)
)

// Points is a type size: so many tenths of a point (1/72 inch).
func Points(tenths int) Length { return inch * Length(tenths) / 720 }

// Dots tells which dot of so many to the inch a length ends at, rounded to the nearest.
func (l Length) Dots(perInch int) int { return int((l*Length(perInch) + inch/2) / inch) }

// A Size is the size of a sheet.
type Size struct{ Width, Height Length }

// A4 is 210 × 297 mm, upright.
func A4() Size { return Size{210 * MM, 297 * MM} }

// A4Landscape is A4 lying on its side, for wide tables.
func A4Landscape() Size { return Size{297 * MM, 210 * MM} }

// A5 is 148 × 210 mm, upright.
func A5() Size { return Size{148 * MM, 210 * MM} }

// A Document is a finished layout.
type Document struct {
	// Title names the sort of document. It goes into the file's properties and so never names a person.
	Title string
	// Lang is the language of the text, such as zh-CN.
	Lang  string
	Size  Size
	Pages []Page
}

// A Page is what stands on one side of a sheet, measured from its upper left corner.
type Page struct {
	Bars  []Bar
	Texts []Text
}

// A Bar is a filled rectangle: lines, borders and the modules of codes.
type Bar struct {
	X, Y, Width, Height Length
	// Gray goes from 0, black, to 255.
	Gray uint8
}

// A Text is a run of characters of one size that the typeface has, in black.
type Text struct {
	X, Baseline, Size Length
	Text              string
	// Stands is the character that the run stands for where the typeface has no glyph of it; 0 else.
	Stands rune
}

// Sans is the typeface of all documents.
func Sans() (*fonts.Font, error) { return fonts.Sans() }
