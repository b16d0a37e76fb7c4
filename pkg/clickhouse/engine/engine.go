// Package engine runs a real ClickHouse without a server to install: the one that the
// library libchdb.so holds, in a child process of its own, because it owns signals and
// memory of the process that it runs in.
package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Command is the first argument of the child process; the program hands the arguments
// after it to Main.
const Command = "engine"

const (
	defaultMaxMemory = 768 << 20
	user             = "langbiang"
	readyTimeout     = 30 * time.Second
	readyPoll        = 20 * time.Millisecond
	stopTimeout      = 10 * time.Second // from SIGTERM to SIGKILL
	minBackoff       = 100 * time.Millisecond
	maxBackoff       = time.Second
	steadyAfter      = 30 * time.Second // a child that lived so long starts the back-off anew
	startAttempts    = 3                // with a new port each
)

// Config says where an engine keeps its data and how it is started.
type Config struct {
	Dir string // data directory: one engine at a time, made when it is not there
	// Library is the path of libchdb.so; without it, FindLibrary looks.
	Library string
	// Program starts the child, before the engine's own arguments. Default: this program
	// with Command.
	Program   []string
	MaxMemory int64 // bytes that queries and merges may take together; default 768 MiB
	Logger    *slog.Logger
}

func (c *Config) setDefaults() error {
	if c.Dir == "" {
		return errors.New("engine: no data directory is given")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.MaxMemory == 0 {
		c.MaxMemory = defaultMaxMemory
	}
	if len(c.Program) == 0 {
		program, err := os.Executable()
		if err != nil {
			return fmt.Errorf("engine: find this program: %w", err)
		}
		c.Program = []string{program, Command}
	}
	library, err := FindLibrary(c.Library)
	if err != nil {
		return err
	}
	c.Library = library
	c.Dir, err = filepath.Abs(c.Dir)
	return err
}

// Engine is a supervised ClickHouse: when its process dies it is started again at the same
// address, so that clients connect again by themselves.
type Engine struct {
	cfg      Config
	lock     *os.File
	password string
	port     int
	pid      atomic.Int64
	restarts atomic.Int64
	stop     context.CancelFunc
	done     chan struct{}
}

// Start starts an engine and returns when it answers. It runs until Close or until ctx
// ends. It fails with ErrDirInUse when another engine has the directory.
func Start(ctx context.Context, cfg Config) (*Engine, error) {
	if err := cfg.setDefaults(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("engine: make data directory: %w", err)
	}
	lock, err := lockDir(ctx, cfg.Dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg, lock: lock, password: rand.Text()}
	for range startAttempts {
		if err = e.startOnce(ctx); err == nil {
			return e, nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(err, lock.Close())
}

// startOnce takes a free port and supervises a child on it, until that answers.
func (e *Engine) startOnce(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	e.port = port
	if err := writeConfig(e.cfg, e.password); err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	e.stop, e.done = stop, make(chan struct{})
	go func() {
		defer close(e.done)
		e.supervise(running)
	}()
	if err := e.waitReady(ctx); err != nil {
		stop()
		<-e.done
		return err
	}
	return nil
}

// supervise keeps a child running until ctx ends.
func (e *Engine) supervise(ctx context.Context) {
	backoff := minBackoff
	for ctx.Err() == nil {
		started := time.Now()
		err := e.runChild(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(started) > steadyAfter {
			backoff = minBackoff
		}
		e.restarts.Add(1)
		e.cfg.Logger.Error("ClickHouse engine died; starting it again", "error", err, "after", backoff)
		select {
		case <-ctx.Done():
		case <-time.After(backoff):
		}
		backoff = min(2*backoff, maxBackoff)
	}
}

// waitReady returns when the engine answers, or an error when it has died since or does
// not answer in time.
func (e *Engine) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	options, err := clickhouse.ParseDSN(e.Database("default"))
	if err != nil {
		return fmt.Errorf("engine: own address: %w", err)
	}
	conn, err := clickhouse.Open(options)
	if err != nil {
		return fmt.Errorf("engine: open: %w", err)
	}
	defer conn.Close()
	deaths := e.restarts.Load()
	for {
		// A foreign listener on the port does not know the password.
		if err = conn.Ping(ctx); err == nil {
			return nil
		}
		if e.restarts.Load() > deaths {
			return fmt.Errorf("engine: ClickHouse died at its start; see %s", logPath(e.cfg.Dir))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("engine: ClickHouse does not answer; see %s: %w", logPath(e.cfg.Dir), errors.Join(ctx.Err(), err))
		case <-time.After(readyPoll):
		}
	}
}

// DSN is the address of the platform's database, with the password that only this process
// knows. It stays the same for as long as the engine runs.
func (e *Engine) DSN() string { return e.Database(user) }

// Database is the address of another database of the engine.
func (e *Engine) Database(database string) string {
	return fmt.Sprintf("clickhouse://%s:%s@127.0.0.1:%d/%s", user, e.password, e.port, database)
}

// PID is the process id of the child, 0 while there is none.
func (e *Engine) PID() int { return int(e.pid.Load()) }

// Dir is the data directory.
func (e *Engine) Dir() string { return e.cfg.Dir }

// Restarts is how many times the child has died and was started again.
func (e *Engine) Restarts() int { return int(e.restarts.Load()) }

// Close stops the engine: SIGTERM, then SIGKILL. What was acknowledged stays in the directory.
func (e *Engine) Close() error {
	e.stop()
	<-e.done
	return e.lock.Close()
}

func freePort() (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("engine: find a free port: %w", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
