package api

import (
	"sync"

	"jiezhan/station/staff"
)

// hashes keeps the hash made for a request for a while: a hash is salted, and a request that is sent again must ask for the very same.
type hashes struct {
	cost staff.Cost

	mu   sync.Mutex
	made []hashed // the last few, oldest first
}

type hashed struct{ requestID, hash string }

// hashesKept is how many requests are remembered; passwords are set some times a day.
const hashesKept = 16

func newHashes(cost staff.Cost) *hashes { return &hashes{cost: cost} }

// of answers the hash of a password for a request, the same one for the same request.
func (h *hashes) of(requestID, plain string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range h.made {
		if m.requestID != requestID {
			continue
		}
		if same, err := staff.VerifyPassword(m.hash, plain); err != nil || same {
			return m.hash, err
		}
	}
	hash, err := staff.HashPassword(plain, h.cost)
	if err != nil {
		return "", err
	}
	h.made = append(h.made, hashed{requestID, hash})
	if len(h.made) > hashesKept {
		h.made = append(h.made[:0:0], h.made[1:]...)
	}
	return hash, nil
}
