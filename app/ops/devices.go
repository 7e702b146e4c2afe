package ops

import "github.com/prometheus/client_golang/prometheus"

// Device is a device's figures at a moment.
type Device struct {
	// ID is as in the configuration, Kind idcard, alarm or printer.
	ID, Kind string
	Ready    bool
	// BytesIn came from the device, BytesOut went to it.
	BytesIn, BytesOut int64
	// Stored signals were durable before they were answered, NotStored ones got no answer; Garbage is what made no sense.
	Stored, NotStored, Garbage, Heartbeats int64
	Reopened, CardsRead, Printed           int64
}

// describeDevices adds what the figures of devices are called.
func (f *figures) describeDevices() {
	for name, help := range map[string]string{
		"device_ready":            "1 while the device works.",
		"device_heartbeats_total": "Times the receiver said that it lives.",
		"device_garbage_total":    "Messages that made no sense.",
		"device_reopened_total":   "Times the port was opened again.",
		"device_cards_total":      "Cards read.",
		"device_tickets_total":    "Tickets printed.",
	} {
		f.all[name] = prometheus.NewDesc("jiezhan_"+name, help, []string{"device", "kind"}, nil)
	}
	f.all["device_bytes_total"] = prometheus.NewDesc("jiezhan_device_bytes_total", "Bytes over the wire.", []string{"device", "direction"}, nil)
	f.all["device_signals_total"] = prometheus.NewDesc("jiezhan_device_signals_total", "Signals, by whether they could be stored; those that could not got no answer.",
		[]string{"device", "stored"}, nil)
}

func (f *figures) collectDevice(out chan<- prometheus.Metric, d Device) {
	count := func(name string, value int64, labels ...string) {
		out <- prometheus.MustNewConstMetric(f.all[name], prometheus.CounterValue, float64(value), labels...)
	}
	out <- prometheus.MustNewConstMetric(f.all["device_ready"], prometheus.GaugeValue, truth(d.Ready), d.ID, d.Kind)
	count("device_bytes_total", d.BytesIn, d.ID, "in")
	count("device_bytes_total", d.BytesOut, d.ID, "out")
	count("device_reopened_total", d.Reopened, d.ID, d.Kind)
	switch d.Kind {
	case "idcard":
		count("device_cards_total", d.CardsRead, d.ID, d.Kind)
	case "printer":
		count("device_tickets_total", d.Printed, d.ID, d.Kind)
	case "alarm":
		count("device_signals_total", d.Stored, d.ID, "yes")
		count("device_signals_total", d.NotStored, d.ID, "no")
		count("device_heartbeats_total", d.Heartbeats, d.ID, d.Kind)
		count("device_garbage_total", d.Garbage, d.ID, d.Kind)
	}
}
