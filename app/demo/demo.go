// Package demo runs a whole street office on one machine: three station processes with simulated devices (ID-card readers, ticket printers, a
// Sur-Gard and a Conwin receiver, a panel that reports over IP), a sample street, and a panel with which a visitor works these devices. It starts
// the stations as any technician would, with a configuration file, and speaks to them only over their serial ports and their network addresses.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"jiezhan/app/demo/street"
	"jiezhan/station/calendar"
)

// Options say where and how the demo runs.
type Options struct {
	// Folder holds the data of all stations.
	Folder string
	// Fresh starts over with empty folders.
	Fresh bool
	// Program is the executable to start the stations with.
	Program string
	// Port is the panel's; stations serve on the following ones. They call each other a hundred further on, listen two hundred
	// further on, and are called by alarm panels three hundred further on.
	Port int
	// Out gets what the person at the terminal reads, worded by Say.
	Out io.Writer
	Say func(key string, args ...any) string
	Now func() time.Time
}

// Run starts the office and holds it until ctx ends. Then everything it started is stopped.
func Run(ctx context.Context, o Options) error {
	folder, err := filepath.Abs(o.Folder) // what the configurations say must not hang on where they lie
	if err != nil {
		return fmt.Errorf("the demo's folder: %w", err)
	}
	o.Folder = folder
	if o.Fresh {
		if err := os.RemoveAll(o.Folder); err != nil {
			return fmt.Errorf("start over: %w", err)
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", o.Port))
	if err != nil {
		return fmt.Errorf("the device panel's port is taken, choose another with --port: %w", err)
	}
	office, err := openOffice(o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer office.stop()
	panel := &http.Server{Handler: office.panel(), ReadHeaderTimeout: 5 * time.Second}
	go panel.Serve(listener) //nolint:errcheck // ends with Close
	defer panel.Close()      //nolint:errcheck // the program ends
	if err := office.start(ctx); err != nil {
		if errors.Is(err, errOldData) {
			return errors.New(o.Say("demo.old_data"))
		}
		return err
	}
	office.announce()
	<-ctx.Done()
	fmt.Fprintln(o.Out, o.Say("demo.stopping"))
	return nil
}

// asOf is the day the sample street was made for; a later start keeps it, because the street is made from it.
func asOf(o Options) (calendar.Date, error) {
	path := filepath.Join(o.Folder, "as-of")
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		return calendar.ParseDate(string(text))
	case !errors.Is(err, os.ErrNotExist):
		return calendar.Date{}, fmt.Errorf("read the day of the sample: %w", err)
	}
	today := calendar.On(o.Now())
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return today, fmt.Errorf("create %s: %w", o.Folder, err)
	}
	return today, os.WriteFile(path, []byte(today.String()), 0o600)
}

// announce prints where everything is.
func (o *office) announce() {
	say := func(key string, args ...any) { fmt.Fprintln(o.options.Out, o.options.Say(key, args...)) }
	say("demo.ready", street.OfficeName)
	for _, s := range o.stations {
		say("demo.station", s.name, s.url("/kiosk"), s.url("/staff"))
	}
	say("demo.panel", fmt.Sprintf("http://127.0.0.1:%d/", o.options.Port))
	say("demo.accounts")
	for _, a := range street.Accounts() {
		say("demo.account", a.Login, a.Password, o.options.Say("role."+a.Role))
	}
	say("demo.landlord", street.Reporters()[0].Phone, street.ReporterPIN, o.stations[0].url("/landlord.html"))
	say("demo.stop_hint")
}
