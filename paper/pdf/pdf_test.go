package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"jiezhan/fonts"
	"jiezhan/paper"
)

// rare are the characters of names that other software shows as blanks.
const rare = "𬭎𫖯䶮𠅤𬶨𬬭㛃鿍ӨөҮү 阿卜杜·买买提 A1（，）"

func testDocument(tb testing.TB, size paper.Size, lines ...string) paper.Document {
	tb.Helper()
	s, err := paper.NewSheet(paper.Setup{Size: size, Title: "受理回执", Lang: "zh-CN", Footer: "青松社区"})
	if err != nil {
		tb.Fatal(err)
	}
	for _, line := range lines {
		s.Text(line)
	}
	return s.Finish()
}

func written(tb testing.TB, d paper.Document) []byte {
	tb.Helper()
	data, err := Write(d)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// What is copied out of the file is what stands on the page, whatever plane its characters are of.
func TestTextComesBack(t *testing.T) {
	p := parse(t, written(t, testDocument(t, paper.A4(), rare, "范\U00024B62例")))
	if got, want := p.text(0), rare+"\n范\n\U00024B62\n例\n青松社区\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

// The same document is the same file, and the file says nothing that does not stand on its pages.
func TestNothingBesidesThePages(t *testing.T) {
	d := testDocument(t, paper.A5(), "吴玉兰")
	data := written(t, d)
	if !bytes.Equal(data, written(t, d)) {
		t.Error("two files of one document differ")
	}
	for _, word := range []string{"JavaScript", "/JS", "/OpenAction", "/AA", "/URI", "/EmbeddedFile", "CreationDate", "/Author", "/ID"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("the file has %s", word)
		}
	}
	p := parse(t, data)
	want := "<</Title<FEFF53D7740656DE6267>/Producer(jiezhan)>>"
	if got := string(p.objects[info]); got != want {
		t.Errorf("properties = %s, want %s", got, want)
	}
}

func TestPageSize(t *testing.T) {
	for want, size := range map[string]paper.Size{"595.276 841.890": paper.A4(), "419.528 595.276": paper.A5(), "841.890 595.276": paper.A4Landscape()} {
		p := parse(t, written(t, testDocument(t, size, "一")))
		if got := string(regexp.MustCompile(`/MediaBox\[0 0 ([^\]]*)\]`).FindSubmatch(p.objects[pages])[1]); got != want {
			t.Errorf("page = %s, want %s", got, want)
		}
	}
}

func TestPages(t *testing.T) {
	lines := make([]string, 200)
	for i := range lines {
		lines[i] = fmt.Sprintf("第%d行", i+1)
	}
	d := testDocument(t, paper.A4(), lines...)
	p := parse(t, written(t, d))
	if got, want := p.number(regexp.MustCompile(`/Count (\d+)`), p.objects[pages]), len(d.Pages); got != want || want < 4 {
		t.Errorf("%d pages, want %d", got, want)
	}
	all := ""
	for i := range d.Pages {
		all += p.text(i)
	}
	for _, line := range lines {
		if !bytes.Contains([]byte(all), []byte(line+"\n")) {
			t.Errorf("%s is lost", line)
		}
	}
}

// The glyphs inside the file are those of the typeface, and their widths are what the layout reckoned with.
func TestGlyphsAreEmbedded(t *testing.T) {
	p := parse(t, written(t, testDocument(t, paper.A4(), rare)))
	cid := p.follow(p.font(), "DescendantFonts")
	program := p.stream(p.follow(p.follow(cid, "FontDescriptor"), "FontFile3"))
	means := p.meanings()
	embedded, err := sfnt.Parse(wrapped(program, len(means)+1))
	if err != nil {
		t.Fatal(err)
	}
	face, err := paper.Sans()
	if err != nil {
		t.Fatal(err)
	}
	widths := map[string]string{}
	for _, m := range regexp.MustCompile(`(\d+)\[(\d+)\]`).FindAllSubmatch(cid, -1) {
		widths[string(m[1])] = string(m[2])
	}
	for code, text := range means {
		var index int
		if _, err := fmt.Sscanf(code, "%X", &index); err != nil {
			t.Fatal(err)
		}
		want, found, err := face.Outline([]rune(text)[0])
		if err != nil || !found {
			t.Fatal(text, err)
		}
		sameOutline(t, embedded, sfnt.GlyphIndex(index), text, want)
		width := widths[fmt.Sprint(index)]
		if width == "" {
			width = fmt.Sprint(fonts.Em)
		}
		if width != fmt.Sprint(want.Advance) {
			t.Errorf("%s is %s wide, want %d", text, width, want.Advance)
		}
	}
}

// sameOutline compares the ends of all segments; a curve of the second degree is one of the third in the file.
func sameOutline(t *testing.T, f *sfnt.Font, index sfnt.GlyphIndex, text string, want fonts.Outline) {
	t.Helper()
	got, err := f.LoadGlyph(&sfnt.Buffer{}, index, fixed.I(fonts.Em), nil)
	if err != nil {
		t.Fatal(text, err)
	}
	if len(got) != len(want.Segments) {
		t.Fatalf("%s has %d segments, want %d", text, len(got), len(want.Segments))
	}
	for i, s := range want.Segments {
		x, y := point(s, ends[s.Op])
		gx, gy := point(got[i], ends[got[i].Op])
		if x != gx || y != gy {
			t.Errorf("%s: segment %d ends at %d %d, want %d %d", text, i, gx, gy, x, y)
		}
	}
}

var ends = map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 0, sfnt.SegmentOpLineTo: 0, sfnt.SegmentOpQuadTo: 1, sfnt.SegmentOpCubeTo: 2}

// wrapped makes an OpenType font of the bare one, with the least that a reader asks for.
func wrapped(cff []byte, glyphs int) []byte {
	count := binary.BigEndian.AppendUint16(nil, uint16(glyphs))
	head := make([]byte, 54)
	binary.BigEndian.PutUint16(head[18:], fonts.Em)
	hhea := make([]byte, 36)
	binary.BigEndian.PutUint16(hhea[34:], 1)
	tables := []struct {
		tag  string
		data []byte
	}{
		{"CFF ", cff},
		{"cmap", []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 4, 0, 24, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 1, 0, 0}},
		{"head", head},
		{"hhea", hhea},
		{"hmtx", make([]byte, 2*glyphs+2)},
		{"maxp", append([]byte{0, 0, 0x50, 0}, count...)},
		{"post", append([]byte{0, 3, 0, 0}, make([]byte, 28)...)},
	}
	out := []byte{'O', 'T', 'T', 'O', 0, byte(len(tables)), 0, 0, 0, 0, 0, 0}
	at := len(out) + 16*len(tables)
	var body []byte
	for _, table := range tables {
		out = append(append(out, table.tag...), 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(table.data)))
		body = append(body, table.data...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(out, body...)
}

// A layout with a character that the typeface lacks is a mistake of ours, and no file.
func TestMissingGlyphIsAnError(t *testing.T) {
	d := testDocument(t, paper.A4(), "一")
	d.Pages[0].Texts[0].Text = "\U00024B62"
	if _, err := Write(d); err == nil {
		t.Error("a file with a blank, want an error")
	}
}

func TestPoints(t *testing.T) {
	for length, want := range map[paper.Length]string{25400: "72.000", 0: "0.000", 210000: "595.276", -1000: "-2.835", 1: "0.003"} {
		if got := points(length); got != want {
			t.Errorf("points of %d = %s, want %s", length, got, want)
		}
	}
}
