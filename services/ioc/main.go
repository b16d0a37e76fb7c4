// Command ioc is Langbiang: the whole operations centre of a province, or any part of it, in
// one binary. This package only wires; it is the one place that reads flags and the environment.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // a machine without time zones runs a province too

	"github.com/alecthomas/kong"
	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/clickhouse/engine"
	"langbiang.internal/ioc/pkg/trace"
)

// version is set by the build.
var version = "dev"

type commands struct {
	Demo     demoCommand     `cmd:"" help:"The main job: everything in one process, the scenario loaded through the public APIs, then live traffic."`
	Serve    serveCommand    `cmd:"" help:"Start services without the simulator: all of them, or those named."`
	Simulate simulateCommand `cmd:"" help:"Send the scenario to a running province through its public APIs."`
	Import   importCommand   `cmd:"" help:"Send a file to a running province: its catalogue of procedures, or an agency's figures."`
	Bench    benchCommand    `cmd:"" help:"Measure a fresh demo and print a table."`
	Health   healthCommand   `cmd:"" help:"Ask a running process whether it is ready; exit 0 or 1."`
	Engine   engineCommand   `cmd:"" hidden:"" passthrough:"" help:"The embedded ClickHouse."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// process is what every command gets.
type process struct {
	ctx      context.Context
	logger   *slog.Logger
	registry *prometheus.Registry
	tracer   *trace.Tracer // nil: nobody receives traces
}

func newProcess(ctx context.Context, logger *slog.Logger) *process {
	return &process{ctx: ctx, logger: logger, registry: newRegistry()}
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) > 0 && args[0] == engine.Command {
		return engine.Main(args[1:])
	}
	var c commands
	parser, err := kong.New(&c, kong.Name("ioc"),
		kong.Description("Langbiang: the live operations centre of a province."),
		kong.UsageOnError(), kong.Vars{"version": version, "services": strings.Join(serviceNames(), " ")})
	if err != nil {
		fmt.Fprintln(os.Stderr, "ioc:", err)
		return 2
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ioc:", err)
		return 2
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemoryLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := newProcess(ctx, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: logLevel()})))
	if p.tracer, err = trace.New(context.WithoutCancel(ctx), version, p.logger); err != nil {
		fmt.Fprintln(os.Stderr, "ioc:", err)
		return 1
	}
	defer closeTracer(p)
	if err := command.Run(p); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "ioc:", err)
		return 1
	}
	return 0
}

// tracesPatience is how long what is still to be sent of traces may take at the end.
const tracesPatience = 3 * time.Second

func closeTracer(p *process) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), tracesPatience)
	defer cancel()
	if err := p.tracer.Close(ctx); err != nil {
		p.logger.Warn("the last traces were not sent", "error", err)
	}
}

// softMemoryLimit is the size beyond which the garbage collector works harder, so that one machine of a few GiB holds
// the whole province. GOMEMLIMIT sets another.
const softMemoryLimit = 864 << 20

func logLevel() slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(os.Getenv("IOC_LOG_LEVEL"))); err != nil {
		return slog.LevelInfo
	}
	return level
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println(version)
	return nil
}

type engineCommand struct {
	Args []string `arg:"" optional:""`
}

func (engineCommand) Run() error { return errors.New("started by the other commands, not by hand") }
