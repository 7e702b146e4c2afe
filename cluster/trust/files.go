package trust

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files of an identity.
const (
	officeFile       = "office.json"
	authorityFile    = "authority.pem"
	authorityKeyFile = "authority.key"
	stationFile      = "station.pem"
	stationKeyFile   = "station.key"
)

// maxFile bounds each of the files; the largest has about 700 bytes.
const maxFile = 16 << 10

const (
	pemCertificate = "CERTIFICATE"
	pemKey         = "PRIVATE KEY"
)

// office is office.json.
type office struct {
	Office  string `json:"office"`
	Epoch   string `json:"epoch"`
	Station string `json:"station"`
}

// Load reads the identity that Save wrote below folder, finishes a Save that broke off, and removes the key that Join kept for it. ErrNone where there is none, ErrDamaged where
// the files do not belong together. An expired certificate is no error here: Renew replaces it.
func Load(folder string) (*Identity, error) {
	if err := settle(folder); err != nil {
		return nil, fmt.Errorf("load identity: %w", err)
	}
	root := filepath.Join(folder, folderName)
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	files := map[string][]byte{}
	for _, file := range []string{officeFile, authorityFile, authorityKeyFile, stationFile, stationKeyFile} {
		b, err := os.ReadFile(filepath.Join(root, file))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("load identity: %w: %s is missing", ErrDamaged, file)
		}
		if err != nil {
			return nil, fmt.Errorf("load identity: %w", err)
		}
		files[file] = b
	}
	id, err := parseIdentity(files)
	if err != nil {
		return nil, fmt.Errorf("load identity: %w: %w", ErrDamaged, err)
	}
	if err := dropJoining(folder, id.station); err != nil {
		return nil, fmt.Errorf("load identity: %w", err)
	}
	return id, nil
}

// parseIdentity puts the files together and trusts none of them by itself.
func parseIdentity(files map[string][]byte) (*Identity, error) {
	o, err := parseOffice(files[officeFile])
	if err != nil {
		return nil, err
	}
	der := map[string][]byte{}
	for file, kind := range map[string]string{
		authorityFile: pemCertificate, authorityKeyFile: pemKey, stationFile: pemCertificate, stationKeyFile: pemKey,
	} {
		block, rest := pem.Decode(files[file])
		if block == nil || block.Type != kind || len(bytes.TrimSpace(rest)) > 0 || len(files[file]) > maxFile {
			return nil, fmt.Errorf("%s holds no %s", file, kind)
		}
		der[file] = block.Bytes
	}
	a, err := parseAuthority(der[authorityFile], der[authorityKeyFile])
	if err != nil {
		return nil, err
	}
	key, err := parseKey(der[stationKeyFile])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", stationKeyFile, err)
	}
	certificate, err := x509.ParseCertificate(der[stationFile])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", stationFile, err)
	}
	return assemble(o, a, key, certificate)
}

// assemble makes an identity of parts that came from outside: from files, or from the office a station joins.
func assemble(o office, a *authority, key *ecdsa.PrivateKey, certificate *x509.Certificate) (*Identity, error) {
	if !key.PublicKey.Equal(certificate.PublicKey) {
		return nil, errors.New("the station's certificate is not of its key")
	}
	station, err := a.verify(o.Office, certificate, certificate.NotBefore)
	if err != nil {
		return nil, err
	}
	if station != o.Station {
		return nil, fmt.Errorf("the certificate is of %s, not of %s", station, o.Station)
	}
	return &Identity{office: o.Office, station: o.Station, authority: a, key: key, epoch: o.Epoch, certificate: certificate}, nil
}

func parseOffice(b []byte) (office, error) {
	var o office
	if len(b) > maxFile {
		return office{}, fmt.Errorf("%s is too long", officeFile)
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return office{}, fmt.Errorf("%s: %w", officeFile, err)
	}
	if !name.MatchString(o.Office) || !name.MatchString(o.Station) || !name.MatchString(o.Epoch) {
		return office{}, fmt.Errorf("%s names no office, epoch and station", officeFile)
	}
	return o, nil
}

func (id *Identity) files() (map[string][]byte, error) {
	o, err := json.MarshalIndent(office{Office: id.office, Epoch: id.Epoch(), Station: id.station}, "", "  ")
	if err != nil {
		return nil, err
	}
	if _, err := parseOffice(o); err != nil {
		return nil, err
	}
	authorityKey, err := x509.MarshalPKCS8PrivateKey(id.authority.key)
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(id.key)
	if err != nil {
		return nil, err
	}
	encode := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	return map[string][]byte{
		officeFile:       append(o, '\n'),
		authorityFile:    encode(pemCertificate, id.authority.certificate.Raw),
		authorityKeyFile: encode(pemKey, authorityKey),
		stationFile:      encode(pemCertificate, id.current().Raw),
		stationKeyFile:   encode(pemKey, key),
	}, nil
}
