// Package backup knows how a station's register leaves the station as an encrypted file that was verified before it counts, how long such
// files are kept, and how a data folder is made from one again. It does not know what a restored station does next, nor any private key: a
// station only encrypts.
//
// A backup is an age file (age-encryption.org/v1, X25519) around a gzipped tar of manifest.json, station.db and the files of trust, so that
// common tools open it where this program is gone.
package backup

import (
	"errors"

	"filippo.io/age"
)

var (
	// ErrKey says that none of the keys opens the backup. Damage in the first two hundred bytes of the file looks the same.
	ErrKey = errors.New("the key does not open this backup")
	// ErrDamaged says that bytes are missing or altered, or that the register does not agree with itself or with the manifest.
	ErrDamaged = errors.New("damaged")
	// ErrNewer says that a newer program wrote the backup.
	ErrNewer = errors.New("made by a newer program")
	// ErrNotEmpty says that a restore would write over something.
	ErrNotEmpty = errors.New("the folder is not empty")
	// ErrRecipient says that a recipient is not a public key, or that none is given.
	ErrRecipient = errors.New("no public key to encrypt for")
)

// NewKey makes a pair of keys: identity opens backups and stays away from the stations, recipient is what they encrypt for.
func NewKey() (identity, recipient string, err error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	return key.String(), key.Recipient().String(), nil
}
