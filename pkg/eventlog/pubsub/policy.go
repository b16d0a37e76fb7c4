package pubsub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/trace"
)

// Defaults of a policy.
const (
	defaultRetries    = 5
	defaultBackoff    = 100 * time.Millisecond
	maxBackoff        = 5 * time.Second
	backoffMultiplier = 1.73 // it counts twice: Retry asks for two intervals at each failure

	poisonKept      = 100  // poison records that can be listed, the newest
	poisonTextBytes = 1000 // of an error's text
)

// PolicyConfig is a policy: what to do about each event.
type PolicyConfig struct {
	// Consumer names the policy and its durable position.
	Consumer string
	// Handle is called for each event, in the order of the log, at least once: it must do no harm
	// when called again. An error has it called again, for as long as it takes: the log may be away,
	// and no consequence may be lost. What is the event's own fault (a *event.FieldError, a panic) is tried
	// Retries times more; then the event is set aside as poison and the policy goes on.
	Handle func(ctx context.Context, at eventlog.Position, e event.Event) error
	Logger *slog.Logger // nil: none
	// FromHead: see SubscriberConfig.
	FromHead bool
	// Backfill also hands over events that are marked Backfill, on which no policy should act.
	Backfill bool
	Retries  int           // 0: 5
	Backoff  time.Duration // about, before the first retry, three times longer before each further, to 5 s; 0: 100 ms
	// OnPoison is told of each event that is set aside, once that is durable; it may be nil.
	OnPoison func(Poison)
	// Registerer takes the policy's metrics, labelled with its name; nil: none.
	Registerer prometheus.Registerer
	// Tracer goes on with the traces of what the policy answers; nil: nobody traces.
	Tracer *trace.Tracer
}

// Validate reports everything that is missing.
func (c PolicyConfig) Validate() error {
	var errs []error
	if c.Consumer == "" {
		errs = append(errs, errors.New("consumer is missing: it names the policy and its durable position"))
	}
	if c.Handle == nil {
		errs = append(errs, errors.New("handle is missing"))
	}
	if c.Retries < 0 || c.Backoff < 0 {
		errs = append(errs, errors.New("retries and backoff must not be negative"))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("policy %q: %w", c.Consumer, err)
	}
	return nil
}

func (c *PolicyConfig) setDefaults() {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Retries == 0 {
		c.Retries = defaultRetries
	}
	if c.Backoff == 0 {
		c.Backoff = defaultBackoff
	}
}

// RunPolicy runs a policy on Watermill's Router until ctx is done, when it returns nil, or the log is
// closed, when it returns eventlog.ErrClosed. What was handled is not handled again by the
// next run, but for at most the last half second before a crash.
func RunPolicy(ctx context.Context, log eventlog.Log, config PolicyConfig) error {
	if err := config.Validate(); err != nil {
		return err
	}
	config.setDefaults()
	logger := watermill.NewSlogLoggerWithLevelMapping(config.Logger, map[slog.Level]slog.Level{slog.LevelInfo: slog.LevelDebug})
	router, err := message.NewRouter(message.RouterConfig{}, logger)
	if err != nil {
		return fmt.Errorf("policy %q: make router: %w", config.Consumer, err)
	}
	p := &policy{log: log, config: config}
	if p.metrics, err = newMetrics(config.Registerer, log, config.Consumer); err != nil {
		return fmt.Errorf("policy %q: register metrics: %w", config.Consumer, err)
	}
	subscriber, err := NewSubscriber(Single(log), SubscriberConfig{
		Consumer: config.Consumer, FromHead: config.FromHead, SkipBackfill: !config.Backfill, NoPayload: true, lag: p.metrics.lag,
	}, config.Logger)
	if err != nil {
		return err
	}
	p.handleOne = p.chain(logger)
	router.AddConsumerHandler(config.Consumer, "log", subscriber, p.handle)
	if err := router.Run(ctx); err != nil {
		return fmt.Errorf("policy %q: %w", config.Consumer, err)
	}
	if ctx.Err() == nil {
		return fmt.Errorf("policy %q: %w", config.Consumer, eventlog.ErrClosed)
	}
	return nil
}

type policy struct {
	log       eventlog.Log
	config    PolicyConfig
	metrics   *metrics
	handleOne message.HandlerFunc
}

// handle handles one entry. An error has the whole entry delivered again.
func (p *policy) handle(msg *message.Message) error {
	at, _ := Position(msg)
	events, err := Events(msg)
	if err != nil {
		return p.setAside(msg.Context(), Poison{Position: at, Error: err.Error()})
	}
	msg.SetContext(p.config.Tracer.Continue(msg.Context(), msg.Metadata.Get(eventlog.MetaTrace)))
	for i := range events {
		if events[i].Backfill && !p.config.Backfill {
			continue
		}
		one := message.NewMessage(msg.UUID, nil)
		one.SetContext(context.WithValue(msg.Context(), itemKey{}, item{at, i, events[i]}))
		if _, err := p.handleOne(one); err != nil {
			return err
		}
		p.metrics.handled.Inc()
	}
	return nil
}

func (p *policy) setAside(ctx context.Context, poison Poison) error {
	err := setAside(ctx, p.log, p.config, poison)
	if err == nil {
		p.metrics.setAside.Inc()
	}
	return err
}

type itemKey struct{}

// item is the event that a message of the inner chain stands for.
type item struct {
	at    eventlog.Position
	index int
	event event.Event
}

// chain is what handles one event. From the outside in:
//   - what is the event's fault and still fails after the retries is set aside, so that the policy goes on;
//   - what fails is tried again, as most failures pass;
//   - a panic is a failure, so that one event cannot take the process down.
func (p *policy) chain(logger watermill.LoggerAdapter) message.HandlerFunc {
	retry := middleware.Retry{
		MaxRetries: -1, // ShouldRetry says
		ShouldRetry: func(params middleware.RetryParams) bool {
			if faulty(params.Err) && params.RetryNum >= p.config.Retries {
				return false
			}
			p.metrics.retried.Inc()
			return true
		},
		InitialInterval: p.config.Backoff, MaxInterval: maxBackoff, Multiplier: backoffMultiplier, Logger: logger,
	}
	handler := retry.Middleware(middleware.Recoverer(func(msg *message.Message) ([]*message.Message, error) {
		it, _ := msg.Context().Value(itemKey{}).(item)
		return nil, p.config.Handle(msg.Context(), it.at, it.event)
	}))
	return func(msg *message.Message) ([]*message.Message, error) {
		_, err := handler(msg)
		if err == nil || msg.Context().Err() != nil || !faulty(err) {
			return nil, err // a failure while stopping says nothing about the event
		}
		it, _ := msg.Context().Value(itemKey{}).(item)
		return nil, p.setAside(msg.Context(), Poison{
			Position: it.at, Index: it.index, Source: it.event.Source, ID: it.event.ID, Type: it.event.Type, Error: err.Error(),
		})
	}
}

// Poison is an event that a policy could not handle.
type Poison struct {
	Position eventlog.Position `json:"position"`
	Index    int               `json:"index"`
	Source   string            `json:"source,omitempty"`
	ID       string            `json:"id,omitempty"`
	Type     event.Type        `json:"type,omitempty"`
	Error    string            `json:"error"`
}

// PoisonStream is the stream that a consumer's poison is recorded in: one message of the log for
// each, and the newest 100 as the stream's state.
func PoisonStream(consumer string) string { return "poison/" + consumer }

// Poisoned lists the newest poison of a consumer, oldest first, and how much there was in all.
func Poisoned(ctx context.Context, log eventlog.Log, consumer string) (newest []Poison, total int64, err error) {
	streams, err := log.Streams(ctx, []string{PoisonStream(consumer)})
	if err != nil {
		return nil, 0, fmt.Errorf("list the poison of %q: %w", consumer, err)
	}
	if s := streams[0].State; s != nil {
		if err := json.Unmarshal(s, &newest); err != nil {
			return nil, 0, fmt.Errorf("list the poison of %q: %w", consumer, err)
		}
	}
	return newest, streams[0].Version, nil
}

func setAside(ctx context.Context, log eventlog.Log, config PolicyConfig, p Poison) error {
	p.Error = cut(p.Error, poisonTextBytes)
	payload, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("set poison aside: %w", err)
	}
	for {
		newest, total, err := Poisoned(ctx, log, config.Consumer)
		if err != nil {
			return err
		}
		if again(newest, p) {
			return nil // delivered again after a crash: it is recorded
		}
		newest = append(newest, p)
		state, err := json.Marshal(newest[max(0, len(newest)-poisonKept):])
		if err != nil {
			return fmt.Errorf("set poison aside: %w", err)
		}
		_, err = log.Append(ctx, eventlog.Commit{
			Message: &eventlog.Message{Metadata: map[string]string{"poison": config.Consumer, eventlog.MetaContentType: "application/json"}, Payload: payload},
			Streams: []eventlog.StreamUpdate{{Stream: PoisonStream(config.Consumer), Expected: total, State: state}},
		})
		var conflict *eventlog.ConflictError
		if errors.As(err, &conflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("set poison aside: %w", err)
		}
		config.Logger.Error("policy could not handle an event and set it aside", "policy", config.Consumer,
			"position", p.Position, "index", p.Index, "type", p.Type, "id", p.ID, "error", p.Error)
		if config.OnPoison != nil {
			config.OnPoison(p)
		}
		return nil
	}
}

func again(newest []Poison, p Poison) bool {
	for _, old := range newest {
		if old.Position == p.Position && old.Index == p.Index {
			return true
		}
	}
	return false
}

func cut(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}
