package station

// patience is how many proposals, one after the other, may miss their deadline before a station takes itself for cut off.
const patience = 2

// course is what the mode of a station is decided by: outcomes, not guesses.
type course struct {
	mode Mode
	// leader says that one is known, behind that this copy is far behind the log, alone that no leader was known for the threshold.
	leader, behind, alone bool
	// misses counts proposals that missed their deadline while a leader was known, one after the other.
	misses int
	// pressed says that an urgent command missed its deadline.
	pressed bool
	// proven says that a proposal was decided since the station was cut off.
	proven bool
	// pending says that entries of the journal are not settled.
	pending bool
}

// next is where the course leads. Entries that wait go before everything else: with any of them a station is never in Normal mode, so that no
// later command overtakes them.
func (c course) next() course {
	lost := c.alone || c.pressed || c.misses >= patience
	switch {
	case c.mode == Normal && (c.pending || lost), c.mode == Returning && lost:
		c.mode = Isolated
	case c.mode == Isolated && c.proven && c.leader && !c.behind:
		c.mode = Returning
	case c.mode == Returning && !c.pending:
		c.mode = Normal
	default:
		return c
	}
	c.misses, c.pressed, c.proven = 0, false, false
	return c
}
