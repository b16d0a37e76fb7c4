package sqlite

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// ErrLocked is wrapped by Open's error when the log is open already, here or in another process.
var ErrLocked = errors.New("the log is open already")

// lock takes the file's lock, which the kernel gives back however the process ends.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w, probably by another process: stop it, or use another directory (lock file %s)", ErrLocked, path)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return f, nil
}
