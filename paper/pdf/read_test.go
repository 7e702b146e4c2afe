package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"testing"
	"unicode/utf16"
)

// A parsed file, read as a viewer would: by its cross-reference table, its streams and its ToUnicode map.
type parsed struct {
	tb      testing.TB
	data    []byte
	objects map[int][]byte
}

func parse(tb testing.TB, data []byte) parsed {
	tb.Helper()
	p := parsed{tb, data, map[int][]byte{}}
	start := p.number(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`), data)
	table := data[start:]
	if !bytes.HasPrefix(table, []byte("xref\n0 ")) {
		tb.Fatalf("no cross-reference table at %d", start)
	}
	for i, m := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(table, -1) {
		at, err := strconv.Atoi(string(m[1]))
		if err != nil {
			tb.Fatal(err)
		}
		head := []byte(strconv.Itoa(i+1) + " 0 obj\n")
		if !bytes.HasPrefix(data[at:], head) {
			tb.Fatalf("object %d is not at %d", i+1, at)
		}
		p.objects[i+1] = data[at+len(head) : at+bytes.Index(data[at:], []byte("\nendobj\n"))]
	}
	return p
}

func (p parsed) number(pattern *regexp.Regexp, in []byte) int {
	p.tb.Helper()
	m := pattern.FindSubmatch(in)
	if m == nil {
		p.tb.Fatalf("no %s", pattern)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		p.tb.Fatal(err)
	}
	return n
}

// follow finds the object that an entry of another one points to.
func (p parsed) follow(object []byte, entry string) []byte {
	p.tb.Helper()
	return p.objects[p.number(regexp.MustCompile(`/`+entry+`\[? ?(\d+) 0 R`), object)]
}

func (p parsed) stream(object []byte) []byte {
	p.tb.Helper()
	length := p.number(regexp.MustCompile(`/Length (\d+)`), object)
	_, data, found := bytes.Cut(object, []byte("stream\n"))
	if !found || len(data) < length {
		p.tb.Fatal("a stream is too short")
	}
	r, err := zlib.NewReader(bytes.NewReader(data[:length]))
	if err != nil {
		p.tb.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		p.tb.Fatal(err)
	}
	return out
}

func (p parsed) font() []byte {
	p.tb.Helper()
	return p.follow(p.objects[pages], "F")
}

// meanings reads the ToUnicode map.
func (p parsed) meanings() map[string]string {
	p.tb.Helper()
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]+)>\n`).FindAllSubmatch(p.stream(p.follow(p.font(), "ToUnicode")), -1) {
		all[string(m[1])] = fromUTF16(p.tb, m[2])
	}
	delete(all, "0000") // the range of codes
	return all
}

func fromUTF16(tb testing.TB, digits []byte) string {
	tb.Helper()
	raw, err := hex.DecodeString(string(digits))
	if err != nil || len(raw)%2 != 0 {
		tb.Fatalf("%s is no UTF-16", digits)
	}
	var units []uint16
	for i := 0; i < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// text is what a viewer copies out of a page, with a line break behind every run.
func (p parsed) text(page int) string {
	p.tb.Helper()
	means := p.meanings()
	out := ""
	show := regexp.MustCompile(`(?:/ActualText<FEFF([0-9A-F]+)>.*)?<([0-9A-F]*)>Tj`)
	for _, m := range show.FindAllSubmatch(p.stream(p.follow(p.objects[firstPage+2*page], "Contents")), -1) {
		if m[1] != nil {
			out += fromUTF16(p.tb, m[1]) + "\n"
			continue
		}
		for i := 0; i < len(m[2]); i += 4 {
			out += means[string(m[2][i:i+4])]
		}
		out += "\n"
	}
	return out
}
