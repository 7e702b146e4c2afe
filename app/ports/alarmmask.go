package ports

import (
	"fmt"
	"slices"
	"strings"

	wire "jiezhan/devices/alarm"
)

// shortestNumber is how many digits a telephone number has at least.
const shortestNumber = 7

// hidesPeople hides what may be a caller's number, on the wires that tell one, and letters outside ASCII, which are names and places, in the traffic of an
// alarm receiver. A technician needs neither. A number may be split over chunks.
func hidesPeople(protocol string) func(chunks []Chunk) []Chunk {
	numbers := !slices.Contains([]string{string(wire.IT100), string(wire.AlarmDecoder)}, protocol)
	return func(chunks []Chunk) []Chunk {
		hidden := make([][]bool, len(chunks))
		runs := map[string]*digitRun{} // by what is one stream
		for i, c := range chunks {
			hidden[i] = make([]bool, len(c.Bytes))
			key := fmt.Sprint(c.In, c.From)
			if runs[key] == nil {
				runs[key] = &digitRun{}
			}
			for n, b := range c.Bytes {
				hidden[i][n] = b >= 0x80
				if numbers {
					runs[key].next(b, &hidden[i][n])
				}
			}
		}
		for _, run := range runs {
			run.end(0)
		}
		return shownOf(chunks, hidden)
	}
}

// A digitRun gathers digits that stand behind one another.
type digitRun struct {
	before byte // the byte before the run
	marks  []*bool
}

func (r *digitRun) next(b byte, hidden *bool) {
	if b >= '0' && b <= '9' {
		r.marks = append(r.marks, hidden)
		return
	}
	r.end(b)
	r.before = b
}

// end hides the run where it may be a number: it is not behind the qualifier of a Contact ID code, nor the head of a DC-09 frame.
func (r *digitRun) end(behind byte) {
	if code := strings.IndexByte("ERP", r.before) >= 0 && len(r.marks) == len("11001003"); len(r.marks) >= shortestNumber && !code && behind != '"' {
		for _, m := range r.marks {
			*m = true
		}
	}
	r.marks = nil
}

// shownOf gives chunks with something hidden as what may be seen of them.
func shownOf(chunks []Chunk, hidden [][]bool) []Chunk {
	seen := slices.Clone(chunks)
	for i, c := range chunks {
		if !slices.Contains(hidden[i], true) {
			continue
		}
		hex, text := make([]string, len(c.Bytes)), make([]byte, len(c.Bytes))
		for n, b := range c.Bytes {
			switch hex[n], text[n] = fmt.Sprintf("%02X", b), b; {
			case hidden[i][n]:
				hex[n], text[n] = "··", '*'
			case b < ' ' || b > '~':
				text[n] = '.'
			}
		}
		seen[i].Bytes, seen[i].Shown, seen[i].ShownText = nil, strings.Join(hex, " "), string(text)
	}
	return seen
}
