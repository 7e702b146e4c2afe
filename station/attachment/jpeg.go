package attachment

// Markers of JPEG (ISO/IEC 10918-1, table B.1).
const (
	markerPrefix  = 0xFF
	markerStart   = 0xD8 // SOI
	markerEnd     = 0xD9 // EOI
	markerScan    = 0xDA // SOS
	markerRestart = 0xD0 // RST0 to RST7
	markerApp     = 0xE0 // APP0 to APP15: notes of cameras and programs
	markerComment = 0xFE // COM
)

// tidyJPEG answers the picture without the notes beside it, and whether the bytes are one JPEG from the first to the last. Only what makes up a
// baseline or progressive picture is known; a second file behind or between it is not taken.
func tidyJPEG(b []byte) ([]byte, bool) {
	if len(b) < 4 || b[0] != markerPrefix || b[1] != markerStart {
		return nil, false
	}
	out, rest, scanned := append(make([]byte, 0, len(b)), b[:2]...), b[2:], false
	for len(rest) >= 4 && rest[0] == markerPrefix {
		marker := rest[1]
		end := 2 + int(rest[2])<<8 + int(rest[3])
		if end < 4 || end > len(rest) || !isSegment(marker) {
			return nil, false
		}
		if !isNote(marker) {
			out = append(out, rest[:end]...)
		}
		rest = rest[end:]
		if marker == markerScan {
			n := scanLength(rest)
			out, rest, scanned = append(out, rest[:n]...), rest[n:], true
		}
	}
	if !scanned || len(rest) != 2 || rest[0] != markerPrefix || rest[1] != markerEnd {
		return nil, false
	}
	return append(out, rest...), true
}

func isNote(marker byte) bool { return marker&0xF0 == markerApp || marker == markerComment }

// isSegment knows the segments of a picture and its notes: frames of the first three kinds, tables, restart interval, scan.
func isSegment(marker byte) bool {
	switch marker {
	case 0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, markerScan:
		return true
	default:
		return isNote(marker)
	}
}

// scanLength is how many bytes of a scan come before the next marker. Within a scan FF is followed by 00 or a restart.
func scanLength(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == markerPrefix && b[i+1] != 0 && b[i+1]&^7 != markerRestart {
			return i
		}
	}
	return len(b)
}
