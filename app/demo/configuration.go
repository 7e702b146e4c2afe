package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"text/template"

	"jiezhan/app/demo/street"
)

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

[[printers]]
id = "{{.PrinterID}}"
name = "号票打印机"
port = {{printf "%q" .Printer}}
baud = {{.PrinterBaud}}
codepage = "{{.PrinterCharset}}"

{{with .Alarms -}}
[[alarms]]
id = "alarms"
name = "{{.Name}}"
protocol = "{{.Protocol}}"
{{if .Port}}port = {{printf "%q" .Port}}
{{else}}listen = "{{.Listen}}"
network = "both"
key = "{{.Key}}"
{{end}}{{with .HeartbeatSeconds}}heartbeat_seconds = {{.}}
{{end}}{{end -}}
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
		"Reader": s.cable.Path(), "PrinterID": ticketPrinterID, "Printer": s.printer.Path(), "PrinterBaud": printerBaud, "PrinterCharset": printerCharset,
		"Alarms": s.alarms,
	})
	return errors.Join(err, f.Close())
}

func (s *simulated) config() string { return filepath.Join(s.folder, "jiezhan.toml") }
