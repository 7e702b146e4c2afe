package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Archive is a backup whose seal was opened (已打开的备份). Of its content, only the manifest was read.
type Archive struct {
	// Manifest says what the rest must be.
	Manifest Manifest

	sealed *bufio.Reader
	packed *gzip.Reader
	files  *tar.Reader
}

// Open decrypts the beginning of a backup with the first of the identities that fits and reads its manifest. The rest is read and checked
// by Extract. Errors: ErrKey, ErrDamaged, ErrNewer.
func Open(src io.Reader, identities []string) (*Archive, error) {
	keys, err := parseIdentities(identities)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(src, keys...)
	if other := (*age.NoIdentityMatchError)(nil); errors.As(err, &other) {
		return nil, ErrKey
	}
	if err != nil {
		return nil, fmt.Errorf("open backup: %w: %w", ErrDamaged, err)
	}
	return unpack(plain)
}

// unpack reads the manifest of a decrypted stream.
func unpack(plain io.Reader) (*Archive, error) {
	a := &Archive{sealed: bufio.NewReader(plain)}
	var err error
	if a.packed, err = gzip.NewReader(a.sealed); err != nil {
		return nil, fmt.Errorf("open backup: %w: %w", ErrDamaged, err)
	}
	a.packed.Multistream(false)
	a.files = tar.NewReader(a.packed)
	head, err := a.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("open backup: %w", err)
	}
	if err != nil || head.Name != manifestName || head.Size > maxManifest {
		return nil, fmt.Errorf("open backup: %w: it does not begin with a manifest", ErrDamaged)
	}
	text, err := io.ReadAll(a.files)
	if err != nil {
		return nil, fmt.Errorf("open backup: %w: %w", ErrDamaged, err)
	}
	if a.Manifest, err = parseManifest(text); err != nil {
		return nil, fmt.Errorf("open backup: %w", err)
	}
	return a, nil
}

// next is the next file of the archive; io.EOF after the last. Nothing but plain files is ever in one.
func (a *Archive) next() (*tar.Header, error) {
	head, err := a.files.Next()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if head.Typeflag != tar.TypeReg || head.Size < 0 {
		return nil, fmt.Errorf("%w: %q is no plain file", ErrDamaged, head.Name)
	}
	return head, nil
}

// finish reads to the end: only the last bytes prove that nothing is missing.
func (a *Archive) finish() error {
	rest, err := io.Copy(io.Discard, io.LimitReader(a.packed, maxManifest))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if rest == maxManifest {
		return fmt.Errorf("%w: something follows the last file", ErrDamaged)
	}
	if _, err := a.sealed.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows the archive: %w", ErrDamaged, err)
	}
	return nil
}

// parseIdentities reads private keys; its error never says more than that one is none.
func parseIdentities(identities []string) ([]age.Identity, error) {
	var keys []age.Identity
	for _, text := range identities {
		key, err := age.ParseX25519Identity(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("%w: what was given is no key", ErrKey)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%w: none was given", ErrKey)
	}
	return keys, nil
}
