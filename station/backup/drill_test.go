package backup

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestARestoreDrill is what an office does once a year: back up, restore into an empty folder, compare, go on working.
func TestARestoreDrill(t *testing.T) {
	identity, recipient := newKey(t)
	other, second := newKey(t)
	b := street(t, 40)
	want, applied := b.digest(), b.index
	destination := filepath.Join(t.TempDir(), "usb", "backups")
	saved, err := Save(t.Context(), b.db, destination, []string{recipient, second}, ours(), day)
	if err != nil {
		t.Fatal(err)
	}
	wantNames(t, destination, filepath.Base(saved.File))
	wantNames(t, b.folder, registerName, registerName+"-shm", registerName+"-wal", trustName)
	b.apply(registration(4000)) // the station goes on
	for _, key := range []string{identity, "  " + other + "\n"} {
		sealed, err := os.ReadFile(saved.File)
		if err != nil || int64(len(sealed)) != saved.Bytes {
			t.Fatalf("%d bytes %v, want %d", len(sealed), err, saved.Bytes)
		}
		archive, err := Open(bytes.NewReader(sealed), []string{key})
		if err != nil {
			t.Fatal(err)
		}
		if m := archive.Manifest; m.Office != "qingsong" || m.OfficeEpoch != "e1" || m.Station != "s1" || m.Program != "1.0.0" || m.At != "2026-11-21T02:30:00Z" || m.Applied != applied {
			t.Errorf("manifest = %+v", m)
		}
		folder := filepath.Join(t.TempDir(), "data")
		report, err := archive.Extract(t.Context(), folder, b.machine.Supported())
		if err != nil {
			t.Fatal(err)
		}
		wantDigest(t, report.Tables, want)
		wantNames(t, folder, registerName, trustName)
		wantNames(t, filepath.Dir(folder), "data")
		wantNames(t, filepath.Join(folder, trustName), "authority.key", "authority.pem", "office.json", "station.key", "station.pem")
		content, err := os.ReadFile(filepath.Join(folder, trustName, "station.key"))
		if err != nil || string(content) != "content of station.key" {
			t.Errorf("station.key = %q %v", content, err)
		}
		for _, file := range []string{registerName, "trust/station.key"} {
			info, err := os.Stat(filepath.Join(folder, file))
			if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v %v, want 600", file, info.Mode(), err)
			}
		}
		restored := openBooks(t, folder)
		wantDigest(t, restored.digest(), want)
		restored.apply(registration(4000))
		wantDigest(t, restored.digest(), b.digest()) // and comes to the same end
	}
}

func TestARestoreNeverWritesOverAnything(t *testing.T) {
	identity, recipient := newKey(t)
	b := street(t, 1)
	var sealed bytes.Buffer
	if _, err := Write(t.Context(), b.db, &sealed, []string{recipient}, ours()); err != nil {
		t.Fatal(err)
	}
	extract := func(folder string) error {
		archive, err := Open(bytes.NewReader(sealed.Bytes()), []string{identity})
		if err != nil {
			t.Fatal(err)
		}
		_, err = archive.Extract(t.Context(), folder, 1)
		return err
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "local.db"), []byte("journal"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := extract(full); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a full folder = %v, want %v", err, ErrNotEmpty)
	}
	wantNames(t, full, "local.db")
	empty := t.TempDir()
	if err := extract(empty); err != nil {
		t.Errorf("into an empty folder = %v", err)
	}
	wantNames(t, empty, registerName, trustName)
	left := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(filepath.Join(left+".restoring", "half"), 0o700); err != nil { // of a restore that a power cut ended
		t.Fatal(err)
	}
	if err := extract(left); err != nil {
		t.Errorf("after a restore that broke off = %v", err)
	}
	wantNames(t, left, registerName, trustName)
}

// TestDamageAnywhereIsNoticed flips bytes all over a backup and cuts it short everywhere. A flip in what the key opens may look like the
// wrong key.
func TestDamageAnywhereIsNoticed(t *testing.T) {
	identity, recipient := newKey(t)
	b := street(t, 3)
	var good bytes.Buffer
	if _, err := Write(t.Context(), b.db, &good, []string{recipient}, ours()); err != nil {
		t.Fatal(err)
	}
	const header = 200 + 16 // of age, and the nonce behind it
	try := func(sealed []byte) error {
		t.Helper()
		folder := filepath.Join(t.TempDir(), "data")
		archive, err := Open(bytes.NewReader(sealed), []string{identity})
		if err == nil {
			_, err = archive.Extract(t.Context(), folder, 1)
		}
		if err != nil {
			wantNames(t, filepath.Dir(folder))
		}
		return err
	}
	size := good.Len()
	for at := 0; at < size; at += 1 + size/400 {
		flipped := bytes.Clone(good.Bytes())
		flipped[at] ^= 0x10
		if err := try(flipped); !errors.Is(err, ErrDamaged) && (at > header || !errors.Is(err, ErrKey)) {
			t.Errorf("byte %d of %d flipped: %v, want %v", at, size, err, ErrDamaged)
		}
	}
	for at := range header {
		flipped := bytes.Clone(good.Bytes())
		flipped[at] ^= 0x01
		if _, err := Open(bytes.NewReader(flipped), []string{identity}); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrKey) {
			t.Errorf("byte %d flipped: %v, want %v or %v", at, err, ErrDamaged, ErrKey)
		}
	}
	for cut := range 40 {
		if err := try(good.Bytes()[:size*cut/40]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d of %d bytes: %v, want %v", size*cut/40, size, err, ErrDamaged)
		}
	}
	for _, tail := range []int{1, 16, 17} {
		if err := try(good.Bytes()[:size-tail]); !errors.Is(err, ErrDamaged) {
			t.Errorf("the last %d bytes missing: %v, want %v", tail, err, ErrDamaged)
		}
	}
	if err := try(append(bytes.Clone(good.Bytes()), 0)); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte too many: %v, want %v", err, ErrDamaged)
	}
	if err := try(good.Bytes()); err != nil {
		t.Errorf("undamaged: %v", err)
	}
}

func TestKeysThatDoNotFit(t *testing.T) {
	_, recipient := newKey(t)
	other, _ := newKey(t)
	b := street(t, 1)
	var sealed bytes.Buffer
	if _, err := Write(t.Context(), b.db, &sealed, []string{recipient}, ours()); err != nil {
		t.Fatal(err)
	}
	for name, keys := range map[string][]string{"another": {other}, "none": nil, "not a key": {"key"}, "the public one": {recipient}} {
		if _, err := Open(bytes.NewReader(sealed.Bytes()), keys); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v, want %v", name, err, ErrKey)
		}
	}
	for name, keys := range map[string][]string{"none": nil, "not a key": {"age1"}, "the private one": {other}} {
		if _, err := Write(t.Context(), b.db, &bytes.Buffer{}, keys, ours()); !errors.Is(err, ErrRecipient) {
			t.Errorf("encrypt for %s: %v, want %v", name, err, ErrRecipient)
		}
	}
}

func TestABackupOfANewerProgramIsLeftAlone(t *testing.T) {
	identity, recipient := newKey(t)
	b := street(t, 1)
	b.alter(`UPDATE ledger_meta SET cluster_version = 7`)
	var sealed bytes.Buffer
	if _, err := Write(t.Context(), b.db, &sealed, []string{recipient}, ours()); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "data")
	archive, err := Open(&sealed, []string{identity})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Extract(t.Context(), folder, 6); !errors.Is(err, ErrNewer) {
		t.Errorf("restore = %v, want %v", err, ErrNewer)
	}
	wantNames(t, filepath.Dir(folder))
	if _, err := archive.Extract(t.Context(), folder, 7); err != nil {
		t.Errorf("restore by a program that knows version 7 = %v", err)
	}
}
