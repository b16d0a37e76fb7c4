package event_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
)

func TestAnOlderReaderKeepsEventsOfUnknownTypes(t *testing.T) {
	const batch = `[{"specversion":"1.0","id":"1","source":"/s","type":"drone.launched.v1","subject":"drone/1",` +
		`"time":"2024-07-01T00:00:00Z","data":{"height":120}},` +
		`{"specversion":"1.0","id":"2","source":"/s","type":"drone.landed.v1","subject":"drone/1","time":"2024-07-01T00:00:00Z","data":null}]`
	events, err := event.UnmarshalBatch([]byte(batch))
	require.NoError(t, err)
	require.Len(t, events, 2)
	assert.Equal(t, &event.Unknown{Noun: "drone", Raw: []byte(`{"height":120}`)}, events[0].Data)
	again, err := event.MarshalBatch(events)
	require.NoError(t, err)
	assert.JSONEq(t, batch, string(again))
	data, err := event.UnmarshalData("drone.launched.v1", []byte(`{"height":120}`))
	require.NoError(t, err)
	assert.Equal(t, events[0].Data, data)
}
