package route_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/route"
)

func TestRequestsAreCountedByTheirRouteAndCode(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	meter, err := route.NewMeter(registry)
	require.NoError(t, err)
	inner, err := route.Mux([]string{"/api/v1/dossiers"}, []route.Route{
		{Pattern: "POST /api/v1/dossiers/{code}/resolve", Action: "dossier.resolve", About: route.Thing, Handle: done},
		{Pattern: "GET /api/v1/dossiers/hang", Action: "dossier.read", About: route.Thing, Handle: func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			assert.NoError(t, err)
			conn.Close()
		}},
		{Pattern: "GET /api/v1/dossiers/broken", Action: "dossier.read", About: route.Thing, Handle: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			panic(http.ErrAbortHandler) // as a proxy does when the service's answer breaks off
		}},
	})
	require.NoError(t, err)
	mux := http.NewServeMux()
	route.Mount(mux, []string{"/api/v1/dossiers"}, inner)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a page")) })
	server := httptest.NewServer(meter.Measure(mux))
	defer server.Close()
	for _, ask := range []string{
		"POST /api/v1/dossiers/1/resolve", "POST /api/v1/dossiers/2/resolve", "GET /api/v1/dossiers/1", "GET /", "GET /api/v1/dossiers/hang",
		"GET /api/v1/dossiers/broken",
	} {
		method, path, _ := strings.Cut(ask, " ")
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, bytes.NewReader(nil))
		require.NoError(t, err)
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
		}
	}
	got := make(map[string]uint64)
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, f := range families {
		for _, m := range f.Metric {
			if f.GetName() == "ioc_http_request_duration_seconds" {
				got[m.Label[1].GetValue()+" "+m.Label[0].GetValue()] = m.GetHistogram().GetSampleCount()
			} else {
				assert.Zero(t, m.GetGauge().GetValue(), f.GetName())
			}
		}
	}
	assert.Equal(t, map[string]uint64{
		"POST /api/v1/dossiers/{code}/resolve 204": 2, "/api/v1/dossiers 404": 1, "other 200": 1, "GET /api/v1/dossiers/hang 101": 1,
		"GET /api/v1/dossiers/broken 500": 1,
	}, got)
}
