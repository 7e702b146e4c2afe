package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"jiezhan/app/text"
	"jiezhan/devices/simulator"
)

// portSeen says at which port the simulated device is.
type portSeen struct {
	Kind  string `json:"kind"` // port
	Path  string `json:"path"`
	Fault string `json:"fault,omitempty"`
}

// reopenAfter is the wait before a port that was lost is opened again.
const reopenAfter = time.Second

// join connects a device: to a port that exists, or to a pseudo-terminal of its own, whose path is printed. run plays the device.
func (c simulateCommand) join(s *session, device simulator.Device) (run func(ctx context.Context, joined func()), err error) {
	if c.Port == "" {
		return nil, text.Failure(nil, "device.needs_port", c.Kind)
	}
	print := s.lines()
	if c.Port == "pty" {
		return plugIn(device, print)
	}
	open, err := c.opener(c.Port, cmp.Or(c.Baud, usualBaud(c.Kind)))
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, joined func()) {
		for ctx.Err() == nil {
			port, err := open()
			if err == nil {
				print(portSeen{Kind: "port", Path: c.Port})
				joined()
				err = device.Serve(ctx, wakeful{port})
				_ = port.Close() // it is lost, or nobody needs it any more
			}
			if ctx.Err() == nil {
				print(portSeen{Kind: "port", Path: c.Port, Fault: err.Error()})
				waited(ctx, reopenAfter)
			}
		}
	}, nil
}

func plugIn(device simulator.Device, print func(any)) (run func(ctx context.Context, joined func()), err error) {
	folder, err := os.MkdirTemp("", "jiezhan-pty-")
	if err != nil {
		return nil, text.Failure(err, "simulate.no_pty", err)
	}
	cable := simulator.NewCable(folder, "port", device)
	if err := cable.Plug(); err != nil {
		_ = os.RemoveAll(folder) // the first error is the one to tell
		return nil, text.Failure(err, "simulate.no_pty", err)
	}
	return func(ctx context.Context, joined func()) {
		print(portSeen{Kind: "port", Path: cable.Path()})
		joined()
		<-ctx.Done()
		_ = cable.Unplug()       // the program ends,
		_ = os.RemoveAll(folder) // and a link left behind in the temporary folder does no harm
	}, nil
}

// wakeful is a port whose reads wait until something comes.
type wakeful struct{ io.ReadWriteCloser }

func (w wakeful) Read(p []byte) (int, error) {
	for {
		n, err := w.ReadWriteCloser.Read(p)
		var late interface{ Timeout() bool }
		if n > 0 || !errors.As(err, &late) || !late.Timeout() {
			return n, err
		}
	}
}
