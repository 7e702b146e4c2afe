package office

import (
	"fmt"
	"unicode/utf8"

	"jiezhan/station/ledger"
)

// Report says which program a station runs and which cluster versions that program supports. The program itself makes it, after every start
// that changed something.
type Report struct {
	Station string `json:"station"`
	Program string `json:"program"`
	Min     int    `json:"min"`
	Max     int    `json:"max"`
}

// Kind is the verb on the wire.
func (Report) Kind() string { return "office.report.v1" }

// Validate judges the range.
func (c Report) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.Station != "", "station", "station.unknown")
	v.That(utf8.RuneCountInString(c.Program) <= maxProgram, "program", "station.program_too_long")
	v.That(c.Min >= 1 && c.Min <= c.Max, "max", "version.range_invalid")
	return v.Refusal()
}

// Apply keeps the report.
func (c Report) Apply(tx *ledger.Tx) (any, error) {
	if tx.Stamp.Actor.Kind != ledger.System {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "office.not_permitted")
	}
	s, err := member(tx, c.Station)
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(`UPDATE station SET program = ?, min_version = ?, max_version = ? WHERE id = ?`, c.Program, c.Min, c.Max, s.ID)
	if err != nil {
		return nil, fmt.Errorf("report of %s: %w", s.ID, err)
	}
	tx.Changed(topic, s.ID)
	return Admitted{Station: s.ID}, nil
}
