package app

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// acquire locks a byte far behind the file's end, because a lock on Windows also keeps others from reading what it covers.
func acquire(f *os.File) error {
	const far = 1 << 20
	place := windows.Overlapped{Offset: far}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}
