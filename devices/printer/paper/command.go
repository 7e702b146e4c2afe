package paper

// Control bytes.
const (
	nul = 0x00
	lf  = 0x0A
	cr  = 0x0D
	dle = 0x10
	esc = 0x1B
	fs  = 0x1C
	gs  = 0x1D
)

// A command follows its two bytes with arguments.
type command struct {
	args int
	more func(args []byte) int                 // length of what follows the arguments; negative: no such command
	run  func(r *Roll, args, data []byte) bool // false: it has no such argument
}

// take interprets what b begins with and returns its length, 0 while it is not complete.
func (r *Roll) take(b []byte) int {
	switch c := b[0]; {
	case c == nul || c == cr:
		return 1
	case c == lf:
		r.newLine()
		return 1
	case c == dle || c == esc || c == fs || c == gs:
		return r.takeCommand(b)
	case c < 0x20 || c == 0x7F:
		r.unknown++
		return 1
	}
	return r.takeCharacter(b)
}

func (r *Roll) takeCommand(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	c, known := r.commands[string(b[:2])]
	if !known {
		r.unknown += 2
		return 2
	}
	length := 2 + c.args
	if len(b) < length {
		return 0
	}
	args, end := b[2:length], length
	if c.more != nil {
		more := c.more(args)
		if more < 0 {
			r.unknown += length
			return length
		}
		end += more
	}
	if len(b) < end {
		return 0
	}
	if !c.run(r, args, b[length:end]) {
		r.unknown += end
	}
	return end
}

// set is a command with one argument of which all values up to limit do something.
func set(limit byte, do func(r *Roll, n byte)) command {
	return command{args: 1, run: func(r *Roll, args, _ []byte) bool {
		if args[0] > limit {
			return false
		}
		do(r, args[0])
		return true
	}}
}

func plain(do func(r *Roll)) command {
	return command{run: func(r *Roll, _, _ []byte) bool {
		do(r)
		return true
	}}
}

func commands() map[string]command {
	return map[string]command{
		"\x10\x04": set(4, func(*Roll, byte) {}), // answered when it arrives, nothing is left to do
		"\x1b@":    plain((*Roll).initialise),
		"\x1b2":    plain(func(r *Roll) { r.style.spacing = defaultSpacing }),
		"\x1b3":    set(255, func(r *Roll, n byte) { r.style.spacing = int(n) }),
		"\x1ba":    set(2, func(r *Roll, n byte) { r.style.align = align(n) }),
		"\x1bd":    set(255, func(r *Roll, n byte) { r.feed(int(n) * r.style.spacing) }),
		"\x1bE":    set(255, func(r *Roll, n byte) { r.style.bold = n&1 != 0 }),
		"\x1bJ":    set(255, func(r *Roll, n byte) { r.feed(int(n)) }),
		"\x1bR":    set(17, func(*Roll, byte) {}), // the font shows ASCII whatever the country
		"\x1c&":    plain(func(r *Roll) { r.style.chinese = true }),
		"\x1c.":    plain(func(r *Roll) { r.style.chinese = false }),
		"\x1c!":    set(255, func(r *Roll, n byte) { r.style.hanX, r.style.hanY = 1+int(n>>2&1), 1+int(n>>3&1) }),
		"\x1d!":    set(255, (*Roll).magnify),
		"\x1dV":    {args: 1, more: cutFeed, run: (*Roll).cutPaper},
		"\x1da":    set(255, func(r *Roll, n byte) { r.opts.Answer('a', n) }),
		"\x1dr":    set(255, func(r *Roll, n byte) { r.opts.Answer('r', n) }),
		"\x1dv":    {args: 6, more: rasterSize, run: (*Roll).raster},
	}
}

// cutFeed knows the two forms of GS V: cut here, and feed to the knife first.
func cutFeed(args []byte) int {
	switch args[0] {
	case 0, 1, '0', '1':
		return 0
	case 65, 66:
		return 1
	default:
		return -1
	}
}

// knife is how far the cutter is above the head, in dots.
const knife = 96

func (r *Roll) cutPaper(_, feed []byte) bool {
	r.flush()
	if len(feed) > 0 {
		r.advance(knife+int(feed[0]), nil)
	}
	r.cut()
	return true
}

// rasterSize is the length of the data of GS v 0 m xL xH yL yH.
func rasterSize(args []byte) int {
	across, down := int(args[2])|int(args[3])<<8, int(args[4])|int(args[5])<<8
	if args[0] != '0' || args[1] > 3 && (args[1] < '0' || args[1] > '3') || across == 0 || across > 128 || down == 0 || down > 4096 {
		return -1
	}
	return across * down
}

// raster prints a picture of eight dots a byte, each dot doubled across (m=1), down (2) or both (3). What does not fit is lost.
func (r *Roll) raster(args, data []byte) bool {
	r.flush()
	across := int(args[2]) | int(args[3])<<8
	scaleX, scaleY := 1+int(args[1]&1), 1+int(args[1]>>1&1)
	left := r.style.align.indent(r.opts.Width, across*8*scaleX)
	for len(data) > 0 {
		row := make([]byte, r.opts.Width)
		for x := range across * 8 * scaleX {
			dot := x / scaleX
			if at := left + x; at < len(row) {
				row[at] = data[dot/8] >> (7 - dot%8) & 1
			}
		}
		for range scaleY {
			r.advance(1, row)
		}
		data = data[across:]
	}
	return true
}
