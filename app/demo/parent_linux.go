package demo

import (
	"os/exec"
	"syscall"
)

// dieWithParent makes the kernel end the station when the demo itself is killed, so that nothing is left behind. It also keeps Ctrl-C
// for the demo alone, which stops the stations in its own way.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
}
