package engine

import "syscall"

// childAttributes has the kernel kill the child when its parent dies, however that dies. The child has a process group
// of its own, so that an interrupt from the terminal reaches the parent alone, which first finishes what it writes.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
