package screens

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

var built = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>x</title>")},
	"icon.svg":             {Data: []byte("<svg/>")},
	"assets/index-abcd.js": {Data: []byte("export{}")},
	"assets/letters.woff2": {Data: []byte("wOF2")},
	".gitkeep":             {},
}

func get(t *testing.T, h http.Handler, method, path string) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return recorder.Result()
}

func TestHandlerServesThePageAndItsAssets(t *testing.T) {
	h := handler(built)
	for _, c := range []struct {
		method, path string
		status       int
		kind, cache  string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/screens/province", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/views/department/education/district/672", 200, "text/html; charset=utf-8", "no-cache"},
		{"HEAD", "/views/commune/24769", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/.gitkeep", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/icon.svg", 200, "image/svg+xml", "no-cache"},
		{"GET", "/assets/index-abcd.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"GET", "/assets/index-old.js", 404, "application/problem+json", ""},
		{"GET", "/assets/", 404, "application/problem+json", ""},
		{"GET", "/api/v1/nothing", 404, "application/problem+json", ""},
		{"POST", "/", 405, "application/problem+json", ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			r := get(t, h, c.method, c.path)
			defer r.Body.Close()
			require.Equal(t, c.status, r.StatusCode)
			require.Equal(t, c.kind, r.Header.Get("Content-Type"))
			require.Equal(t, c.cache, r.Header.Get("Cache-Control"))
			require.Equal(t, contentSecurityPolicy, r.Header.Get("Content-Security-Policy"))
		})
	}
}

func TestWithoutABuildThePageSaysHowToMakeOne(t *testing.T) {
	r := get(t, handler(fstest.MapFS{".gitkeep": {}}), http.MethodGet, "/")
	defer r.Body.Close()
	require.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
	body := make([]byte, 200)
	n, _ := r.Body.Read(body)
	require.Contains(t, string(body[:n]), "make build")
}
