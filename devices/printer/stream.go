package printer

import (
	"bytes"
	"image"
)

// A stream collects commands. It uses only those that printers of all makers share.
type stream struct {
	bytes.Buffer
}

const (
	lf  = 0x0A
	dle = 0x10
	esc = 0x1B
	fsx = 0x1C // FS; commands for Chinese
	gs  = 0x1D
)

// begin clears modes that someone else left (ESC @), turns ASCII into ASCII (ESC R 0), Chinese on (FS &) and centres all lines (ESC a 1).
func (s *stream) begin() {
	s.Write([]byte{esc, '@', esc, 'R', 0, fsx, '&', esc, 'a', 1})
}

// magnify makes what follows so many times as large. Some makers' Chinese listens to FS ! alone.
func (s *stream) magnify(times int) {
	n := byte(times - 1)
	s.Write([]byte{gs, '!', n<<4 | n, fsx, '!', n<<2 | n<<3})
}

func (s *stream) bold(on bool) {
	n := byte(0)
	if on {
		n = 1
	}
	s.Write([]byte{esc, 'E', n})
}

func (s *stream) line(text []byte) {
	s.Write(text)
	s.WriteByte(lf)
}

// bandLimit is the most image data in one command: it fits into small buffers, and so much white is enough to get out of half an image.
const bandLimit = 1024

// picture prints a black and white image, each pixel doubled in both directions or not, in bands (GS v 0).
func (s *stream) picture(img *image.Alpha, doubled bool) {
	across := (img.Rect.Dx() + 7) / 8
	if across == 0 {
		return
	}
	mode := byte(0)
	if doubled {
		mode = 3
	}
	rows := max(1, bandLimit/across)
	for top := img.Rect.Min.Y; top < img.Rect.Max.Y; top += rows {
		down := min(rows, img.Rect.Max.Y-top)
		s.Write([]byte{gs, 'v', '0', mode, byte(across), 0, byte(down), byte(down >> 8)})
		band := make([]byte, 0, across*down)
		for y := top; y < top+down; y++ {
			band = append(band, pack(img, y, across)...)
		}
		defuse(band)
		s.Write(band)
	}
}

// pack makes eight dots a byte, the leftmost the highest bit.
func pack(img *image.Alpha, y, across int) []byte {
	row := make([]byte, across)
	for x := range img.Rect.Dx() {
		if img.AlphaAt(img.Rect.Min.X+x, y).A >= 0x80 {
			row[x/8] |= 0x80 >> (x % 8)
		}
	}
	return row
}

// defuse takes a dot out of image data that would pass for a real-time command (DLE EOT, DLE ENQ, DLE DC4): printers obey those wherever
// they see them.
func defuse(data []byte) {
	for i := range data[:max(0, len(data)-1)] {
		if data[i] == dle && (data[i+1] == 0x04 || data[i+1] == 0x05 || data[i+1] == 0x14) {
			data[i] = 0
		}
	}
}

// handOver feeds the ticket out of the printer: past the knife and cut (GS V 66), or to the tear bar (ESC d).
func handOver(p Profile) []byte {
	if p.Cutter {
		return []byte{gs, 'V', 66, 0}
	}
	return []byte{esc, 'd', 5}
}

// markRequest asks for automatic status (GS a), which ESC @ and a power cut turn off, and for a sign that all before is done (GS r 1).
func markRequest() []byte {
	const changes = 0x02 | 0x04 | 0x08 // on line, errors, paper
	return []byte{gs, 'a', changes, gs, 'r', 1}
}

// flushOut is white for the rest of an image that broke off, which text would else go into. Outside an image it does nothing.
func flushOut() []byte { return make([]byte, bandLimit+8) }

// voided is what makes a piece void that hangs in the printer, and hands it over.
func voided(p Profile) []byte {
	var s stream
	s.begin()
	s.WriteByte(lf)
	w := writer{stream: &s, profile: p, charset: charsetOf(p.Codepage)}
	s.bold(true)
	w.text(p.Words.withDefaults().Void, normal, 2)
	s.bold(false)
	s.Write(handOver(p))
	return s.Bytes()
}
