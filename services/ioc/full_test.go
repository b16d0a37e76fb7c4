package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/disktest"
)

// TestAFullDiskIsToldByHealthUntilThereIsRoom asks the program what a supervisor asks it: the disk below its log is full, and then it is not.
func TestAFullDiskIsToldByHealthUntilThereIsRoom(t *testing.T) {
	disk := disktest.New(t, 24<<20)
	r := startProgram(t, "msg=serving url=", "serve", "dossiers", "--data", disk.Dir, "--listen", "127.0.0.1:0")
	post := func(n int) (uint64, error) {
		a, err := postOne(t.Context(), r.url, "2024-06-30", n, "672")
		return a.position, err
	}
	healthy := func() bool { return askHealth(t.Context(), r.url+"/healthz") == nil }
	r.await(time.Minute, "health", healthy)
	next := 0
	for round := range 2 {
		disk.Fill(t, 64<<10)
		var refused error
		for ; refused == nil && next < 100_000; next++ {
			_, refused = post(next)
		}
		require.ErrorContains(t, refused, "log_full", "round %d", round)
		r.await(time.Minute, "health that says why not", func() bool { return !healthy() })
		err := askHealth(t.Context(), r.url+"/healthz")
		require.ErrorContains(t, err, "503")
		require.ErrorContains(t, err, "the log takes no appends")
		require.ErrorContains(t, err, disk.Dir)
		disk.Free(t)
		r.await(time.Minute, "health again, by itself", healthy)
		for n := range next { // what was refused, and what was acknowledged before
			position, err := post(n)
			require.NoError(t, err)
			assert.EqualValues(t, n+1, position)
		}
	}
	r.terminate()
}
