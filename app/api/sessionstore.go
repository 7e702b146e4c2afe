package api

import (
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
)

// sessionStore keeps sessions in memory and forgets them when they are over. It needs no goroutine of its own: whoever logs on sweeps.
type sessionStore struct {
	now func() time.Time

	mu   sync.Mutex
	kept map[string]keptSession
}

type keptSession struct {
	data   []byte
	expiry time.Time
}

var _ scs.Store = (*sessionStore)(nil)

// newSessionStore takes the clock by which scs counts, which is the real one.
func newSessionStore(now func() time.Time) *sessionStore {
	return &sessionStore{now: now, kept: map[string]keptSession{}}
}

// Find answers a session that is not over.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, found := s.kept[token]
	if !found || !s.now().Before(k.expiry) {
		return nil, false, nil
	}
	return k.data, true, nil
}

// Commit keeps a session until expiry, and sweeps when a new one comes.
func (s *sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.kept[token]; !known {
		now := s.now()
		for other, k := range s.kept {
			if !now.Before(k.expiry) {
				delete(s.kept, other)
			}
		}
	}
	s.kept[token] = keptSession{data, expiry}
	return nil
}

// Delete forgets a session.
func (s *sessionStore) Delete(token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, token)
	return nil
}
