package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"jiezhan/app/demo/street"
	"jiezhan/devices/simulator"
	"jiezhan/station/calendar"
)

const stations = 3

// office is the three stations with their devices.
type office struct {
	options  Options
	asOf     calendar.Date
	cast     []street.Member
	stations []*simulated
	network  network
	progress chan street.Progress
}

// simulated is one station: its process, and the far ends of its devices' lines.
type simulated struct {
	id, name string
	folder   string
	port     int
	program  string
	asOf     calendar.Date
	reader   *simulator.IDCardReader
	cable    *simulator.Cable
	printer  *ticketPrinter
	alarms   *alarmWire
	quarter  *quarter
	process  process

	mu   sync.Mutex
	card street.Role
}

func (s *simulated) url(path string) string {
	return fmt.Sprintf("http://127.0.0.1:%d%s", s.port, path)
}

func stationName(i int) string { return street.Communities[i] + "社区服务站" }

func openOffice(o Options) (*office, error) {
	day, err := asOf(o)
	if err != nil {
		return nil, err
	}
	of := &office{options: o, asOf: day, cast: street.Cast(day), progress: make(chan street.Progress, 1024)}
	for i := range stations {
		s, err := of.station(i)
		if err != nil {
			return nil, err
		}
		of.stations = append(of.stations, s)
	}
	of.stations[0].process.lines = of.listen
	return of, nil
}

// station makes the station i, counted from 0, with nothing plugged in.
func (o *office) station(i int) (*simulated, error) {
	s := &simulated{
		id: fmt.Sprintf("station-%d", i+1), name: stationName(i), program: o.options.Program, asOf: o.asOf,
		folder: filepath.Join(o.options.Folder, fmt.Sprintf("station-%d", i+1)), port: o.options.Port + 1 + i,
		reader: simulator.NewIDCardReader(simulator.Options{Serial: uint32(1000 + i)}), quarter: newQuarter(i),
	}
	s.cable = simulator.NewCable(filepath.Join(s.folder, "dev"), "idcard", s.reader)
	s.alarms = wireOf(i, o.options.Port, s.folder)
	printer, err := newTicketPrinter(s.folder)
	s.printer = printer
	return s, err
}

// devices are what is plugged into the station.
func (s *simulated) devices() []plug { return []plug{s.cable, s.printer, s.alarms} }

// A plug is an end of a cable that a visitor can pull.
type plug interface {
	Plug() error
	Unplug() error
}

// start plugs in devices and cables, starts the three processes and waits until the office works and the sample street is loaded.
func (o *office) start(ctx context.Context) error {
	for i, s := range o.stations {
		if err := s.configure(i, o.options.Port); err != nil {
			return err
		}
		for _, d := range s.devices() {
			if err := d.Plug(); err != nil {
				return err
			}
		}
	}
	if err := o.network.lay(ctx, o.options.Port); err != nil {
		return err
	}
	if err := o.assemble(ctx); err != nil {
		return err
	}
	return o.untilLoaded(ctx)
}

// stop ends the processes and takes the ports away.
func (o *office) stop() {
	for _, s := range o.stations {
		s.process.stop()
	}
	for _, s := range o.stations {
		s.process.wait()
		for _, d := range s.devices() {
			if err := d.Unplug(); err != nil {
				fmt.Fprintln(o.options.Out, err)
			}
		}
	}
	if err := o.network.close(); err != nil {
		fmt.Fprintln(o.options.Out, err)
	}
}
