package app

import (
	"errors"

	"golang.org/x/sys/windows"
)

// portTaken tells whether an address could not be listened on because somebody else does.
func portTaken(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }
