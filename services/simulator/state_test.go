package simulator

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/disktest"
)

func TestAStateFileThatCannotBeWrittenStaysAsItWasAndIsToldOnce(t *testing.T) {
	for name, spoil := range map[string]struct {
		spoil  func(*disktest.Disk)
		reason syscall.Errno
	}{
		"a full disk":             {func(d *disktest.Disk) { d.Fill(t, 0) }, syscall.ENOSPC},
		"a read-only file system": {func(d *disktest.Disk) { d.ReadOnly(t) }, syscall.EROFS},
	} {
		t.Run(name, func(t *testing.T) {
			disk := disktest.New(t, 1<<20)
			file := filepath.Join(disk.Dir, "simulator.json")
			var said bytes.Buffer
			s := &Simulator{config: Config{StateFile: file, Logger: slog.New(slog.NewTextHandler(&said, nil))}}
			s.save(&place{Scenario: "x", Sent: 1})
			before, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Contains(t, string(before), `"sent":1`)
			spoil.spoil(disk)
			require.ErrorIs(t, writeFile(file, place{Scenario: "x", Sent: 2}), spoil.reason)
			for range 3 {
				s.save(&place{Scenario: "x", Sent: 2})
			}
			after, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))
			left, err := filepath.Glob(file + ".*")
			require.NoError(t, err)
			assert.Empty(t, left)
			assert.Equal(t, 1, bytes.Count(said.Bytes(), []byte("\n")), "%s", &said)
			assert.Contains(t, said.String(), spoil.reason.Error())
			assert.Contains(t, said.String(), file)
			if spoil.reason == syscall.ENOSPC {
				disk.Free(t)
				s.save(&place{Scenario: "x", Sent: 3})
				assert.Contains(t, said.String(), "written again")
			}
		})
	}
}
