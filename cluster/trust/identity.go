package trust

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// An Identity is who a station is among its peers (本站身份): its office, the office's authority, its own key and certificate. It may be used
// by many goroutines; connections made after Renew show the new certificate, those before live on.
type Identity struct {
	office    string
	station   string
	authority *authority
	key       *ecdsa.PrivateKey

	mu          sync.RWMutex
	epoch       string
	certificate *x509.Certificate
}

// Found begins an office: a new authority, a new epoch, and the identity of the first station. Ids are up to 64 ASCII letters, digits, dots,
// hyphens and underscores. The epoch is drawn from random; nil is the system's. Keys always come from the system.
func Found(office, station string, now time.Time, random io.Reader) (*Identity, error) {
	if !name.MatchString(office) || !name.MatchString(station) {
		return nil, fmt.Errorf("found office %q with station %q: an id may not be written so", office, station)
	}
	if random == nil {
		random = rand.Reader
	}
	epoch, err := newEpoch(random)
	if err != nil {
		return nil, err
	}
	a, err := newAuthority(office, now)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the station's key: %w", err)
	}
	certificate, err := a.issue(office, station, key.Public(), now)
	if err != nil {
		return nil, err
	}
	return &Identity{office: office, station: station, authority: a, key: key, epoch: epoch, certificate: certificate}, nil
}

// Office is the id of the street office.
func (id *Identity) Office() string { return id.office }

// Station is the id of this station.
func (id *Identity) Station() string { return id.station }

// Epoch is the life of the office this station belongs to; a recovery begins a new one.
func (id *Identity) Epoch() string {
	id.mu.RLock()
	defer id.mu.RUnlock()
	return id.epoch
}

// SetEpoch follows the office into another life. It reaches the disk with the next Save, which takes no epoch that is not written as an id.
func (id *Identity) SetEpoch(epoch string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	id.epoch = epoch
}

// Key is the hex SHA-256 of this station's public key, which peers pin. It outlives every renewal.
func (id *Identity) Key() string { return keyOf(id.current()) }

// Expires is when this station's certificate ends.
func (id *Identity) Expires() time.Time { return id.current().NotAfter }

// errBackwards says why a renewal did not happen: a certificate made now would be worse than the one there is.
var errBackwards = errors.New("the clock is before the certificate was made")

// Renew makes a new certificate for the same key when less than a third of the life is left, or none. It answers whether it did;
// the caller saves then. With a clock that stands before the present certificate it makes none and answers ErrNotYetValid: a kiosk with
// an empty battery must not write itself a certificate of 1970.
func (id *Identity) Renew(now time.Time) (bool, error) {
	present := id.current()
	if now.Before(present.NotBefore) {
		return false, fmt.Errorf("renew: %w: %w", ErrNotYetValid, errBackwards)
	}
	if present.NotAfter.Sub(now) > stationLife/3 {
		return false, nil
	}
	fresh, err := id.authority.issue(id.office, id.station, id.key.Public(), now)
	if err != nil {
		return false, fmt.Errorf("renew: %w", err)
	}
	id.mu.Lock()
	defer id.mu.Unlock()
	id.certificate = fresh
	return true, nil
}

func (id *Identity) current() *x509.Certificate {
	id.mu.RLock()
	defer id.mu.RUnlock()
	return id.certificate
}

// chain is what the other side of a handshake is shown.
func (id *Identity) chain() *tls.Certificate {
	leaf := id.current()
	return &tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: id.key, Leaf: leaf}
}

// keyOf is how a public key is written where it is pinned.
func keyOf(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:])
}
