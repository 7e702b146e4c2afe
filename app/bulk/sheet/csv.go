package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// readCSV goes through a text in any of the writings that spreadsheet programs here produce.
func readCSV(content []byte, each func(Row) error) error {
	text, err := decode(content)
	if err != nil {
		return err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator(text), -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return &Fault{Code: BadQuotes, Line: wrong.StartLine}
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		if err := each(Row{Line: line, Cells: cells}); err != nil {
			return err
		}
	}
}

// decode makes UTF-8 with line feeds of the text. What is not UTF-8 is GB18030, which holds GBK and GB2312.
func decode(content []byte) ([]byte, error) {
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		content, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
	case !utf8.Valid(content):
		content, err = simplifiedchinese.GB18030.NewDecoder().Bytes(content)
		if bytes.ContainsRune(content, utf8.RuneError) {
			return nil, &Fault{Code: NoEncoding}
		}
	}
	if err != nil || bytes.IndexByte(content, 0) >= 0 {
		return nil, &Fault{Code: NoEncoding}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if bytes.IndexByte(content, '\n') < 0 {
		content = bytes.ReplaceAll(content, []byte("\r"), []byte("\n")) // as the first Macintoshes wrote
	}
	return content, nil
}

// separator is what stands between the cells of the first line.
func separator(text []byte) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range string(text[:min(len(text), 64<<10)]) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted && r == '\n' {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}
