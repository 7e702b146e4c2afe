package idcard

// CheckNumber reports whether an 18-character number (citizen number 公民身份号码, residence permit of residents of Hong
// Kong, Macau and Taiwan, foreign card of 2023) has the shape and the check character of GB 11643-1999. A lower-case x
// passes; digits other than ASCII do not. It knows nothing of area codes and dates.
func CheckNumber(number string) bool {
	if len(number) != 18 {
		return false
	}
	const checks = "10X98765432"
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		d := number[i]
		if d < '0' || d > '9' {
			return false
		}
		sum += w * int(d-'0')
	}
	last := number[17]
	if last == 'x' {
		last = 'X'
	}
	return last == checks[sum%11]
}

// CheckForeignNumber reports whether the 15-character number of a foreign card of 2017 has its shape (three letters, twelve
// digits) and its check digit, the 7-3-1 rule of machine readable passports.
func CheckForeignNumber(number string) bool {
	if len(number) != 15 {
		return false
	}
	for i := range 15 {
		letter := number[i] >= 'A' && number[i] <= 'Z'
		digit := number[i] >= '0' && number[i] <= '9'
		if i < 3 && !letter || i >= 3 && !digit {
			return false
		}
	}
	check, ok := check731(number[:14])
	return ok && check == number[14]
}

// check731 sums digits and letters (A=10 to Z=35) with the weights 7, 3, 1.
func check731(s string) (check byte, ok bool) {
	weights := [3]int{7, 3, 1}
	sum := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			sum += weights[i%3] * int(c-'0')
		case c >= 'A' && c <= 'Z':
			sum += weights[i%3] * int(c-'A'+10)
		default:
			return 0, false
		}
	}
	return byte('0' + sum%10), true
}

// birthIn returns the birth digits (YYYYMMDD) and the sex code of the sequence digit in an 18-character number.
func birthIn(number string) (birth, sex string, found bool) {
	if len(number) != 18 || !digits(number[:17]) {
		return "", "", false
	}
	return number[6:14], sexOf(number[16]), true
}

// sexOf reads a sequence digit: odd is male.
func sexOf(sequence byte) string {
	if sequence%2 == 1 {
		return "1"
	}
	return "2"
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// NumberSound reports whether the card's number has the shape and check character of its kind of card.
func (c Card) NumberSound() bool {
	if c.Kind == KindForeign2017 {
		return CheckForeignNumber(c.IDNumber)
	}
	return CheckNumber(c.IDNumber)
}
