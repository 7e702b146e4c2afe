package alarm

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// isHex is upper case: no wire here sends small letters in a number.
func isHex(c byte) bool { return isDigit(c) || 'A' <= c && c <= 'F' }

func isDigitOrUpper(c byte) bool { return isDigit(c) || isUpper(c) }

// isControl tells what may stand between frames and means nothing: control bytes, and FF of an idle line.
func isControl(c byte) bool { return c < ' ' || c == 0x7F || c == 0xFF }

func isPrintable(c byte) bool { return ' ' <= c && c < 0x7F }

// all reports whether s is not empty and every byte of it is one of an alphabet.
func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return s != ""
}
