//go:build !linux

package simulator

import (
	"errors"
	"os"
)

// ErrNoPTY is the error of every cable on a system without pseudo-terminals.
var ErrNoPTY = errors.New("simulated devices need the pseudo-terminals of Linux")

// OpenPTY makes a pseudo-terminal, which this system does not have.
func OpenPTY() (master *os.File, slavePath string, err error) { return nil, "", ErrNoPTY }

func holdOpen(string) (*os.File, error) { return nil, ErrNoPTY }
