// Package disktest gives a test a small file system of its own, so that it can be really full.
package disktest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// Disk is a file system in memory.
type Disk struct{ Dir string }

// New mounts a file system of so many bytes, until the test ends. It fails the test of who may not mount.
func New(t testing.TB, size int) *Disk {
	t.Helper()
	d := &Disk{Dir: t.TempDir()}
	if err := syscall.Mount("tmpfs", d.Dir, "tmpfs", 0, "size="+strconv.Itoa(size)); err != nil {
		t.Fatalf("this test mounts a small file system, which only root may: run it as root, or in `unshare --map-root-user --mount` (%v)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.Dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", d.Dir, err)
		}
	})
	return d
}

func (d *Disk) filler() string { return filepath.Join(d.Dir, "filler") }

// Fill takes all room but so many bytes. What others write or give back meanwhile changes how much that is, and a file that no longer
// fits is not there at all: it is tried until it holds.
func (d *Disk) Fill(t testing.TB, but int64) {
	t.Helper()
	f, err := os.OpenFile(d.filler(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 1000 {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(d.Dir, &fs); err != nil {
			t.Fatal(err)
		}
		held, err := f.Seek(0, io.SeekEnd)
		if err != nil {
			t.Fatal(err)
		}
		size := held + int64(fs.Bavail)*fs.Bsize - but
		if size-held < fs.Bsize {
			return
		}
		if err := syscall.Fallocate(int(f.Fd()), 0, 0, size); err != nil && !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EINTR) {
			t.Fatal(err)
		}
	}
	t.Fatalf("%s does not stay full: somebody gives room back all the time", d.Dir)
}

// ReadOnly lets nothing be written any more.
func (d *Disk) ReadOnly(t testing.TB) {
	t.Helper()
	if err := syscall.Mount("tmpfs", d.Dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

// Free gives back what Fill took.
func (d *Disk) Free(t testing.TB) {
	t.Helper()
	if err := os.Remove(d.filler()); err != nil {
		t.Fatal(err)
	}
}
