//go:build faults

package station

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

// fault is what the environment asks for: JIEZHAN_FAULT=name or name:nth.
var fault = struct {
	name string
	left atomic.Int64
}{}

func init() {
	name, nth, _ := strings.Cut(os.Getenv("JIEZHAN_FAULT"), ":")
	fault.name = name
	n, err := strconv.ParseInt(nth, 10, 64)
	if err != nil {
		n = 1
	}
	fault.left.Store(n)
}

// reach kills this process, as a power cut would, when it comes to the step for the nth time.
func reach(step string) {
	if step == fault.name && fault.left.Add(-1) == 0 {
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			self.Kill() //nolint:errcheck,gosec // if it fails, the test that asked for it sees a process alive
		}
		select {} // nothing after the step happens
	}
}
