package ports

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// Add sets a device up. A Refused says what is wrong with it.
func (s *Service) Add(spec Spec) (Device, error) {
	s.change.Lock()
	defer s.change.Unlock()
	devices, err := s.specs()
	if err != nil {
		return Device{}, err
	}
	devices = named(append(devices, spec), s.retired)
	spec = devices[len(devices)-1]
	if err := s.judge(spec, devices[:len(devices)-1]); err != nil {
		return Device{}, err
	}
	if err := s.keep(devices); err != nil {
		return Device{}, err
	}
	return s.begin(spec), nil
}

// Change sets a device up anew; edit makes the new setting of the present one. The device is let go and taken again only where more than its name changed.
func (s *Service) Change(id string, edit func(Spec) Spec) (Device, error) {
	s.change.Lock()
	defer s.change.Unlock()
	devices, i, err := s.find(id)
	if err != nil {
		return Device{}, err
	}
	before := devices[i]
	spec := edit(before)
	spec.ID = id
	others := slices.Delete(slices.Clone(devices), i, i+1)
	if err := s.judge(spec, others); err != nil {
		return Device{}, err
	}
	devices[i] = spec
	if err := s.keep(devices); err != nil {
		return Device{}, err
	}
	w, _ := s.worker(id)
	if onlyRenamed(before, spec) {
		w.rename(spec.Name)
		return w.device(), nil
	}
	w.stop()
	return s.begin(spec), nil
}

// Remove lets a device go for good.
func (s *Service) Remove(id string) error {
	s.change.Lock()
	defer s.change.Unlock()
	devices, i, err := s.find(id)
	if err != nil {
		return err
	}
	present := s.retired
	s.retired = append(slices.Clone(present), id)
	if err := s.keep(slices.Delete(devices, i, i+1)); err != nil {
		s.retired = present
		return err
	}
	s.mu.Lock()
	w := s.workers[i]
	s.workers = slices.Delete(slices.Clone(s.workers), i, i+1)
	s.mu.Unlock()
	w.stop()
	s.ticketNote(id).keep("")
	s.expectReader()
	nudge(s.removed)
	return nil
}

// specs are the devices as they are set up now, in order. While the station stops there is nothing to set up.
func (s *Service) specs() ([]Spec, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx == nil {
		return nil, ErrStopped
	}
	specs := make([]Spec, len(s.workers))
	for i, w := range s.workers {
		specs[i] = w.setting()
	}
	return specs, nil
}

// find is specs with the place of one of them.
func (s *Service) find(id string) ([]Spec, int, error) {
	devices, err := s.specs()
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(devices, func(d Spec) bool { return d.ID == id })
	if i < 0 {
		return nil, 0, ErrUnknown
	}
	return devices, i, nil
}

// judge answers a Refused where the device cannot be, by itself or beside the others.
func (s *Service) judge(spec Spec, others []Spec) error {
	wrong := spec.Check()
	if len(wrong) == 0 {
		wrong = clashes(spec, others, portKey)
	}
	if spec.Kind == IDCard && slices.ContainsFunc(others, func(d Spec) bool { return d.Kind == IDCard }) {
		wrong = append(wrong, Wrong{Field: "kind", Code: "device.readers_many"})
	}
	if len(wrong) > 0 {
		return Refused(wrong)
	}
	return nil
}

// keep writes the devices down before anything is done with them. A damaged file is moved beside first.
func (s *Service) keep(devices []Spec) error {
	plan := planOf(devices)
	plan.Retired = s.retired
	content, err := toml.Marshal(plan)
	if err != nil {
		return fmt.Errorf("write %s: %w", File, err)
	}
	if _, damage := s.Source(); damage != nil {
		aside := s.path() + ".damaged-" + s.options.Now().UTC().Format("20060102-150405")
		if err := os.Rename(s.path(), aside); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w: set the damaged file aside: %w", ErrNotKept, err)
		}
	}
	if err := s.options.Write(s.path(), content); err != nil {
		return fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.source, s.damage = FromScreen, nil
	return nil
}

// begin works with a device from now on, in the place of what its id stood for before, which was stopped.
func (s *Service) begin(spec Spec) Device {
	w := s.newWorker(spec)
	s.mu.Lock()
	workers := slices.Clone(s.workers)
	if i := slices.IndexFunc(workers, func(w *worker) bool { return w.id() == spec.ID }); i >= 0 {
		w.inherit(workers[i])
		workers[i] = w
	} else {
		workers = append(workers, w)
	}
	s.workers = workers
	if s.ctx != nil {
		w.start(s.ctx)
	}
	s.mu.Unlock()
	s.expectReader()
	nudge(s.removed) // what it was before may have been a receiver
	return w.device()
}

func onlyRenamed(before, after Spec) bool {
	before.Name = after.Name
	return reflect.DeepEqual(before, after)
}
