package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// failing is a file on a disk that is full, or that cannot be trusted.
type failing struct {
	file
	room              int
	syncing, shutting error
}

var errFull = errors.New("no space left on device")

func (f *failing) Write(b []byte) (int, error) {
	if f.room >= 0 && len(b) > f.room {
		return 0, errFull
	}
	f.room -= min(len(b), f.room)
	return f.file.Write(b)
}

func (f *failing) Sync() error  { return errors.Join(f.syncing, f.file.Sync()) }
func (f *failing) Close() error { return errors.Join(f.shutting, f.file.Close()) }

func TestAFullDiskLeavesNoHalfFileAndTheOldOnes(t *testing.T) {
	_, recipient := newKey(t)
	b := street(t, 3)
	folder := t.TempDir()
	old, err := Save(t.Context(), b.db, folder, []string{recipient}, ours(), day)
	if err != nil {
		t.Fatal(err)
	}
	for name, disk := range map[string]failing{
		"full at once":     {room: 0},
		"full in between":  {room: int(old.Bytes) / 2},
		"full at the end":  {room: int(old.Bytes) - 20},
		"sync fails":       {room: 1 << 30, syncing: errFull},
		"close fails":      {room: 1 << 30, shutting: errFull},
		"nothing is wrong": {room: 1 << 30},
	} {
		create := func(pattern string) (file, error) {
			f, err := os.CreateTemp(folder, pattern)
			disk.file = f
			return &disk, err
		}
		got, err := save(t.Context(), b.db, folder, []string{recipient}, ours(), day.AddDate(0, 0, 1), create)
		if name == "nothing is wrong" {
			if err != nil || os.Remove(got.File) != nil {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want %v", name, err, errFull)
		}
		wantNames(t, folder, filepath.Base(old.File))
		wantNames(t, b.folder, registerName, registerName+"-shm", registerName+"-wal", trustName)
	}
}

func TestABackupThatIsBrokenOffLeavesNothing(t *testing.T) {
	_, recipient := newKey(t)
	b := street(t, 3)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	create := func(pattern string) (file, error) {
		f, err := os.CreateTemp(folder, pattern)
		return &interrupting{f, cancel}, err
	}
	if _, err := save(ctx, b.db, folder, []string{recipient}, ours(), day, create); !errors.Is(err, context.Canceled) {
		t.Errorf("save = %v, want %v", err, context.Canceled)
	}
	wantNames(t, folder)
}

// interrupting ends the context with the first byte.
type interrupting struct {
	file
	cancel context.CancelFunc
}

func (i *interrupting) Write(b []byte) (int, error) {
	i.cancel()
	return i.file.Write(b)
}

func TestADamagedRegisterIsNotBackedUp(t *testing.T) {
	_, recipient := newKey(t)
	b := street(t, 3)
	b.alter(`UPDATE audit SET actor_id = 'someone' WHERE seq = 2`)
	folder := t.TempDir()
	if _, err := Save(t.Context(), b.db, folder, []string{recipient}, ours(), day); !errors.Is(err, ErrDamaged) {
		t.Errorf("save = %v, want %v", err, ErrDamaged)
	}
	wantNames(t, folder)
}

func TestIdsThatAreNoFileNamesAreNotBackedUp(t *testing.T) {
	_, recipient := newKey(t)
	b := street(t, 1)
	for _, bad := range []string{"", "../s1", "a/b", "a@b", "青松"} {
		m := ours()
		m.Station = bad
		if _, err := Save(t.Context(), b.db, t.TempDir(), []string{recipient}, m, day); err == nil {
			t.Errorf("a backup of %q was made", bad)
		}
		if _, err := Write(t.Context(), b.db, &bytes.Buffer{}, []string{recipient}, m); err == nil {
			t.Errorf("a backup of %q was written", bad)
		}
	}
}
