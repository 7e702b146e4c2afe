package trust

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func load(tb testing.TB, folder string) *Identity {
	tb.Helper()
	id, err := Load(folder)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func TestAnIdentityComesBackFromItsFiles(t *testing.T) {
	folder := t.TempDir()
	if _, err := Load(folder); !errors.Is(err, ErrNone) {
		t.Errorf("load of nothing = %v, want %v", err, ErrNone)
	}
	id := found(t, "qingsong", "s1", day)
	id.SetEpoch("no epoch")
	if err := id.Save(folder); err == nil {
		t.Error("an epoch with a space was saved")
	}
	if id.SetEpoch("second"); id.Epoch() != "second" {
		t.Errorf("epoch = %s, want second", id.Epoch())
	}
	if err := id.Save(folder); err != nil {
		t.Fatal(err)
	}
	got := load(t, folder)
	if got.Office() != "qingsong" || got.Station() != "s1" || got.Epoch() != id.Epoch() || got.Key() != id.Key() || !got.Expires().Equal(id.Expires()) {
		t.Errorf("loaded %s/%s %s %s %s, want %s/%s %s %s %s", got.Office(), got.Station(), got.Epoch(), got.Key(), got.Expires(),
			id.Office(), id.Station(), id.Epoch(), id.Key(), id.Expires())
	}
	another(t, got, "s2", day) // the authority works
	entries, err := os.ReadDir(filepath.Join(folder, folderName))
	if err != nil || len(entries) != 5 {
		t.Fatalf("%d files %v, want 5", len(entries), err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, want 600", entry.Name(), info.Mode().Perm())
		}
	}
}

// TestACrashWithinSaveLeavesOneOfTwoIdentities stops after each step, and within the writing of each file.
func TestACrashWithinSaveLeavesOneOfTwoIdentities(t *testing.T) {
	before, after := found(t, "qingsong", "s1", day), found(t, "qingsong", "s1", day)
	steps, err := after.saving(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for stop := range len(steps) + 1 {
		for _, had := range []bool{false, true} {
			for _, torn := range []bool{false, true} {
				folder := t.TempDir()
				if had {
					if err := before.Save(folder); err != nil {
						t.Fatal(err)
					}
				}
				steps, err := after.saving(folder)
				if err != nil {
					t.Fatal(err)
				}
				for _, step := range steps[:stop] {
					if err := step(); err != nil {
						t.Fatal(err)
					}
				}
				if torn {
					tear(t, filepath.Join(folder, freshName))
				}
				complete := stop >= len(steps)-3 // once the old ones may stand aside the new ones are whole and synced
				if torn && complete {
					continue // nothing is being written any more
				}
				got, err := Load(folder)
				switch {
				case err == nil && (got.Key() == after.Key() || had && got.Key() == before.Key()):
				case errors.Is(err, ErrNone) && !had:
				default:
					t.Errorf("stopped after step %d, torn %v, with one before %v: %v", stop, torn, had, err)
				}
				if stop == len(steps) && (err != nil || got.Key() != after.Key()) {
					t.Errorf("a whole Save is not what Load answers: %v", err)
				}
				if err := after.Save(folder); err != nil { // and the next Save works from there
					t.Errorf("stopped after step %d: %v", stop, err)
				}
				if again := load(t, folder); again.Key() != after.Key() {
					t.Errorf("stopped after step %d: saved again, and another identity is there", stop)
				}
			}
		}
	}
}

// tear cuts the files of a folder in half, as a power cut does with what was not synced.
func tear(tb testing.TB, folder string) {
	tb.Helper()
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path)
		if err != nil {
			tb.Fatal(err)
		}
		if err := os.Truncate(path, info.Size()/2); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestASaveThatCannotWriteLeavesTheOldIdentity(t *testing.T) {
	folder := t.TempDir()
	before := found(t, "qingsong", "s1", day)
	if err := before.Save(folder); err != nil {
		t.Fatal(err)
	}
	steps, err := found(t, "qingsong", "s1", day).saving(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(steps[0](), steps[1]()); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, freshName, officeFile), 0o700); err != nil { // nothing can be written there
		t.Fatal(err)
	}
	if err := steps[2](); err == nil {
		t.Error("a file was written over a folder")
	}
	if got := load(t, folder); got.Key() != before.Key() {
		t.Error("another identity is there")
	}
}

func TestFilesThatDoNotBelongTogetherAreRefused(t *testing.T) {
	id, other := found(t, "qingsong", "s1", day), found(t, "qingsong", "s1", day)
	foreign, err := other.files()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string][]byte){
		"another authority":         func(f map[string][]byte) { f[authorityFile] = foreign[authorityFile] },
		"another authority's key":   func(f map[string][]byte) { f[authorityKeyFile] = foreign[authorityKeyFile] },
		"another station":           func(f map[string][]byte) { f[stationFile] = foreign[stationFile] },
		"another station's key":     func(f map[string][]byte) { f[stationKeyFile] = foreign[stationKeyFile] },
		"the authority as station":  func(f map[string][]byte) { f[stationFile], f[stationKeyFile] = f[authorityFile], f[authorityKeyFile] },
		"the station as authority":  func(f map[string][]byte) { f[authorityFile], f[authorityKeyFile] = f[stationFile], f[stationKeyFile] },
		"an office of another name": func(f map[string][]byte) { f[officeFile] = []byte(`{"office":"hongfeng","epoch":"e","station":"s1"}`) },
		"a station of another name": func(f map[string][]byte) { f[officeFile] = []byte(`{"office":"qingsong","epoch":"e","station":"s2"}`) },
		"no epoch":                  func(f map[string][]byte) { f[officeFile] = []byte(`{"office":"qingsong","station":"s1"}`) },
		"no office at all":          func(f map[string][]byte) { f[officeFile] = nil },
		"an empty file":             func(f map[string][]byte) { f[stationKeyFile] = nil },
		"two certificates":          func(f map[string][]byte) { f[stationFile] = append(f[stationFile], f[stationFile]...) },
		"a missing file":            func(f map[string][]byte) { delete(f, stationFile) },
	} {
		t.Run(name, func(t *testing.T) {
			files, err := id.files()
			if err != nil {
				t.Fatal(err)
			}
			change(files)
			folder := t.TempDir()
			for file, content := range files {
				path := filepath.Join(folder, folderName, file)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := Load(folder); !errors.Is(err, ErrDamaged) {
				t.Errorf("load = %v, want %v", err, ErrDamaged)
			}
		})
	}
}

func TestIdsThatNeedEscapingFoundNoOffice(t *testing.T) {
	for _, name := range []string{"", "a/b", "a b", "..", "青松", "-a", "a?b", string(make([]byte, 65))} {
		if _, err := Found(name, "s1", day, nil); err == nil {
			t.Errorf("office %q was founded", name)
		}
		if _, err := Found("qingsong", name, day, nil); err == nil {
			t.Errorf("station %q was founded", name)
		}
	}
}

func FuzzOfficeFile(f *testing.F) {
	f.Add([]byte(`{"office":"qingsong","epoch":"0123","station":"s1"}`))
	f.Add([]byte(`{"office":"../..","epoch":"","station":"s1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := parseOffice(b)
		if err != nil {
			return
		}
		for _, part := range []string{o.Office, o.Epoch, o.Station} {
			if filepath.Base(part) != part || len(part) > 64 || stationURI(o.Office, part).String() != "jiezhan://"+o.Office+"/"+part {
				t.Errorf("%q was taken for an id", part)
			}
		}
	})
}
