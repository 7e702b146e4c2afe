package trust

import (
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// letters are those of a code: none that can be taken for another (no 0 O 1 I L). There are 31, a prime, which makes the check letter strong.
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const (
	secretBytes = 10
	// maxHost bounds host names in codes; with more, nobody would type it.
	maxHost = 64
	// group is how many letters stand between two hyphens.
	group = 4
	// shortest is the number of letters of a code with a host name of one letter, longest that of one with maxHost.
	shortest = 23
	longest  = 125
)

// What a code says about the address; it is the first letter.
const (
	hostIPv4 = iota
	hostIPv6
	hostName
)

// A Code says where a joiner calls and proves that it may (入网码): host and port of the station that made it, and 80 bits of secret.
// Written, it is a letter for the kind of address, the bytes as one number of base 31, and a check letter that
// notices every wrong letter and every two that changed places. A usual one has 28 letters.
type Code struct {
	// Address is host:port.
	Address string
	secret  [secretBytes]byte
}

// String writes the code in groups of four.
func (c Code) String() string {
	kind, host, port, err := splitAddress(c.Address)
	if err != nil {
		return ""
	}
	payload := slices.Concat(host, []byte{byte(port >> 8), byte(port)}, c.secret[:])
	digits := append([]byte{byte(kind)}, toDigits(payload)...)
	digits = append(digits, check(digits))
	var text strings.Builder
	for i, d := range digits {
		if i > 0 && i%group == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(letters[d])
	}
	return text.String()
}

// ParseCode reads a code as typed: lower or upper case, with hyphens and spaces anywhere, also in the wide letters of a Chinese input
// method. ErrMistyped where it cannot be a code; anything else about it only the office knows.
func ParseCode(text string) (Code, error) {
	digits, err := readDigits(text)
	if err != nil {
		return Code{}, err
	}
	last := len(digits) - 1
	if check(digits[:last]) != digits[last] {
		return Code{}, fmt.Errorf("%w: the check letter does not fit", ErrMistyped)
	}
	payload, ok := fromDigits(digits[1:last])
	if !ok || len(payload) < secretBytes+3 {
		return Code{}, fmt.Errorf("%w: no address and secret", ErrMistyped)
	}
	at := len(payload) - secretBytes
	c := Code{secret: [secretBytes]byte(payload[at:])}
	port := uint16(payload[at-2])<<8 | uint16(payload[at-1])
	if c.Address, ok = joinAddress(int(digits[0]), payload[:at-2], port); !ok {
		return Code{}, fmt.Errorf("%w: no address", ErrMistyped)
	}
	return c, nil
}

func readDigits(text string) ([]byte, error) {
	var digits []byte
	for _, r := range text {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if strings.ContainsRune("- \t\r\n\u3000\u2010\u2013\u2014", r) {
			continue
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		d := strings.IndexRune(letters, r)
		if d < 0 || len(digits) == longest {
			return nil, fmt.Errorf("%w: letter %d", ErrMistyped, len(digits)+1)
		}
		digits = append(digits, byte(d))
	}
	if len(digits) < shortest {
		return nil, fmt.Errorf("%w: only %d letters", ErrMistyped, len(digits))
	}
	return digits, nil
}

// check is the letter that makes zero of the sum of all, each times another power of 3: itself times 1, the others times 3, 9, 27 and so on.
// Powers of 3 run through all of 1 to 30 before they repeat, so neither a wrong letter nor an exchange of two that stand less than thirty
// places apart goes unnoticed.
func check(digits []byte) byte {
	sum, power := 0, 1
	for _, d := range digits {
		power = power * 3 % len(letters)
		sum += int(d) * power
	}
	return byte((len(letters) - sum%len(letters)) % len(letters))
}

// toDigits writes bytes as a number of base 31, with as many digits as so many bytes need at most.
func toDigits(b []byte) []byte {
	digits := make([]byte, digitsFor(len(b)))
	base, rest, digit := big.NewInt(int64(len(letters))), new(big.Int).SetBytes(b), new(big.Int)
	for i := len(digits) - 1; i >= 0; i-- {
		rest.DivMod(rest, base, digit)
		digits[i] = byte(digit.Int64())
	}
	return digits
}

// fromDigits is the way back. Numbers that so many bytes cannot hold are refused: every code is written in one way only.
func fromDigits(digits []byte) ([]byte, bool) {
	count := len(digits) * 5 / 8 // a digit is a little less than five bits
	for digitsFor(count) > len(digits) {
		count--
	}
	if digitsFor(count) != len(digits) {
		return nil, false
	}
	base, sum := big.NewInt(int64(len(letters))), new(big.Int)
	for _, d := range digits {
		sum.Add(sum.Mul(sum, base), big.NewInt(int64(d)))
	}
	if sum.BitLen() > count*8 {
		return nil, false
	}
	return sum.FillBytes(make([]byte, count)), true
}

// digitsFor is how many digits of base 31 hold so many bytes.
func digitsFor(bytes int) int {
	largest := new(big.Int).Lsh(big.NewInt(1), uint(bytes)*8)
	digits := 0
	for reach := big.NewInt(1); reach.Cmp(largest) < 0; digits++ {
		reach.Mul(reach, big.NewInt(int64(len(letters))))
	}
	return digits
}

// splitAddress tells host:port apart, as a code holds it.
func splitAddress(address string) (kind int, host []byte, port uint16, err error) {
	text, portText, err := net.SplitHostPort(address)
	if err != nil {
		return 0, nil, 0, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	number, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || number == 0 {
		return 0, nil, 0, fmt.Errorf("%w: port %q", ErrAddress, portText)
	}
	if ip, err := netip.ParseAddr(text); err == nil {
		if ip.Is4() {
			return hostIPv4, ip.AsSlice(), uint16(number), nil
		}
		if ip.Zone() == "" && !ip.Is4In6() {
			return hostIPv6, ip.AsSlice(), uint16(number), nil
		}
	}
	if text = strings.ToLower(text); !isHost(text) {
		return 0, nil, 0, fmt.Errorf("%w: host %q", ErrAddress, text)
	}
	return hostName, []byte(text), uint16(number), nil
}

func joinAddress(kind int, host []byte, port uint16) (string, bool) {
	text := string(host)
	if kind == hostIPv4 || kind == hostIPv6 {
		ip, ok := netip.AddrFromSlice(host)
		if !ok {
			return "", false
		}
		text = ip.String()
	}
	address := net.JoinHostPort(text, strconv.Itoa(int(port)))
	back, again, _, err := splitAddress(address)
	return address, err == nil && back == kind && string(again) == string(host)
}

// isHost says whether text is a host name of lower-case letters, digits, dots and hyphens.
func isHost(text string) bool {
	if text == "" || len(text) > maxHost {
		return false
	}
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' {
			return false
		}
	}
	return true
}
