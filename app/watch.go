package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"syscall"

	"jiezhan/app/text"
	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
)

// Run prints what happens at a reader until somebody stops it. A port that cannot be opened at first is an error; one that is lost later is an
// event, because the technician is just trying cables.
func (c watchCommand) Run(s *session) error {
	if c.Kind != "idcard" {
		return text.Failure(nil, "device.kind", c.Kind)
	}
	if !slices.Contains(bauds(), c.Baud) {
		return text.Failure(nil, "config.baud", c.Baud)
	}
	first, err := serial.Open(c.Port, c.Baud)
	if err != nil {
		return explainPort(c.Port, err)
	}
	open := func() (io.ReadWriteCloser, error) {
		if port := first; port != nil {
			first = nil
			return port, nil
		}
		return serial.Open(c.Port, c.Baud)
	}
	reader := idcard.NewReader(open, idcard.Options{Baud: c.Baud})
	err = reader.Run(s.ctx, idcard.WriteEvents(s.p.Stdout, c.Unmasked))
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func explainPort(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return text.Failure(err, "device.no_port", path)
	case errors.Is(err, syscall.EBUSY):
		return text.Failure(err, "device.busy", path)
	case errors.Is(err, fs.ErrPermission):
		return text.Failure(err, "device.no_permission", path)
	default:
		return text.Failure(err, "device.cannot_open", path, err)
	}
}
