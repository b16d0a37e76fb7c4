package pubsub_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/eventlog/redis"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

// features are those that we claim. Delivery is at least once. A second subscription under one consumer's
// name gets the same messages, so the suite's many subscribers each have a name of their own.
var features = tests.Features{
	ConsumerGroups:                   true,
	ExactlyOnceDelivery:              false,
	GuaranteedOrder:                  true,
	Persistent:                       true,
	NewSubscriberReceivesOldMessages: true,
}

// logs opens each topic's log once.
type logs struct {
	mu   sync.Mutex
	open func(topic string) (eventlog.Log, error)
	have map[string]eventlog.Log
}

func (l *logs) get(topic string) (eventlog.Log, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if log := l.have[topic]; log != nil {
		return log, nil
	}
	log, err := l.open(topic)
	if err == nil {
		l.have[topic] = log
	}
	return log, err
}

func newLogs(t *testing.T, open func(topic string) (eventlog.Log, error)) *logs {
	l := &logs{open: open, have: make(map[string]eventlog.Log)}
	t.Cleanup(func() {
		for _, log := range l.have {
			assert.NoError(t, log.Close())
		}
	})
	return l
}

func sqliteLogs(t *testing.T) *logs {
	dir := t.TempDir()
	return newLogs(t, func(topic string) (eventlog.Log, error) {
		return sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(dir, topic+".db")})
	})
}

func redisLogs(t *testing.T) *logs {
	url := redistest.Start(t)
	return newLogs(t, func(topic string) (eventlog.Log, error) {
		return redis.Open(t.Context(), redis.Config{URL: url, Province: topic})
	})
}

func sharedLogs(t *testing.T) *logs {
	inner := sqliteLogs(t)
	return newLogs(t, func(topic string) (eventlog.Log, error) {
		log, err := inner.get(topic)
		if err != nil {
			return nil, err
		}
		return eventlog.Share(log, 1<<20), nil
	})
}

func TestWatermillsSuiteOverSQLite(t *testing.T) { suite(t, sqliteLogs(t)) }
func TestWatermillsSuiteOverRedis(t *testing.T)  { suite(t, redisLogs(t)) }
func TestWatermillsSuiteOverShared(t *testing.T) { suite(t, sharedLogs(t)) }

func suite(t *testing.T, l *logs) {
	t.Parallel() // each waits half a minute for nothing
	logger := slog.New(slog.DiscardHandler)
	withConsumer := func(t *testing.T, consumer string) (message.Publisher, message.Subscriber) {
		pub, err := pubsub.NewPublisher(l.get)
		require.NoError(t, err)
		sub, err := pubsub.NewSubscriber(l.get, pubsub.SubscriberConfig{Consumer: consumer}, logger)
		require.NoError(t, err)
		return pub, sub
	}
	tests.TestPubSub(t, features, func(t *testing.T) (message.Publisher, message.Subscriber) {
		return withConsumer(t, watermill.NewUUID())
	}, withConsumer)
}

func TestMessagesCarryTheirPositionAndTheirEvents(t *testing.T) {
	log, err := sqliteLogs(t).get("x")
	require.NoError(t, err)
	for _, l := range []eventlog.Log{log, eventlog.Share(log, 1<<20)} {
		appendEvents(t, l, fmt.Sprintf("%p-a", l), fmt.Sprintf("%p-b", l))
	}
	sub, err := pubsub.NewSubscriber(pubsub.Single(log), pubsub.SubscriberConfig{Consumer: "c"}, nil)
	require.NoError(t, err)
	defer sub.Close()
	messages, err := sub.Subscribe(t.Context(), "any")
	require.NoError(t, err)
	for want := range eventlog.Position(2) {
		msg := <-messages
		p, ok := pubsub.Position(msg)
		assert.True(t, ok)
		assert.Equal(t, want+1, p)
		events, err := pubsub.Events(msg)
		require.NoError(t, err)
		assert.Len(t, events, 2)
		msg.Ack()
	}
	_, ok := pubsub.Position(message.NewMessage("x", nil))
	assert.False(t, ok)
}

func TestABatchOfEventsIsPublishedOnce(t *testing.T) {
	l := sqliteLogs(t)
	from, err := l.get("from")
	require.NoError(t, err)
	to, err := l.get("to")
	require.NoError(t, err)
	appendEvents(t, from, "a", "b")
	appendEvents(t, to, "b")
	entries, err := from.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	msg := message.NewMessage(entries[0].UUID, entries[0].Payload)
	msg.Metadata = entries[0].Metadata
	pub, err := pubsub.NewPublisher(l.get)
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, pub.Publish("to", msg))
	}
	entries, err = to.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	require.Len(t, entries[1].Events, 1)
	assert.Equal(t, "a", entries[1].Events[0].ID)
}
