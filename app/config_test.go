package app

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"jiezhan/app/ports"
	"jiezhan/app/text"
)

const sample = `
data = "/var/lib/jiezhan"
first_account = false

[office]
name = "和平街道"
window_hint = "2 号窗口"

[station]
id = "qingsong-1"
name = "青松社区服务站"
community = "339999001001"
machine = 2

[http]
listen = "127.0.0.1:8600"
names = ["qingsong.hall"]

[raft]
listen = "0.0.0.0:8601"
advertise = "qingsong.hall:8601"
log = "wal"

[backup]
folder = "/srv/backup"
recipients = ["age1example"]
at = "03:15"
keep_days = 7

[[readers]]
kind = "idcard"
port = "/dev/serial/by-id/reader"
`

func TestParseConfig(t *testing.T) {
	c, err := ParseConfig("jiezhan.toml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if c.Station.Machine != 2 || c.Office.Name != "和平街道" || c.Office.City != DefaultConfig().Office.City || c.FirstAccount {
		t.Errorf("config = %+v", c)
	}
	if c.advertised() != "qingsong.hall:8601" || c.Raft.Log != "wal" || c.Backup.KeepDays != 7 || c.Backup.Recipients[0] != "age1example" || c.devices().Devices()[0].ID != "idcard" {
		t.Errorf("config = %+v", c)
	}
	empty, err := ParseConfig("empty.toml", nil)
	if err != nil || !reflect.DeepEqual(empty, DefaultConfig()) {
		t.Errorf("empty = %+v, %v", empty, err)
	}
}

// Each case is a change of the sample, and what the technician is told.
func TestBadConfigs(t *testing.T) {
	for name, c := range map[string]struct{ old, fresh, want string }{
		"a typo":                {"window_hint", "window_hnit", "Line 7 of the configuration file x.toml: there is no setting office.window_hnit. Did you mean office.window_hint?"},
		"a typo in a table":     {"[station]", "[staton]", "Line 9 of the configuration file x.toml: there is no setting staton. Did you mean station?"},
		"a typo in a list":      {"[[readers]]", "[[reders]]", "there is no setting reders. Did you mean readers?"},
		"in the wrong table":    {"[office]\n", "[office]\nmachine = 2\n", "there is no setting office.machine. Did you mean station.machine?"},
		"something else":        {"[office]\n", "[office]\ncolour_of_the_door = 2\n", "there is no setting office.colour_of_the_door. Remove or correct it."},
		"a text for a number":   {"machine = 2", `machine = "2"`, "Line 13 of the configuration file x.toml: the value of station.machine is not of the right sort"},
		"a number for a text":   {`id = "qingsong-1"`, "id = 7", "Line 10 of the configuration file x.toml: the value of station.id is not of the right sort"},
		"no quotes":             {`name = "和平街道"`, `name = 和平街道`, "Line 6 of the configuration file x.toml is not right"},
		"twice":                 {"machine = 2", "machine = 2\nmachine = 3", "Line 14 of the configuration file x.toml is not right"},
		"community of 9 digits": {`"339999001001"`, `"339999001"`, `must be the community's 12-digit code; it is "339999001"`},
		"machine 10":            {"machine = 2", "machine = 10", "station.machine must be 1 to 9; it is 10"},
		"no station id":         {`id = "qingsong-1"`, `id = " "`, "lacks station.id"},
		"no port":               {`listen = "127.0.0.1:8600"`, `listen = "127.0.0.1"`, `http.listen must be host:port, such as 127.0.0.1:8600; it is "127.0.0.1"`},
		"an id with a space":    {`"qingsong-1"`, `"qing song"`, `station.id may have ASCII letters, digits, dots, hyphens and underscores only; it is "qing song"`},
		"peers of old":          {"[[readers]]", "[[peers]]\nid = \"s1\"\n[[readers]]", "stations are no longer listed; remove [[peers]]"},
		"nowhere to be reached": {`advertise = "qingsong.hall:8601"`, "", "raft.advertise must say under which address the other stations reach this one"},
		"advertised nowhere":    {`"qingsong.hall:8601"`, `"0.0.0.0:8601"`, "raft.advertise must say under which address"},
		"no port to be reached": {`"qingsong.hall:8601"`, `"qingsong.hall"`, "raft.advertise must be host:port"},
		"another log":           {`log = "wal"`, `log = "tape"`, `raft.log must be "bolt" or "wal"; it is "tape"`},
		"a strange time":        {`at = "03:15"`, `at = "25:00"`, `backup.at must be a time of day such as 02:30; it is "25:00"`},
		"kept for no day":       {"keep_days = 7", "keep_days = 0", "backup.keep_days must be at least 1; it is 0"},
		"a backup for nobody":   {`["age1example"]`, "[]", "backup.recipients is empty"},
		"not a public key":      {`"age1example"`, `"ssh-rsa"`, `"ssh-rsa" in backup.recipients is no public key`},
		"another device":        {`kind = "idcard"`, `kind = "camera"`, `readers[1].kind is "camera": there is no such device`},
		"a reader without port": {`port = "/dev/serial/by-id/reader"`, `port = ""`, "lacks readers[1].port"},
		"a strange baud rate":   {`kind = "idcard"`, "kind = \"idcard\"\nbaud = 14400", "readers[1].baud: a baud rate of 14400 is not possible"},
		"two readers":           {"[[readers]]", "[[readers]]\nkind = \"idcard\"\nport = \"COM4\"\n[[readers]]", "has 2 readers"},
		"two on one port":       {"[[readers]]", "[[alarms]]\nname = \"Hall\"\nprotocol = \"surgard\"\nport = \"/dev/serial/by-id/reader\"\n[[readers]]", `alarms[1].port is used by the device "idcard" already`},
		"no such protocol":      {"[[readers]]", "[[alarms]]\nprotocol = \"morse\"\nport = \"COM4\"\n[[readers]]", `alarms[1].protocol: there is no protocol "morse"`},
		"half a byte":           {"[[readers]]", "[[alarms]]\nprotocol = \"surgard\"\nport = \"COM4\"\nack = \"6\"\n[[readers]]", `alarms[1].ack must be one byte as two hex digits, such as 06; it is "6"`},
		"a key for a serial":    {"[[readers]]", "[[alarms]]\nprotocol = \"surgard\"\nport = \"COM4\"\nkey = \"00\"\n[[readers]]", "alarms[1].key means nothing for this kind of device"},
		"a typo in an alarm":    {"[[readers]]", "[[alarms]]\nprotocoll = \"surgard\"\n[[readers]]", "Did you mean alarms.protocol?"},
		"wide paper":            {"[[readers]]", "[[printers]]\nport = \"COM4\"\nwidth_dots = 800\n[[readers]]", "printers[1].width_dots must be 576"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(sample, c.old) {
				t.Fatalf("the sample lacks %s", c.old)
			}
			_, err := ParseConfig("x.toml", []byte(strings.Replace(sample, c.old, c.fresh, 1)))
			var explained *text.Error
			if !errors.As(err, &explained) || !strings.Contains(text.Explain(text.English, err), c.want) {
				t.Errorf("got = %v, want %s", err, c.want)
			}
			if chinese := text.Explain(text.Chinese, err); strings.Contains(chinese, "%!") {
				t.Errorf("in Chinese = %s", chinese)
			}
		})
	}
}

func TestLoadConfig(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "jiezhan.toml")
	if _, err := LoadConfig(path); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a missing file = %v", err)
	}
	if err := os.WriteFile(path, []byte("data = \"here\"\n[backup]\nfolder = \"there\"\nrecipients = [\"age1x\"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := LoadConfig(path); err != nil || c.Data != filepath.Join(folder, "here") || c.Backup.Folder != filepath.Join(folder, "there") {
		t.Errorf("data = %s, %v", c.Data, err)
	}
}

// Whatever a file holds, it is either a configuration that is written and read back as it is, or an error with a sentence.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("[station]\nid = 1"))
	f.Add([]byte("[[alarms]]\nprotocol = 'dc09'\nlisten = ':8900'\nkeys = {1234 = '00'}\nmakers = {134 = 'panic'}\n[[printers]]\nport = 'COM1'\ncutter = false"))
	f.Add([]byte("[[peers]]\nid='a'\naddress=':1'\n[x]"))
	f.Add([]byte("data = \"\\uFFFF\"\n[office]\nname.x = 2"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ParseConfig("x.toml", raw)
		if err != nil {
			var explained *text.Error
			if !errors.As(err, &explained) || strings.Contains(text.Explain(text.Chinese, err), "%!") || strings.Contains(err.Error(), "%!") || strings.Contains(err.Error(), "struct") {
				t.Fatalf("no sentence: %v", err)
			}
			return
		}
		written, err := toml.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseConfig("again.toml", written)
		if err != nil {
			t.Fatalf("%v in %s", err, written)
		}
		third, err := toml.Marshal(again)
		if err != nil || string(third) != string(written) {
			t.Fatalf("read back as %s, want %s (%v)", third, written, err)
		}
	})
}

func BenchmarkParseConfig(b *testing.B) {
	for b.Loop() {
		if _, err := ParseConfig("x.toml", []byte(sample)); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever is wrong with a device in the file, there is a sentence for it.
func TestDeviceCodesHaveSentences(t *testing.T) {
	onThePage := []string{
		"device.needed", "device.file_damaged", "device.file_unwritable", "device.not_answering", "device.wrong_kind", "device.stopped", // config.needed says the first
	}
	for _, code := range ports.Codes() {
		if text.Known("config."+code) == slices.Contains(onThePage, code) {
			t.Errorf("%s: sentence for the file %v", code, text.Known("config."+code))
		}
	}
}
