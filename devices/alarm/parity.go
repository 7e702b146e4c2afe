package alarm

import "math/bits"

// LooksLikeParity reports whether p, bytes that make no sense, were sent with 7 data bits and a parity bit and read with 8
// and none: every byte has the same parity, and some have the top bit set.
func LooksLikeParity(p []byte) bool {
	const enough = 8 // by chance, one run of bytes in 128 has one parity
	marked, odd := 0, 0
	for _, c := range p {
		if c == 0xFF { // an idle line, not a character
			return false
		}
		marked += int(c >> 7)
		odd += bits.OnesCount8(c) & 1
	}
	return len(p) >= enough && marked > 0 && (odd == 0 || odd == len(p))
}
