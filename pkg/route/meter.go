package route

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Other is the route of requests that reached none: pages, files, what is not there.
const Other = "other"

// Meter counts the requests of a process, by the route that took each.
type Meter struct {
	took     *prometheus.HistogramVec
	underway prometheus.Gauge
}

// NewMeter registers a meter's metrics: ioc_http_request_duration_seconds by route (its pattern, for what is passed on the
// mount) and code, and ioc_http_requests_in_flight. A socket is a request with code 101, which takes until it is open. An
// answer that is broken off has code 500, whatever it began with.
func NewMeter(registerer prometheus.Registerer) (*Meter, error) {
	m := &Meter{
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ioc_http_request_duration_seconds", Help: "Time from a request to the end of its answer.",
			Buckets: []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60},
		}, []string{"route", "code"}),
		underway: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "ioc_http_requests_in_flight", Help: "Requests that are being answered; open sockets are none.",
		}),
	}
	for _, c := range []prometheus.Collector{m.took, m.underway} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the requests' metrics: %w", err)
		}
	}
	return m, nil
}

// Measure has the requests to a handler counted, and their answers taken within WritePatience of each part.
func (m *Meter) Measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w, meter: m, began: time.Now(), route: Other}
		m.underway.Inc()
		a.pace() // what was bound for the last answer on this connection
		ended := false
		defer func() {
			if !ended { // a panic, with which the server breaks the answer off
				a.code = http.StatusInternalServerError
			}
			a.done()
		}()
		next.ServeHTTP(a, r.WithContext(context.WithValue(r.Context(), answerKey{}, a)))
		ended = true
	})
}

type answerKey struct{}

// taken notes which route takes a request; a later one is nearer to it.
func taken(r *http.Request, route string) {
	if a, ok := r.Context().Value(answerKey{}).(*answer); ok {
		a.route = route
	}
}

// Answered is the route that took a measured request, as far as it has come, and the code that it was answered with; 200 before there
// is one.
func Answered(r *http.Request) (route string, code int) {
	a, ok := r.Context().Value(answerKey{}).(*answer)
	if !ok {
		return Other, http.StatusOK
	}
	return a.route, cmp.Or(a.code, http.StatusOK)
}

// Known notes by which route of a mux each request is taken, before next, which may answer it without the mux.
func Known(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, _ := mux.Handler(r); h != nil {
			if d, ok := h.(*declared); ok {
				d.note(r)
			}
		}
		next.ServeHTTP(w, r)
	})
}

// declared is a handler that is a route, of requests with such a body.
type declared struct {
	route   string
	body    Body
	handler http.Handler
}

func (d *declared) note(r *http.Request) {
	taken(r, d.route)
	expect(r, d.body)
}

func (d *declared) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.note(r)
	d.handler.ServeHTTP(w, r)
}

// answer is a request's answer, as it is being given.
type answer struct {
	http.ResponseWriter
	meter   *Meter
	began   time.Time
	route   string
	code    int // 0 until it is known
	counted bool
}

func (a *answer) WriteHeader(code int) {
	if a.code == 0 && code >= http.StatusOK { // what comes before is no answer
		a.code = code
	}
	a.pace()
	a.ResponseWriter.WriteHeader(code)
}

// pace bounds how long who asks may take for the part of the answer that comes next.
func (a *answer) pace() {
	_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Now().Add(WritePatience)) // not every server can
}

func (a *answer) Write(b []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	a.pace()
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush implements http.Flusher.
func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

// Hijack implements http.Hijacker: with it the request is over, and a socket begins.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err == nil {
		a.code = http.StatusSwitchingProtocols
		a.done()
	}
	return conn, buffer, err
}

// done counts the request, once. A handler that wrote nothing has answered 200.
func (a *answer) done() {
	if a.counted {
		return
	}
	a.counted = true
	a.meter.underway.Dec()
	if a.code == 0 {
		a.code = http.StatusOK
	}
	a.meter.took.WithLabelValues(a.route, strconv.Itoa(a.code)).Observe(time.Since(a.began).Seconds())
}
