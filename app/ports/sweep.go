package ports

import (
	"context"
	"slices"

	"jiezhan/station/alarm"
	"jiezhan/station/store"
)

// sweep takes the receivers out of the register that this station has no more, now and whenever a device was taken away.
func (s *Service) sweep(ctx context.Context) {
	for {
		persist(ctx, s.sweepOnce)
		select {
		case <-s.removed:
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) sweepOnce(ctx context.Context) error {
	var listed []alarm.Receiver
	err := s.options.Register.View(ctx, func(q store.Query) (err error) {
		listed, err = alarm.Receivers(q)
		return err
	})
	if err != nil {
		return err
	}
	devices := s.List()
	for _, r := range listed {
		here := r.Station == s.options.Register.Identity().ID
		if !here || slices.ContainsFunc(devices, func(d Device) bool { return d.Spec.Kind == Alarm && d.Spec.ID == r.Port }) {
			continue
		}
		gone := alarm.ReportReceiver{Port: r.Port, Name: r.Name, Protocol: r.Protocol, State: alarm.ReceiverGone}
		if err := s.tell(ctx, gone); err != nil {
			return err
		}
	}
	return nil
}
