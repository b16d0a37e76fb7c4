package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/disktest"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

const diskBytes = 24 << 20

// source sends numbered commits, and again what was refused.
type source struct {
	log eventlog.Log

	mu      sync.Mutex
	next    int
	acked   map[int]eventlog.Position
	refused map[int]error
}

func (s *source) commit(n int) eventlog.Commit {
	events := make([]event.Event, 1+n%40)
	for i := range events {
		events[i] = eventlogtest.Event(fmt.Sprint("dossier/", (n+i)%30), fmt.Sprint(n, "-", i))
	}
	return eventlogtest.CommitOf(events...)
}

// send sends until one is refused, with several at a time.
func (s *source) send(ctx context.Context, most int) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				s.mu.Lock()
				n := s.next
				stop := len(s.refused) > 0 || n >= most
				if !stop {
					s.next++
				}
				s.mu.Unlock()
				if stop {
					return
				}
				s.record(n, ctx)
			}
		})
	}
	wg.Wait()
}

func (s *source) record(n int, ctx context.Context) {
	p, err := s.log.Append(ctx, s.commit(n))
	var known *eventlog.DuplicateError
	if errors.As(err, &known) {
		p, err = known.Known[0].Position, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refused, n)
	if err != nil {
		s.refused[n] = err
		return
	}
	s.acked[n] = p
}

func (s *source) requireAll(t *testing.T) {
	t.Helper()
	entries := eventlogtest.ReadAll(t, s.log, 0)
	require.Len(t, entries, s.next, "every commit once")
	for n := range s.next {
		require.Contains(t, s.acked, n)
		e := entries[s.acked[n]-1]
		require.Equal(t, fmt.Sprint(n, "-0"), e.Events[0].ID)
		require.Len(t, e.Events, 1+n%40)
	}
	versions := make(map[string]int64)
	for _, e := range entries {
		for i := range e.Events {
			versions[e.Events[i].Subject]++
		}
	}
	for stream, version := range versions {
		held, err := s.log.Streams(t.Context(), []string{stream})
		require.NoError(t, err)
		require.Equal(t, version, held[0].Version, stream)
	}
}

func TestAFullDiskIsSaidAndTheLogGoesOnByItselfWhenThereIsRoom(t *testing.T) {
	disk := disktest.New(t, diskBytes)
	config := sqlite.Config{Path: filepath.Join(disk.Dir, "log.db"), IndexBytes: 20 << 10} // the index moves all the time
	log, err := sqlite.Open(t.Context(), config)
	require.NoError(t, err)
	s := &source{log: log, acked: make(map[int]eventlog.Position), refused: make(map[int]error)}
	s.send(t.Context(), 50)
	for round := range 8 {
		t.Run(fmt.Sprint("round ", round), func(t *testing.T) {
			disk.Fill(t, rand.Int64N(200<<10))
			s.send(t.Context(), 1<<30)
			for n, err := range s.refused {
				require.ErrorIs(t, err, eventlog.ErrFull, "commit %d", n)
				require.ErrorContains(t, err, disk.Dir)
			}
			require.ErrorIs(t, log.Check(t.Context()), eventlog.ErrFull)
			assert.GreaterOrEqual(t, len(eventlogtest.ReadAll(t, log, 0)), len(s.acked), "what is there can be read")

			disk.Free(t)
			require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, time.Minute, time.Millisecond,
				"without a restart, without a request")
			for n := range s.refused {
				s.record(n, t.Context())
			}
			require.Empty(t, s.refused)
			s.requireAll(t)
		})
	}
	require.NoError(t, log.Close())
	s.log, err = sqlite.Open(t.Context(), config)
	require.NoError(t, err)
	defer s.log.Close()
	s.requireAll(t)
}
