package printer

import (
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A charset writes text in the bytes of a printer's own font, as far as the font has the characters.
//
// All bytes are those of GB 18030; how many of its characters a font holds differs. GB 2312 is in every Chinese printer. The other Han
// characters of GBK (U+4E00 to U+9FA5) are in nearly all, but makers differ in GBK's extra signs, so these are drawn. Extension A, in four
// bytes, is in those that were tested for GB 18030-2000.
type charset struct{ han, extended bool }

func charsetOf(codepage string) charset {
	switch codepage {
	case "gb2312":
		return charset{}
	case "gb18030":
		return charset{han: true, extended: true}
	default:
		return charset{han: true}
	}
}

// encode returns the line in bytes, or false when the font lacks one of its characters.
func (c charset) encode(line string) ([]byte, bool) {
	encoder := simplifiedchinese.GB18030.NewEncoder()
	var out []byte
	for _, r := range line {
		if r < 0x80 {
			out = append(out, byte(r))
			continue
		}
		b, err := encoder.String(string(r))
		if err != nil || !c.has(r, b) {
			return nil, false
		}
		out = append(out, b...)
	}
	return out, true
}

// has reports whether the font holds r, which GB 18030 writes as b.
func (c charset) has(r rune, b string) bool {
	switch {
	case len(b) == 2 && inGB2312(b[0], b[1]):
		return true
	case r >= 0x4E00 && r <= 0x9FA5 && len(b) == 2:
		return c.han
	case r >= 0x3400 && r <= 0x4DB5:
		return c.extended
	default:
		return false
	}
}

// inGB2312 knows the characters of GB 2312-80: per row, the cells in use.
func inGB2312(row, cell byte) bool {
	if cell < 0xA1 {
		return false
	}
	within := func(first, last byte) bool { return cell >= first && cell <= last }
	switch {
	case row == 0xA1 || row == 0xA3 || row >= 0xB0 && row <= 0xD6 || row >= 0xD8 && row <= 0xF7:
		return true
	case row == 0xD7:
		return cell <= 0xF9
	case row == 0xA2:
		return within(0xB1, 0xE2) || within(0xE5, 0xEE) || within(0xF1, 0xFC)
	case row == 0xA4:
		return cell <= 0xF3
	case row == 0xA5:
		return cell <= 0xF6
	case row == 0xA6:
		return cell <= 0xB8 || within(0xC1, 0xD8)
	case row == 0xA7:
		return cell <= 0xC1 || within(0xD1, 0xF1)
	case row == 0xA8:
		return cell <= 0xBA || within(0xC5, 0xE9)
	case row == 0xA9:
		return within(0xA4, 0xEF)
	default:
		return false
	}
}
