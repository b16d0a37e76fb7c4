package main

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/page"
	"langbiang.internal/ioc/pkg/problem"
)

// listedRoutes are those of testdata/routes.txt, as method and path, and what is beside every service.
func listedRoutes(t *testing.T) [][2]string {
	t.Helper()
	all := [][2]string{{"GET", "/"}, {"GET", "/screens/province"}, {"GET", "/assets/none.js"}, {"GET", "/healthz"}, {"GET", "/readyz"}, {"GET", "/api/none"}}
	for line := range strings.Lines(text(t, "testdata/routes.txt")) {
		fields := strings.Fields(line)
		all = append(all, [2]string{fields[0], pathPart.ReplaceAllString(fields[1], "no-such")})
	}
	require.Greater(t, len(all), 100)
	return all
}

func TestEveryAnswerHasTheHeadersThatKeepItHere(t *testing.T) {
	s := allServices(t).server
	s.served = new(accessFlags).served
	h := s.handler()
	for _, at := range listedRoutes(t) {
		r := httptest.NewRequestWithContext(t.Context(), at[0], "http://127.0.0.1"+at[1], http.NoBody)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		for name, value := range headers {
			got := w.Result().Header.Values(name)
			require.Len(t, got, 1, "%s of %v", name, at)
			if name != page.Policy {
				assert.Equal(t, value, got[0], "%s of %v", name, at)
				continue
			}
			for _, must := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
				assert.Contains(t, got[0], must, at)
			}
			assert.NotContains(t, got[0], "script-src 'unsafe", at)
		}
		if kept := w.Header().Get("Cache-Control"); strings.HasPrefix(at[1], "/api/") && at[1] != "/api/v1/boundaries" {
			assert.Contains(t, []string{"no-store", "no-cache"}, kept, at)
		}
		assert.Empty(t, w.Header().Get("Strict-Transport-Security"), "it did not come by TLS")
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://127.0.0.1/", nil)
	r.TLS = new(tls.ConnectionState)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	assert.Equal(t, strictTransport, w.Header().Get("Strict-Transport-Security"))
}

// Whatever a page of ours runs names the nonce of this very answer.
func TestAPageRunsNothingButItsOwn(t *testing.T) {
	s := allServices(t).server
	s.served = new(accessFlags).served
	h := s.handler()
	var nonces []string
	for _, path := range []string{"/upload", "/problems", "/problems/invalid", "/upload"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+path, nil)
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		found := regexp.MustCompile(`'nonce-(\w+)'`).FindStringSubmatch(w.Header().Get(page.Policy))
		require.NotNil(t, found, path)
		for _, element := range regexp.MustCompile(`<(script|style)[^>]*>`).FindAllString(w.Body.String(), -1) {
			assert.Contains(t, element, ` nonce="`+found[1]+`"`, path)
		}
		assert.NotRegexp(t, ` (style|on[a-z]+)="`, w.Body.String(), path)
		assert.NotContains(t, nonces, found[1])
		nonces = append(nonces, found[1])
	}
}

func TestAPageOfAnotherSiteReadsNothingAndMayLeadHere(t *testing.T) {
	s := allServices(t).server
	s.served = new(accessFlags).served
	h := s.handler()
	ask := func(path, site, mode string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+path, nil)
		r.Header.Set("Sec-Fetch-Site", site)
		r.Header.Set("Sec-Fetch-Mode", mode)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, at := range listedRoutes(t) {
		if at[0] != http.MethodGet || at[1] == "/healthz" || at[1] == "/readyz" {
			continue
		}
		for _, mode := range []string{"no-cors", "cors", "websocket"} {
			w := ask(at[1], "cross-site", mode)
			assert.Equal(t, http.StatusForbidden, w.Code, at)
			assert.Equal(t, problem.MediaType, w.Header().Get("Content-Type"), at)
			assert.Contains(t, w.Body.String(), "trang của một địa chỉ khác không được đọc dữ liệu ở đây", at)
		}
	}
	for _, mode := range []string{"no-cors", "cors"} {
		assert.NotEqual(t, http.StatusForbidden, ask("/healthz", "cross-site", mode).Code)
		assert.Equal(t, http.StatusOK, ask("/api/v1/topology", "same-origin", mode).Code)
		assert.Equal(t, http.StatusOK, ask("/api/v1/topology", "none", mode).Code)
	}
	assert.Equal(t, http.StatusOK, ask("/api/v1/topology", "cross-site", "navigate").Code, "a link to it")
}

// What another process answers has its headers once: that process set them.
func TestAnAnswerThatIsPassedOnHasItsHeadersOnce(t *testing.T) {
	inner := allServices(t).server
	inner.served = func(string) bool { return true }
	upstream := httptest.NewServer(inner.handler())
	defer upstream.Close()
	outer := &server{mux: http.NewServeMux(), logger: inner.logger}
	require.NoError(t, outer.proxy("indicators", upstream.URL))
	require.NoError(t, outer.proxy("history", "http://127.0.0.1:1"))
	h := headed(outer.mux)
	for path, code := range map[string]int{"/upload": http.StatusOK, "/api/v1/reports/province": http.StatusBadGateway} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		assert.Equal(t, code, w.Code, path)
		for name := range headers {
			assert.Len(t, w.Result().Header.Values(name), 1, "%s of %s", name, path)
		}
	}
}
