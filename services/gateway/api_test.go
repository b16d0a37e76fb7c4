package gateway

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/problem"
)

func TestWhoLeavesIsNoErrorOfThisProgram(t *testing.T) {
	var logged bytes.Buffer
	g := &Gateway{config: Config{Logger: slog.New(slog.NewTextHandler(&logged, nil))}}
	ctx, leave := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/views/province?at=2024-06-15", nil)
	g.failed(httptest.NewRecorder(), r, context.DeadlineExceeded, problem.New(problem.Unavailable, "", "ClickHouse did not answer"))
	assert.Contains(t, logged.String(), "level=ERROR")
	logged.Reset()
	leave()
	g.failed(httptest.NewRecorder(), r, context.Canceled, problem.New(problem.Unavailable, "", "ClickHouse did not answer"))
	assert.Empty(t, logged.String())
}
