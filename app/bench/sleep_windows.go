package bench

import "errors"

// errNoSleep says that processes cannot be put to sleep here; outages are measured on the other systems.
var errNoSleep = errors.New("processes cannot be stopped and resumed on Windows")

// Sleep stops the process where it stands, as a computer does that sleeps; Wake lets it go on.
func (s *Site) Sleep() error { return errNoSleep }

// Wake lets the process go on after Sleep.
func (s *Site) Wake() error { return errNoSleep }
