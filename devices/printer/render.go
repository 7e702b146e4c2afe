package printer

import (
	"image"
	"strconv"
	"strings"

	"rsc.io/qr"

	"jiezhan/fonts"
)

// Sizes of text, in times the printer's own.
const (
	normal = 1
	large  = 2
)

// Sizes in dots of pictures that are printed doubled.
const (
	numberSize = 96  // of the number's em
	codeSize   = 100 // of the QR code's side, at most, as long as a module is more than one dot
)

// Most lines of each part; more is cut short with an ellipsis, so that no text can use up a roll.
const (
	hallLines = 2
	partLines = 3
	noteLines = 10
)

// Render writes the ticket as ESC/POS, handing over included.
func Render(t Ticket, p Profile) []byte {
	return append(body(t, p), handOver(p)...)
}

// body is the ticket without what hands it over.
func body(t Ticket, p Profile) []byte {
	var s stream
	w := writer{stream: &s, profile: p, charset: charsetOf(p.Codepage)}
	words := p.Words.withDefaults()
	s.begin()
	s.bold(true)
	w.text(t.Hall, normal, hallLines)
	s.bold(false)
	s.WriteByte(lf)
	w.number(t.Number)
	s.WriteByte(lf)
	w.text(t.Group, large, partLines)
	w.text(t.Service, normal, partLines)
	if t.Waiting >= 0 {
		w.text(strings.ReplaceAll(words.Waiting, "{n}", strconv.Itoa(t.Waiting)), large, partLines)
	}
	w.code(t.Token)
	if !t.At.IsZero() {
		w.text(words.Taken+" "+t.At.Format("2006-01-02 15:04"), normal, 1)
	}
	w.text(t.Note, normal, noteLines)
	return s.Bytes()
}

// A writer turns text into commands.
type writer struct {
	*stream
	profile Profile
	charset charset
}

func (p Profile) width() int {
	if p.Width == 0 {
		return Width80
	}
	return p.Width
}

// text prints lines of text, each in the printer's own font or, when that lacks a character of it, as a picture: a line in two typefaces
// would look like a mistake. Empty text prints nothing.
func (w *writer) text(text string, size, limit int) {
	lines := wrap(text, w.profile.width()/(cellWidth*size), limit)
	if len(lines) == 0 {
		return
	}
	if size != normal {
		w.magnify(size)
	}
	for _, line := range lines {
		if own, inFont := w.charset.encode(line); inFont {
			w.line(own)
		} else {
			w.picture(drawn(line, cellHeight*size, w.profile.width()), false)
		}
	}
	if size != normal {
		w.magnify(normal)
	}
}

// number prints the number as large as the paper allows, always as a picture: printers' own fonts end at 24 dots, and stairs are hard to
// read from afar.
func (w *writer) number(number string) {
	text := strings.Join(wrap(number, 24, 1), "")
	if text == "" {
		return
	}
	size := numberSize
	font, err := fonts.Sans()
	for err == nil && size > cellHeight/2 && font.Width(text, size) > w.profile.width()/2 {
		size--
	}
	w.picture(trimmed(drawn(text, size, w.profile.width()/2)), true)
}

// code prints the QR code as a picture: unlike GS ( k that works on every maker's printer, and doubled dots make it no longer than a line.
// A token that no QR code holds is left out.
func (w *writer) code(token string) {
	if token == "" {
		return
	}
	code, err := qr.Encode(token, qr.M)
	if err != nil {
		return
	}
	const quiet = 2 // modules above and below; text keeps its distance besides, and both sides are white
	scale := max(1, codeSize/code.Size)
	img := image.NewAlpha(image.Rect(0, 0, code.Size*scale, (code.Size+2*quiet)*scale))
	for y := range code.Size * scale {
		for x := range code.Size * scale {
			if code.Black(x/scale, y/scale) {
				img.Pix[img.PixOffset(x, y+quiet*scale)] = 0xFF
			}
		}
	}
	w.picture(img, true)
}
