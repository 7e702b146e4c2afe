package bench

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// machine names the processor and the memory.
func machine() string {
	model, memory := procLine("/proc/cpuinfo", "model name"), procLine("/proc/meminfo", "MemTotal")
	kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(memory, " kB"), 10, 64) // 0 where the system words it otherwise
	return fmt.Sprintf("%s, %d processors, %d GiB", model, processors(), (kilobytes+1<<19)>>20)
}

// memory is what the station's process holds in memory, in bytes.
func (s *Site) memory() int64 {
	kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(procLine(fmt.Sprintf("/proc/%d/status", s.process()), "VmRSS"), " kB"), 10, 64) // 0 where it is not told
	return kilobytes << 10
}

// procLine is the value of the first line of that name.
func procLine(file, name string) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range bytes.Lines(content) {
		if key, value, found := strings.Cut(string(line), ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// forget asks the system to drop the pages of a file from memory.
func forget(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil { // only what is on the disk is dropped
		return err
	}
	return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}
