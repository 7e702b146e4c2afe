package trust

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// codeLife is how long a code lasts where nothing else is said: long enough to walk to the new machine and type it.
	codeLife = 15 * time.Minute
	// maxTries is how many wrong proofs burn all codes of the desk. Mistyped letters never get here, the check letter sees them before:
	// these are guesses.
	maxTries = 5
	// maxCodes bounds how many codes may be open at once.
	maxCodes = 16
)

// errTooMany says that so many codes are open that one must be used or run out first.
var errTooMany = errors.New("too many open codes")

// A Desk gives out one-time codes (一次性入网码) and knows which are good. It lives in memory only: a restart ends its codes.
type Desk struct {
	now func() time.Time

	mu    sync.Mutex
	codes []*slip
	tries int
}

// slip is one code and what became of it.
type slip struct {
	secret  [secretBytes]byte
	expires time.Time
	// taken while a joiner is at the desk with it, spent once it got in.
	taken, spent bool
}

// NewDesk is a desk without codes.
func NewDesk(now func() time.Time) *Desk { return &Desk{now: now} }

// Issue makes a code that calls the door at address (host:port as the new station reaches it); a life of zero is 15 minutes. ErrAddress where
// the address cannot be written in a code.
func (d *Desk) Issue(address string, life time.Duration) (code string, expires time.Time, err error) {
	if _, _, _, err := splitAddress(address); err != nil {
		return "", time.Time{}, err
	}
	if life == 0 {
		life = codeLife
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear()
	if d.open() >= maxCodes {
		return "", time.Time{}, errTooMany
	}
	s := &slip{expires: d.now().Add(life)}
	if _, err := rand.Read(s.secret[:]); err != nil {
		return "", time.Time{}, fmt.Errorf("draw a code: %w", err)
	}
	d.codes, d.tries = append(d.codes, s), 0
	return Code{Address: address, secret: s.secret}.String(), s.expires, nil
}

// take finds the code for which proves holds, and keeps others from using it at the same time. A proof that fits no code counts
// as a guess; one that fits a code which is spent or in use does not.
func (d *Desk) take(proves func(secret []byte) bool) (*slip, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear()
	for _, s := range d.codes {
		if proves(s.secret[:]) {
			if s.taken || s.spent {
				return nil, false
			}
			s.taken = true
			return s, true
		}
	}
	if d.tries++; d.tries >= maxTries {
		d.codes = nil
	}
	return nil, false
}

// give puts a code back: spent, or good for another try.
func (d *Desk) give(s *slip, spent bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s.taken, s.spent = false, spent
}

// open counts the codes that could still be used.
func (d *Desk) open() (n int) {
	for _, s := range d.codes {
		if !s.spent {
			n++
		}
	}
	return n
}

func (d *Desk) clear() {
	now := d.now()
	d.codes = slices.DeleteFunc(d.codes, func(s *slip) bool { return !now.Before(s.expires) })
}
