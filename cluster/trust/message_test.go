package trust

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// FuzzJoinMessages checks that no bytes of a joiner get past the frame and the application but those of somebody who holds the key named.
func FuzzJoinMessages(f *testing.F) {
	_, body := applying(f)
	message := &strings.Builder{}
	if err := writeMessage(message, body, make([]byte, sha256.Size)); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(message.String()))
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte("\x00\x00\x00\x02{}" + strings.Repeat("x", 32)))
	f.Fuzz(func(t *testing.T, b []byte) {
		body, proof, err := readMessage(strings.NewReader(string(b)), maxApplication)
		if err != nil {
			return
		}
		if len(body) > maxApplication || len(proof) != sha256.Size {
			t.Errorf("took a body of %d and a proof of %d bytes", len(body), len(proof))
		}
		again := &strings.Builder{}
		if err := writeMessage(again, body, proof); err != nil || !strings.HasPrefix(string(b), again.String()) {
			t.Errorf("%q came back as %q", b, again)
		}
		r, key, err := parseApplication(body)
		if err == nil && (!name.MatchString(r.Station) || len(r.Key) != 64 || key == nil) {
			t.Errorf("took %+v", r)
		}
	})
}

// FuzzReply alters a good reply and checks that a joiner makes an identity of nothing but a certificate for its own id and key.
func FuzzReply(f *testing.F) {
	key, good := goodReply(f)
	f.Add(uint(0), []byte(`{"status":"welcome"}`))
	f.Add(uint(200), []byte("A"))
	f.Fuzz(func(t *testing.T, at uint, b []byte) {
		said := slices.Clone(good)
		copy(said[at%uint(len(said)):], b)
		var answer reply
		if json.Unmarshal(said, &answer) != nil {
			return
		}
		id, err := accept(asking("s2"), key, answer)
		if err != nil {
			return
		}
		if id.Station() != "s2" || !key.PublicKey.Equal(id.current().PublicKey) || !name.MatchString(id.Office()) || !name.MatchString(id.Epoch()) {
			t.Errorf("became %s of %s in %s", id.Station(), id.Office(), id.Epoch())
		}
	})
}

// applying is the key of station s2 and the application it writes.
func applying(tb testing.TB) (*ecdsa.PrivateKey, []byte) {
	tb.Helper()
	key, err := joiningKey(tb.TempDir(), "s2")
	if err != nil {
		tb.Fatal(err)
	}
	body, err := apply(asking("s2"), key)
	if err != nil {
		tb.Fatal(err)
	}
	return key, body
}

// goodReply is what an office says to station s2, and the key it is for.
func goodReply(tb testing.TB) (*ecdsa.PrivateKey, []byte) {
	tb.Helper()
	key, body := applying(tb)
	r, public, err := parseApplication(body)
	if err != nil {
		tb.Fatal(err)
	}
	said, err := NewNetwork("", found(tb, "qingsong", "s1", day), everybody{}, at(day)).decide(&admission{request: r, key: public}, Welcome{}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := accept(asking("s2"), key, said); err != nil {
		tb.Fatal(err)
	}
	good, err := json.Marshal(said)
	if err != nil {
		tb.Fatal(err)
	}
	return key, good
}
