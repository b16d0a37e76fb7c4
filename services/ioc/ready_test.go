package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

func appendOne(t *testing.T, log eventlog.Log, id string) eventlog.Position {
	p, err := log.Append(t.Context(), eventlog.Commit{
		Events:  []event.Event{{ID: id, Source: "//test", Type: event.ClockDayOpened, Subject: event.ClockSubject, Data: &event.Clock{}}},
		Streams: []eventlog.StreamUpdate{{Stream: event.ClockSubject, Expected: eventlog.AnyVersion}},
	})
	require.NoError(t, err)
	return p
}

func TestAProcessIsReadyOnlyWhenTheScenarioIsLoadedAndEveryProjectionIsAtItsEnd(t *testing.T) {
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "log.db")})
	require.NoError(t, err)
	loaded := false
	var gateway, projected eventlog.Position
	r := newReadiness(log, func() bool { return loaded })
	r.projections["gateway"] = func() eventlog.Position { return gateway }
	r.projections["ClickHouse"] = func() eventlog.Position { return projected }

	head := appendOne(t, log, "1")
	gateway, projected = head, head
	assert.Contains(t, r.look(t.Context()), "being loaded")
	head = appendOne(t, log, "2")
	loaded = true
	assert.Contains(t, r.look(t.Context()), "of 2", "the end of the history must be reached exactly")
	gateway = head
	assert.Contains(t, r.look(t.Context()), "ClickHouse is at position 1 of 2")
	projected = head
	assert.Empty(t, r.look(t.Context()))
	appendOne(t, log, "3")
	assert.Empty(t, r.look(t.Context()), "a new entry may be on its way for some seconds")

	require.NoError(t, log.Close())
	assert.Contains(t, r.look(context.Background()), "the log does not answer")
}

func TestAPanicInOneRequestHarmsNoOther(t *testing.T) {
	s := &server{logger: slog.New(slog.DiscardHandler)}
	h := s.recoverRequests(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bad" {
			panic(errors.New("out of range"))
		}
	}))
	server := httptest.NewServer(h)
	defer server.Close()
	for path, want := range map[string]int{"/bad": 500, "/good": 200} {
		resp, err := http.Get(server.URL + path)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, want, resp.StatusCode, path)
	}
}

func TestAServiceElsewhereThatDoesNotAnswerIsNamed(t *testing.T) {
	s, err := newServer(newProcess(t.Context(), slog.New(slog.DiscardHandler)), http.NotFound, http.NotFound)
	require.NoError(t, err)
	require.Error(t, s.proxy("dossiers", "not a url"))
	require.NoError(t, s.proxy("dossiers", "http://127.0.0.1:1"))
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/v1/dossiers/events", nil))
	assert.Equal(t, http.StatusBadGateway, w.Code)
	assert.Contains(t, w.Body.String(), "dossiers")
}
