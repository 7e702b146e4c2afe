package cluster

import "jiezhan/station/ledger"

// search finds the first row in which two audit chains differ. Each hash covers the row before, so behind a row that was changed honestly all others
// differ too, and halving finds the first. A row that was changed alone differs alone; a slow walk over all older rows finds
// that.
type search struct {
	low, high    uint64      // equal at low (0 is before the first row), different at high; high is 0 while nothing differs
	ours, theirs ledger.Head // the hashes at high
	walk         uint64      // where the walk is
	walking      bool        // whether the row asked for last was one of the walk
}

// next answers the row to ask for, where both chains have rows up to common; 0 where there is none.
func (s *search) next(common uint64) uint64 {
	if s.high > 0 {
		return s.low + (s.high-s.low)/2
	}
	if s.walking = !s.walking; !s.walking || common < 2 {
		return common
	}
	if s.walk--; s.walk == 0 || s.walk >= common { // it begins, wraps, or the chain is another
		s.walk = common - 1
	}
	return s.walk
}

// note takes the hashes of one row on both sides.
func (s *search) note(seq uint64, ours, theirs ledger.Head) {
	switch {
	case ours != theirs:
		s.high, s.ours, s.theirs = seq, ours, theirs
	case s.high > 0:
		s.low = seq
	}
}

// found says that high is the first row that differs.
func (s *search) found() bool { return s.high > 0 && s.high-s.low == 1 }

// halving says that a difference is known and its first row not yet.
func (s *search) halving() bool { return s.high > 0 && s.high-s.low > 1 }
