package staff

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"jiezhan/station/ledger"
)

// A password is 10 to 128 characters long. The upper bound keeps a log-on from costing more than one hash.
const minPassword, maxPassword = 10, 128

// CheckPassword judges a new password where it is known in clear; nil means good enough. The rule is length (10 characters), not
// a mixture of signs, and a refusal of what everybody tries first.
func CheckPassword(plain string) *ledger.Refusal {
	var v ledger.Check
	length := utf8.RuneCountInString(plain)
	v.That(length >= minPassword, "password", "password.too_short")
	v.That(length <= maxPassword, "password", "password.too_long")
	if length >= minPassword {
		v.That(!common(plain), "password", "password.too_common")
	}
	return v.Refusal()
}

// common tells whether a password is among the first that somebody would try: few different signs, a run of the keyboard, a stock word with figures.
func common(plain string) bool {
	lower := strings.ToLower(plain)
	letters := strings.Trim(lower, "0123456789!@#.-_ ")
	if slices.Contains(stockWords(), letters) {
		return true
	}
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	if len(different) < 4 {
		return true
	}
	for _, run := range []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p"} {
		if strings.Contains(run, lower) || strings.Contains(run, reversed(lower)) {
			return true
		}
	}
	return false
}

func stockWords() []string {
	return []string{"password", "passw0rd", "admin", "administrator", "root", "user", "welcome", "letmein", "iloveyou", "woaini", "qwerty", "qwertyuiop", "abc", "abcd"}
}

func reversed(s string) string {
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}

// Cost is what one hash costs. It stands inside every hash, so that it can be raised without touching the old ones.
type Cost struct {
	// Memory in KiB.
	Memory  uint32
	Passes  uint32
	Threads uint8
}

// KioskCost suits a kiosk PC with two cores that also serves residents: 32 MiB and 3 passes, some 60 ms.
func KioskCost() Cost { return Cost{Memory: 32 * 1024, Passes: 3, Threads: 1} }

// most is the highest cost accepted in a hash that arrives in a command: 256 MiB, 16 passes, 4 threads.
func most() Cost { return Cost{Memory: 256 * 1024, Passes: 16, Threads: 4} }

// HashPassword makes the encoded argon2id hash ($argon2id$v=19$…) with a fresh salt. It is called before the command is made, never in Apply.
func HashPassword(plain string, cost Cost) (string, error) {
	hash, err := argon2id.CreateHash(plain, &argon2id.Params{
		Memory: cost.Memory, Iterations: cost.Passes, Parallelism: cost.Threads, SaltLength: 16, KeyLength: 32,
	})
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// VerifyPassword tells whether plain is the password behind hash. An empty hash stands for "no such account": the same work is done and the
// answer is no, so that the time taken does not tell which log-on names exist.
func VerifyPassword(hash, plain string) (bool, error) {
	if utf8.RuneCountInString(plain) > maxPassword {
		return false, nil
	}
	known := hash != ""
	if !known {
		hash = nobody
	}
	ok, err := argon2id.ComparePasswordAndHash(plain, hash)
	if err != nil {
		return false, fmt.Errorf("verify password: %w", err)
	}
	return ok && known, nil
}

// nobody is a hash at KioskCost whose password nobody knows.
const nobody = "$argon2id$v=19$m=32768,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// ErrHash says that a text is not a hash as HashPassword writes it, or that checking it would cost too much.
var ErrHash = errors.New("not an argon2id hash of bearable cost")

// CheckHash keeps a malformed or ruinously expensive hash out of the register.
func CheckHash(hash string) error {
	params, salt, key, err := argon2id.DecodeHash(hash)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrHash, err)
	}
	limit := most()
	cheap := params.Memory <= limit.Memory && params.Iterations <= limit.Passes && params.Parallelism <= limit.Threads
	if !cheap || params.Iterations == 0 || params.Parallelism == 0 || len(salt) < 8 || len(key) < 16 {
		return ErrHash
	}
	return nil
}
