package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const (
	// defaultOps is where operators look, if nothing else is said.
	defaultOps = "127.0.0.1:9090"
	noOps      = "none"
)

// newRegistry has what every process tells of itself.
func newRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "ioc_build_info", Help: "1, labelled with what this program was built from and by.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision(), "goversion": runtime.Version()},
	})
	build.Set(1)
	registry.MustRegister(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// revision is the commit that the program was built from, "" where it was built outside of a work tree.
func revision() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}

// operators answers GET /metrics and /debug/pprof, to whom requests are let in.
func operators(registry *prometheus.Registry, served func(host string) bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return guard(mux, served)
}

// listenOps opens the operators' address, nil for none. The default address is left to whoever has it already.
func listenOps(ctx context.Context, address string, logger *slog.Logger) (net.Listener, error) {
	switch address {
	case noOps:
		return nil, nil
	case "":
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", defaultOps)
		if errors.Is(err, syscall.EADDRINUSE) {
			logger.Warn("operators have no port here: the default one is taken; choose another with --ops-listen", "address", defaultOps)
			return nil, nil
		}
		return l, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w (choose another with --ops-listen, or none)", address, err)
	}
	return l, nil
}

// serveOps serves operators until ctx ends.
func (s *server) serveOps(ctx context.Context, listener net.Listener) error {
	if listener == nil {
		return nil
	}
	s.logger.Info("operators are served", "url", "http://"+listener.Addr().String()+"/metrics")
	srv := &http.Server{
		Handler: s.recoverRequests(operators(s.registry, s.served)), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
	}
	defer context.AfterFunc(ctx, func() { _ = srv.Close() })()
	if err := srv.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve operators: %w", err)
	}
	return nil
}
