package api

import (
	"context"
	"sync"

	"jiezhan/station"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// directory keeps the names of the office's stations, which stand in every line of every list.
type directory struct {
	mu    sync.Mutex
	names map[string]string
}

// read takes the names from the register anew.
func (d *directory) read(ctx context.Context, s *station.Station) error {
	names := map[string]string{}
	err := s.View(ctx, func(q store.Query) error {
		stations, err := office.Stations(q)
		for _, one := range stations {
			names[one.ID] = one.Name
		}
		return err
	})
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.names = names
	return nil
}

// name is how people call a station; one that the register does not know yet is called by its id.
func (d *directory) name(id string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if name := d.names[id]; name != "" {
		return name
	}
	return id
}
