package trace_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/trace"
)

func none() string { return "" }

func TestWhereNobodyTracesNothingIsDone(t *testing.T) {
	var nobody *trace.Tracer
	handled := false
	h := nobody.Measure(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { handled = true }), nil)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/status", nil))
	assert.True(t, handled)
	const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	ctx := nobody.Continue(t.Context(), parent)
	assert.Equal(t, t.Context(), ctx)
	require.NoError(t, trace.Within(ctx, "append", none, func(ctx context.Context) error {
		assert.Empty(t, trace.Parent(ctx))
		return nil
	}))
	nobody.Told(parent, "frame", time.Now(), trace.Position(1))
	require.NoError(t, nobody.Close(t.Context()))
}

// BenchmarkNobodyTraces is what an append pays for traces that nobody receives.
func BenchmarkNobodyTraces(b *testing.B) {
	var nobody *trace.Tracer
	ctx := b.Context()
	do := func(context.Context) error { return nil }
	b.ReportAllocs()
	for b.Loop() {
		_ = trace.Within(nobody.Continue(ctx, ""), "append", none, do)
		_ = trace.Parent(ctx)
		nobody.Told("", "frame", time.Time{})
	}
}
