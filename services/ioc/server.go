package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/route"
	"langbiang.internal/ioc/pkg/trace"
)

// Bounds of the HTTP server.
const (
	maxHeaderBytes = 64 << 10
	headerTimeout  = 10 * time.Second
	idleTimeout    = 2 * time.Minute
	drainTimeout   = 10 * time.Second

	proxyConnections = 256             // idle, to one service
	proxyTimeout     = 5 * time.Minute // until a service answers: a long import is answered at its end
)

// renamed are the paths below which services answered before they had the names of their nouns; for one version they lead on.
var renamed = map[string]string{"/api/v1/rollouts": "/api/v1/models", "/api/v1/playbooks": "/api/v1/steps"}

// server gathers the routes of one process and serves them.
type server struct {
	mux      *http.ServeMux
	meter    *route.Meter
	tracer   *trace.Tracer
	registry *prometheus.Registry
	logger   *slog.Logger
	served   func(host string) bool // hosts that requests may ask for
	crowd    *crowd
}

// newServer answers GET /healthz and /readyz by the two handlers: see readiness for what they mean.
func newServer(p *process, health, ready http.HandlerFunc) (*server, error) {
	meter, err := route.NewMeter(p.registry)
	if err != nil {
		return nil, err
	}
	s := &server{mux: http.NewServeMux(), meter: meter, tracer: p.tracer, registry: p.registry, logger: p.logger, crowd: newCrowd(requestRate, false)}
	s.mux.HandleFunc("GET /healthz", health)
	s.mux.HandleFunc("GET /readyz", ready)
	for old, path := range renamed {
		route.Mount(s.mux, []string{old}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", path+strings.TrimPrefix(r.URL.RequestURI(), old))
			w.WriteHeader(http.StatusPermanentRedirect)
		}))
	}
	s.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, problem.New(problem.NotFound, "", "there is nothing at %s", r.URL.Path))
	})
	return s, nil
}

// proxy passes a service's routes on to the process that runs it.
func (s *server) proxy(service, target string) error {
	o, ok := offered(service)
	if service == "simulator" {
		o, ok = offer{mounts: simulatorMounts}, true
	}
	if !ok {
		return fmt.Errorf("--upstream %s=%s: there is no service %q", service, target, service)
	}
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return fmt.Errorf("--upstream %s=%s: not a URL", service, target)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = proxyConnections
	transport.ResponseHeaderTimeout = proxyTimeout
	p := &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(u)
			r.SetXForwarded()
			if parent := trace.Parent(r.In.Context()); parent != "" {
				r.Out.Header.Set(trace.ParentKey, parent)
			}
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			head(w.Header(), r)
			if route.Late(err) {
				problem.Write(w, r, problem.New(problem.BadRequest, "", "the body ended early: %v", err))
				return
			}
			s.logger.Warn("service does not answer", "service", service, "error", err)
			problem.Write(w, r, problem.New(problem.ServiceAway, "", "the service %s does not answer; try again in a moment", service))
		},
	}
	route.Mount(s.mux, o.mounts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		behead(w.Header()) // who answers sets its own
		p.ServeHTTP(w, r)
	}))
	return nil
}

// handler is what every request goes through, from the outside in.
func (s *server) handler() http.Handler {
	inner := route.Bodies(s.crowd.admit(guard(problem.Routed(s.mux), s.served)))
	return s.meter.Measure(s.tracer.Measure(headed(s.recoverRequests(inner)), route.Answered))
}

// serve listens until ctx ends, then lets the requests under way finish.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	srv := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnContext:       withPlace,
		ErrorLog:          slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(newPlaces(listener, maxConnections, s.crowd.bounded)) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		return errors.Join(fmt.Errorf("requests were still under way after %s: %w", drainTimeout, err), srv.Close())
	}
	return nil
}

// recoverRequests keeps a panic in one request from harming the others.
func (s *server) recoverRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if fault == http.ErrAbortHandler { //nolint:errorlint // the sentinel is compared, as net/http does
				panic(fault)
			}
			internal := problem.NewInternal()
			s.logger.Error("request panicked", "instance", internal.Instance, "method", r.Method, "path", r.URL.Path, "fault", fault,
				"stack", string(debug.Stack()))
			problem.Write(w, r, internal)
		}()
		next.ServeHTTP(w, r)
	})
}

// listen opens the address.
func listen(ctx context.Context, address string) (net.Listener, string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, "", fmt.Errorf("listen on %s: %w (choose another with --listen)", address, err)
	}
	return l, "http://" + strings.Replace(l.Addr().String(), "[::]", "localhost", 1), nil
}
