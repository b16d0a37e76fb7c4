// Package trace is the one door to OpenTelemetry: an event is followed from the request that told it through the log to ClickHouse and
// to the frames, as one trace (W3C Trace Context). Where nobody receives traces, there are none, and all of this does nothing.
package trace

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	api "go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	otel "go.opentelemetry.io/otel/trace"
)

// name is that of the instrumentation.
const name = "langbiang"

// format is how traces travel: the header, attribute or metadata traceparent.
var format = propagation.TraceContext{}

// ParentKey is the name of a parent wherever it travels.
const ParentKey = "traceparent"

// Tracer begins traces, and goes on with those that come from elsewhere. A nil one does nothing.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   otel.Tracer
}

// endpoints are the variables that say where traces are received, the first one that is set.
var endpoints = []string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"}

// New makes a tracer of the program of that version that sends to a receiver of OTLP over HTTP; nil where none is named. Where that is,
// and how much is sent, the standard's environment says: OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME and their
// like. What is not sent is logged. An endpoint that is no http or https URL is an error that names its variable.
func New(ctx context.Context, version string, logger *slog.Logger) (*Tracer, error) {
	named := slices.IndexFunc(endpoints, func(variable string) bool { return os.Getenv(variable) != "" })
	if named < 0 {
		return nil, nil
	}
	if u, err := url.Parse(os.Getenv(endpoints[named])); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%s=%q: not a URL like http://HOST:4318", endpoints[named], os.Getenv(endpoints[named]))
	}
	api.SetErrorHandler(api.ErrorHandlerFunc(func(err error) { logger.Warn("traces were not sent", "error", err) }))
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("send traces: %w", err)
	}
	about, err := resource.New(ctx, resource.WithAttributes(
		attribute.String("service.name", name), attribute.String("service.version", version)), resource.WithHost(), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("send traces: %w", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(about))
	return &Tracer{provider, provider.Tracer(name)}, nil
}

// Close sends what has not been sent, as long as ctx lasts.
func (t *Tracer) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Measure has each request to the API be a span, that of the caller's trace if it names one; answered tells which route took it, and how
// it was answered.
func (t *Tracer) Measure(next http.Handler, answered func(*http.Request) (route string, code int)) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			next.ServeHTTP(w, r)
			return
		}
		ctx := format.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, r.Method, otel.WithSpanKind(otel.SpanKindServer), otel.WithAttributes(
			attribute.String("http.request.method", r.Method), attribute.String("url.path", plain(r.URL.Path))))
		ended := false
		defer func() {
			route, code := answered(r)
			if !ended { // a panic, with which the server breaks the answer off
				code = http.StatusInternalServerError
			}
			span.SetName(route)
			span.SetAttributes(attribute.String("http.route", route), attribute.Int("http.response.status_code", code))
			if code >= http.StatusInternalServerError {
				span.SetStatus(codes.Error, http.StatusText(code))
			}
			span.End()
		}()
		next.ServeHTTP(w, r.WithContext(ctx))
		ended = true
	})
}

type tracerKey struct{}

// Continue is ctx in a trace that comes from elsewhere, by its parent; "" for none. A step is added to it once there is one: see Within.
func (t *Tracer) Continue(ctx context.Context, parent string) context.Context {
	if t == nil || parent == "" {
		return ctx
	}
	return context.WithValue(under(ctx, parent), tracerKey{}, t.tracer)
}

// Within does something as a step of the trace that ctx is in; of no trace, it only does it. An error is the step's. Where the trace
// began here, with this request, and what it brings names another one, by its parent, the step is of that one, and linked to this.
func Within(ctx context.Context, step string, brings func() string, do func(context.Context) error) error {
	tracer := tracerOf(ctx)
	if tracer == nil {
		return do(ctx)
	}
	options := []otel.SpanStartOption{otel.WithSpanKind(otel.SpanKindProducer)}
	if request, ok := otel.SpanFromContext(ctx).(sdk.ReadOnlySpan); ok && !request.Parent().IsValid() {
		if parent := brings(); parent != "" {
			options = append(options, otel.WithLinks(otel.LinkFromContext(ctx)))
			ctx = under(ctx, parent)
		}
	}
	ctx, span := tracer.Start(ctx, step, options...)
	defer span.End()
	err := do(ctx)
	if err != nil {
		span.RecordError(errors.New(plain(err.Error())))
		span.SetStatus(codes.Error, plain(err.Error()))
	}
	return err
}

// tracerOf is what adds to the trace that ctx is in, nil for none.
func tracerOf(ctx context.Context) otel.Tracer {
	if span := otel.SpanFromContext(ctx); span.IsRecording() {
		return span.TracerProvider().Tracer(name)
	}
	tracer, _ := ctx.Value(tracerKey{}).(otel.Tracer)
	return tracer
}

// Told adds a step that has been done to the trace of a parent, "" for none: it began then, and ends now.
func (t *Tracer) Told(parent, step string, began time.Time, about ...Attribute) {
	if t == nil || parent == "" {
		return
	}
	_, span := t.tracer.Start(under(context.Background(), parent), step, otel.WithTimestamp(began), otel.WithAttributes(about...),
		otel.WithSpanKind(otel.SpanKindConsumer))
	span.End()
}

// Attribute says something of a step.
type Attribute = attribute.KeyValue

// Position is the attribute of a position of the log.
func Position(p uint64) Attribute { return attribute.Int64("langbiang.position", int64(p)) }

// Parent is the trace that ctx is in, as it travels; "" for none.
func Parent(ctx context.Context) string {
	if !otel.SpanFromContext(ctx).IsRecording() {
		return ""
	}
	carrier := propagation.MapCarrier{}
	format.Inject(ctx, carrier)
	return carrier[ParentKey]
}

// plain is a text that can be sent: what is no UTF-8 in it would keep all that is sent with it from being sent.
func plain(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// under is ctx in the trace of a parent.
func under(ctx context.Context, parent string) context.Context {
	return format.Extract(ctx, propagation.MapCarrier{ParentKey: parent})
}
