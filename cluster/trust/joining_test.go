package trust

import (
	"context"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// An office that let a station in whose answer got lost takes it again, because it asks with the key that the office has pinned.
func TestAStationWhoseAnswerGotLostJoinsWithTheSameKey(t *testing.T) {
	f := openDesk(t)
	folder, letIn := t.TempDir(), f.network.Join
	joiner, cut := context.WithCancel(t.Context())
	gone := make(chan struct{})
	f.network.Join = func(ctx context.Context, r JoinRequest) (Welcome, error) {
		welcome, err := letIn(ctx, r)
		cut()
		<-gone
		return welcome, err
	}
	_, _, err := Join(joiner, folder, f.code(t), asking("s2"))
	close(gone)
	if !errors.Is(err, ErrUncertain) {
		t.Fatalf("join = %v, want %v", err, ErrUncertain)
	}
	f.network.Join = func(ctx context.Context, r JoinRequest) (Welcome, error) { // as the register judges
		if err := f.members.Admit(r.Station, r.Key); err != nil {
			return Welcome{}, &ErrRefused{Code: err.Error()}
		}
		return letIn(ctx, r)
	}
	var refused *ErrRefused
	if _, _, err := Join(t.Context(), t.TempDir(), f.code(t), asking("s2")); !errors.As(err, &refused) || refused.Code != errKey.Error() {
		t.Errorf("another machine under the same id = %v, want %v", err, errKey)
	}
	id, _, err := Join(t.Context(), folder, f.code(t), asking("s2"))
	if err != nil {
		t.Fatal(err)
	}
	if err := id.Save(folder); err != nil {
		t.Fatal(err)
	}
	if got := load(t, folder); got.Key() != id.Key() || f.members.Admit("s2", got.Key()) != nil {
		t.Error("the identity has another key")
	}
	if _, err := os.Stat(filepath.Join(folder, joiningName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the kept key outlives the identity's arrival: %v", err)
	}
}

// A station that is about to come back under a new id starts in between as it was: that does not cost it the new one's key.
func TestTheKeyOfAnotherStationStaysWhileThisOneLives(t *testing.T) {
	folder := t.TempDir()
	if err := found(t, "qingsong", "s3", day).Save(folder); err != nil {
		t.Fatal(err)
	}
	key, err := joiningKey(folder, "s3b")
	if err != nil {
		t.Fatal(err)
	}
	load(t, folder)
	if again, err := joiningKey(folder, "s3b"); err != nil || !again.Equal(key) {
		t.Errorf("asked again with another key: %v", err)
	}
	if other, err := joiningKey(folder, "s3c"); err != nil || other.Equal(key) {
		t.Errorf("another station asks with the same key: %v", err)
	}
}

// A file that a crash or a hand spoilt costs no more than the key in it.
func TestAJoiningFileThatHoldsNoKeyIsReplaced(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, joiningName), []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := joiningKey(folder, "s2")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := joiningKey(folder, "s2"); err != nil || !again.Equal(key) {
		t.Errorf("asked again with another key: %v", err)
	}
}

// FuzzJoiningFile checks that a file holds nobody's key, or one of a station that can be named, which is written and read as the same.
func FuzzJoiningFile(f *testing.F) {
	kept, err := formatJoining("s2", found(f, "qingsong", "s2", day).key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(kept)
	f.Add(kept[:len(kept)/2])
	f.Add(pem.EncodeToMemory(&pem.Block{Type: pemKey, Headers: map[string]string{headerStation: "s2"}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		station, key := parseJoining(b)
		if station == "" && key == nil {
			return
		}
		written, err := formatJoining(station, key)
		if err != nil {
			t.Fatal(err)
		}
		if of, again := parseJoining(written); !name.MatchString(station) || of != station || !again.Equal(key) {
			t.Errorf("the key of %q came back as that of %q", station, of)
		}
	})
}
