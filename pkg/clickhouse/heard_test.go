package clickhouse_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
)

// Any source can tell of links that there are not: of no more than MaxHeard feeds it is said when they were heard.
func TestNoMoreIsToldOfWhoWasHeardThanAnybodyLooksAt(t *testing.T) {
	db := openDB(t)
	events := make([]event.Event, clickhouse.MaxHeard+5)
	for i := range events {
		id := fmt.Sprintf("f%05d", i)
		events[i] = event.Event{
			ID: id, Source: "/x", Type: event.FeedUp, Subject: event.FeedSubject(id), Time: recorded, Recorded: recorded,
			Data: &event.Feed{Name: id, Up: true},
		}
	}
	insert(t, db, batchOf(t, entry(1, events...)))
	heard, err := db.Heard(t.Context())
	require.NoError(t, err)
	assert.Equal(t, clickhouse.MaxHeard, len(heard.Feeds)) //nolint:testifylint // a failure would print them all
	assert.Equal(t, recorded, heard.Feeds["f00000"].UTC())
	assert.True(t, heard.Feeds[fmt.Sprintf("f%05d", clickhouse.MaxHeard)].IsZero(), "by id, so that the same are told each time")
}
