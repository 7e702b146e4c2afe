// Package ledger knows how a change becomes part of the shared register: commands, their stamp, their outcome, the machine
// that applies them in the same order on every station, and the audit chain. It knows no table of the domain, no Raft and no HTTP.
package ledger

// Command is one change of shared state. Its fields are its payload on the wire; a kind never changes its meaning.
type Command interface {
	// Kind is the verb on the wire, such as "permit.accept.v1".
	Kind() string
	// Validate judges the command alone and reports every problem at once; nil means acceptable.
	Validate(stamp Stamp) *Refusal
	// Apply judges the command against the register and then writes. It reads only tx, decides first and writes last.
	// It answers the result for the person who asked, a *Refusal as error, or an I/O error, which stops the station.
	Apply(tx *Tx) (any, error)
}

// Preparer is a command that takes something along which a later version of the program may know differently: how a name sounds, which area codes
// there are. The station that makes the command puts it in once; every station then writes the same, whatever version it runs.
type Preparer interface {
	Command
	// Prepare answers the command completed.
	Prepare() Command
}
