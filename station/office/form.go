package office

import (
	"encoding/hex"
	"net"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
)

const (
	maxIdentifier = 64
	maxName       = 60  // characters
	maxReason     = 200 // characters
	maxProgram    = 100
	maxAddress    = 260 // a host name of 253 and a port
	keyBytes      = 32  // SHA-256
)

// identifier tells whether a text can name a station, an office or an epoch: it stands in certificates, file names and log lines, so only letters, digits,
// dots, dashes and underscores, and a letter or digit first.
func identifier(s string) bool {
	if s == "" || len(s) > maxIdentifier {
		return false
	}
	for i := range len(s) {
		c := s[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !plain && (i == 0 || !strings.ContainsRune(".-_", rune(c))) {
			return false
		}
	}
	return true
}

// reachable tells whether a text is host:port with a port one can dial.
func reachable(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" || len(address) > maxAddress || strings.ContainsAny(host, " \t\r\n/") {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 1 && n <= 65535 && port == strconv.Itoa(n)
}

// fingerprint tells whether a text is the SHA-256 of a public key in small hex letters.
func fingerprint(key string) bool {
	b, err := hex.DecodeString(key)
	return err == nil && len(b) == keyBytes && key == strings.ToLower(key)
}

// communityCode tells whether a text is the 12-digit code of a community.
func communityCode(code string) bool {
	return len(code) == 12 && strings.Trim(code, "0123456789") == ""
}

func checkName(v *ledger.Check, name string) {
	trimmed := strings.TrimSpace(name)
	v.That(trimmed != "", "name", "office.name_required")
	v.That(utf8.RuneCountInString(trimmed) <= maxName, "name", "office.name_too_long", "limit", strconv.Itoa(maxName))
}

func checkReason(v *ledger.Check, reason string) {
	trimmed := strings.TrimSpace(reason)
	v.That(trimmed != "", "reason", "office.reason_required")
	v.That(utf8.RuneCountInString(trimmed) <= maxReason, "reason", "office.reason_too_long", "limit", strconv.Itoa(maxReason))
}
