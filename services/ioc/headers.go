package main

import (
	"net/http"
	"strings"

	"langbiang.internal/ioc/pkg/page"
)

// headers are those of every answer, unless who answers says otherwise: nothing of it is taken for what it is not, loaded or shown by
// another site, or told to one.
var headers = map[string]string{
	page.Policy:                    page.Nothing,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY", // for browsers that know no frame-ancestors
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=()",
}

// strictTransport has a browser that came by TLS come by nothing else for a year.
const strictTransport = "max-age=31536000"

// head sets the headers of every answer. What the API answers is kept by nobody, unless it says that it may be.
func head(h http.Header, r *http.Request) {
	for name, value := range headers {
		h.Set(name, value)
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		h.Set("Cache-Control", "no-store")
	}
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", strictTransport)
	}
}

// behead takes back what head has set.
func behead(h http.Header) {
	for name := range headers {
		h.Del(name)
	}
	h.Del("Cache-Control")
}

func headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head(w.Header(), r)
		next.ServeHTTP(w, r)
	})
}

// isEmbedded tells whether a page of another site asks for something to have it, rather than to lead somebody there (Fetch Metadata). A
// browser that says nothing of it is held by the headers, and what is no browser by nothing. How the process is may be asked by anybody.
func isEmbedded(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" && !isProbe(r)
}
