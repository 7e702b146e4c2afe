package ports

import (
	"errors"
	"testing"
	"testing/synctest"

	"jiezhan/devices/simulator"
)

// The rate of a card reader is found whatever is set, and the reader goes on afterwards.
func TestProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openHall(t, Plan{Readers: []Spec{{Port: "/dev/r"}}})
		h.rack.plug("/dev/r", simulator.NewIDCardReader(simulator.Options{Serial: 7}))
		h.rack.slow("/dev/r", 57600)
		stop := h.start()
		defer stop()
		h.until("idcard fault reader.silent")
		baud, err := h.Probe(t.Context(), "idcard")
		if err != nil || baud != 57600 {
			t.Errorf("rate = %d, %v", baud, err)
		}
		if _, err := h.Change("idcard", func(s Spec) Spec { s.Baud = baud; return s }); err != nil {
			t.Fatal(err)
		}
		h.until("idcard ready ")
		if _, err := h.Probe(t.Context(), "idcard"); err != nil {
			t.Error(err)
		}
		h.until("idcard ready ")
		h.rack.slow("/dev/r", 1200)
		if _, err := h.Probe(t.Context(), "idcard"); !errors.Is(err, ErrSilent) {
			t.Errorf("a silent reader = %v", err)
		}
		if _, err := h.Probe(t.Context(), "nobody"); !errors.Is(err, ErrUnknown) {
			t.Errorf("nobody = %v", err)
		}
	})
}
