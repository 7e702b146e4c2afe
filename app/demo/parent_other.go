//go:build !linux

package demo

import "os/exec"

// dieWithParent does nothing here: the demo needs pseudo-terminals, which only Linux gives it.
func dieWithParent(*exec.Cmd) {}
