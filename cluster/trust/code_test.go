package trust

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	for address, length := range map[string]int{
		"192.168.1.20:7301":               28,
		"[fd00::1]:7301":                  48,
		"station-1.lan:65535":             0,
		"a:1":                             shortest,
		strings.Repeat("h", 64) + ":7301": longest,
	} {
		code, expires, err := NewDesk(at(day)).Issue(address, 0)
		if err != nil {
			t.Fatal(err)
		}
		if want := day.Add(15 * time.Minute); !expires.Equal(want) {
			t.Errorf("expires %s, want %s", expires, want)
		}
		if plain := strings.ReplaceAll(code, "-", ""); length > 0 && len(plain) != length {
			t.Errorf("%s has %d letters, want %d", code, len(plain), length)
		}
		wide := strings.Map(func(r rune) rune { return r - '!' + '！' }, code)
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", "  ") + "\n", wide} {
			c, err := ParseCode(typed)
			if err != nil || c.Address != address || c.String() != code {
				t.Errorf("%q is %s for %s, %v; want %s for %s", typed, c, c.Address, err, code, address)
			}
		}
	}
}

func TestAMistypedCodeIsNoticedBeforeItIsSent(t *testing.T) {
	code, _, err := NewDesk(at(day)).Issue("192.168.1.20:7301", 0)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.ReplaceAll(code, "-", "")
	typed := []string{"", plain[1:], plain[:len(plain)-1], plain + "A", strings.Repeat("A", 1000), "您好", plain[:27] + "0", plain[:27] + "O"}
	for i := range plain {
		for _, other := range letters {
			if byte(other) != plain[i] {
				typed = append(typed, plain[:i]+string(other)+plain[i+1:])
			}
		}
		for j := i + 1; j < len(plain); j++ {
			if plain[i] != plain[j] {
				typed = append(typed, plain[:i]+plain[j:j+1]+plain[i+1:j]+plain[i:i+1]+plain[j+1:])
			}
		}
	}
	passed := 0
	for _, text := range typed {
		if _, err := ParseCode(text); err == nil {
			passed++
			if len(text) == len(plain) {
				t.Errorf("%s was taken for %s", text, plain)
			}
		} else if !errors.Is(err, ErrMistyped) {
			t.Errorf("%s: %v, want %v", text, err, ErrMistyped)
		}
	}
	if passed > 1 { // a letter too many or too few passes one time in 31
		t.Errorf("%d mistyped codes passed", passed)
	}
}

func TestAddressesThatFitIntoNoCode(t *testing.T) {
	for _, address := range []string{"", "host", "host:0", "host:65536", "host:port", ":7301", "[fe80::1%eth0]:7301", "[::ffff:1.2.3.4]:7301", "主机:7301", strings.Repeat("h", 65) + ":7301"} {
		if code, _, err := NewDesk(at(day)).Issue(address, 0); !errors.Is(err, ErrAddress) {
			t.Errorf("%q became %q %v, want %v", address, code, err, ErrAddress)
		}
	}
}

func TestADeskHasOnlySoManyCodes(t *testing.T) {
	clock := day
	desk := NewDesk(func() time.Time { return clock })
	for range maxCodes {
		if _, _, err := desk.Issue("host:1", 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := desk.Issue("host:1", 0); !errors.Is(err, errTooMany) {
		t.Errorf("one more = %v, want %v", err, errTooMany)
	}
	clock = clock.Add(codeLife)
	if _, _, err := desk.Issue("host:1", time.Minute); err != nil {
		t.Errorf("after they ran out: %v", err)
	}
}

// FuzzParseCode checks that a code is written in one way only: whatever parses comes back as it was typed.
func FuzzParseCode(f *testing.F) {
	for _, address := range []string{"192.168.1.20:7301", "[fd00::1]:7301", "station-1.lan:80"} {
		code, _, err := NewDesk(at(day)).Issue(address, 0)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(code)
	}
	f.Add("2222-2222-2222-2222-2222-222")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCode(text)
		if err != nil {
			if !errors.Is(err, ErrMistyped) {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		digits, err := readDigits(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := readDigits(c.String())
		if err != nil || string(again) != string(digits) {
			t.Errorf("%q came back as %q", text, c)
		}
	})
}
