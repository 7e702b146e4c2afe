package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// format is how backups of this program are laid out.
const format = 1

const (
	maxManifest = 1 << 20
	// maxRegister bounds what is unpacked, in bytes. A register of a million people has less than two GiB.
	maxRegister = 64 << 30
	// maxTables bounds the tables a manifest may speak of.
	maxTables = 1000
)

var (
	// id is what offices and stations may be called, as in their certificates: it stands in the names of files.
	id     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	digest = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// Manifest is the first file of a backup: whose it is, and what the register in it must turn out to be.
type Manifest struct {
	Format int `json:"format"`
	// Office, OfficeEpoch and Station say whose backup it is, Program which version wrote it, At when (RFC 3339).
	Office      string `json:"office"`
	OfficeEpoch string `json:"office_epoch"`
	Station     string `json:"station"`
	Program     string `json:"program"`
	At          string `json:"at"`
	// ClusterVersion is what a program must know to open the register.
	ClusterVersion int `json:"cluster_version"`
	// Applied is the log index of the last command in it, AuditSeq and Head (hex) the end of its audit chain.
	Applied  uint64 `json:"applied"`
	AuditSeq uint64 `json:"audit_seq"`
	Head     string `json:"head"`
	// Tables are the digests of store.Digest, by table; Bytes is the size of station.db.
	Tables map[string]string `json:"tables"`
	Bytes  int64             `json:"bytes"`
}

// fill completes a manifest by what was found out about the register.
func (m Manifest) fill(r Report, size int64) Manifest {
	m.Format, m.Bytes = format, size
	m.ClusterVersion, m.Applied, m.AuditSeq, m.Head, m.Tables = r.ClusterVersion, r.Applied, r.AuditSeq, r.Head, r.Tables
	return m
}

// agrees says whether a register is the one the manifest speaks of.
func (m Manifest) agrees(r Report) error {
	if m.ClusterVersion != r.ClusterVersion || m.Applied != r.Applied || m.AuditSeq != r.AuditSeq || m.Head != r.Head {
		return fmt.Errorf("%w: the register ends at %d, entry %d, the manifest at %d, entry %d", ErrDamaged, r.Applied, r.AuditSeq, m.Applied, m.AuditSeq)
	}
	if len(m.Tables) != len(r.Tables) {
		return fmt.Errorf("%w: the register has %d tables, the manifest %d", ErrDamaged, len(r.Tables), len(m.Tables))
	}
	for table, sum := range r.Tables {
		if m.Tables[table] != sum {
			return fmt.Errorf("%w: table %s is not the one of the manifest", ErrDamaged, table)
		}
	}
	return nil
}

// parseManifest reads a manifest. One of a later format is ErrNewer whatever else it says.
func parseManifest(b []byte) (Manifest, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w: %w", ErrDamaged, err)
	}
	if head.Format > format {
		return Manifest{}, fmt.Errorf("format %d: %w", head.Format, ErrNewer)
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w: %w", ErrDamaged, err)
	}
	if err := m.sane(); err != nil {
		return Manifest{}, fmt.Errorf("manifest: %w: %w", ErrDamaged, err)
	}
	return m, nil
}

func (m Manifest) sane() error {
	if m.Format != format || m.ClusterVersion < 1 || m.Bytes < 1 || m.Bytes > maxRegister || !digest.MatchString(m.Head) || len(m.Tables) > maxTables {
		return errors.New("a value is out of bounds")
	}
	if !id.MatchString(m.Office) || !id.MatchString(m.Station) {
		return errors.New("it names no office and station")
	}
	for _, sum := range m.Tables {
		if !digest.MatchString(sum) {
			return errors.New("a digest is none")
		}
	}
	return nil
}
