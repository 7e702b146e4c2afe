package backup

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Extract makes a data folder of station.db and trust. The folder must be empty or not exist; it is filled whole or not at all, and
// only with a register that is sound and the one the manifest speaks of. supported is the newest cluster version this program knows.
// Errors: ErrNotEmpty, ErrNewer, ErrDamaged, and those of the disk. An Archive can be extracted once.
func (a *Archive) Extract(ctx context.Context, folder string, supported int) (Report, error) {
	if a.Manifest.ClusterVersion > supported {
		return Report{}, fmt.Errorf("restore: cluster version %d: %w", a.Manifest.ClusterVersion, ErrNewer)
	}
	if err := vacant(folder); err != nil {
		return Report{}, fmt.Errorf("restore: %w", err)
	}
	folder = filepath.Clean(folder)
	fresh := folder + ".restoring"
	report, err := a.fill(ctx, fresh)
	if err == nil {
		err = settle(fresh, folder)
	}
	if err != nil {
		return Report{}, errors.Join(fmt.Errorf("restore: %w", err), os.RemoveAll(fresh))
	}
	return report, nil
}

// vacant says whether a folder may be filled.
func vacant(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return ErrNotEmpty
	}
	return nil
}

// fill unpacks into a folder of its own and verifies what came.
func (a *Archive) fill(ctx context.Context, fresh string) (Report, error) {
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o700)); err != nil {
		return Report{}, err
	}
	if err := a.unload(ctx, fresh); err != nil {
		return Report{}, err
	}
	report, err := Verify(ctx, filepath.Join(fresh, registerName))
	if err == nil {
		err = report.sound()
	}
	if err == nil {
		err = a.Manifest.agrees(report)
	}
	return report, err
}

// unload writes the files of the archive: the register first, then those of trust, and nothing else.
func (a *Archive) unload(ctx context.Context, fresh string) error {
	head, err := a.next()
	if err != nil || head.Name != registerName || head.Size != a.Manifest.Bytes {
		return errors.Join(fmt.Errorf("%w: no register", ErrDamaged), err)
	}
	if err := a.write(ctx, filepath.Join(fresh, registerName), head); err != nil {
		return err
	}
	for count := 0; ; count++ {
		head, err := a.next()
		if errors.Is(err, io.EOF) {
			return a.finish()
		}
		if err != nil {
			return err
		}
		name, trust := strings.CutPrefix(head.Name, trustName+"/")
		if !trust || !trustFile.MatchString(name) || head.Size > maxTrustFile || count == maxTrust {
			return fmt.Errorf("%w: %q does not belong here", ErrDamaged, head.Name)
		}
		if err := os.MkdirAll(filepath.Join(fresh, trustName), 0o700); err != nil {
			return err
		}
		if err := a.write(ctx, filepath.Join(fresh, trustName, name), head); err != nil {
			return err
		}
	}
}

// write keeps one file durably. No file comes twice.
func (a *Archive) write(ctx context.Context, path string, head *tar.Header) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %q comes twice", ErrDamaged, head.Name)
	}
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, during{ctx, source{a.files}}); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}

// source tells the errors of what is read from those of what is written.
type source struct{ io.Reader }

func (s source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}

// settle moves the finished folder to its place, durably.
func settle(fresh, folder string) error {
	for _, inner := range []string{filepath.Join(fresh, trustName), fresh} {
		if err := syncFolder(inner); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty one; Windows renames over none
		return err
	}
	if err := os.Rename(fresh, folder); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(folder))
}
