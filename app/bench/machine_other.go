//go:build !linux

package bench

import (
	"fmt"
	"runtime"
)

// machine names the system; more is told on Linux only.
func machine() string {
	return fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, processors())
}

// memory is not told here.
func (s *Site) memory() int64 { return 0 }

// forget does nothing here: the system has no way to drop the pages of a file, so that cold means a register just opened.
func forget(string) error { return nil }
