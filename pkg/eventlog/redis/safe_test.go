package redis_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

func openAt(t *testing.T, url string) (*redis.Log, error) {
	return redis.Open(t.Context(), redis.Config{URL: url, Province: "lamdong"})
}

func TestAServerThatMayLoseWhatItAcknowledgesIsRefusedWithWhatToSet(t *testing.T) {
	server := redistest.StartServer(t, "--appendonly", "no", "--appendfsync", "everysec", "--maxmemory-policy", "allkeys-lru")
	_, err := openAt(t, server.URL)
	require.ErrorIs(t, err, eventlog.ErrUnsafe)
	for _, part := range []string{
		"maxmemory-policy is allkeys-lru", "`redis-cli config set maxmemory-policy noeviction`",
		"appendonly is no", "`redis-cli config set appendonly yes`",
		"appendfsync is everysec", "`redis-cli config set appendfsync always`", "configuration file",
	} {
		assert.ErrorContains(t, err, part)
	}
	assert.Empty(t, connect(t, server.URL).Keys(t.Context(), "*").Val(), "nothing was written")

	config := redis.Config{URL: server.URL, Province: "lamdong", AllowVolatile: true}
	_, err = redis.Open(t.Context(), config)
	require.ErrorIs(t, err, eventlog.ErrUnsafe, "what evicts is no log, volatile or not")
	assert.NotContains(t, err.Error(), "appendonly")

	client := connect(t, server.URL)
	for name, value := range map[string]string{"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "always"} {
		require.NoError(t, client.ConfigSet(t.Context(), name, value).Err())
	}
	log, err := openAt(t, server.URL)
	require.NoError(t, err, "what the message says to set is enough")
	require.NoError(t, log.Close())
}

func TestAServerSwappedForAnUnsafeOneIsRefusedUntilItIsSafe(t *testing.T) {
	server := redistest.StartServer(t)
	log, err := openAt(t, server.URL)
	require.NoError(t, err)
	defer log.Close()
	requireAppends(t, log, "a")
	server.Kill()
	require.NoError(t, server.Run("--maxmemory-policy", "volatile-ttl"))
	_, err = appendOne(t, log, "b")
	require.ErrorIs(t, err, eventlog.ErrUnsafe)
	require.ErrorContains(t, err, "maxmemory-policy is volatile-ttl")
	require.ErrorIs(t, log.Check(t.Context()), eventlog.ErrUnsafe)
	require.NoError(t, connect(t, server.URL).ConfigSet(t.Context(), "maxmemory-policy", "noeviction").Err())
	require.Eventually(t, func() bool { return log.Check(t.Context()) == nil }, time.Minute, time.Millisecond)
	p, err := appendOne(t, log, "b")
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(2), p)
}

func TestWhereSettingsMayNotBeReadItIsSaidWhatCouldNotBeChecked(t *testing.T) {
	server := redistest.StartServer(t)
	client := connect(t, server.URL)
	for user, without := range map[string]string{"noconfig": "-config", "noinfo": "-config -info"} {
		rules := append([]any{"ACL", "SETUSER", user, "on", ">secret", "~*", "&*", "+@all"}, fields(without)...)
		require.NoError(t, client.Do(t.Context(), rules...).Err())
	}
	for user, unchecked := range map[string]string{
		"noconfig": "appendfsync always", "noinfo": "maxmemory-policy noeviction, appendonly yes, appendfsync always",
	} {
		var said bytes.Buffer
		u, err := url.Parse(server.URL)
		require.NoError(t, err)
		u.User = url.UserPassword(user, "secret")
		log, err := redis.Open(t.Context(), redis.Config{URL: u.String(), Province: "lamdong", Logger: slog.New(slog.NewTextHandler(&said, nil))})
		require.NoError(t, err)
		require.NoError(t, log.Close())
		assert.Contains(t, said.String(), fmt.Sprintf("settings=%q", unchecked), user)
	}
	require.NoError(t, client.ConfigSet(t.Context(), "maxmemory-policy", "allkeys-lfu").Err())
	_, err := openAt(t, strings.Replace(server.URL, "redis://", "redis://noconfig:secret@", 1))
	require.ErrorContains(t, err, "maxmemory-policy is allkeys-lfu", "INFO tells it too")
}

func fields(text string) []any {
	var all []any
	for _, f := range strings.Fields(text) {
		all = append(all, f)
	}
	return all
}

func TestAServerWithoutMemoryTakesAppendsAgainWhenItHasSome(t *testing.T) {
	server := redistest.StartServer(t)
	log, err := openAt(t, server.URL)
	require.NoError(t, err)
	defer log.Close()
	requireAppends(t, log, "a")
	client := connect(t, server.URL)
	require.NoError(t, client.ConfigSet(t.Context(), "maxmemory", "1").Err())
	_, err = appendOne(t, log, "b")
	require.ErrorIs(t, err, eventlog.ErrFull)
	require.ErrorIs(t, log.Check(t.Context()), eventlog.ErrFull)
	require.NoError(t, client.ConfigSet(t.Context(), "maxmemory", "0").Err())
	require.NoError(t, log.Check(t.Context()))
	p, err := appendOne(t, log, "b")
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(2), p)
}

func TestEveryMasterOfAClusterIsChecked(t *testing.T) {
	server := redistest.StartServer(t, "--cluster-enabled", "yes")
	client := connect(t, server.URL)
	require.NoError(t, client.ClusterAddSlotsRange(t.Context(), 0, 16383).Err())
	require.Eventually(t, func() bool {
		return strings.Contains(client.ClusterInfo(t.Context()).Val(), "cluster_state:ok")
	}, time.Minute, 10*time.Millisecond)
	at := fmt.Sprintf("redis://127.0.0.1:%d?addr=127.0.0.1:%d", server.Port(), server.Port())
	log, err := openAt(t, at)
	require.NoError(t, err)
	requireAppends(t, log, "a", "b")
	require.NoError(t, client.FlushAll(t.Context()).Err())
	var replaced *eventlog.ReplacedError
	_, err = appendOne(t, log, "c")
	require.ErrorAs(t, err, &replaced)
	require.NoError(t, log.Close())
	require.NoError(t, client.ConfigSet(t.Context(), "appendfsync", "no").Err())
	_, err = openAt(t, at)
	require.ErrorContains(t, err, "appendfsync is no")
}
