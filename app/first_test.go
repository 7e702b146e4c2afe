package app

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// lines is a log that tests may wait for.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.news <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *lines) until(t *testing.T, part string) {
	t.Helper()
	late := time.After(30 * time.Second)
	for !strings.Contains(l.String(), part) {
		select {
		case <-l.news:
		case <-late:
			t.Fatalf("%q was never written: %s", part, l)
		}
	}
}

// A new office gets one account, whose password stands in a file and not in the log; once it is changed, the file goes.
func TestFirstAccount(t *testing.T) {
	folder := t.TempDir()
	path, _ := configure(t, folder)
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	log := &lines{news: make(chan struct{}, 1)}
	r, err := Start(c, Setting{Version: "test", Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	log.until(t, "first account")
	file := filepath.Join(c.Data, firstPasswordName)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	word := strings.TrimSpace(string(raw))
	if !regexp.MustCompile(`^([a-z2-9]{4}-){3}[a-z2-9]{4}$`).MatchString(word) || strings.Contains(log.String(), word) {
		t.Errorf("password = %q, log: %s", word, log)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v (%v)", info.Mode(), err)
	}
	if !canLogIn(t, r, word) {
		t.Error("the password does not open the account")
	}
	var admin staff.Account
	err = r.Station.View(t.Context(), func(q store.Query) (err error) {
		admin, _, err = staff.ByLogin(q, firstLogin)
		return err
	})
	if err != nil || !admin.MustChange || admin.Role != staff.Admin {
		t.Fatalf("account = %+v, %v", admin, err)
	}
	hash, err := staff.HashPassword("my own word", staff.Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := r.Station.Execute(t.Context(), ledger.Actor{Kind: ledger.Staff, ID: admin.ID, Role: "admin"}, uuid.NewString(),
		staff.SetPassword{ID: admin.ID, PasswordHash: hash})
	if err != nil || outcome.Err() != nil {
		t.Fatal(err, outcome.Err())
	}
	log.until(t, "file removed")
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file is still there: %v", err)
	}
}

func canLogIn(t *testing.T, r *Running, word string) bool {
	t.Helper()
	response, err := http.Post(r.Address+"/api/v1/session", "application/json", strings.NewReader(`{"login":"admin","password":"`+word+`"}`)) //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func TestDrawPassword(t *testing.T) {
	if _, err := drawPassword(strings.NewReader("short")); err == nil {
		t.Error("a source that ends is no error")
	}
	var odd [128]byte
	for i := range odd {
		odd[i] = 255 // beyond the last whole run of letters: skipped
	}
	copy(odd[64:], strings.Repeat("\x00\x01\x02\x03", 16))
	if got, err := drawPassword(bytes.NewReader(odd[:])); err != nil || got != "abcd-abcd-abcd-abcd" {
		t.Errorf("password = %q, %v", got, err)
	}
}
