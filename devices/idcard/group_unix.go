//go:build unix

package idcard

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the end of cmd the end of its children as well.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
