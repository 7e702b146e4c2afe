package ports

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Damage says why the devices that were set on the screen cannot be read from their file.
type Damage struct {
	Line  int // 0 where the line is not known
	Field string
	Cause error
}

// Error says it in English, for logs.
func (d *Damage) Error() string {
	return fmt.Sprintf("devices.toml, line %d %s: %v", d.Line, d.Field, d.Cause)
}

// Unwrap is the cause.
func (d *Damage) Unwrap() error { return d.Cause }

// ParsePlan reads the file that the station keeps its devices in. Every error is a *Damage.
func ParsePlan(raw []byte) (Plan, error) {
	var p Plan
	decoder := toml.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Plan{}, damage(err)
	}
	if found := p.Check(); len(found) > 0 {
		first := found[0]
		return Plan{}, &Damage{Field: first.Section + " " + strconv.Itoa(first.Number) + " " + first.Field, Cause: first.Wrong}
	}
	return p, nil
}

func damage(err error) *Damage {
	d := &Damage{Cause: err}
	var unknown *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &unknown) && len(unknown.Errors) > 0:
		d.Line, _ = unknown.Errors[0].Position()
		d.Field = strings.Join(unknown.Errors[0].Key(), ".")
	case errors.As(err, &wrong):
		d.Line, _ = wrong.Position()
		d.Field = strings.Join(wrong.Key(), ".")
	}
	return d
}

// load reads the devices that were set on the screen; found is false where none ever were.
func load(path string) (p Plan, found bool, err error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Plan{}, false, nil
	}
	if err != nil {
		return Plan{}, true, &Damage{Cause: err}
	}
	p, err = ParsePlan(raw)
	return p, true, err
}
