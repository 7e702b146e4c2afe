package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A family in one room, as people write it: the address once, over three merged rows; a row below the block has nothing of it, and a title over all
// columns is no column.
func TestMergedCellsSpeakInEachOfTheirRows(t *testing.T) {
	f := excelize.NewFile()
	for cell, text := range map[string]string{
		"A1": "和平街道人员名单", "A2": "姓名", "B2": "地址", "C2": "入住日期", "A3": "吴一", "B3": "青松家园3-2-1203", "C3": "2024-05-01", "A4": "吴二", "A5": "吴三", "B5": "", "A8": "吴四",
	} {
		if err := f.SetCellValue("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, block := range [][2]string{{"A1", "C1"}, {"B3", "B6"}, {"C3", "C4"}} {
		if err := f.MergeCell("Sheet1", block[0], block[1]); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	var rows []string
	err := ReadBytes(out.Bytes(), t.TempDir(), func(r Row) error {
		rows = append(rows, fmt.Sprint(r.Line, " ", strings.Join(r.Cells, "|")))
		return nil
	})
	want := []string{
		"1 和平街道人员名单", "2 姓名|地址|入住日期", "3 吴一|青松家园3-2-1203|2024-05-01", "4 吴二|青松家园3-2-1203|2024-05-01", "5 吴三|青松家园3-2-1203", "8 吴四",
	}
	if err != nil || !slices.Equal(rows, want) {
		t.Errorf("got = %q, %v, want %q", rows, err, want)
	}
}

// Every block is found, wherever the edge of what is read at once falls.
func TestBlocksOverTheEdge(t *testing.T) {
	for _, before := range []int{0, 1<<20 - 8, 1<<20 + 190, 1<<20 + 200, 3 << 20} {
		text := strings.Repeat("x", before) + `<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="B4:C9"/></mergeCells></worksheet>`
		var got []string
		eachRef(strings.NewReader(text), func(ref string) bool { got = append(got, ref); return true })
		if fmt.Sprint(got) != "[A2:A3 B4:C9]" {
			t.Errorf("behind %d bytes: got = %v", before, got)
		}
	}
}

// A block that is followed is higher than a line, begins in a column that is read, and is the same when it is written out and read again.
func FuzzReadRef(f *testing.F) {
	for _, seed := range []string{"B2:D5", "A1:A1048576", "A1", "ZZ9:A1", "B2:", ":", "$A$1:$A$2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		block, ok := readRef(ref)
		if !ok {
			return
		}
		again, ok := readRef(Place(block.column, block.top) + ":" + Place(block.column, block.bottom))
		if !ok || again != block || block.bottom <= block.top || block.top < 1 || block.column < 0 || block.column >= MaxColumns {
			t.Errorf("%q: %+v, written out and read again %+v", ref, block, again)
		}
	})
}

// A small file whose styles unfold to more than the memory is for is told apart before anything is unfolded.
func TestASwollenWorkbookIsNotUnfolded(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range mostBeside>>20 + 1 {
		if _, err := part.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || !swollen(archive) || out.Len() > 1<<20 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
	fault, found := FaultOf(ReadBytes(out.Bytes(), t.TempDir(), func(Row) error { return nil }))
	if !found || fault.Code != Unreadable {
		t.Errorf("got = %v", fault)
	}
}
