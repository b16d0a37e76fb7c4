package redis_test

import (
	"context"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	goredis "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/pubsub"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

func TestTheStockWatermillSubscriberReadsOurEntries(t *testing.T) {
	url := redistest.Start(t)
	log := open(t, url, "lamdong")
	defer log.Close()
	for _, c := range []eventlog.Commit{
		eventlogtest.CommitOf(eventlogtest.Event("dossier/1", "a"), eventlogtest.Event("dossier/2", "b")),
		{Message: &eventlog.Message{UUID: "foreign", Metadata: map[string]string{"kind": "thử"}, Payload: []byte("x")}},
		eventlogtest.Bulk(1, 2000, 1500),
	} {
		_, err := log.Append(t.Context(), c)
		require.NoError(t, err)
	}
	want := eventlogtest.ReadAll(t, log, 0)

	options, err := goredis.ParseURL(url)
	require.NoError(t, err)
	client := goredis.NewClient(options)
	defer client.Close()
	stock, err := redisstream.NewSubscriber(redisstream.SubscriberConfig{Client: client, ConsumerGroup: "stock", OldestId: "0"}, watermill.NopLogger{})
	require.NoError(t, err)
	defer stock.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	messages, err := stock.Subscribe(ctx, "{lamdong}:log")
	require.NoError(t, err)
	for _, e := range want {
		msg, ok := <-messages
		require.True(t, ok, "the stock subscriber delivers entry %d", e.Position)
		assert.Equal(t, e.UUID, msg.UUID)
		assert.Equal(t, e.Metadata, map[string]string(msg.Metadata))
		assert.Equal(t, e.Payload, []byte(msg.Payload))
		events, err := pubsub.Events(msg)
		require.NoError(t, err)
		assert.Equal(t, e.Events, events)
		msg.Ack()
	}
}
