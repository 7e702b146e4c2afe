package ports

import (
	"context"
	"errors"
	"io"

	"jiezhan/devices/idcard"
)

// Probe finds the rate at which a card reader answers. The reader is let go meanwhile and taken again afterwards, at its old rate: what was found is
// for whoever set it up to take over. ErrSilent says that it answers at none.
func (s *Service) Probe(ctx context.Context, id string) (baud int, err error) {
	s.change.Lock()
	defer s.change.Unlock()
	devices, i, err := s.find(id)
	if err != nil {
		return 0, err
	}
	spec := devices[i]
	if spec.Kind != IDCard {
		return 0, ErrWrongKind
	}
	w, _ := s.worker(id)
	w.stop()
	baud, err = idcard.Detect(ctx, func(baud int) (io.ReadWriteCloser, error) { return w.open(baud, func(bool, []byte) {}) })
	s.begin(spec)
	if err != nil && ctx.Err() == nil {
		err = errors.Join(ErrSilent, err)
	}
	return baud, err
}

// ErrSilent is the error of a device that does not answer.
var ErrSilent = errors.New("the device does not answer")
