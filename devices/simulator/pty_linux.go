package simulator

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// OpenPTY makes a pseudo-terminal in raw mode. Bytes written to master come out of the device at slavePath and the other way
// round. Closing master is what unplugging is to a serial port. While nobody has the slave open, reading master fails.
func OpenPTY() (master *os.File, slavePath string, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, "", fmt.Errorf("open /dev/ptmx: %w", err)
	}
	master = os.NewFile(uintptr(fd), "/dev/ptmx")
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = makeRaw(fd)
	}
	if err != nil {
		_ = master.Close() // the first error is the one to tell
		return nil, "", fmt.Errorf("set up pseudo-terminal: %w", err)
	}
	return master, "/dev/pts/" + strconv.Itoa(n), nil
}

// makeRaw turns off everything a terminal does to bytes. On Linux the master's settings are the slave's.
func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}

// holdOpen keeps the slave open, so that master can be read before anyone comes and after they go.
func holdOpen(slavePath string) (*os.File, error) {
	return os.OpenFile(slavePath, unix.O_RDWR|unix.O_NOCTTY, 0)
}
