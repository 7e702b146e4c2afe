// Package pdf writes a document as a PDF file (ISO 32000-1): text that can be selected and searched, with the glyphs it uses inside the
// file. It writes no date, no author and nothing about a person outside the pages, and the same document always gives the same bytes.
package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"unicode/utf16"

	"jiezhan/fonts"
	"jiezhan/paper"
)

// name is the typeface's. The letters in front say that the file holds a part of it (9.6.4).
const name = "JZPAPR+StationSans-Regular"

// What readers are told of the typeface where they do not look into it, in 1/1000 of the em (9.8).
var bounds = [4]int{-1000, -1000, 3000, 1800} //nolint:gochecknoglobals // a constant

// Numbers of the objects before the pages.
const (
	catalog = iota + 1
	pages
	info
	font
	cidFont
	descriptor
	fontFile
	toUnicode
	firstPage
)

// Write writes the document.
func Write(d paper.Document) ([]byte, error) {
	f := file{document: d, codes: map[rune]int{}}
	contents := make([][]byte, len(d.Pages))
	for i, p := range d.Pages {
		contents[i] = f.content(p)
	}
	f.out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	f.object(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>>>", pages, d.Lang))
	kids := ""
	for i := range d.Pages {
		kids += fmt.Sprintf("%d 0 R ", firstPage+2*i)
	}
	f.object(pages, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %s %s]/Resources<</Font<</F %d 0 R>>>>>>",
		len(d.Pages), kids, points(d.Size.Width), points(d.Size.Height), font))
	f.object(info, fmt.Sprintf("<</Title<FEFF%s>/Producer(jiezhan)>>", utf16Hex(d.Title)))
	if err := f.font(); err != nil {
		return nil, fmt.Errorf("write the glyphs of a document: %w", err)
	}
	for i, content := range contents {
		f.object(firstPage+2*i, fmt.Sprintf("<</Type/Page/Parent %d 0 R/Contents %d 0 R>>", pages, firstPage+2*i+1))
		f.stream(firstPage+2*i+1, "", content)
	}
	f.close()
	return f.out.Bytes(), nil
}

// A file is a PDF file while it is written.
type file struct {
	document paper.Document
	out      bytes.Buffer
	offsets  []int // of the objects, in the order of their numbers
	// used are the characters in the order of their codes, which begin with 1.
	used  []rune
	codes map[rune]int
}

// code of a character in this file; a new one where it has none yet.
func (f *file) code(r rune) int {
	if _, known := f.codes[r]; !known {
		f.used = append(f.used, r)
		f.codes[r] = len(f.used)
	}
	return f.codes[r]
}

// content describes what stands on a page (8.4, 9.4). The file counts from the lower left corner.
func (f *file) content(p paper.Page) []byte {
	var out bytes.Buffer
	gray := uint8(0)
	for _, b := range p.Bars {
		if b.Gray != gray {
			gray = b.Gray
			fmt.Fprintf(&out, "%d.%03d g ", int(gray)/255, int(gray)*1000/255%1000)
		}
		fmt.Fprintf(&out, "%s %s %s %s re f\n", points(b.X), points(f.document.Size.Height-b.Y-b.Height), points(b.Width), points(b.Height))
	}
	out.WriteString("0 g BT\n")
	for _, t := range p.Texts {
		if t.Stands != 0 {
			fmt.Fprintf(&out, "/Span<</ActualText<FEFF%s>>>BDC ", utf16Hex(string(t.Stands)))
		}
		fmt.Fprintf(&out, "/F %s Tf 1 0 0 1 %s %s Tm <", points(t.Size), points(t.X), points(f.document.Size.Height-t.Baseline))
		for _, r := range t.Text {
			fmt.Fprintf(&out, "%04X", f.code(r))
		}
		out.WriteString(">Tj")
		if t.Stands != 0 {
			out.WriteString(" EMC")
		}
		out.WriteString("\n")
	}
	out.WriteString("ET")
	return out.Bytes()
}

// points writes a length in 1/72 inch, exact to a thousandth.
func points(l paper.Length) string {
	n, sign := int(l)*72000, ""
	if n < 0 {
		n, sign = -n, "-"
	}
	n = (n + 12700) / 25400
	return fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)
}

func utf16Hex(text string) string {
	out := ""
	for _, unit := range utf16.Encode([]rune(text)) {
		out += fmt.Sprintf("%04X", unit)
	}
	return out
}

// object writes an object that has the next number.
func (f *file) object(number int, body string) {
	f.offsets = append(f.offsets, f.out.Len())
	fmt.Fprintf(&f.out, "%d 0 obj\n%s\nendobj\n", number, body)
}

// stream writes an object with data, compressed.
func (f *file) stream(number int, entries string, data []byte) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	f.object(number, fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", entries, packed.Len(), packed.Bytes()))
}

// close writes where the objects are (7.5.4).
func (f *file) close() {
	start := f.out.Len()
	fmt.Fprintf(&f.out, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(&f.out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&f.out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, catalog, info, start)
}

// font writes the five objects of the typeface (9.7).
func (f *file) font() error {
	face, err := paper.Sans()
	if err != nil {
		return err
	}
	glyphs, widths := make([]fonts.Outline, len(f.used)), ""
	for i, r := range f.used {
		outline, found, err := face.Outline(r)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("the layout has %U, for which there is no glyph", r)
		}
		glyphs[i] = outline
		if outline.Advance != fonts.Em {
			widths += fmt.Sprintf("%d[%d]", i+1, outline.Advance)
		}
	}
	data, err := cff(name, glyphs)
	if err != nil {
		return err
	}
	f.object(font, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cidFont, toUnicode))
	f.object(cidFont, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/DW %d/W[%s]>>", name, descriptor, fonts.Em, widths))
	f.object(descriptor, fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 %d 0 R>>",
		name, bounds[0], bounds[1], bounds[2], bounds[3], fontFile))
	f.stream(fontFile, "/Subtype/CIDFontType0C", data)
	f.stream(toUnicode, "", f.meanings())
	return nil
}

// meanings says which character each code is (9.10.3), with a pair of surrogates where one is beyond the first plane.
func (f *file) meanings() []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	const most = 100 // lines in one block
	for start := 0; start < len(f.used); start += most {
		block := f.used[start:min(start+most, len(f.used))]
		fmt.Fprintf(&out, "%d beginbfchar\n", len(block))
		for i, r := range block {
			fmt.Fprintf(&out, "<%04X><%s>\n", start+i+1, utf16Hex(string(r)))
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}
