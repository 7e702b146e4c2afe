package app

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"jiezhan/app/ports"
	"jiezhan/app/text"
)

// Config is what differs from station to station. It is read once, at the start.
type Config struct {
	// Data is the folder of everything this station keeps.
	Data    string        `toml:"data"`
	Office  OfficeConfig  `toml:"office"`
	Station StationConfig `toml:"station"`
	HTTP    HTTPConfig    `toml:"http"`
	Raft    RaftConfig    `toml:"raft"`
	Backup  BackupConfig  `toml:"backup"`
	// Readers, Alarms and Printers are the devices at this station's ports, until the device page sets others.
	Readers  []ports.Spec `toml:"readers,omitempty"`
	Alarms   []ports.Spec `toml:"alarms,omitempty"`
	Printers []ports.Spec `toml:"printers,omitempty"`
	// FirstAccount makes the account admin where an office has none yet.
	FirstAccount bool `toml:"first_account"`
}

// OfficeConfig is the street office (街道办), equal on all its stations.
type OfficeConfig struct {
	Name string `toml:"name"`
	// Code is the 9-digit division code of the street office.
	Code string `toml:"code"`
	City string `toml:"city"`
	// Authority is the county-level public security organ that decides.
	Authority string `toml:"authority"`
	// WindowHint tells a person whom the kiosk cannot help where to go.
	WindowHint string `toml:"window_hint"`
	Phone      string `toml:"phone"`
}

// StationConfig is this station.
type StationConfig struct {
	// ID is unique in the office and never changes; it stands in every record made here.
	ID   string `toml:"id"`
	Name string `toml:"name"`
	// Community is the 12-digit code of the community, the head of every case number.
	Community string `toml:"community"`
	// Machine tells the machines of one community apart, 1 to 9.
	Machine int `toml:"machine"`
}

// HTTPConfig is where pages and API are served.
type HTTPConfig struct {
	Listen string `toml:"listen"`
	// Names are host names, besides the loopback ones, under which staff browsers call this station.
	Names []string `toml:"names,omitempty"`
}

// RaftConfig is how this station and the others of its office reach each other. Who they are is not configured: stations join with a code.
type RaftConfig struct {
	Listen string `toml:"listen"`
	// Advertise is host:port under which the others reach Listen; Listen itself where it is left empty.
	Advertise string `toml:"advertise,omitempty"`
	// Log is how entries lie on the disk: "bolt", or "wal" with one fsync an append instead of two.
	Log string `toml:"log"`
}

// BackupConfig is where encrypted backups go, and when.
type BackupConfig struct {
	// Folder receives them; without one there are no daily backups.
	Folder string `toml:"folder"`
	// Recipients are the public keys they are encrypted for, as backup keygen prints them.
	Recipients []string `toml:"recipients"`
	// At is the time of day of the daily backup, "02:30".
	At string `toml:"at"`
	// KeepDays is how many days they are kept.
	KeepDays int `toml:"keep_days"`
}

// DefaultConfig is an office of one station with invented names.
func DefaultConfig() Config {
	return Config{
		Data: "data",
		Office: OfficeConfig{
			Name: "和平街道", Code: "339999001", City: "范本市", Authority: "范本市公安局和平分局", WindowHint: "2 号窗口", Phone: "0999-5550123",
		},
		Station:      StationConfig{ID: "station-1", Name: "青松社区服务站", Community: "339999001001", Machine: 1},
		HTTP:         HTTPConfig{Listen: "127.0.0.1:8600"},
		Raft:         RaftConfig{Listen: "127.0.0.1:8601", Log: "bolt"},
		Backup:       BackupConfig{Recipients: []string{}, At: "02:30", KeepDays: 30},
		FirstAccount: true,
	}
}

// LoadConfig reads a configuration file over the defaults. Relative folders count from the file's own folder.
func LoadConfig(path string) (Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Config{}, text.Failure(err, "config.unreadable", path, rootCause(err))
	}
	c, err := ParseConfig(path, raw)
	if err != nil {
		return Config{}, err
	}
	for _, folder := range []*string{&c.Data, &c.Backup.Folder} {
		if *folder != "" && !filepath.IsAbs(*folder) {
			*folder = filepath.Join(filepath.Dir(path), *folder)
		}
	}
	return c, nil
}

// rootCause leaves out the path that the sentence names already.
func rootCause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// ParseConfig reads a configuration over the defaults; name stands for the file in errors. Every error is a *text.Error.
func ParseConfig(name string, raw []byte) (Config, error) {
	c := DefaultConfig()
	decoder := toml.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return Config{}, explainToml(name, err)
	}
	if err := c.check(); err != nil {
		return Config{}, err
	}
	return c, nil
}

func explainToml(name string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		first := unknown.Errors[0]
		line, _ := first.Position()
		key := strings.Join(first.Key(), ".")
		if first.Key()[0] == "peers" {
			return text.Failure(err, "config.peers_gone", name, line)
		}
		if near := nearestKey(first.Key()); near != "" {
			return text.Failure(err, "config.unknown_near", name, line, key, near)
		}
		return text.Failure(err, "config.unknown", name, line, key)
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		line, _ := wrong.Position()
		if key := wrong.Key(); len(key) > 0 && strings.Contains(wrong.Error(), "cannot ") { // the library names Go types there
			return text.Failure(err, "config.type", name, line, strings.Join(key, "."))
		}
		return text.Failure(err, "config.syntax", name, line, strings.TrimPrefix(wrong.Error(), "toml: "))
	}
	return text.Failure(err, "config.syntax", name, 1, err.Error())
}

// check judges what the types cannot.
func (c Config) check() error {
	for _, needed := range []struct{ key, value string }{
		{"data", c.Data}, {"office.name", c.Office.Name}, {"office.code", c.Office.Code}, {"station.id", c.Station.ID}, {"station.name", c.Station.Name},
	} {
		if strings.TrimSpace(needed.value) == "" {
			return text.Failure(nil, "config.needed", needed.key)
		}
	}
	if !digits(c.Station.Community, 12) {
		return text.Failure(nil, "config.community", c.Station.Community)
	}
	if c.Station.Machine < 1 || c.Station.Machine > 9 {
		return text.Failure(nil, "config.machine", c.Station.Machine)
	}
	if !stationID.MatchString(c.Station.ID) {
		return text.Failure(nil, "config.station_id", c.Station.ID)
	}
	return errors.Join(c.checkAddresses(), c.checkBackup(), c.checkDevices())
}

// stationID is what a station may be called: its id stands in certificates and in names of files.
var stationID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func (c Config) checkAddresses() error {
	for _, address := range []struct{ key, value string }{
		{"http.listen", c.HTTP.Listen}, {"raft.listen", c.Raft.Listen}, {"raft.advertise", c.advertised()},
	} {
		if !hostPort(address.value) {
			return text.Failure(nil, "config.address", address.key, address.value)
		}
	}
	host, _, err := net.SplitHostPort(c.advertised())
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		return text.Failure(err, "config.advertise", c.Raft.Listen)
	}
	if c.Raft.Log != "bolt" && c.Raft.Log != "wal" {
		return text.Failure(nil, "config.log", c.Raft.Log)
	}
	return nil
}

// advertised is where the other stations reach this one.
func (c Config) advertised() string {
	if c.Raft.Advertise != "" {
		return c.Raft.Advertise
	}
	return c.Raft.Listen
}

func (c Config) checkBackup() error {
	if _, err := time.Parse("15:04", c.Backup.At); err != nil {
		return text.Failure(err, "config.backup_at", c.Backup.At)
	}
	if c.Backup.KeepDays < 1 {
		return text.Failure(nil, "config.backup_keep", c.Backup.KeepDays)
	}
	if c.Backup.Folder != "" && len(c.Backup.Recipients) == 0 {
		return text.Failure(nil, "config.backup_recipients")
	}
	for _, r := range c.Backup.Recipients {
		if !strings.HasPrefix(r, "age1") {
			return text.Failure(nil, "config.backup_recipient", r)
		}
	}
	return nil
}

// devices are the devices of the configuration.
func (c Config) devices() ports.Plan {
	return ports.Plan{Readers: c.Readers, Alarms: c.Alarms, Printers: c.Printers}
}

func (c Config) checkDevices() error {
	found := c.devices().Check()
	if len(found) == 0 {
		return nil
	}
	first := found[0]
	where := fmt.Sprintf("%s[%d].%s", first.Section, first.Number, first.Field)
	if first.Code == "device.needed" {
		return text.Failure(first.Wrong, "config.needed", where)
	}
	return text.Failure(first.Wrong, "config."+first.Code, where, cmp.Or(first.Device, first.Value))
}

func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}

func hostPort(s string) bool {
	_, port, err := net.SplitHostPort(s)
	return err == nil && port != ""
}
