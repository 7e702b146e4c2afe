package staff

import (
	"strings"
	"testing"
)

func TestPasswords(t *testing.T) {
	for plain, want := range map[string]string{
		"Qingsong-2026": "", "correct horse battery": "", "青松社区服务站的密码呀": "", "qsxm-8841-y": "",
		"short": "password.too_short", "九个字的密码不够长": "password.too_short", "": "password.too_short",
		"1234567890": "password.too_common", "0987654321": "password.too_common", "aaaaaaaaaa": "password.too_common", "1212121212": "password.too_common",
		"password2026": "password.too_common", "Admin@123456": "password.too_common", "qwertyuiop": "password.too_common", "1q2w3e4r5t": "password.too_common",
		strings.Repeat("长密码", 43): "password.too_long",
	} {
		got := ""
		if refusal := CheckPassword(plain); refusal != nil {
			got = refusal.Code()
		}
		if got != want {
			t.Errorf("%q = %q, want %q", plain, got, want)
		}
	}
}

func TestOnlyTheRightPasswordOpens(t *testing.T) {
	hash := hashed(t, "Qingsong-2026")
	for name, c := range map[string]struct {
		hash, plain string
		want        bool
	}{
		"right": {hash, "Qingsong-2026", true}, "wrong": {hash, "qingsong-2026", false}, "empty": {hash, "", false},
		"no such account": {"", "Qingsong-2026", false}, "no such account, no password": {"", "", false}, "without end": {hash, strings.Repeat("x", 1000), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := VerifyPassword(c.hash, c.plain); got != c.want || err != nil {
				t.Errorf("opens = %v, %v, want %v", got, err, c.want)
			}
		})
	}
	if _, err := VerifyPassword("nonsense", "x"); err == nil {
		t.Error("a broken hash is not noticed")
	}
	if hash == hashed(t, "Qingsong-2026") {
		t.Error("two hashes of one password are equal: the salt is not fresh")
	}
}

func FuzzCheckHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add(nobody)
	f.Add("")
	f.Fuzz(func(t *testing.T, hash string) {
		if CheckHash(hash) != nil || strings.Contains(hash, "m=2") || strings.Contains(hash, "m=1") { // checking up to 256 MiB would only warm the room
			return
		}
		if _, err := VerifyPassword(hash, "Qingsong-2026"); err != nil && len(hash) < 100 {
			t.Errorf("an accepted hash %q cannot be checked: %v", hash, err)
		}
	})
}

func BenchmarkVerifyPassword(b *testing.B) {
	for b.Loop() {
		if _, err := VerifyPassword("", "Qingsong-2026"); err != nil {
			b.Fatal(err)
		}
	}
}
