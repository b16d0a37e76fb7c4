package problem

import "net/http"

// Routed is a mux that answers for what it does not serve, too: not_found, and method_not_allowed with the header Allow.
func Routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		told := &status{header: make(http.Header)}
		refuse.ServeHTTP(told, r)
		if told.code == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", told.header.Get("Allow"))
			Write(w, r, New(MethodNotAllowed, "", "%s is not taken at %s, only %s", r.Method, r.URL.Path, told.header.Get("Allow")))
			return
		}
		Write(w, r, New(NotFound, "", "there is nothing at %s", r.URL.Path))
	})
}

// status keeps what a handler answers, but for the body.
type status struct {
	header http.Header
	code   int
}

func (s *status) Header() http.Header         { return s.header }
func (s *status) Write(b []byte) (int, error) { return len(b), nil }
func (s *status) WriteHeader(code int)        { s.code = code }
