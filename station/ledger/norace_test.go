//go:build !race

package ledger

const (
	underRace = false
	checks    = 300
)
