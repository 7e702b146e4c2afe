package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"filippo.io/age"

	"jiezhan/station/store"
)

// The names in an archive.
const (
	manifestName = "manifest.json"
	registerName = "station.db"
	trustName    = "trust"
)

const (
	// scratch is where the copy of the register stands while it is verified and sent: beside the register, for it is as secret.
	scratch = "backup-*.scratch"
	// maxTrust bounds the files of trust, in number and in bytes each.
	maxTrust, maxTrustFile = 16, 64 << 10
)

// trustFile is what a file of trust may be called in an archive.
var trustFile = regexp.MustCompile(`^[a-z]{1,32}\.(json|pem|key)$`)

// Write writes an encrypted backup of db, and of the trust folder beside its file where there is one, to dest. The station goes on
// meanwhile: a copy is made, verified, and sent. The caller fills Office, OfficeEpoch, Station, Program and At; the answer has
// the rest. What was written counts only where the error is nil. ErrRecipient, ErrDamaged where the register is not sound.
func Write(ctx context.Context, db *store.DB, dest io.Writer, recipients []string, m Manifest) (Manifest, error) {
	keys, err := parseRecipients(recipients)
	if err != nil {
		return Manifest{}, err
	}
	folder := dataFolder(db)
	room, err := os.MkdirTemp(folder, scratch)
	if err != nil {
		return Manifest{}, fmt.Errorf("back up: %w", err)
	}
	defer os.RemoveAll(room) //nolint:errcheck // what stays is swept at the next start
	copied := filepath.Join(room, registerName)
	if err := db.CopyTo(ctx, copied); err != nil {
		return Manifest{}, fmt.Errorf("back up: %w", err)
	}
	report, err := Verify(ctx, copied)
	if err == nil {
		err = report.sound()
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("back up: the copy: %w", err)
	}
	m, err = pack(ctx, dest, keys, copied, filepath.Join(folder, trustName), func(size int64) Manifest { return m.fill(report, size) })
	if err != nil {
		return Manifest{}, fmt.Errorf("back up: %w", err)
	}
	return m, nil
}

// dataFolder is where the register stands, and all else of a station.
func dataFolder(db *store.DB) string { return filepath.Dir(db.Path()) }

func parseRecipients(recipients []string) ([]age.Recipient, error) {
	var keys []age.Recipient
	for _, text := range recipients {
		key, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRecipient, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, ErrRecipient
	}
	return keys, nil
}

// pack sends register and trust as one encrypted stream.
func pack(ctx context.Context, dest io.Writer, keys []age.Recipient, register, trust string, describe func(size int64) Manifest) (Manifest, error) {
	db, err := os.Open(register)
	if err != nil {
		return Manifest{}, err
	}
	defer db.Close() // only read from
	info, err := db.Stat()
	if err != nil {
		return Manifest{}, err
	}
	m := describe(info.Size())
	if err := m.sane(); err != nil {
		return Manifest{}, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return Manifest{}, err
	}
	sealed, err := age.Encrypt(dest, keys...)
	if err != nil {
		return Manifest{}, err
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return Manifest{}, err
	}
	files := tar.NewWriter(packed)
	for _, step := range []func() error{
		func() error { return addBytes(files, manifestName, text) },
		func() error { return add(files, registerName, info.Size(), during{ctx, db}) },
		func() error { return addTrust(files, trust) },
		files.Close, packed.Close, sealed.Close,
	} {
		if err := step(); err != nil {
			return Manifest{}, err
		}
	}
	return m, nil
}

func add(files *tar.Writer, name string, size int64, content io.Reader) error {
	if err := files.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err := io.Copy(files, content)
	return err
}

func addBytes(files *tar.Writer, name string, content []byte) error {
	return add(files, name, int64(len(content)), bytes.NewReader(content))
}

func addTrust(files *tar.Writer, folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a station that founded no office and joined none
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !trustFile.MatchString(entry.Name()) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		if err := addBytes(files, trustName+"/"+entry.Name(), b); err != nil {
			return err
		}
	}
	return nil
}

// during reads until its context ends.
type during struct {
	ctx context.Context //nolint:containedctx // lives for one copy
	io.Reader
}

func (d during) Read(b []byte) (int, error) {
	if err := d.ctx.Err(); err != nil {
		return 0, err
	}
	return d.Reader.Read(b)
}
