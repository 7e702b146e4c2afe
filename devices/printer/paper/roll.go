package paper

import (
	"errors"
	"fmt"
	"image"

	"jiezhan/fonts"
)

// What a roll keeps, so that no stream makes it grow without end.
const (
	maxSlips = 24   // cut pieces, the oldest fall off
	maxRows  = 8000 // dots of one piece, a metre; more is lost
)

// ErrNotUnderstood is the error of a stream with bytes that no command has.
var ErrNotUnderstood = errors.New("the stream has bytes that printers do not understand")

// Options set up a Roll.
type Options struct {
	Width   int                // dots across; 0 is 576
	Charset string             // of the printer's own font: "gb2312", "gbk", "gb18030"; empty is "gbk"
	Answer  func(kind, n byte) // hears GS r n ('r') and GS a n ('a') when all before them is on the paper; nil: nobody
}

// A Roll is the paper in a printer, and the mechanism that writes on it. It has one user at a time.
type Roll struct {
	opts     Options
	font     *fonts.Font
	commands map[string]command

	pending []byte // of a command that is not complete
	unknown int    // bytes that belong to no command
	fed     int    // dots of paper used so far

	style style
	line  line
	slips []*Slip // the last is in the printer
}

// NewRoll returns blank paper.
func NewRoll(o Options) (*Roll, error) {
	font, err := fonts.Sans()
	if err != nil {
		return nil, fmt.Errorf("open the font of the printer: %w", err)
	}
	if o.Width == 0 {
		o.Width = 576
	}
	if o.Charset == "" {
		o.Charset = "gbk"
	}
	if o.Answer == nil {
		o.Answer = func(byte, byte) {}
	}
	r := &Roll{opts: o, font: font, commands: commands(), slips: []*Slip{{width: o.Width}}}
	r.style = r.fresh()
	return r, nil
}

// Write prints. It takes everything and never fails; a command may be split anywhere.
func (r *Roll) Write(p []byte) (int, error) {
	r.pending = append(r.pending, p...)
	for len(r.pending) > 0 {
		n := r.take(r.pending)
		if n == 0 {
			break
		}
		r.pending = r.pending[n:]
	}
	return len(p), nil
}

// Unknown tells how many bytes belonged to no command.
func (r *Roll) Unknown() int { return r.unknown }

// Pending tells how many bytes wait for the rest of their command.
func (r *Roll) Pending() int { return len(r.pending) }

// Fed tells how many dots of paper were used.
func (r *Roll) Fed() int { return r.fed }

// Reset is what switching the printer off and on does: half a command, an unfinished line and all modes are forgotten.
func (r *Roll) Reset() {
	r.pending = nil
	r.initialise()
}

// Slips are the latest pieces of paper; the last one is not cut off yet and may be blank.
func (r *Roll) Slips() []Slip {
	out := make([]Slip, len(r.slips))
	for i, s := range r.slips {
		out[i] = s.clone()
	}
	return out
}

func (r *Roll) slip() *Slip { return r.slips[len(r.slips)-1] }

// advance adds rows of dots to the paper. There may be fewer pixels than rows: the rest is white.
func (r *Roll) advance(rows int, pixels []byte) {
	r.fed += rows
	r.slip().add(rows, pixels)
}

func (r *Roll) cut() {
	r.slip().Cut = true
	r.slips = append(r.slips, &Slip{width: r.opts.Width})
	if len(r.slips) > maxSlips {
		r.slips = append([]*Slip(nil), r.slips[1:]...)
	}
}

// Picture draws the pieces that a stream makes on paper of so many dots across, one below the other. With ErrNotUnderstood it draws what
// it could.
func Picture(stream []byte, width int) (image.Image, error) {
	r, err := NewRoll(Options{Width: width, Charset: "gb18030"})
	if err != nil {
		return nil, err
	}
	_, _ = r.Write(stream) // never fails
	if r.unknown > 0 || len(r.pending) > 0 {
		return r.Image(), ErrNotUnderstood
	}
	return r.Image(), nil
}
