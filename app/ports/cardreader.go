package ports

import (
	"context"
	"io"
	"strings"

	"jiezhan/devices/idcard"
)

// cardReader runs a reader of identity cards. What goes over its wire is shown masked.
type cardReader struct{}

// usualCardBaud is the rate a reader has where none is set.
const usualCardBaud = 115200

// Rate is the baud rate of a card reader, also where none is set.
func (s Spec) Rate() int {
	if s.Baud == 0 {
		return usualCardBaud
	}
	return s.Baud
}

func (*cardReader) run(ctx context.Context, w *worker) {
	baud := w.setting().Rate()
	mask := idcard.NewTrafficMask()
	masked := func(in bool, p []byte) {
		if in {
			w.traffic.addMasked(in, mask.Arrived(p))
			return
		}
		w.traffic.addMasked(in, mask.Sent(p))
	}
	open := func() (io.ReadWriteCloser, error) { return w.open(baud, masked) }
	reader := idcard.NewReader(open, idcard.Options{Baud: baud, NewAddresses: true, Now: w.service.options.Now})
	_ = reader.Run(ctx, func(e idcard.Event) { // ends with ctx only
		w.card(e)
		w.service.options.Cards.Handle(e)
	})
}

// card notes how the reader does. What is wrong with a card is no fault of the reader.
func (w *worker) card(e idcard.Event) {
	switch e.Kind {
	case idcard.EventReady:
		w.note(func(d *Device) { d.SAMID = e.SAMID })
		w.become(Ready, "")
	case idcard.EventRead:
		w.did(DidCard, 0, func(c *Counters) { c.CardsRead++ })
	case idcard.EventFault:
		if strings.HasPrefix(e.Fault, "reader.") {
			w.become(Fault, e.Fault)
		}
	case idcard.EventPlaced, idcard.EventPortrait, idcard.EventRemoved:
	}
}
