package ops

import (
	"maps"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// modes are all there are; the figure of each is 1 while the station is in it.
func modes() []string {
	return []string{"normal", "no_leader", "catching_up", "isolated", "returning", "stopped"}
}

// figures turns Facts into what Prometheus reads.
type figures struct {
	facts func() Facts
	all   map[string]*prometheus.Desc
}

func newFigures(facts func() Facts) *figures {
	f := &figures{facts: facts, all: map[string]*prometheus.Desc{}}
	for name, help := range map[string]string{
		"applied_index":               "Log index of the last entry in this station's register.",
		"last_index":                  "Last entry of the log this station knows of.",
		"term":                        "Term of the log; it grows with every election.",
		"leader":                      "1 while this station leads.",
		"waiting_entries":             "Entries accepted while cut off and not settled yet.",
		"attention_entries":           "Entries of this station that the office could not take as they were.",
		"conflicts_open":              "Open items on the office's conflict desk.",
		"clock_offset_seconds":        "The leader's clock minus this station's.",
		"members":                     "Stations of the office.",
		"members_reachable":           "Stations of the office that answer this one.",
		"disk_free_bytes":             "Bytes free on the disk of the data folder.",
		"disk_total_bytes":            "Size of the disk of the data folder.",
		"snapshot_timestamp_seconds":  "When the newest snapshot of the register was taken.",
		"backup_timestamp_seconds":    "When the last good backup was made.",
		"certificate_expires_seconds": "When this station's certificate ends.",
		"chain_alarm":                 "1 while this station's audit chain differs from a peer's.",
	} {
		f.all[name] = prometheus.NewDesc("jiezhan_"+name, help, nil, nil)
	}
	f.all["mode"] = prometheus.NewDesc("jiezhan_mode", "1 for the mode the station is in.", []string{"mode"}, nil)
	f.all["disk_bytes"] = prometheus.NewDesc("jiezhan_disk_bytes", "Bytes the station takes on its disk, by kind.", []string{"kind"}, nil)
	f.describeDevices()
	return f
}

// Describe lists the figures.
func (f *figures) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range f.all {
		out <- desc
	}
}

// Collect reads them all at one moment.
func (f *figures) Collect(out chan<- prometheus.Metric) {
	facts := f.facts()
	set := func(name string, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(f.all[name], prometheus.GaugeValue, value, labels...)
	}
	at := func(name string, t time.Time) {
		if !t.IsZero() {
			set(name, float64(t.UnixMilli())/1000)
		}
	}
	set("applied_index", float64(facts.Applied))
	set("last_index", float64(facts.LastIndex))
	set("term", float64(facts.Term))
	set("leader", truth(facts.Leads))
	set("waiting_entries", float64(facts.Waiting))
	set("attention_entries", float64(facts.Attention))
	set("conflicts_open", float64(facts.Conflicts))
	set("clock_offset_seconds", facts.Offset.Seconds())
	set("members", float64(facts.Members))
	set("members_reachable", float64(facts.Reachable))
	set("disk_free_bytes", float64(facts.Free))
	set("disk_total_bytes", float64(facts.Total))
	at("snapshot_timestamp_seconds", facts.SnapshotAt)
	at("backup_timestamp_seconds", facts.BackupAt)
	at("certificate_expires_seconds", facts.CertificateExpires)
	set("chain_alarm", truth(facts.ChainAlarm))
	for _, mode := range modes() {
		set("mode", truth(mode == facts.Mode), mode)
	}
	for _, kind := range slices.Sorted(maps.Keys(facts.Bytes)) {
		set("disk_bytes", float64(facts.Bytes[kind]), kind)
	}
	for _, d := range facts.Devices {
		f.collectDevice(out, d)
	}
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
