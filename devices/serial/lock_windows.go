package serial

import (
	"errors"
	"io/fs"
)

// Windows opens a COM port for one program only and fails reads of a port that has gone, so there is nothing to hold.
type deviceLock struct{}

func acquire(string) (deviceLock, error) { return deviceLock{}, nil }

func (deviceLock) present() bool { return true }

func (deviceLock) release() {}

// busyOr: a COM port that is open elsewhere is "access denied".
func busyOr(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return ErrBusy
	}
	return err
}
