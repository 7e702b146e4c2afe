package staff

import (
	"errors"
	"strings"
)

// Log-on names are 3 to 32 characters long.
const minLogin, maxLogin = 3, 32

// ErrLogin says that a text cannot be a log-on name.
var ErrLogin = errors.New("a log-on name is 3 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter")

// ParseLogin reads a log-on name as people type it: spaces around it and capitals do not count, full-width letters become narrow ones.
func ParseLogin(text string) (string, error) {
	login := strings.Map(small, strings.TrimSpace(text))
	if len(login) < minLogin || len(login) > maxLogin || login[0] < 'a' || login[0] > 'z' {
		return "", ErrLogin
	}
	for _, r := range login {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r) {
			return "", ErrLogin
		}
	}
	return login, nil
}

// small turns capitals, and the full-width forms of ASCII (U+FF01 to U+FF5E) that a Chinese input method writes, into small ASCII letters. Other
// alphabets stay as they are, so that no foreign letter passes for one of ours.
func small(r rune) rune {
	if r >= '！' && r <= '～' {
		r += '!' - '！'
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}
