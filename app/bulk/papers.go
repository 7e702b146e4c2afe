package bulk

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jiezhan/app/bulk/sheet"
)

// Words are the sentences of the codes in one language; {name} stands for a parameter.
type Words map[string]string

// Say is the sentence of a problem; a code without one shows itself.
func (w Words) Say(p Problem) string {
	sentence, known := w[p.Code]
	if !known {
		return p.Code
	}
	for name, value := range p.Params {
		sentence = strings.ReplaceAll(sentence, "{"+name+"}", value)
	}
	return sentence
}

// Template writes the empty table of a kind: headings in both languages, a line of hints, and a sheet with the words that may be used.
func (k Kind) Template(out io.Writer) error {
	table := sheet.Page{Name: k.Zh}
	allowed := sheet.Page{Name: "说明 Notes", Head: []string{"列 Column", "必填 Required", "说明", "Hint", "可填 Allowed"}}
	hints := make([]string, len(k.Columns))
	for i, c := range k.Columns {
		table.Head = append(table.Head, c.Zh+" ("+c.En+")")
		hints[i] = c.HintZh
		required := ""
		if c.Required {
			required = "是 yes"
		}
		allowed.Rows = append(allowed.Rows, []string{c.Zh + " " + c.En, required, c.HintZh, c.HintEn, strings.Join(c.Allowed, "、")})
	}
	hints[0] = hintMark + hints[0]
	table.Rows = [][]string{hints}
	return sheet.WriteXLSX(out, "", table, allowed)
}

// Problems writes every row that was not taken, as it was, with the reasons in words. Corrected, the file can be brought again.
func (w *Works) Problems(id string, words Words, out io.Writer) error {
	j, err := w.Job(id)
	if err != nil {
		return err
	}
	head, rows, err := readBad(filepath.Join(w.folder(j.ID), badFile))
	if err != nil {
		return err
	}
	page := sheet.Page{Name: "问题 Problems", Head: append(slices.Clone(head), ReasonHeading)}
	for _, r := range rows {
		cells := make([]string, len(head), len(head)+1)
		copy(cells, r.Cells)
		reasons := make([]string, len(r.Problems))
		for i, p := range r.Problems {
			reasons[i] = strings.TrimSpace(strings.Join([]string{place(p), p.Heading}, " ")) + "：" + words.Say(p.Problem)
		}
		page.Rows = append(page.Rows, append(cells, strings.Join(reasons, "；")))
	}
	return sheet.WriteXLSX(out, "", page)
}

func place(p RowProblem) string {
	if p.Place != "" {
		return p.Place
	}
	return fmt.Sprint(p.Line)
}

// readBad reads the rows that were not taken; the first line holds the headings. A row that was refused twice, as after a crash, counts once.
func readBad(file string) (head []string, rows []badRow, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read problems: %w", err)
	}
	defer f.Close() // only read
	in := bufio.NewScanner(f)
	in.Buffer(nil, 4*sheet.MaxCell*sheet.MaxColumns)
	seen := map[int]bool{}
	for in.Scan() {
		var r badRow
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			continue // broken off by a crash; its row was refused again, and stands below
		}
		switch {
		case head == nil:
			head = r.Cells
		case !seen[r.Line]:
			seen[r.Line] = true
			rows = append(rows, r)
		}
	}
	if err := in.Err(); err != nil {
		return nil, nil, fmt.Errorf("read problems: %w", err)
	}
	slices.SortFunc(rows, func(a, b badRow) int { return a.Line - b.Line })
	return head, rows, nil
}
