// Package redis keeps the log in Redis: one stream per province, with the positions as ids, in
// watermill-redisstream's wire format, so that any Watermill consumer can read it. All keys of a
// province share a hash tag, so that provinces spread over a Redis Cluster.
//
// An answered append survives a crash of the server only when it runs with appendonly yes and
// appendfsync always; Open refuses a server without append-only file, and warns of a laxer
// fsync. With replicas, Config.Replicas has an append wait for them too.
package redis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/internal/head"
)

//go:embed append.lua
var appendLua string

//go:embed cursor.lua
var cursorLua string

const (
	commandTimeout        = 10 * time.Second // a disk that is slow to sync is no error yet
	defaultReplicaTimeout = 5 * time.Second
	headBackoff           = 50 * time.Millisecond // between attempts to read the head
	maxHeadBackoff        = 2 * time.Second
)

// ErrNotDurable is wrapped by Open's error for a server that keeps nothing on disk.
var ErrNotDurable = errors.New("redis keeps no append-only file: start it with --appendonly yes --appendfsync always, or allow a volatile log")

// ErrUnderReplicated is wrapped by Append's error when the commit is in the log, but fewer replicas than
// configured said in time that they have it. A retry is answered with a DuplicateError once they do.
var ErrUnderReplicated = errors.New("appended, but not replicated as configured")

// Config says where the log is.
type Config struct {
	// URL as go-redis parses it: redis://[user:password@]host:port/db; of a cluster with more nodes
	// as ?addr=host2:port&addr=host3:port.
	URL      string
	Province string // names the log's keys: {province}:log …
	// Replicas must have a commit before it is answered; not for a cluster.
	Replicas       int
	ReplicaTimeout time.Duration // 0: 5 s
	// AllowVolatile takes a server without append-only file: for caches and experiments.
	AllowVolatile bool
	Now           func() time.Time // nil: time.Now
	Logger        *slog.Logger     // nil: none
}

// Validate reports everything that is wrong.
func (c Config) Validate() error {
	var errs []error
	if c.URL == "" {
		errs = append(errs, errors.New("URL is missing"))
	}
	if c.Province == "" || strings.ContainsAny(c.Province, "{}") {
		errs = append(errs, fmt.Errorf("province %q is empty or has braces", c.Province))
	}
	if c.Replicas < 0 || c.ReplicaTimeout < 0 {
		errs = append(errs, errors.New("replicas and their timeout must not be negative"))
	}
	return errors.Join(errs...)
}

// Log implements eventlog.Log, RawReader, Tapper and Identified.
type Log struct {
	config Config
	id     string
	// write never repeats a command by itself: an append whose answer was lost would find itself
	// a duplicate.
	write, read redis.UniversalClient
	append      *redis.Script
	cursor      *redis.Script
	head        *head.Head
	watching    sync.WaitGroup

	mu   sync.Mutex
	taps []func(eventlog.Entry)

	closing sync.Once
	closed  error
}

var _ interface {
	eventlog.Log
	eventlog.RawReader
	eventlog.Tapper
	eventlog.Identified
} = (*Log)(nil)

// Open connects to the log of a province.
func Open(ctx context.Context, config Config) (*Log, error) {
	if err := config.Validate(); err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.ReplicaTimeout == 0 {
		config.ReplicaTimeout = defaultReplicaTimeout
	}
	l := &Log{config: config, head: head.New(), append: redis.NewScript(appendLua), cursor: redis.NewScript(cursorLua)}
	if err := l.connect(ctx); err != nil {
		return nil, fmt.Errorf("open log of %s in redis: %w", config.Province, errors.Join(err, l.Close()))
	}
	return l, nil
}

func (l *Log) connect(ctx context.Context) error {
	var err error
	if l.write, err = client(l.config, -1); err != nil {
		return err
	}
	if l.read, err = client(l.config, 3); err != nil {
		return err
	}
	if err := l.checkDurable(ctx); err != nil {
		return err
	}
	if err := l.read.SetNX(ctx, l.key("id"), uuid.NewString(), 0).Err(); err != nil {
		return fmt.Errorf("set the log's id: %w", err)
	}
	if l.id, err = l.read.Get(ctx, l.key("id")).Result(); err != nil {
		return fmt.Errorf("read the log's id: %w", err)
	}
	return l.watch(ctx)
}

func client(config Config, retries int) (redis.UniversalClient, error) {
	parsed, err := url.Parse(config.URL)
	if err != nil {
		return nil, errors.New("the redis URL cannot be read") // without the URL: it may hold a password
	}
	if parsed.Query().Has("addr") {
		if config.Replicas > 0 {
			return nil, errors.New("replicas cannot be had of a cluster: use its own min-replicas-to-write")
		}
		o, err := redis.ParseClusterURL(config.URL)
		if err != nil {
			return nil, fmt.Errorf("parse redis URL: %w", err)
		}
		o.MaxRetries, o.ReadTimeout, o.WriteTimeout = retries, commandTimeout, commandTimeout
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(config.URL)
	if err != nil {
		return nil, fmt.Errorf("parse redis URL: %w", err)
	}
	o.MaxRetries, o.ReadTimeout, o.WriteTimeout = retries, commandTimeout, commandTimeout
	return redis.NewClient(o), nil
}

// checkDurable asks whether the server keeps what it answers.
func (l *Log) checkDurable(ctx context.Context) error {
	info, err := l.read.Info(ctx, "persistence").Result()
	if err != nil {
		return fmt.Errorf("ask for its persistence: %w", err)
	}
	if !strings.Contains(info, "aof_enabled:1") {
		if !l.config.AllowVolatile {
			return ErrNotDurable
		}
		l.config.Logger.Warn("redis keeps no append-only file: a crash of it loses the log")
		return nil
	}
	sync, err := l.read.ConfigGet(ctx, "appendfsync").Result()
	if err != nil {
		l.config.Logger.Warn("redis does not say how it syncs: make sure of appendfsync always", "error", err)
		return nil
	}
	if policy := sync["appendfsync"]; policy != "always" {
		l.config.Logger.Warn("redis does not sync every write: a crash of its machine can lose answered appends", "appendfsync", policy)
	}
	return nil
}

func (l *Log) key(name string) string { return "{" + l.config.Province + "}:" + name }

// watch follows the head: appends of any process are announced on a channel, and after every
// subscription, the first or one after a lost connection, the head itself is read.
func (l *Log) watch(ctx context.Context) error {
	if err := l.readHead(ctx); err != nil {
		return err
	}
	announced := l.read.Subscribe(context.WithoutCancel(ctx), l.key("appended"))
	messages := announced.ChannelWithSubscriptions()
	l.watching.Add(2)
	go func() {
		defer l.watching.Done()
		<-l.head.Closed()
		_ = announced.Close() // ends messages
	}()
	go func() {
		defer l.watching.Done()
		for m := range messages {
			l.heard(context.WithoutCancel(ctx), m)
		}
	}()
	return nil
}

func (l *Log) heard(ctx context.Context, m any) {
	switch m := m.(type) {
	case *redis.Message:
		if p, err := parsePosition(m.Payload); err == nil {
			l.head.Set(p)
		}
	case *redis.Subscription:
		l.catchUp(ctx)
	}
}

// catchUp reads the head until that succeeds or the log is closed: what was announced before the
// subscription is told by nothing else.
func (l *Log) catchUp(ctx context.Context) {
	for backoff := headBackoff; ; backoff = min(2*backoff, maxHeadBackoff) {
		err := l.readHead(ctx)
		if err == nil || l.head.Open(ctx) != nil {
			return
		}
		l.config.Logger.Warn("the log's head could not be read; it will be tried again", "in", backoff, "error", err)
		select {
		case <-time.After(backoff):
		case <-l.head.Closed():
			return
		}
	}
}

func (l *Log) readHead(ctx context.Context) error {
	s, err := l.read.Get(ctx, l.key("head")).Result()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	p, err := parsePosition(s)
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	l.head.Set(p)
	return nil
}

// ID identifies the contents: it is chosen when the log begins.
func (l *Log) ID() string { return l.id }

// Tap implements eventlog.Tapper.
func (l *Log) Tap(f func(eventlog.Entry)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.taps = append(l.taps[:len(l.taps):len(l.taps)], f)
}

// Head implements eventlog.Log. It asks the server: other processes append too.
func (l *Log) Head(ctx context.Context) (eventlog.Position, error) {
	if err := l.head.Open(ctx); err != nil {
		return 0, err
	}
	if err := l.readHead(ctx); err != nil {
		return 0, l.orClosed(err)
	}
	return l.head.Last(), nil
}

// Wait implements eventlog.Log.
func (l *Log) Wait(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	return l.head.Wait(ctx, after)
}

// orClosed is err, or ErrClosed when the log was closed meanwhile.
func (l *Log) orClosed(err error) error {
	if err != nil && errors.Is(l.head.Open(context.Background()), eventlog.ErrClosed) {
		return eventlog.ErrClosed
	}
	return err
}

// Close ends all waits and closes the connections. It may be called again.
func (l *Log) Close() error {
	l.closing.Do(func() {
		l.head.Close()
		l.watching.Wait()
		var errs []error
		for _, c := range []redis.UniversalClient{l.write, l.read} {
			if c != nil {
				errs = append(errs, c.Close())
			}
		}
		l.closed = errors.Join(errs...)
	})
	return l.closed
}
