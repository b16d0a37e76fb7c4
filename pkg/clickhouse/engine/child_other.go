//go:build !linux

package engine

import "syscall"

// childAttributes has nothing to set: the library exists for Linux only.
func childAttributes() *syscall.SysProcAttr { return nil }
