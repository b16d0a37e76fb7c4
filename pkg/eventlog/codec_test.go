package eventlog_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
)

func TestMetadataIsWhatTheStockMarshallerWrites(t *testing.T) {
	for _, metadata := range []map[string]string{{"kind": "thử"}, {"": ""}, {"a": string(make([]byte, 300))}} {
		msg := message.NewMessage("id", nil)
		msg.Metadata = metadata
		stock, err := redisstream.DefaultMarshallerUnmarshaller{}.Marshal("topic", msg)
		require.NoError(t, err)
		ours, err := eventlog.EncodeMetadata(metadata)
		require.NoError(t, err)
		assert.Equal(t, stock[eventlog.FieldMetadata], ours)
		back, err := eventlog.DecodeMetadata(ours)
		require.NoError(t, err)
		assert.Equal(t, metadata, back)
	}
	ours, err := eventlog.EncodeMetadata(map[string]string{"b": "2", "a": "1"})
	require.NoError(t, err)
	assert.Equal(t, "82a161a131a162a132", hex.EncodeToString(ours), "keys are in order")
	ours, err = eventlog.EncodeMetadata(nil)
	require.NoError(t, err)
	assert.Nil(t, ours)
}

func TestPrepareOrdersTheStreamsAsTheEventsMentionThem(t *testing.T) {
	now := time.Date(2024, 7, 1, 7, 0, 0, 123456789, time.FixedZone("", 7*3600))
	a, b, c := eventlogtest.Event("dossier/2", "a"), eventlogtest.Event("dossier/1", "b"), eventlogtest.Event("dossier/2", "c")
	a.Backfill, b.Backfill, c.Backfill = true, true, true
	d, err := eventlog.Prepare(t.Context(), eventlog.Commit{
		Events:  []event.Event{a, b, c},
		Streams: []eventlog.StreamUpdate{{Stream: "dossier/1", Expected: 4}, {Stream: "dossier/2", Expected: 5}},
	}, now)
	require.NoError(t, err)
	assert.Equal(t, []eventlog.StreamUpdate{{Stream: "dossier/2", Expected: 5}, {Stream: "dossier/1", Expected: 4}}, d.Updates)
	assert.Equal(t, []int64{2, 1}, d.Counts)
	assert.Equal(t, []string{a.Identity(), b.Identity(), c.Identity()}, d.IDs)
	metadata, err := eventlog.DecodeMetadata(d.Metadata)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"content_type": "application/cloudevents-batch+json", "events": "3", "recorded": "2024-07-01T00:00:00.123456Z", "backfill": "all",
	}, metadata)
	events, err := event.UnmarshalBatch(d.Payload)
	require.NoError(t, err)
	assert.Equal(t, d.Events, events)
}

func TestWalkRefusesLinksThatDoNotLeadBack(t *testing.T) {
	for _, previous := range [][]eventlog.Position{nil, {2}, {3}} {
		_, err := eventlog.Walk("dossier/1", 2, false, func(p eventlog.Position) (eventlog.Entry, []eventlog.Position, error) {
			return eventlog.Entry{Position: p, Events: []event.Event{eventlogtest.Event("dossier/1", "a")}}, previous, nil
		})
		require.ErrorContains(t, err, "damaged")
	}
}

func FuzzDecodeEntry(f *testing.F) {
	d, err := eventlog.Prepare(f.Context(), eventlogtest.Bulk(1, 3, 2), time.Unix(0, 0))
	require.NoError(f, err)
	f.Add(d.Metadata, d.Payload)
	f.Add([]byte{0x81, 0xa1, 'a'}, []byte("[]"))
	f.Add([]byte{0xdf, 0xff, 0xff, 0xff, 0xff}, []byte("[{}]"))
	f.Fuzz(func(t *testing.T, metadata, payload []byte) {
		e := eventlog.Entry{Position: 1, Payload: payload}
		var err error
		if e.Metadata, err = eventlog.DecodeMetadata(metadata); err != nil {
			return
		}
		if err := eventlog.Decode(&e); err != nil || e.Events == nil {
			return
		}
		again, err := event.MarshalBatch(e.Events)
		require.NoError(t, err)
		back, err := event.UnmarshalBatch(again)
		require.NoError(t, err)
		require.Len(t, back, len(e.Events))
	})
}
