package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"text/template"

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

// simulated is one station: its process, and the far end of its serial line.
type simulated struct {
	id, name string
	folder   string
	port     int
	program  string
	asOf     calendar.Date
	reader   *simulator.IDCardReader
	cable    *simulator.Cable
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
		s := &simulated{
			id: fmt.Sprintf("station-%d", i+1), name: stationName(i), program: o.Program, asOf: day,
			folder: filepath.Join(o.Folder, fmt.Sprintf("station-%d", i+1)), port: o.Port + 1 + i,
			reader: simulator.NewIDCardReader(simulator.Options{Serial: uint32(1000 + i)}),
		}
		s.cable = simulator.NewCable(filepath.Join(s.folder, "dev"), "idcard", s.reader)
		of.stations = append(of.stations, s)
	}
	of.stations[0].process.lines = of.listen
	return of, nil
}

// start plugs in readers and cables, starts the three processes and waits until the office works and the sample street is loaded.
func (o *office) start(ctx context.Context) error {
	for i, s := range o.stations {
		if err := s.configure(i, o.options.Port); err != nil {
			return err
		}
		if err := s.cable.Plug(); err != nil {
			return err
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
		if err := s.cable.Unplug(); err != nil {
			fmt.Fprintln(o.options.Out, err)
		}
	}
	if err := o.network.close(); err != nil {
		fmt.Fprintln(o.options.Out, err)
	}
}

var configuration = template.Must(template.New("configuration").Parse(`# Written by the demo at every start.
data = {{printf "%q" .Data}}
first_account = false

[station]
id = "{{.ID}}"
name = "{{.Name}}"
community = "{{.Community}}"
machine = 1

[office]
name = "{{.Office}}"
code = "{{.OfficeCode}}"
city = "{{.City}}"
authority = "范本市公安局范本分局"
window_hint = "2 号窗口"
phone = "0571-00000000"

[http]
listen = "127.0.0.1:{{.Port}}"

[raft]
listen = "{{.Raft}}"
advertise = "{{.Public}}"

[[readers]]
kind = "idcard"
port = {{printf "%q" .Reader}}
baud = 115200
`))

func (s *simulated) configure(index, port int) error {
	if err := os.MkdirAll(filepath.Join(s.folder, "dev"), 0o700); err != nil {
		return fmt.Errorf("create %s: %w", s.folder, err)
	}
	f, err := os.Create(s.config())
	if err != nil {
		return fmt.Errorf("write the configuration of %s: %w", s.id, err)
	}
	err = configuration.Execute(f, map[string]any{
		"Data": filepath.Join(s.folder, "data"), "Port": s.port, "ID": s.id, "Name": s.name, "Raft": ownAddress(port, index), "Public": publicAddress(port, index),
		"Community": street.CommunityCode(index), "Office": street.OfficeName, "OfficeCode": street.OfficeCode, "City": street.City,
		"Reader": s.cable.Path(),
	})
	return errors.Join(err, f.Close())
}

func (s *simulated) config() string { return filepath.Join(s.folder, "jiezhan.toml") }
