package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// entry is one file of an archive made by hand.
type entry struct {
	name    string
	content []byte
	kind    byte
}

// tarOf packs entries as a stranger who has the public key might.
func tarOf(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var packed bytes.Buffer
	files := tar.NewWriter(&packed)
	for _, e := range entries {
		head := tar.Header{Name: e.name, Typeflag: e.kind, Size: int64(len(e.content)), Mode: 0o777}
		if e.kind == tar.TypeSymlink {
			head.Linkname, head.Size = string(e.content), 0
		}
		if err := files.WriteHeader(&head); err != nil {
			tb.Fatal(err)
		}
		if head.Size > 0 {
			if _, err := files.Write(e.content); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := files.Close(); err != nil {
		tb.Fatal(err)
	}
	return packed.Bytes()
}

func gzipOf(tb testing.TB, b []byte) []byte {
	tb.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(b); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return packed.Bytes()
}

// register is a sound one, with its manifest.
func register(tb testing.TB) ([]byte, Manifest) {
	tb.Helper()
	b := street(tb, 1)
	path := filepath.Join(tb.TempDir(), registerName)
	if err := b.db.CopyTo(tb.Context(), path); err != nil {
		tb.Fatal(err)
	}
	report, err := Verify(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return content, ours().fill(report, int64(len(content)))
}

func text(tb testing.TB, m Manifest) []byte {
	tb.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// TestArchivesMadeByStrangers are packed well and sealed for the right key, which is public.
func TestArchivesMadeByStrangers(t *testing.T) {
	db, m := register(t)
	good := entry{manifestName, text(t, m), tar.TypeReg}
	books := entry{registerName, db, tar.TypeReg}
	changed := func(change func(*Manifest)) entry {
		other := m
		other.Tables = maps.Clone(m.Tables)
		change(&other)
		return entry{manifestName, text(t, other), tar.TypeReg}
	}
	many := []entry{good, books}
	for i := range maxTrust + 1 {
		many = append(many, entry{"trust/" + string(rune('a'+i)) + ".pem", []byte("x"), tar.TypeReg})
	}
	for name, c := range map[string]struct {
		entries []entry
		want    error
	}{
		"as it should be":             {[]entry{good, books, {"trust/station.pem", []byte("x"), tar.TypeReg}}, nil},
		"no files":                    {nil, ErrDamaged},
		"no manifest":                 {[]entry{books}, ErrDamaged},
		"a long manifest":             {[]entry{{manifestName, make([]byte, maxManifest+1), tar.TypeReg}}, ErrDamaged},
		"no register":                 {[]entry{good}, ErrDamaged},
		"trust before the register":   {[]entry{good, {"trust/station.pem", []byte("x"), tar.TypeReg}, books}, ErrDamaged},
		"two registers":               {[]entry{good, books, books}, ErrDamaged},
		"a file twice":                {[]entry{good, books, {"trust/a.pem", []byte("x"), tar.TypeReg}, {"trust/a.pem", []byte("y"), tar.TypeReg}}, ErrDamaged},
		"a way out":                   {[]entry{good, books, {"trust/../../evil.pem", []byte("x"), tar.TypeReg}}, ErrDamaged},
		"a way out at once":           {[]entry{good, {"../station.db", db, tar.TypeReg}}, ErrDamaged},
		"an absolute name":            {[]entry{good, books, {"/etc/evil.pem", []byte("x"), tar.TypeReg}}, ErrDamaged},
		"a backslash":                 {[]entry{good, books, {`trust\a.pem`, []byte("x"), tar.TypeReg}}, ErrDamaged},
		"a link":                      {[]entry{good, books, {"trust/a.pem", []byte("/etc/passwd"), tar.TypeSymlink}}, ErrDamaged},
		"a folder":                    {[]entry{good, books, {"trust/", nil, tar.TypeDir}}, ErrDamaged},
		"a journal":                   {[]entry{good, books, {"local.db", []byte("x"), tar.TypeReg}}, ErrDamaged},
		"a large file of trust":       {[]entry{good, books, {"trust/a.pem", make([]byte, maxTrustFile+1), tar.TypeReg}}, ErrDamaged},
		"many files of trust":         {many, ErrDamaged},
		"a later format":              {[]entry{changed(func(m *Manifest) { m.Format = 2 }), books}, ErrNewer},
		"a later cluster version":     {[]entry{changed(func(m *Manifest) { m.ClusterVersion = 2 }), books}, ErrNewer},
		"another size":                {[]entry{changed(func(m *Manifest) { m.Bytes++ }), books}, ErrDamaged},
		"an enormous size":            {[]entry{changed(func(m *Manifest) { m.Bytes = maxRegister + 1 }), books}, ErrDamaged},
		"another index":               {[]entry{changed(func(m *Manifest) { m.Applied++ }), books}, ErrDamaged},
		"another end of the chain":    {[]entry{changed(func(m *Manifest) { m.Head = m.Tables["audit"] }), books}, ErrDamaged},
		"a head that is none":         {[]entry{changed(func(m *Manifest) { m.Head = "x" }), books}, ErrDamaged},
		"another table":               {[]entry{changed(func(m *Manifest) { m.Tables["person"] = m.Tables["audit"] }), books}, ErrDamaged},
		"a table less":                {[]entry{changed(func(m *Manifest) { delete(m.Tables, "person") }), books}, ErrDamaged},
		"a digest that is none":       {[]entry{changed(func(m *Manifest) { m.Tables["person"] = "x" }), books}, ErrDamaged},
		"an office that is a path":    {[]entry{changed(func(m *Manifest) { m.Office = "../x" }), books}, ErrDamaged},
		"a register that is no book":  {[]entry{good, {registerName, make([]byte, len(db)), tar.TypeReg}}, ErrDamaged},
		"a manifest that is no words": {[]entry{{manifestName, []byte("{"), tar.TypeReg}, books}, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "data")
			archive, err := unpack(bytes.NewReader(gzipOf(t, tarOf(t, c.entries...))))
			if err == nil {
				_, err = archive.Extract(t.Context(), folder, 1)
			}
			if !errors.Is(err, c.want) {
				t.Errorf("restore = %v, want %v", err, c.want)
			}
			if c.want != nil {
				wantNames(t, filepath.Dir(folder))
			}
		})
	}
}

// endless goes on for ever, as a bomb would.
type endless struct{}

func (endless) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestWhatFollowsAnArchiveIsNotReadForEver(t *testing.T) {
	db, m := register(t)
	files := tarOf(t, entry{manifestName, text(t, m), tar.TypeReg}, entry{registerName, db, tar.TypeReg})
	extract := func(plain io.Reader) error {
		archive, err := unpack(plain)
		if err != nil {
			return err
		}
		_, err = archive.Extract(t.Context(), filepath.Join(t.TempDir(), "data"), 1)
		return err
	}
	for name, plain := range map[string]io.Reader{
		"more zeros in the archive":    bytes.NewReader(gzipOf(t, append(bytes.Clone(files), make([]byte, maxManifest)...))),
		"another archive":              bytes.NewReader(bytes.Repeat(gzipOf(t, files), 2)),
		"endless bytes":                io.MultiReader(bytes.NewReader(gzipOf(t, files)), endless{}),
		"a checksum that does not fit": bytes.NewReader(func() []byte { b := gzipOf(t, files); b[len(b)-6] ^= 1; return b }()),
	} {
		if err := extract(plain); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want %v", name, err, ErrDamaged)
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(text(f, ours().fill(Report{ClusterVersion: 1, Head: string(bytes.Repeat([]byte("0"), 64))}, 4096)))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseManifest(b)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Errorf("%q: %v", b, err)
			}
			return
		}
		again, err := parseManifest(text(t, m))
		if err != nil || !bytes.Equal(text(t, again), text(t, m)) {
			t.Errorf("%q came back as %+v %v", b, again, err)
		}
		if filepath.Base(m.Station) != m.Station || filepath.Base(m.Office) != m.Office {
			t.Errorf("%q of %q are no file names", m.Station, m.Office)
		}
	})
}

// FuzzArchive feeds what is inside the gzip. Whatever it is, nothing is written but a register of the size announced and a few small files
// of trust, and nothing beside the folder asked for. The register itself is judged by Verify.
func FuzzArchive(f *testing.F) {
	db := []byte("SQLite format 3")
	m := ours().fill(Report{ClusterVersion: 1, Head: strings.Repeat("0", 64)}, int64(len(db)))
	manifest := entry{manifestName, text(f, m), tar.TypeReg}
	f.Add(tarOf(f, manifest, entry{registerName, db, tar.TypeReg}, entry{"trust/a.pem", []byte("x"), tar.TypeReg}))
	f.Add(tarOf(f, manifest, entry{"../../station.db", db, tar.TypeReg}))
	f.Add(tarOf(f, manifest, entry{registerName, db, tar.TypeReg}, entry{"trust/a.pem", []byte("/etc"), tar.TypeSymlink}))
	f.Add([]byte("manifest.json"))
	f.Fuzz(func(t *testing.T, files []byte) {
		around := t.TempDir()
		fresh := filepath.Join(around, "data")
		if err := os.Mkdir(fresh, 0o700); err != nil {
			t.Fatal(err)
		}
		archive, err := unpack(bytes.NewReader(gzipOf(t, files)))
		if err == nil {
			err = archive.unload(t.Context(), fresh)
		}
		wantNames(t, around, "data")
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Error(err)
			}
			return
		}
		for _, name := range names(t, fresh) {
			info, err := os.Lstat(filepath.Join(fresh, name))
			if err != nil || name != trustName && (name != registerName || info.Size() != archive.Manifest.Bytes || !info.Mode().IsRegular()) {
				t.Errorf("unloaded %q %v", name, err)
			}
		}
		trust := names(t, filepath.Join(fresh, trustName))
		if len(trust) > maxTrust || slices.ContainsFunc(trust, func(name string) bool { return !trustFile.MatchString(name) }) {
			t.Errorf("unloaded %q", trust)
		}
	})
}
