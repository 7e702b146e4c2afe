package trust

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"time"
)

const (
	authorityYears = 20
	// stationLife is how long a station's certificate lasts. A kiosk that was switched off for longer renews its own when it starts.
	stationLife = 365 * 24 * time.Hour
	// early is how far before its making a certificate begins: the clocks of two stations may be a day apart either way, and a
	// certificate may be looked at the moment it was made.
	early = 48 * time.Hour
	// maxOfficeAuthority bounds what is accepted as the authority of an office, in bytes of DER.
	maxOfficeAuthority = 4096
)

// name is what offices and stations may be called in a certificate; it needs no escaping in a URI or a file name.
var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// authority makes the certificates of one office (街道办内部证书机构).
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(office string, now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the authority's key: %w", err)
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "jiezhan office " + office},
		NotBefore:             now.Add(-early),
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	certificate, err := sign(template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make the authority: %w", err)
	}
	return &authority{certificate: certificate, key: key}, nil
}

// parseAuthority reads an authority and its key, in DER, and tells whether they belong together.
func parseAuthority(certificate, key []byte) (*authority, error) {
	if len(certificate) > maxOfficeAuthority {
		return nil, errors.New("the authority's certificate is too long")
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		return nil, fmt.Errorf("the authority's certificate: %w", err)
	}
	private, err := parseKey(key)
	if err != nil {
		return nil, fmt.Errorf("the authority's key: %w", err)
	}
	if !parsed.IsCA || !private.PublicKey.Equal(parsed.PublicKey) {
		return nil, errors.New("the authority's certificate and key do not belong together")
	}
	return &authority{certificate: parsed, key: private}, nil
}

// issue makes a station's certificate for both ends of a connection.
func (a *authority) issue(office, station string, key crypto.PublicKey, now time.Time) (*x509.Certificate, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "jiezhan station " + station},
		URIs:        []*url.URL{stationURI(office, station)},
		NotBefore:   now.Add(-early),
		NotAfter:    now.Add(stationLife),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	certificate, err := sign(template, a.certificate, key, a.key)
	if err != nil {
		return nil, fmt.Errorf("make the certificate of %s: %w", station, err)
	}
	return certificate, nil
}

// sign makes a certificate; the library draws the serial number.
func sign(template, parent *x509.Certificate, key crypto.PublicKey, by *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key, by)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// verify tells which station of the office a certificate is of. The chain is one link long: the authority signs stations and nothing else.
func (a *authority) verify(office string, certificate *x509.Certificate, now time.Time) (string, error) {
	// Validity is looked at here and not by the library: staff need to know whether a clock is behind or a certificate too old, and
	// the authority itself does not age, because it is pinned and not found.
	if err := certificate.CheckSignatureFrom(a.certificate); err != nil {
		return "", fmt.Errorf("%w: %w", ErrOtherOffice, err)
	}
	station, err := stationOf(office, certificate)
	if err != nil {
		return "", err
	}
	if now.Before(certificate.NotBefore) {
		return "", fmt.Errorf("%w: %s from %s", ErrNotYetValid, station, certificate.NotBefore.Format(time.DateOnly))
	}
	if now.After(certificate.NotAfter) {
		return "", fmt.Errorf("%w: %s on %s", ErrExpired, station, certificate.NotAfter.Format(time.DateOnly))
	}
	return station, nil
}

func stationURI(office, station string) *url.URL {
	return &url.URL{Scheme: "jiezhan", Host: office, Path: "/" + station}
}

// stationOf reads the one name in a station's certificate.
func stationOf(office string, certificate *x509.Certificate) (string, error) {
	if len(certificate.URIs) != 1 || certificate.IsCA {
		return "", fmt.Errorf("%w: it names no station", ErrOtherOffice)
	}
	uri := certificate.URIs[0]
	if len(uri.Path) < 2 || !name.MatchString(uri.Path[1:]) || *uri != *stationURI(office, uri.Path[1:]) {
		return "", fmt.Errorf("%w: it names no station of %s", ErrOtherOffice, office)
	}
	return uri.Path[1:], nil
}

func parseKey(der []byte) (*ecdsa.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("not a P-256 key")
	}
	return key, nil
}

// newEpoch draws the name of a new life of the office.
func newEpoch(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw an epoch: %w", err)
	}
	return fmt.Sprintf("%x", b), nil
}
