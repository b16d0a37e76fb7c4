package catalogue_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/catalogue"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/topology"
)

// slow is a log that answers about streams when it is let.
type slow struct {
	eventlog.Log
	asked, let chan struct{} // let is nil: at once
}

func (s *slow) Streams(ctx context.Context, names []string) ([]eventlog.Stream, error) {
	if s.let != nil {
		s.asked <- struct{}{}
		select {
		case <-s.let:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return s.Log.Streams(ctx, names)
}

func TestWhileOneLooksWhetherTheCatalogueHasChangedOthersHaveItAsItWas(t *testing.T) {
	inner, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	defer func() { assert.NoError(t, inner.Close()) }()
	top, err := topology.Default()
	require.NoError(t, err)
	log := &slow{Log: inner, asked: make(chan struct{})}
	now := time.Date(2024, 6, 15, 9, 0, 0, 0, time.UTC)
	f := catalogue.Follow(log, top, func() time.Time { return now })
	first, err := f.Current(t.Context())
	require.NoError(t, err)

	day := calendar.MustDate("2024-06-15")
	_, err = inner.Append(t.Context(), eventlog.Commit{
		Events: []event.Event{{ID: "1", Source: "s", Type: event.CatalogueAmended, Subject: event.CatalogueSubject, Time: now, Data: &event.Catalogue{
			ValidFrom: day, Procedures: []event.Procedure{{Code: "9.1", Name: "Thủ tục mới"}},
		}}},
		Streams: []eventlog.StreamUpdate{{Stream: event.CatalogueSubject}},
	})
	require.NoError(t, err)
	log.let = make(chan struct{})
	now = now.Add(2 * time.Second)
	looked := make(chan *catalogue.Catalogue, 1)
	go func() {
		c, err := f.Current(t.Context())
		assert.NoError(t, err)
		looked <- c
	}()
	<-log.asked
	meanwhile, err := f.Current(t.Context())
	require.NoError(t, err)
	assert.Same(t, first, meanwhile)
	close(log.let)
	newest := <-looked
	_, published := newest.At("9.1", day)
	assert.True(t, published)
	after, err := f.Current(t.Context())
	require.NoError(t, err)
	assert.Same(t, newest, after)
	_, published = first.At("9.1", day)
	assert.False(t, published, "what was given is not changed")
}
