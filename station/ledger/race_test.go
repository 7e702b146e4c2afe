//go:build race

package ledger

// Under the race detector fewer logs are tried: it makes each ten times as slow.
const (
	underRace = true
	checks    = 40
)
