package ledger

// Slice is what one part of the domain brings to the station: its tables and its commands.
type Slice struct {
	Name string
	// Schema creates the tables of version 1 in an empty file. It stays as it is for ever: later steps are migrations.
	Schema   string
	Commands []Declaration
	// Migrations change the tables on the way to later cluster versions.
	Migrations []Migration

	// Admit is asked before a command accepted while cut off is applied from the log: is its actor still who may do this? It must not
	// write. Nil asks nothing.
	Admit func(tx *Tx, e Envelope) (*Refusal, error)
	// Refused is told, in the same transaction, of each command accepted while cut off that the log refused. Tx.Subject is the person it was
	// about, as far as it came. Once its outcome was dropped the same command may come, be refused and be told of again, so what Refused keeps of it
	// goes by its request id. Nil hears nothing.
	Refused func(tx *Tx, e Envelope, r *Refusal) error
}

// Migration is one step of a slice's tables, run by Tx.Raise on every station at the same place of the log.
type Migration struct {
	// To is the cluster version that the step leads to, 2 or later.
	To   int
	Name string
	// Run expands first and contracts a version later: programs of the version before still read the tables. An error stops the station.
	Run func(tx *Tx) error
}
