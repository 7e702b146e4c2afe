package trust

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// joiningName is the file beside the identity that holds the key of a station which asks to be let in, until it has its identity: the answer may get
// lost, and an office that pinned a key takes no other for the same station.
const joiningName = "trust.joining"

// headerStation says in that file whose the key is.
const headerStation = "Station"

// joiningKey is the key with which the station asks. Where none is kept for it, a fresh one is kept first, in place of another station's.
func joiningKey(folder, station string) (*ecdsa.PrivateKey, error) {
	path := filepath.Join(folder, joiningName)
	kept, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if of, key := parseJoining(kept); of == station {
		return key, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	b, err := formatJoining(station, key)
	if err != nil {
		return nil, err
	}
	if err := writeSynced(path+".new", b); err != nil {
		return nil, err
	}
	return key, move(path+".new", path)
}

func formatJoining(station string, key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemKey, Headers: map[string]string{headerStation: station}, Bytes: der}), nil
}

// parseJoining reads whose the kept key is; nobody's where the file holds none.
func parseJoining(b []byte) (station string, key *ecdsa.PrivateKey) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != pemKey || !name.MatchString(block.Headers[headerStation]) {
		return "", nil
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		return "", nil
	}
	return block.Headers[headerStation], key
}

// dropJoining removes the kept key of a station that has its identity. It goes before the station first takes part: an empty disk that still had it could
// come back as a member that forgot its votes.
func dropJoining(folder, station string) error {
	path := filepath.Join(folder, joiningName)
	kept, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if of, _ := parseJoining(kept); of != station {
		return nil // of a station that is about to take this one's place
	}
	return errors.Join(os.Remove(path), syncFolder(folder))
}
