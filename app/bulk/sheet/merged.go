package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// merged is a block of cells that a person sees as one. Its text stands in the first cell alone; in the rows below there is nothing.
type merged struct {
	column, top, bottom int // the column counts from 0, the lines from 1
	text                string
}

// mostMerged bounds how many blocks are followed; tables with more are read as if the others were not merged.
const mostMerged = 100_000

// readRef reads a block such as B2:D5. One that is not higher than a line, or lies behind the last column read, is no matter here.
func readRef(ref string) (merged, bool) {
	from, to, ranged := strings.Cut(ref, ":")
	column, top, err := excelize.CellNameToCoordinates(from)
	if !ranged || err != nil {
		return merged{}, false
	}
	_, bottom, err := excelize.CellNameToCoordinates(to)
	return merged{column: column - 1, top: top, bottom: bottom}, err == nil && bottom > top && column <= MaxColumns
}

// mergedBlocks lists the blocks of the first sheet, from the top. The library would keep the whole sheet in memory to tell them. A file whose parts lie
// where nobody expects them has none.
func mergedBlocks(archive *zip.Reader) []merged {
	file, err := archive.Open(firstSheet(archive))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // only read
	var blocks []merged
	eachRef(io.LimitReader(file, maxUnzipped), func(ref string) bool {
		if block, ok := readRef(ref); ok {
			blocks = append(blocks, block)
		}
		return len(blocks) < mostMerged
	})
	slices.SortStableFunc(blocks, func(a, b merged) int { return a.top - b.top })
	return blocks
}

// firstSheet is the name of the part that holds the first sheet.
func firstSheet(archive *zip.Reader) string {
	var book struct {
		Sheets []struct {
			Relation string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if !decodePart(archive, "xl/workbook.xml", &book) || !decodePart(archive, "xl/_rels/workbook.xml.rels", &relations) || len(book.Sheets) == 0 {
		return ""
	}
	for _, r := range relations.List {
		if r.ID == book.Sheets[0].Relation {
			return strings.TrimPrefix(path.Join("/xl", r.Target), "/") // a target may be absolute, and then says xl itself
		}
	}
	return ""
}

func decodePart(archive *zip.Reader, name string, into any) bool {
	part, err := archive.Open(name)
	if err != nil {
		return false
	}
	err = xml.NewDecoder(io.LimitReader(part, maxInMemory)).Decode(into)
	return part.Close() == nil && err == nil
}

// eachRef finds the blocks in the text of a sheet, in which they stand behind all rows: a hundred megabytes are searched, not parsed. It ends when more
// answers false.
func eachRef(in io.Reader, more func(ref string) bool) {
	const window, overlap = 1 << 20, 200 // no element of a block is longer than the overlap
	mark, text := []byte("mergeCell "), make([]byte, 0, window+overlap)
	for {
		n, err := io.ReadFull(in, text[len(text):cap(text)])
		text = text[:len(text)+n]
		rest := text
		for {
			at := bytes.Index(rest, mark)
			if at < 0 || err == nil && len(rest)-at < overlap {
				break // what may be cut off is seen again with what follows
			}
			rest = rest[at+len(mark):]
			element, _, _ := bytes.Cut(rest[:min(len(rest), overlap)], []byte(">"))
			if _, ref, found := bytes.Cut(element, []byte(`ref="`)); found {
				ref, _, _ = bytes.Cut(ref, []byte(`"`))
				if !more(string(ref)) {
					return
				}
			}
		}
		if err != nil {
			return
		}
		text = text[:copy(text, rest[max(0, len(rest)-overlap):])]
	}
}

// filling writes the text of a block into its other rows.
type filling struct {
	blocks []merged            // still to come, from the top
	now    [MaxColumns]*merged // the one that each column is in
}

// row fills the empty cells of a row that has something of its own: a block may reach below the last one.
func (f *filling) row(line int, cells []string) []string {
	for len(f.blocks) > 0 && f.blocks[0].top <= line {
		block := f.blocks[0]
		f.blocks = f.blocks[1:]
		if block.top == line && block.column < len(cells) {
			block.text = cells[block.column]
			f.now[block.column] = &block
		}
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		return cells
	}
	for column, block := range f.now {
		if block == nil || line == block.top {
			continue
		}
		if line > block.bottom {
			f.now[column] = nil
			continue
		}
		for len(cells) <= column {
			cells = append(cells, "")
		}
		if cells[column] == "" {
			cells[column] = block.text
		}
	}
	return cells
}
