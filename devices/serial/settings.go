package serial

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tarm/serial"
)

// Parities of a port.
const (
	ParityNone = "none"
	ParityOdd  = "odd"
	ParityEven = "even"
)

var (
	// ErrBaud is the error of opening a port at a rate readers and panels do not have.
	ErrBaud = errors.New("baud rate is not one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200")
	// ErrDataBits is the error of opening a port with a number of data bits other than 7 or 8.
	ErrDataBits = errors.New("data bits are not 7 or 8")
	// ErrParity is the error of opening a port with a parity the drivers do not have.
	ErrParity = errors.New("parity is not none, odd or even")
	// ErrStopBits is the error of opening a port with a number of stop bits other than 1 or 2.
	ErrStopBits = errors.New("stop bits are not 1 or 2")
)

// Settings say which port to open and how its line is set. The drivers do not report parity errors: parity only has to be the
// far end's, so that the bits come out right.
type Settings struct {
	Path     string // /dev/serial/by-id/…, COM3
	Baud     int
	DataBits int    // 7 or 8; 0 is 8
	Parity   string // none, odd or even; empty is none
	StopBits int    // 1 or 2; 0 is 1
}

// Bauds are the rates readers, receivers and printers have, the slowest first.
func Bauds() []int { return []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200} }

// Check tells every value no port can have, as ErrBaud, ErrDataBits, ErrParity and ErrStopBits joined, or nil.
func (s Settings) Check() error {
	_, err := s.config()
	return err
}

// config puts the settings in the words of the driver.
func (s Settings) config() (*serial.Config, error) {
	var errs []error
	if !slices.Contains(Bauds(), s.Baud) {
		errs = append(errs, fmt.Errorf("%d: %w", s.Baud, ErrBaud))
	}
	size, found := map[int]byte{0: 8, 7: 7, 8: 8}[s.DataBits]
	if !found {
		errs = append(errs, fmt.Errorf("%d: %w", s.DataBits, ErrDataBits))
	}
	parity, found := map[string]serial.Parity{
		"": serial.ParityNone, ParityNone: serial.ParityNone, ParityOdd: serial.ParityOdd, ParityEven: serial.ParityEven,
	}[s.Parity]
	if !found {
		errs = append(errs, fmt.Errorf("%q: %w", s.Parity, ErrParity))
	}
	stop, found := map[int]serial.StopBits{0: serial.Stop1, 1: serial.Stop1, 2: serial.Stop2}[s.StopBits]
	if !found {
		errs = append(errs, fmt.Errorf("%d: %w", s.StopBits, ErrStopBits))
	}
	return &serial.Config{
		Name: s.Path, Baud: s.Baud, Size: size, Parity: parity, StopBits: stop, ReadTimeout: readWait,
	}, errors.Join(errs...)
}
