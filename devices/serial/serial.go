// Package serial opens serial ports and makes their two silences tell apart: nothing came in time, and the port has gone.
// It does not know what the bytes mean and never looks at them. It alone imports the driver library.
//
// A port has one owner: reads by one goroutine, writes by one goroutine, Close by any.
package serial

import (
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/tarm/serial"
)

// Times of every port.
const (
	readWait  = 200 * time.Millisecond // longest silence one Read waits for; the driver counts in tenths of a second
	writeWait = time.Second            // a port that does not take bytes for so long is lost
)

// ErrQuiet is what Read returns when nothing came for 200 ms. The port is fine: read again. It has the Timeout method of
// net.Error.
var ErrQuiet error = quiet{}

type quiet struct{}

func (quiet) Error() string { return "nothing came in time" }

// Timeout marks the error as a time-out for code that does not know this package.
func (quiet) Timeout() bool { return true }

var (
	// ErrGone is behind every error of a port that has vanished (unplugged, hung up). Close it and open it again.
	ErrGone = errors.New("serial port has gone")
	// ErrBusy is the error of opening a port that another program, or another part of this one, has open. It matches
	// syscall.EBUSY.
	ErrBusy = fmt.Errorf("serial port is in use by another program: %w", syscall.EBUSY)
)

// Open opens the port at path as 8 data bits, no parity, 1 stop bit: OpenWith for what nearly every reader and printer has.
func Open(path string, baud int) (io.ReadWriteCloser, error) {
	return OpenWith(Settings{Path: path, Baud: baud})
}

// OpenWith opens a port for its sole use, without flow control. What lay in the driver's buffers is thrown away. Errors match
// those of Settings.Check, ErrBusy, fs.ErrNotExist and fs.ErrPermission.
func OpenWith(s Settings) (io.ReadWriteCloser, error) {
	config, err := s.config()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.Path, err)
	}
	lock, err := acquire(s.Path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.Path, err)
	}
	raw, err := serial.OpenPort(config)
	if err != nil {
		lock.release()
		return nil, fmt.Errorf("open %s: %w", s.Path, busyOr(err))
	}
	_ = raw.Flush() // stale bytes are dropped once more by whoever speaks first; a port that has gone shows at the first read
	return newPort(s.Path, raw, lock), nil
}
