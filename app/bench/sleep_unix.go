//go:build !windows

package bench

import "syscall"

// Sleep stops the process where it stands, as a computer does that sleeps; Wake lets it go on.
func (s *Site) Sleep() error { return s.Signal(syscall.SIGSTOP) }

// Wake lets the process go on after Sleep.
func (s *Site) Wake() error { return s.Signal(syscall.SIGCONT) }
