// Package redis keeps the log in Redis: one stream per province, with the positions as ids, in
// watermill-redisstream's wire format, so that any Watermill consumer can read it. All keys of a
// province share a hash tag, so that provinces spread over a Redis Cluster.
//
// An answered append survives a crash of the server only when it runs with appendonly yes, appendfsync always and
// maxmemory-policy noeviction; another one is refused, at Open and whenever a connection is made. With replicas,
// Config.Replicas has an append wait for them too.
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
	"sync/atomic"
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
	// AllowVolatile takes a server that does not keep every write on disk: for caches and experiments.
	AllowVolatile bool
	Now           func() time.Time // nil: time.Now
	Logger        *slog.Logger     // nil: none
	Meter         *eventlog.Meter  // nil: appends are not counted
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

// Log implements eventlog.Log, RawReader, Backfilled, Tapper and Identified.
type Log struct {
	config     Config
	id         string
	bucketBits int
	// write never repeats a command by itself: an append whose answer was lost would find itself
	// a duplicate.
	write, read redis.UniversalClient
	append      *redis.Script
	cursor      *redis.Script
	head        *head.Head
	watching    sync.WaitGroup

	full atomic.Bool // the last append found no room

	mu   sync.Mutex
	taps []func(eventlog.Entry)
	seen landmark

	closing sync.Once
	closed  error
}

var _ interface {
	eventlog.Log
	eventlog.RawReader
	eventlog.Backfilled
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
	if l.write, err = l.client(-1); err != nil {
		return err
	}
	if l.read, err = l.client(3); err != nil {
		return err
	}
	if err := l.eachMaster(ctx, l.checkSafe); err != nil {
		return err
	}
	if err := l.begin(ctx, fmt.Sprintf("%s:%d", uuid.NewString(), bucketBits)); err != nil {
		return err
	}
	return l.watch(ctx)
}

func (l *Log) client(retries int) (redis.UniversalClient, error) {
	parsed, err := url.Parse(l.config.URL)
	if err != nil {
		return nil, errors.New("the redis URL cannot be read") // without the URL: it may hold a password
	}
	if parsed.Query().Has("addr") {
		if l.config.Replicas > 0 {
			return nil, errors.New("replicas cannot be had of a cluster: use its own min-replicas-to-write")
		}
		o, err := redis.ParseClusterURL(l.config.URL)
		if err != nil {
			return nil, fmt.Errorf("parse redis URL: %w", err)
		}
		o.MaxRetries, o.ReadTimeout, o.WriteTimeout, o.OnConnect = retries, commandTimeout, commandTimeout, l.greet
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(l.config.URL)
	if err != nil {
		return nil, fmt.Errorf("parse redis URL: %w", err)
	}
	o.MaxRetries, o.ReadTimeout, o.WriteTimeout, o.OnConnect = retries, commandTimeout, commandTimeout, l.greet
	return redis.NewClient(o), nil
}

func (l *Log) key(name string) string { return "{" + l.config.Province + "}:" + name }

// watch follows the head: appends of any process are announced on a channel, and after every
// subscription, the first or one after a lost connection, the head itself is read.
func (l *Log) watch(ctx context.Context) error {
	if _, err := l.look(ctx, l.read); err != nil {
		return err
	}
	announced := l.read.Subscribe(context.WithoutCancel(ctx), l.key("appended"))
	messages := announced.ChannelWithSubscriptions()
	ctx = context.WithoutCancel(ctx)
	l.watching.Go(func() {
		<-l.head.Closed()
		_ = announced.Close() // ends messages
	})
	l.watching.Go(func() {
		for m := range messages {
			l.heard(ctx, m)
		}
	})
	l.watching.Go(func() { l.watchIdentity(ctx) })
	return nil
}

func (l *Log) heard(ctx context.Context, m any) {
	switch m := m.(type) {
	case *redis.Message:
		id, position, _ := strings.Cut(m.Payload, " ")
		if p, err := parsePosition(position); err == nil && id == l.id {
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
		_, err := l.look(ctx, l.read)
		if err == nil || l.head.Open(ctx) != nil { // closed, or not this log: watchIdentity looks again
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
	head, err := l.look(ctx, l.read)
	if err != nil {
		return 0, l.orClosed(err)
	}
	return max(head, l.landmark().position), nil
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
