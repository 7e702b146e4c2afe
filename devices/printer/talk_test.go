package printer

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/simulator"
)

// Whatever a far end answers, a caller hears of the ticket, and the printer is done when it is told to stop.
func FuzzConversation(f *testing.F) {
	f.Add([]byte{0x12, 0x12, 0x12, 0x12, 0x00, 0x12, 0x12, 0x12, 0x12, 0x00}, uint8(1), false)
	f.Add([]byte{0x10, 0, 0, 0x0F, 0x1A, 0x32, 0x12, 0x7E, 0x00, 0x00, 0x12}, uint8(2), true)
	f.Add([]byte{0x1A, 0x32, 0x12, 0x7E}, uint8(1), true)
	f.Fuzz(func(t *testing.T, answers []byte, each uint8, known bool) {
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			p := New(func() (io.ReadWriteCloser, error) {
				near, far := simulator.NullModem()
				go babble(far, answers, int(each%9))
				return near, nil
			}, Options{Profile: Profile{Cutter: true, Status: known}})
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_ = p.Run(ctx, func(State) {})
			}()
			patient, leave := context.WithTimeout(t.Context(), 10*time.Minute)
			defer leave()
			outcome, err := p.Print(patient, "1", small())
			if patient.Err() != nil || (outcome == NotPrinted || outcome == Unsure) != (err != nil) {
				t.Errorf("Print = %s, %v", outcome, err)
			}
			stop()
			<-ended
		})
	})
}

// babble answers whatever comes with the next bytes of a list, over and over.
func babble(far io.ReadWriteCloser, answers []byte, each int) {
	buf := make([]byte, 64)
	for next := 0; ; {
		if _, err := far.Read(buf); err != nil {
			return
		}
		for range each {
			if len(answers) == 0 {
				break
			}
			_, _ = far.Write(answers[next%len(answers):][:1])
			next++
		}
	}
}
