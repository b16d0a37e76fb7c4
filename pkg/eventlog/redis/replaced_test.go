package redis_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

func connect(t *testing.T, url string) *goredis.Client {
	t.Helper()
	options, err := goredis.ParseURL(url)
	require.NoError(t, err)
	client := goredis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}

// rooms are the keys of provinces in one server, replaced under its standing connections.
func rooms(t *testing.T) func(t *testing.T) eventlogtest.Room {
	url := redistest.Start(t)
	client := connect(t, url)
	var count atomic.Int64
	return func(*testing.T) eventlogtest.Room {
		province := fmt.Sprint("tỉnh-", count.Add(1))
		prefix := "{" + province + "}:"
		keys := func(t *testing.T) []string {
			keys, err := client.Keys(t.Context(), prefix+"*").Result()
			require.NoError(t, err)
			return keys
		}
		r := eventlogtest.Room{Exact: true, Open: func(t *testing.T) eventlog.Log { return open(t, url, province) }}
		r.Copy = func(t *testing.T) any {
			contents := make(map[string]string)
			for _, key := range keys(t) {
				dump, err := client.Dump(t.Context(), key).Result()
				require.NoError(t, err)
				contents[strings.TrimPrefix(key, prefix)] = dump
			}
			return contents
		}
		r.Put = func(t *testing.T, contents any) {
			_, err := client.TxPipelined(t.Context(), func(pipe goredis.Pipeliner) error {
				for _, key := range keys(t) {
					pipe.Del(t.Context(), key)
				}
				for name, dump := range contents.(map[string]string) {
					pipe.Restore(t.Context(), prefix+name, 0, dump)
				}
				return nil
			})
			require.NoError(t, err)
		}
		r.Away = func(t *testing.T) func(*testing.T) {
			contents := r.Copy(t)
			r.Put(t, map[string]string{})
			return func(t *testing.T) { r.Put(t, contents) }
		}
		return r
	}
}

func TestWhatStandsInTheLogsPlaceIsNotTakenForIt(t *testing.T) {
	eventlogtest.RunReplaced(t, rooms(t))
}

func appendOne(t *testing.T, log eventlog.Log, id string) (eventlog.Position, error) {
	return log.Append(t.Context(), eventlogtest.CommitOf(eventlogtest.Event("dossier/1", id)))
}

func requireAppends(t *testing.T, log eventlog.Log, ids ...string) {
	t.Helper()
	for _, id := range ids {
		_, err := appendOne(t, log, id)
		require.NoError(t, err)
	}
}

func TestALogThatWasCutIsNotAppendedTo(t *testing.T) {
	for name, cut := range map[string]func(c *goredis.Client) error{
		"everything flushed":        func(c *goredis.Client) error { return c.FlushAll(t.Context()).Err() },
		"the oldest entries gone":   func(c *goredis.Client) error { return c.XTrimMaxLen(t.Context(), "{lamdong}:log", 1).Err() },
		"the newest entry gone":     func(c *goredis.Client) error { return c.XDel(t.Context(), "{lamdong}:log", "3-0").Err() },
		"all entries gone":          func(c *goredis.Client) error { return c.Del(t.Context(), "{lamdong}:log").Err() },
		"the head gone":             func(c *goredis.Client) error { return c.Del(t.Context(), "{lamdong}:head").Err() },
		"the head set back":         func(c *goredis.Client) error { return c.Set(t.Context(), "{lamdong}:head", 2, 0).Err() },
		"the id gone":               func(c *goredis.Client) error { return c.Del(t.Context(), "{lamdong}:id").Err() },
		"the id of another log set": func(c *goredis.Client) error { return c.Set(t.Context(), "{lamdong}:id", "x", 0).Err() },
	} {
		t.Run(name, func(t *testing.T) {
			url := redistest.Start(t)
			log, client := open(t, url, "lamdong"), connect(t, url)
			defer log.Close()
			requireAppends(t, log, "a", "b", "c")
			require.NoError(t, cut(client))
			before := client.DBSize(t.Context()).Val()
			var replaced *eventlog.ReplacedError
			_, err := appendOne(t, log, "d")
			require.ErrorAs(t, err, &replaced)
			assert.Equal(t, eventlog.Position(3), replaced.Head)
			require.ErrorContains(t, err, log.ID())
			_, err = log.Read(t.Context(), 0, 0)
			require.ErrorAs(t, err, &replaced)
			assert.Equal(t, before, client.DBSize(t.Context()).Val(), "nothing was written")
		})
	}
}

// A process that starts beside, after the log was flushed, begins a new one; those that run do not follow it.
func TestAFlushedLogIsNotFollowedIntoTheNextOne(t *testing.T) {
	url := redistest.Start(t)
	log := open(t, url, "lamdong")
	defer log.Close()
	requireAppends(t, log, "a", "b")
	require.NoError(t, connect(t, url).FlushAll(t.Context()).Err())
	fresh := open(t, url, "lamdong")
	defer fresh.Close()
	requireAppends(t, fresh, "1", "2", "3", "4")
	var replaced *eventlog.ReplacedError
	_, err := appendOne(t, log, "c")
	require.ErrorAs(t, err, &replaced)
	assert.Equal(t, eventlog.ReplacedError{Kind: eventlog.Other, ID: log.ID(), FoundID: fresh.ID(), Head: 2, FoundHead: 4}, *replaced)
}

func TestEntriesWithoutTheirLogsIDAreNotGivenAnother(t *testing.T) {
	url := redistest.Start(t)
	log := open(t, url, "lamdong")
	requireAppends(t, log, "a")
	require.NoError(t, log.Close())
	require.NoError(t, connect(t, url).Del(t.Context(), "{lamdong}:id").Err())
	_, err := openAt(t, url)
	require.ErrorContains(t, err, "the id of their log is gone")
}

// The server restarts with the folder as it was before: the log is older, at the same address.
func TestAServerWithAnOlderCopyIsNotTakenForTheLog(t *testing.T) {
	server := redistest.StartServer(t)
	log := open(t, server.URL, "lamdong")
	defer log.Close()
	requireAppends(t, log, "a", "b")
	older, newer := t.TempDir(), t.TempDir()
	server.Kill()
	require.NoError(t, os.CopyFS(older, os.DirFS(server.Dir())))
	require.NoError(t, server.Run())
	require.Eventually(t, func() bool { _, err := appendOne(t, log, "c"); return err == nil }, time.Minute, time.Millisecond)
	server.Kill()
	require.NoError(t, os.CopyFS(newer, os.DirFS(server.Dir())))
	swap(t, server, older)
	var replaced *eventlog.ReplacedError
	_, err := appendOne(t, log, "d")
	require.ErrorAs(t, err, &replaced)
	assert.Equal(t, eventlog.Back, replaced.Kind)
	assert.Equal(t, [2]eventlog.Position{3, 2}, [2]eventlog.Position{replaced.Head, replaced.FoundHead})
	_, err = log.Read(t.Context(), 3, 0)
	require.ErrorAs(t, err, &replaced)

	server.Kill()
	swap(t, server, newer)
	require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, time.Minute, time.Millisecond)
	p, err := appendOne(t, log, "d")
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(4), p)
}

// swap starts the server with other contents of its folder.
func swap(t *testing.T, server *redistest.Server, dir string) {
	t.Helper()
	old, err := filepath.Glob(filepath.Join(server.Dir(), "*"))
	require.NoError(t, err)
	for _, path := range old {
		require.NoError(t, os.RemoveAll(path))
	}
	require.NoError(t, os.CopyFS(server.Dir(), os.DirFS(dir)))
	require.NoError(t, server.Run())
}

// Another log answers at the address, with more entries than ours had.
func TestAnotherServerAtTheAddressIsNotTakenForTheLog(t *testing.T) {
	server, another := redistest.StartServer(t), redistest.StartServer(t)
	log := open(t, server.URL, "lamdong")
	defer log.Close()
	requireAppends(t, log, "a", "b")
	stranger := open(t, another.URL, "lamdong")
	requireAppends(t, stranger, "1", "2", "3")
	require.NoError(t, stranger.Close())
	another.Kill()
	server.Kill()
	swap(t, server, another.Dir())
	var replaced *eventlog.ReplacedError
	_, err := appendOne(t, log, "c")
	require.ErrorAs(t, err, &replaced)
	assert.Equal(t, eventlog.Other, replaced.Kind)
	assert.Equal(t, stranger.ID(), replaced.FoundID)
}

// entriesRead is how often the server was asked for entries.
func entriesRead(t *testing.T, client *goredis.Client) int {
	t.Helper()
	all, err := client.Info(t.Context(), "commandstats").Result()
	require.NoError(t, err)
	_, after, found := strings.Cut(all, "cmdstat_xrange:calls=")
	if !found {
		return 0
	}
	calls, _, _ := strings.Cut(after, ",")
	n, err := strconv.Atoi(calls)
	require.NoError(t, err)
	return n
}

// Lua hashes every byte of what it is given: entries of megabytes that were read for their uuids alone, by every process several
// times a second, took half of the server's time.
func TestAskingForTheHeadReadsNoEntry(t *testing.T) {
	url := redistest.Start(t)
	log, client := open(t, url, "lamdong"), connect(t, url)
	defer log.Close()
	requireAppends(t, log, "a")
	other := open(t, url, "lamdong")
	defer other.Close()
	before := entriesRead(t, client)
	for _, id := range []string{"b", "c", "d"} {
		requireAppends(t, log, id)
		require.NoError(t, log.Check(t.Context()))
		require.NoError(t, other.Check(t.Context()))
	}
	assert.Equal(t, before, entriesRead(t, client))

	require.NoError(t, client.Del(t.Context(), "{lamdong}:uuids").Err(), "as in a log from before they were kept")
	require.NoError(t, other.Check(t.Context()))
	assert.Greater(t, entriesRead(t, client), before)
}

// A log has a day's event for every day since it began: what asks for today must not read all of them.
func TestTheNewestEventOfAStreamIsFoundInOneRead(t *testing.T) {
	url := redistest.Start(t)
	log, client := open(t, url, "lamdong"), connect(t, url)
	defer log.Close()
	requireAppends(t, log, "a", "b", "c", "d")
	before := entriesRead(t, client)
	last, err := log.Last(t.Context(), "dossier/1")
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(4), last.Position)
	assert.Equal(t, before+1, entriesRead(t, client))
}

// Policies act on nothing that is history: they do not have it sent to them, neither what is there nor what comes while they run.
func TestAPolicyDoesNotReadHistory(t *testing.T) {
	url := redistest.Start(t)
	log, client := open(t, url, "lamdong"), connect(t, url)
	defer log.Close()
	appendHistory := func(from, to int) {
		for n := from; n < to; n++ {
			c := eventlogtest.Bulk(n, 1, 1)
			c.Events[0].Backfill = true
			_, err := log.Append(t.Context(), c)
			require.NoError(t, err)
		}
	}
	shared := eventlog.Share(log, 0)
	appendHistory(0, 250)
	before := entriesRead(t, client)
	ctx, cancel := context.WithCancel(t.Context())
	handled := make(chan string)
	var policy sync.WaitGroup
	policy.Go(func() {
		assert.NoError(t, pubsub.RunPolicy(ctx, shared, pubsub.PolicyConfig{Consumer: "x", Handle: func(_ context.Context, _ eventlog.Position, e event.Event) error {
			handled <- e.ID
			return nil
		}}))
	})
	requireAppends(t, log, "live")
	assert.Equal(t, "live", <-handled)
	appendHistory(250, 1000)
	requireAppends(t, log, "live again")
	assert.Equal(t, "live again", <-handled)
	cancel()
	policy.Wait()
	assert.LessOrEqual(t, entriesRead(t, client)-before, 2, "the two that it handles")
}

// Where nothing is history any more, a policy reads as many entries at once as any reader.
func TestAPolicyReadsWhatIsLiveInLargeParts(t *testing.T) {
	url := redistest.Start(t)
	log, client := open(t, url, "lamdong"), connect(t, url)
	defer log.Close()
	for n := range 300 {
		_, err := log.Append(t.Context(), eventlogtest.Bulk(n, 1, 1))
		require.NoError(t, err)
	}
	before := entriesRead(t, client)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	seen := 0
	require.NoError(t, pubsub.RunPolicy(ctx, log, pubsub.PolicyConfig{Consumer: "x", Handle: func(context.Context, eventlog.Position, event.Event) error {
		if seen++; seen == 300 {
			cancel()
		}
		return nil
	}}))
	assert.LessOrEqual(t, entriesRead(t, client)-before, 20)
}

// A log from before its id said how many buckets its identities have keeps those that it has.
func TestAnOldLogKnowsItsEventsAgain(t *testing.T) {
	url := redistest.Start(t)
	client := connect(t, url)
	require.NoError(t, client.Set(t.Context(), "{lamdong}:id", "0b1c", 0).Err())
	log := open(t, url, "lamdong")
	defer log.Close()
	requireAppends(t, log, "a")
	e := eventlogtest.Event("dossier/1", "a")
	hash := sha256.Sum256([]byte(e.Identity()))
	bucket := binary.BigEndian.Uint32(hash[12:]) % (1 << 15)
	exists, err := client.Exists(t.Context(), "{lamdong}:events:"+strconv.FormatUint(uint64(bucket), 36)).Result()
	require.NoError(t, err)
	assert.EqualValues(t, 1, exists)
}
