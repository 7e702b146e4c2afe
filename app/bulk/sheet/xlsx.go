package sheet

import (
	"archive/zip"
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX goes through the first sheet, row by row; a formula counts by the value it had when the file was saved, and merged cells by their text in each
// of their rows.
func readXLSX(content []byte, temp string, each func(Row) error) (err error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || swollen(archive) {
		return &Fault{Code: Unreadable}
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory, TmpDir: temp, RawCellValue: true,
	})
	if err != nil {
		return &Fault{Code: Unreadable}
	}
	defer func() { _ = f.Close() }() // what it read is in memory or in the temporary folder, which goes with the job
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return &Fault{Code: Unreadable}
	}
	props, err := f.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return &Fault{Code: Unreadable}
	}
	defer func() { _ = rows.Close() }()
	fill := filling{blocks: mergedBlocks(archive)}
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return &Fault{Code: Unreadable, Line: line}
		}
		if line > maxLines {
			return &Fault{Code: TooMany, Line: line}
		}
		if err := each(Row{Line: line, Cells: fill.row(line, cells), From1904: from1904}); err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return &Fault{Code: Unreadable}
	}
	return nil
}

// maxLines bounds the walk through a sheet that says it has rows without end; it is what spreadsheet programs can hold.
const maxLines = 1 << 20

// mostBeside bounds what the parts of a workbook beside its rows and texts unfold to together. The library unfolds those in memory, whatever their size.
const mostBeside = 128 << 20

// swollen tells whether a small file would unfold to fill the memory. The sizes it states are those that can be read: the archive reader ends with an
// error where there is more.
func swollen(archive *zip.Reader) bool {
	var beside uint64
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "xl/worksheets/") || part.Name == "xl/sharedStrings.xml" {
			continue // unfolded on disk, up to the limit
		}
		if beside += part.UncompressedSize64; part.UncompressedSize64 > mostBeside || beside > mostBeside {
			return true
		}
	}
	return false
}
