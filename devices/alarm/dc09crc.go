package alarm

// dc09CRC carries a CRC-16/ARC (polynomial A001 reflected, start 0, no final xor) over the next bytes. "123456789" gives BB3D.
func dc09CRC(sum uint16, p []byte) uint16 {
	for len(p) >= 8 {
		sum ^= uint16(p[0]) | uint16(p[1])<<8
		sum = dc09Table[7][sum&0xFF] ^ dc09Table[6][sum>>8] ^ dc09Table[5][p[2]] ^ dc09Table[4][p[3]] ^
			dc09Table[3][p[4]] ^ dc09Table[2][p[5]] ^ dc09Table[1][p[6]] ^ dc09Table[0][p[7]]
		p = p[8:]
	}
	for _, b := range p {
		sum = sum>>8 ^ dc09Table[0][byte(sum)^b]
	}
	return sum
}

// dc09Table[n][b] is what byte b does to the sum after n more zero bytes, so that eight bytes take one step.
var dc09Table = func() (t [8][256]uint16) {
	for b := range t[0] {
		sum := uint16(b)
		for range 8 {
			sum = sum>>1 ^ 0xA001*(sum&1)
		}
		t[0][b] = sum
	}
	for n := 1; n < len(t); n++ {
		for b, before := range t[n-1] {
			t[n][b] = before>>8 ^ t[0][byte(before)]
		}
	}
	return t
}()
