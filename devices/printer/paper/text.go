package paper

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Cells of the printer's font, in dots.
const (
	cellHeight     = 24
	asciiWidth     = 12
	hanWidth       = 24
	defaultSpacing = 30 // from line to line
)

// An align is where a line stands (ESC a).
type align byte

// indent is the white before something so wide.
func (a align) indent(across, width int) int {
	return max(0, (across-width)*int(a)/2)
}

// A style is what commands have set until ESC @.
type style struct {
	scaleX, scaleY int // of ASCII
	hanX, hanY     int // of Chinese, which has a command of its own as well
	bold, chinese  bool
	align          align
	spacing        int
}

func (r *Roll) fresh() style {
	return style{scaleX: 1, scaleY: 1, hanX: 1, hanY: 1, spacing: defaultSpacing}
}

// initialise is ESC @: what stands in the unfinished line is lost.
func (r *Roll) initialise() {
	r.line = line{}
	r.style = r.fresh()
}

// magnify is GS !: one to eight times as wide and as high, ASCII and Chinese.
func (r *Roll) magnify(n byte) {
	r.style.scaleX, r.style.scaleY = 1+int(n>>4&7), 1+int(n&7)
	r.style.hanX, r.style.hanY = r.style.scaleX, r.style.scaleY
}

// A cell is one character in an unfinished line.
type cell struct {
	rune           rune
	width          int // before magnification
	scaleX, scaleY int
	bold           bool
}

// A line collects cells until it ends or is full.
type line struct {
	cells []cell
	width int
	text  []rune
}

// takeCharacter reads one character: ASCII, or two or four bytes of GB 18030.
func (r *Roll) takeCharacter(b []byte) int {
	if b[0] < 0x80 {
		r.put(cell{rune: rune(b[0]), width: asciiWidth, scaleX: r.style.scaleX, scaleY: r.style.scaleY, bold: r.style.bold})
		return 1
	}
	if !r.style.chinese {
		r.unknown++
		return 1
	}
	if len(b) < 2 {
		return 0
	}
	length := 2
	if b[1] >= '0' && b[1] <= '9' {
		length = 4
	}
	if len(b) < length {
		return 0
	}
	char, known := r.decode(b[:length])
	if !known {
		r.unknown += length
		return length
	}
	r.put(cell{rune: char, width: hanWidth, scaleX: r.style.hanX, scaleY: r.style.hanY, bold: r.style.bold})
	return length
}

// decode knows the characters of the printer's own font.
func (r *Roll) decode(b []byte) (rune, bool) {
	inFont := len(b) == 2 || r.opts.Charset == "gb18030"
	if r.opts.Charset == "gb2312" {
		inFont = len(b) == 2 && b[0] >= 0xA1 && b[0] <= 0xF7 && b[1] >= 0xA1
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	char, size := utf8.DecodeRune(text)
	return char, inFont && err == nil && size == len(text) && char != utf8.RuneError && r.font.Has(char)
}

func (r *Roll) put(c cell) {
	width := c.width * c.scaleX
	if r.line.width+width > r.opts.Width {
		r.newLine()
	}
	r.line.cells = append(r.line.cells, c)
	r.line.width += width
	r.line.text = append(r.line.text, c.rune)
}

// flush ends an unfinished line, as commands do that begin a new one.
func (r *Roll) flush() {
	if len(r.line.cells) > 0 {
		r.newLine()
	}
}

// feed ends the line and goes so many dots further; the line's own height counts.
func (r *Roll) feed(dots int) {
	before := r.fed
	r.flush()
	if rest := dots - (r.fed - before); rest > 0 {
		r.advance(rest, nil)
	}
}

// newLine prints the line. Taller characters than the spacing make it wider.
func (r *Roll) newLine() {
	l := r.line
	r.line = line{}
	height := 0
	for _, c := range l.cells {
		height = max(height, c.scaleY*cellHeight)
	}
	if len(l.cells) == 0 {
		r.advance(r.style.spacing, nil)
		return
	}
	r.slip().Lines = append(r.slip().Lines, string(l.text))
	pixels := make([]byte, height*r.opts.Width)
	x := r.style.align.indent(r.opts.Width, l.width)
	for _, c := range l.cells {
		r.strike(pixels, x, height, c)
		x += c.width * c.scaleX
	}
	r.advance(max(height, r.style.spacing), pixels)
}

// strike draws one cell on the foot of the line.
func (r *Roll) strike(pixels []byte, left, height int, c cell) {
	size, baseline := cellHeight, 21
	if c.width == asciiWidth {
		size = 20 // so that the widest letters nearly fit their cells
	}
	g := r.font.Glyph(c.rune, size)
	shift := max(0, (c.width-g.Advance)/2)
	top := height - cellHeight*c.scaleY
	for y := range cellHeight * c.scaleY {
		for x := range c.width * c.scaleX {
			px, py := x/c.scaleX-shift, y/c.scaleY-baseline
			dark := g.Mask.AlphaAt(px, py).A > 110 || c.bold && g.Mask.AlphaAt(px-1, py).A > 110
			if at := left + x; dark && at < r.opts.Width {
				pixels[(top+y)*r.opts.Width+at] = 1
			}
		}
	}
}
