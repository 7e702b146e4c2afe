package attachment

import (
	"encoding/binary"
	"hash/crc32"
)

// pngHead begins every PNG (ISO/IEC 15948, 5.2).
const pngHead = "\x89PNG\r\n\x1a\n"

// chunkFrame is what a chunk has beside its data: length, type and checksum of four bytes each.
const chunkFrame = 12

// tidyPNG answers the picture without the notes beside it, and whether the bytes are one PNG from the first to the last.
func tidyPNG(b []byte) ([]byte, bool) {
	if len(b) < len(pngHead) || string(b[:len(pngHead)]) != pngHead {
		return nil, false
	}
	out, rest := append(make([]byte, 0, len(b)), pngHead...), b[len(pngHead):]
	for first := true; len(rest) >= chunkFrame; first = false {
		n := int64(binary.BigEndian.Uint32(rest)) + chunkFrame
		if n > int64(len(rest)) {
			return nil, false
		}
		chunk, kind := rest[:n], string(rest[4:8])
		if crc32.ChecksumIEEE(chunk[4:n-4]) != binary.BigEndian.Uint32(chunk[n-4:]) || first != (kind == "IHDR") {
			return nil, false
		}
		rest = rest[n:]
		switch kind {
		case "IHDR", "PLTE", "tRNS", "IDAT":
			out = append(out, chunk...)
		case "IEND":
			return append(out, chunk...), n == chunkFrame && len(rest) == 0
		default:
			if kind[0]&0x20 == 0 { // a capital letter: not to be left out, and nothing this program knows
				return nil, false
			}
		}
	}
	return nil, false
}
