//go:build unix

package app

import (
	"errors"
	"syscall"
)

// portTaken tells whether an address could not be listened on because somebody else does.
func portTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
