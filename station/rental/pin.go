package rental

import (
	"strings"

	"jiezhan/station/ledger"
)

// pinLength is how many digits a PIN has: what a number pad and a memory can bear. The lock-out after five wrong ones makes up for it.
const pinLength = 6

// CheckPIN judges a new PIN where it is known in clear; nil means good enough. What everybody tries first is refused.
func CheckPIN(pin string) *ledger.Refusal {
	var v ledger.Check
	digits := len(pin) == pinLength && strings.Trim(pin, "0123456789") == ""
	v.That(digits, "pin", "reporter.pin_invalid")
	if digits {
		v.That(!easy(pin), "pin", "reporter.pin_easy")
	}
	return v.Refusal()
}

// easy tells whether a PIN is a run, two digits at most, or one half twice.
func easy(pin string) bool {
	const up, down = "01234567890123456789", "98765432109876543210"
	if strings.Contains(up, pin) || strings.Contains(down, pin) || pin[:pinLength/2] == pin[pinLength/2:] {
		return true
	}
	different := map[rune]bool{}
	for _, r := range pin {
		different[r] = true
	}
	return len(different) < 3
}
