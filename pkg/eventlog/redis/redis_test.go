package redis_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

func open(t testing.TB, url, province string) *redis.Log {
	t.Helper()
	log, err := redis.Open(t.Context(), redis.Config{URL: url, Province: province, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	require.NoError(t, err)
	return log
}

func places(url string) eventlogtest.Place {
	var count atomic.Int64
	return func(*testing.T) func(t *testing.T) eventlog.Log {
		province := fmt.Sprint("tỉnh-", count.Add(1))
		return func(t *testing.T) eventlog.Log { return open(t, url, province) }
	}
}

func TestLog(t *testing.T) { eventlogtest.Run(t, places(redistest.Start(t))) }

func TestSharedLog(t *testing.T) {
	place := places(redistest.Start(t))
	eventlogtest.Run(t, func(t *testing.T) func(t *testing.T) eventlog.Log {
		inner := place(t)
		return func(t *testing.T) eventlog.Log { return eventlog.Share(inner(t), 1<<20) }
	})
}

func TestAnAppendWaitsForReplicas(t *testing.T) {
	primary := redistest.StartServer(t, "--repl-diskless-sync-delay", "0")
	config := redis.Config{URL: primary.URL, Province: "lamdong", Replicas: 1, ReplicaTimeout: 50 * time.Millisecond}
	log, err := redis.Open(t.Context(), config)
	require.NoError(t, err)
	c := eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "a"))
	_, err = log.Append(t.Context(), c)
	require.ErrorIs(t, err, redis.ErrUnderReplicated)
	var duplicate *eventlog.DuplicateError
	_, err = log.Append(t.Context(), c)
	require.ErrorIs(t, err, redis.ErrUnderReplicated, "that it is in the log does not make it safe")
	require.NotErrorAs(t, err, &duplicate)
	_, err = log.Known(t.Context(), []string{c.Events[0].Identity()})
	require.ErrorIs(t, err, redis.ErrUnderReplicated)
	found, err := log.Known(t.Context(), []string{"nobody's"})
	require.NoError(t, err)
	require.Equal(t, []*eventlog.Located{nil}, found)
	require.NoError(t, log.Close())

	redistest.StartServer(t, "--replicaof", "127.0.0.1", fmt.Sprint(primary.Port()))
	config.ReplicaTimeout = 30 * time.Second // the replica is still copying
	log, err = redis.Open(t.Context(), config)
	require.NoError(t, err)
	_, err = log.Append(t.Context(), c)
	require.ErrorAs(t, err, &duplicate, "once a replica has it")
	found, err = log.Known(t.Context(), []string{c.Events[0].Identity()})
	require.NoError(t, err)
	require.Equal(t, eventlog.Position(1), found[0].Position)
	p, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "b")))
	require.NoError(t, err)
	require.Equal(t, eventlog.Position(2), p)
	require.NoError(t, log.Close())
}

func TestAKilledServerHasEveryAcknowledgedAppend(t *testing.T) {
	server := redistest.StartServer(t)
	log := open(t, server.URL, "lamdong")
	const writers = 4
	acknowledged := make([]map[string]eventlog.Position, writers)
	var wg sync.WaitGroup
	var count atomic.Int64
	enough := make(chan struct{})
	for w := range writers {
		acknowledged[w] = make(map[string]eventlog.Position)
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d", w, i)
				p, err := log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", id)))
				if err != nil {
					return
				}
				acknowledged[w][id] = p
				if count.Add(1) == 500 {
					close(enough)
				}
			}
		})
	}
	<-enough
	server.Kill()
	wg.Wait()
	require.NoError(t, log.Close())
	require.NoError(t, server.Run())

	log = open(t, server.URL, "lamdong")
	defer log.Close()
	entries := eventlogtest.ReadAll(t, log, 0)
	for _, of := range acknowledged {
		for id, p := range of {
			require.Equal(t, id, entries[p-1].Events[0].ID)
		}
	}
	require.Equal(t, int64(len(entries)), mustVersion(t, log))
}

func mustVersion(t *testing.T, log eventlog.Log) int64 {
	t.Helper()
	s, err := log.Streams(t.Context(), []string{"dossier/1"})
	require.NoError(t, err)
	return s[0].Version
}

func TestAProcessHearsOfAnothersAppends(t *testing.T) {
	server := redistest.StartServer(t)
	one, other := open(t, server.URL, "lamdong"), open(t, server.URL, "lamdong")
	defer one.Close()
	defer other.Close()
	require.Equal(t, one.ID(), other.ID())
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for i := range 3 {
		heads := make(chan eventlog.Position, 1)
		go func() {
			p, _ := other.Wait(ctx, eventlog.Position(i))
			heads <- p
		}()
		_, err := one.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", fmt.Sprint(i))))
		require.NoError(t, err)
		require.Equal(t, eventlog.Position(i+1), <-heads)
	}
}
