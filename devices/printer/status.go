package printer

// A status is what a printer's status bytes say.
type status struct {
	offline                bool // for whatever reason
	coverOpen              bool
	paperOut, paperNearEnd bool
	cutter, broken, hot    bool
}

// The questions DLE EOT n.
const (
	askPrinter = 1 + iota
	askOffline
	askError
	askPaper
)

// realTime takes the answer to DLE EOT n.
func (s *status) realTime(n, b byte) {
	bit := func(i int) bool { return b>>i&1 != 0 }
	switch n {
	case askPrinter:
		s.offline = bit(3)
	case askOffline:
		s.coverOpen = bit(2)
	case askError:
		s.cutter, s.broken, s.hot = bit(3), bit(5), bit(6)
	case askPaper:
		s.paperNearEnd, s.paperOut = b&0x0C != 0, b&0x60 != 0
	}
}

// automatic takes an automatic status.
func (s *status) automatic(b [4]byte) {
	s.offline, s.coverOpen = b[0]&0x08 != 0, b[0]&0x20 != 0
	s.cutter, s.broken, s.hot = b[1]&0x08 != 0, b[1]&0x20 != 0, b[1]&0x40 != 0
	s.paperNearEnd, s.paperOut = b[2]&0x03 != 0, b[2]&0x0C != 0
}

// fault is what a person is told first, empty when the printer prints.
func (s status) fault() string {
	switch {
	case s.broken:
		return FaultBroken
	case s.cutter:
		return FaultCutter
	case s.coverOpen:
		return FaultCoverOpen // an open cover reports no paper as well
	case s.paperOut:
		return FaultPaperOut
	case s.hot:
		return FaultHot
	case s.offline:
		return FaultOffline
	default:
		return ""
	}
}

func (s status) paper() Paper {
	switch {
	case s.paperOut:
		return PaperOut
	case s.paperNearEnd:
		return PaperNearEnd
	default:
		return PaperOK
	}
}

func (s status) cover() Cover {
	if s.coverOpen {
		return CoverOpen
	}
	return CoverClosed
}
