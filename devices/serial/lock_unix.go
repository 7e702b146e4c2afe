//go:build unix

package serial

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// A deviceLock is an advisory lock (flock) on the device, held through a descriptor of its own because the driver hides
// its. TIOCEXCL is not used: it does not stop root, and on a pseudo-terminal it outlives a killed owner.
type deviceLock struct {
	path string
	file *os.File
	info os.FileInfo
}

func acquire(path string) (*deviceLock, error) {
	f, err := os.OpenFile(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode()&os.ModeCharDevice == 0 {
		err = fmt.Errorf("not a device: %s", info.Mode().Type())
	}
	if err == nil {
		err = busyOr(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB))
	}
	if err != nil {
		_ = f.Close() // the first error is the one to tell
		return nil, err
	}
	return &deviceLock{path: path, file: f, info: info}, nil
}

// present follows the path again: a stable name may by now lead to another device.
func (l *deviceLock) present() bool {
	now, err := os.Stat(l.path)
	return err == nil && os.SameFile(now, l.info)
}

func (l *deviceLock) release() {
	_ = l.file.Close() // frees the lock whatever it returns
}

func busyOr(err error) error {
	if errors.Is(err, unix.EWOULDBLOCK) || errors.Is(err, unix.EBUSY) {
		return ErrBusy
	}
	return err
}
