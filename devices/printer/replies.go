package printer

// What printers send back is told apart by fixed bits (Epson, ESC/POS command reference, "Identifying the transmission status"):
// real-time status 0xx1xx10, automatic status 0xx1xx00 and three bytes 0xx0xxxx, paper status on request 0xx0xxxx, XON and XOFF.

// A reply is one thing that a printer said.
type reply struct {
	kind replyKind
	bits [4]byte // one for realTime and mark, four for automatic
}

type replyKind byte

const (
	realTime  replyKind = iota // to DLE EOT n, out of turn
	automatic                  // unasked, after GS a
	mark                       // to GS r 1, when all that came before is done
)

// replies cuts what a printer sends into replies. Flow control and noise are dropped.
type replies struct {
	auto    [4]byte
	partial int // bytes of auto that are there
}

func (r *replies) feed(p []byte, emit func(reply)) {
	for _, b := range p {
		switch {
		case b&0x93 == 0x12:
			r.partial = 0
			emit(reply{kind: realTime, bits: [4]byte{b}})
		case b&0x93 == 0x10:
			r.auto[0], r.partial = b, 1
		case b&0x90 == 0 && r.partial > 0:
			r.auto[r.partial] = b
			if r.partial++; r.partial == len(r.auto) {
				r.partial = 0
				emit(reply{kind: automatic, bits: r.auto})
			}
		case b&0x90 == 0:
			emit(reply{kind: mark, bits: [4]byte{b}})
		default: // XON, XOFF, noise
		}
	}
}
