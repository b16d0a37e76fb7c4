package main

import (
	"compress/gzip"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/trace"
)

// receiver takes traces as OTLP over HTTP has them.
type receiver struct {
	*httptest.Server

	mu    sync.Mutex
	spans []*otlp.Span
}

func newReceiver(t *testing.T) *receiver {
	r := new(receiver)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		assert.Equal(t, "/v1/traces", req.URL.Path)
		body := io.Reader(req.Body)
		if req.Header.Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(body)
			assert.NoError(t, err)
			body = unpacked
		}
		b, err := io.ReadAll(body)
		assert.NoError(t, err)
		var sent collector.ExportTraceServiceRequest
		assert.NoError(t, proto.Unmarshal(b, &sent))
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, resource := range sent.ResourceSpans {
			for _, scope := range resource.ScopeSpans {
				r.spans = append(r.spans, scope.Spans...)
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(r.Close)
	return r
}

// of waits until a trace has spans of these names, and returns all of it by name.
func (r *receiver) of(t *testing.T, traceID string, names ...string) map[string][]*otlp.Span {
	t.Helper()
	var all map[string][]*otlp.Span
	require.Eventually(t, func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		all = make(map[string][]*otlp.Span)
		for _, s := range r.spans {
			if hex.EncodeToString(s.TraceId) == traceID {
				all[s.Name] = append(all[s.Name], s)
			}
		}
		return !slices.ContainsFunc(names, func(name string) bool { return len(all[name]) == 0 })
	}, time.Minute, 10*time.Millisecond, "%v of %s", names, traceID)
	return all
}

// tell posts one event, in the trace of a header if there is one.
func (p *province) tell(t *testing.T, service, header, line string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/api/v1/"+service+"/events", strings.NewReader(line))
	require.NoError(t, err)
	r.Header.Set("Content-Type", event.ContentType)
	if header != "" {
		r.Header.Set(trace.ParentKey, header)
	}
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, "%s", b)
}

const (
	traceOfCaller = "4bf92f3577b34da6a3ce929d0e0e4736"
	spanOfCaller  = "00f067aa0ba902b7"
	traceOfEvent  = "0af7651916cd43dd8448eb211c80319c"
	spanOfEvent   = "b7ad6b7169203331"
)

func parentOf(trace, span string) string { return "00-" + trace + "-" + span + "-01" }

// From the request to ClickHouse and the frames, and on to what a policy answers, an event is one trace: the caller's, or, where the
// caller names none, the one that the event itself names.
func TestOneTraceFollowsAnEventFromTheRequestThroughTheLogToTheFrame(t *testing.T) {
	received := newReceiver(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.URL)
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
	tracer, err := trace.New(t.Context(), version, intaketest.Quiet())
	require.NoError(t, err)
	p := startTracedProvince(t, tracer)
	const dossier = `{"specversion":"1.0","id":"1","source":"//test","type":"dossier.received.v1","subject":"dossier/T-1",
		"time":"2024-07-01T09:00:00+07:00","data":{"procedure":"1.013225","unit":"672"}}`
	p.tell(t, "dossiers", parentOf(traceOfCaller, spanOfCaller), dossier)
	const route = "POST /api/v1/dossiers/events"
	spans := received.of(t, traceOfCaller, route, "append", "project", "frame")
	require.Len(t, spans["append"], 1)
	request, appended := spans[route][0], spans["append"][0]
	assert.Equal(t, spanOfCaller, hex.EncodeToString(request.ParentSpanId))
	assert.Equal(t, request.SpanId, appended.ParentSpanId)
	for _, step := range []string{"project", "frame"} {
		require.Len(t, spans[step], 1, step)
		assert.Equal(t, appended.SpanId, spans[step][0].ParentSpanId, step)
		assert.Equal(t, "langbiang.position", spans[step][0].Attributes[0].Key)
		assert.EqualValues(t, 1, spans[step][0].Attributes[0].Value.GetIntValue())
	}

	p.tell(t, "incidents", "", `{"specversion":"1.0","id":"2","source":"//test","type":"incident.opened.v1","subject":"incident/T-2",
		"traceparent":"`+parentOf(traceOfEvent, spanOfEvent)+`","time":"2024-07-01T10:00:00+07:00","data":{"unit":"68","title":"T","category":5}}`)
	spans = received.of(t, traceOfEvent, "append", "project", "frame")
	appended = spans["append"][0]
	assert.Equal(t, spanOfEvent, hex.EncodeToString(appended.ParentSpanId))
	require.Len(t, appended.Links, 1, "to the request's own trace")
	linked := received.of(t, hex.EncodeToString(appended.Links[0].TraceId), "POST /api/v1/incidents/events")
	assert.Equal(t, appended.Links[0].SpanId, linked["POST /api/v1/incidents/events"][0].SpanId)
	require.Eventually(t, func() bool { return len(received.of(t, traceOfEvent)["append"]) > 1 }, time.Minute, 10*time.Millisecond,
		"what a policy answers is of the same trace")
	for _, consequence := range received.of(t, traceOfEvent)["append"][1:] {
		assert.Equal(t, appended.SpanId, consequence.ParentSpanId)
	}
}

// One request whose address is no text keeps no trace from being received.
func TestWhatIsNoTextKeepsNoTraceFromBeingReceived(t *testing.T) {
	received := newReceiver(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.URL)
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
	tracer, err := trace.New(t.Context(), version, intaketest.Quiet())
	require.NoError(t, err)
	h := tracer.Measure(http.NotFoundHandler(), func(r *http.Request) (string, int) { return "GET " + r.URL.Path[:8], http.StatusNotFound })
	for _, path := range []string{"/api/v1/dossiers/%ff", "/api/v1/dossiers/1"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set(trace.ParentKey, parentOf(traceOfCaller, spanOfCaller))
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	require.NoError(t, tracer.Close(t.Context()))
	assert.Len(t, received.of(t, traceOfCaller)["GET /api/v1/"], 2)
}

func TestAnAnswerThatIsBrokenOffIsAFaultInItsTrace(t *testing.T) {
	received := newReceiver(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.URL)
	tracer, err := trace.New(t.Context(), version, intaketest.Quiet())
	require.NoError(t, err)
	h := tracer.Measure(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
		func(*http.Request) (string, int) { return "GET /api/v1/x", http.StatusOK })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/x", nil)
	r.Header.Set(trace.ParentKey, parentOf(traceOfCaller, spanOfCaller))
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { h.ServeHTTP(httptest.NewRecorder(), r) })
	require.NoError(t, tracer.Close(t.Context()))
	spans := received.of(t, traceOfCaller)["GET /api/v1/x"]
	require.Len(t, spans, 1)
	assert.Equal(t, "Internal Server Error", spans[0].Status.GetMessage())
}

func TestAnEndpointThatIsNoURLIsRefusedByItsName(t *testing.T) {
	for _, endpoint := range []string{"not a url", "127.0.0.1:4318", "ftp://x", "http://"} {
		t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
		_, err := trace.New(t.Context(), version, intaketest.Quiet())
		assert.EqualError(t, err, fmt.Sprintf("OTEL_EXPORTER_OTLP_ENDPOINT=%q: not a URL like http://HOST:4318", endpoint))
	}
}

func TestNobodyTracesUnlessToldWhere(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	tracer, err := trace.New(t.Context(), version, intaketest.Quiet())
	require.NoError(t, err)
	assert.Nil(t, tracer)
	p := startTracedProvince(t, tracer)
	p.tell(t, "dossiers", parentOf(traceOfCaller, spanOfCaller), `{"specversion":"1.0","id":"1","source":"//test","type":"dossier.received.v1",
		"subject":"dossier/T-1","time":"2024-07-01T09:00:00+07:00","data":{"procedure":"1.013225","unit":"672"}}`)
	entries, err := p.log.Read(t.Context(), 0, 1)
	require.NoError(t, err)
	assert.NotContains(t, entries[0].Metadata, trace.ParentKey, "an entry is as it ever was")
}
