package idcard

import "os/exec"

// ownGroup leaves cmd as it is: killed alone, its children lose their pipes and are not waited for.
func ownGroup(*exec.Cmd) {}
