package ports

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const key = "3F2504E04F8911D39A0C0305E82C3301"

// sound is a plan with a device of every kind.
func soundPlan() Plan {
	return Plan{
		Readers: []Spec{{Kind: IDCard, Port: "/dev/reader"}},
		Alarms: []Spec{
			{Name: "一楼 接警机", Protocol: "surgard", Port: "COM7", Baud: 9600, DataBits: 7, Parity: "even", StopBits: 2, Ack: "06", Makers: map[string]string{"134": "panic silent"}},
			{Protocol: "dc09", Listen: ":8900", Network: "both", Key: key, Keys: map[string]string{"12ab": key}, WindowSeconds: -1},
		},
		Printers: []Spec{{Name: "叫号", Address: "10.0.0.9:9100", WidthDots: 384, Codepage: "gb18030"}},
	}
}

func TestIDsFollowFromNames(t *testing.T) {
	p := soundPlan()
	p.Printers = append(p.Printers, Spec{Name: "叫号", Port: "/dev/p"}, Spec{ID: "here", Port: "/dev/q"}, Spec{Name: strings.Repeat("长", 60), Port: "/dev/r"})
	if found := p.Check(); len(found) > 0 {
		t.Fatalf("found = %v", found)
	}
	var ids []string
	for _, d := range p.Devices() {
		ids = append(ids, d.ID)
	}
	want := "[idcard alarm-一楼-接警机 alarm printer-叫号 printer-叫号-2 here printer-" + strings.Repeat("长", 11) + "]"
	if got := fmt.Sprint(ids); got != want {
		t.Errorf("ids = %s, want %s", got, want)
	}
}

// linked is a port and another path that leads to it.
func linked(t *testing.T) (real, link string) {
	t.Helper()
	folder := t.TempDir()
	real, link = filepath.Join(folder, "ttyUSB0"), filepath.Join(folder, "by-id")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	return real, link
}

// Each case is a change of a sound plan, and what is found wrong, as section number field code.
func TestCheck(t *testing.T) {
	real, link := linked(t)
	for name, c := range map[string]struct {
		change func(p *Plan)
		want   string
	}{
		"sound":                      {func(*Plan) {}, ""},
		"another kind of reader":     {func(p *Plan) { p.Readers[0].Kind = "camera" }, "readers 1 kind device.kind"},
		"a printer among alarms":     {func(p *Plan) { p.Alarms[0] = Spec{Kind: Printer, Port: "/dev/x"} }, "alarms 1 kind device.kind"},
		"two readers":                {func(p *Plan) { p.Readers = append(p.Readers, Spec{Port: "/dev/other"}) }, "readers 2 kind device.readers_many"},
		"no port":                    {func(p *Plan) { p.Readers[0].Port = "" }, "readers 1 port device.needed"},
		"nowhere to call":            {func(p *Plan) { p.Alarms[1].Listen = "" }, "alarms 2 listen device.needed"},
		"a panel on a port":          {func(p *Plan) { p.Alarms[1].Listen, p.Alarms[1].Port = "", "COM9" }, "alarms 2 port device.connection"},
		"a receiver that is called":  {func(p *Plan) { p.Alarms[0].Port, p.Alarms[0].Listen = "", ":8901" }, "alarms 1 port device.connection"},
		"two ways":                   {func(p *Plan) { p.Printers[0].Port = "COM8" }, "printers 1 port device.connection"},
		"no port number":             {func(p *Plan) { p.Printers[0].Address = "10.0.0.9" }, "printers 1 address device.address"},
		"port 0":                     {func(p *Plan) { p.Alarms[1].Listen = ":0" }, "alarms 2 listen device.address"},
		"a strange network":          {func(p *Plan) { p.Alarms[1].Network = "ipx" }, "alarms 2 network device.connection"},
		"a strange rate":             {func(p *Plan) { p.Readers[0].Baud = 14400 }, "readers 1 baud device.baud"},
		"9 data bits":                {func(p *Plan) { p.Alarms[0].DataBits = 9 }, "alarms 1 data_bits device.data_bits"},
		"mark parity":                {func(p *Plan) { p.Alarms[0].Parity = "mark" }, "alarms 1 parity device.parity"},
		"3 stop bits":                {func(p *Plan) { p.Alarms[0].StopBits = 3 }, "alarms 1 stop_bits device.stop_bits"},
		"a word for a byte":          {func(p *Plan) { p.Alarms[0].Ack = "ack" }, "alarms 1 ack device.byte"},
		"two bytes":                  {func(p *Plan) { p.Alarms[0].Nak = "1515" }, "alarms 1 nak device.byte"},
		"no protocol":                {func(p *Plan) { p.Alarms[0].Protocol = "" }, "alarms 1 protocol device.protocol"},
		"a key of 10 digits":         {func(p *Plan) { p.Alarms[1].Key = "0123456789" }, "alarms 2 key device.key"},
		"a key on a serial line":     {func(p *Plan) { p.Alarms[0].Key = key }, "alarms 1 key device.not_here"},
		"an account with a space":    {func(p *Plan) { p.Alarms[1].Keys = map[string]string{"1 2": key} }, "alarms 2 keys device.account"},
		"a category there is not":    {func(p *Plan) { p.Alarms[0].Makers["134"] = "party" }, "alarms 1 makers device.category"},
		"a word behind the category": {func(p *Plan) { p.Alarms[0].Makers["134"] = "fire now" }, "alarms 1 makers device.category"},
		"too long a window":          {func(p *Plan) { p.Alarms[1].WindowSeconds = 1e6 }, "alarms 2 window_seconds device.number"},
		"a window per account":       {func(p *Plan) { p.Alarms[1].Windows = map[string]int{"1234": 0, "5x": 7, "6": -1} }, "alarms 2 windows device.account; alarms 2 windows device.number"},
		"wide paper":                 {func(p *Plan) { p.Printers[0].WidthDots = 832 }, "printers 1 width_dots device.width"},
		"a strange font":             {func(p *Plan) { p.Printers[0].Codepage = "big5" }, "printers 1 codepage device.codepage"},
		"a reader that cuts":         {func(p *Plan) { p.Readers[0].Cutter = new(bool) }, "readers 1 cutter device.not_here"},
		"a reader with parity":       {func(p *Plan) { p.Readers[0].Parity = "even" }, "readers 1 parity device.not_here"},
		"an id with a slash":         {func(p *Plan) { p.Readers[0].ID = "a/b" }, "readers 1 id device.id"},
		"the same id":                {func(p *Plan) { p.Alarms[0].ID, p.Printers[0].ID = "x", "x" }, "printers 1 id device.id_taken"},
		"the same port":              {func(p *Plan) { p.Alarms[0].Port = "/dev/reader" }, "alarms 1 port device.port_taken"},
		"two paths that meet today":  {func(p *Plan) { p.Readers[0].Port, p.Alarms[0].Port = real, link }, ""},
		"the same path":              {func(p *Plan) { p.Readers[0].Port, p.Alarms[0].Port = "/dev/x", "/dev/./x" }, "alarms 1 port device.port_taken"},
		"the same address": {func(p *Plan) {
			p.Alarms = append(p.Alarms, Spec{Name: "b", Protocol: "dc09", Listen: "10.0.0.1:8900", Network: "udp"})
		}, "alarms 3 port device.port_taken"},
		"another network": {func(p *Plan) {
			p.Alarms[1].Network = "tcp"
			p.Alarms = append(p.Alarms, Spec{Name: "b", Protocol: "dc09", Listen: ":8900", Network: "udp"})
		}, ""},
		"everything at once": {
			func(p *Plan) { p.Alarms[0].Baud, p.Alarms[0].Nak, p.Readers[0].Port = 1, "x", "" },
			"readers 1 port device.needed; alarms 1 baud device.baud; alarms 1 nak device.byte",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := soundPlan()
			c.change(&p)
			var got []string
			for _, m := range p.Check() {
				got = append(got, fmt.Sprint(m.Section, " ", m.Number, " ", m.Field, " ", m.Code))
				if !slices.Contains(Codes(), m.Code) {
					t.Errorf("%s is not listed", m.Code)
				}
				if strings.Contains(m.Error(), key) {
					t.Errorf("a key is told: %s", m.Error())
				}
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("found = %s, want %s", got, c.want)
			}
		})
	}
}
