package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask is what a handler answers to GET.
func ask(t *testing.T, h http.Handler, url string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
	b, err := io.ReadAll(w.Result().Body)
	require.NoError(t, err)
	return w.Code, string(b)
}

func TestMetricsAndProfilesAreForOperatorsAlone(t *testing.T) {
	s, err := newServer(newProcess(t.Context(), slog.New(slog.DiscardHandler)), http.NotFound, http.NotFound)
	require.NoError(t, err)
	served := new(exposureFlags).served
	ops := operators(s.registry, served)
	for path, says := range map[string]string{
		"/metrics": `ioc_build_info{goversion="go`, "/debug/pprof/": "full goroutine stack dump", "/debug/pprof/cmdline": "ioc",
	} {
		code, body := ask(t, ops, "http://127.0.0.1:9090"+path)
		assert.Equal(t, http.StatusOK, code, path)
		assert.Contains(t, body, says, path)
		code, _ = ask(t, guard(s.mux, served), "http://127.0.0.1:8080"+path)
		assert.Equal(t, http.StatusNotFound, code, "%s at the public port", path)
		code, _ = ask(t, ops, "http://evil.example:9090"+path)
		assert.Equal(t, http.StatusForbidden, code, "%s by a foreign name that points here", path)
	}
}

func TestOperatorsGetTheirPortOrAreToldWhyNot(t *testing.T) {
	logger := slog.New(slog.DiscardHandler)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	_, err = listenOps(t.Context(), taken.Addr().String(), logger)
	require.ErrorContains(t, err, "choose another with --ops-listen, or none")
	l, err := listenOps(t.Context(), noOps, logger)
	require.NoError(t, err)
	assert.Nil(t, l)

	if other, err := net.Listen("tcp", defaultOps); err == nil { // else somebody else has it, which is the same
		defer other.Close()
	}
	l, err = listenOps(t.Context(), "", logger)
	require.NoError(t, err, "a second program on a machine goes without")
	assert.Nil(t, l)
}
