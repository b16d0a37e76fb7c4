package pubsub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Bounds of a subscription.
const (
	readLimit    = 100
	passLimit    = 4                      // entries at once, after history, of which more may follow that need not be read
	saveEvery    = 500 * time.Millisecond // at most so much acknowledged work is delivered again after a crash
	saveWithin   = 5 * time.Second        // for the last save, when the subscription ends
	resendDelay  = 10 * time.Millisecond  // of what was not acknowledged; twice that before each further
	maxResend    = 100 * time.Millisecond // at most
	errorBackoff = 5 * time.Second        // at most, between attempts to read
)

// SubscriberConfig says how a Subscriber reads.
type SubscriberConfig struct {
	// Consumer names the durable position. One subscription at a time should run under a name: a
	// second one gets the same messages.
	Consumer string
	// FromHead starts a consumer that the log does not know yet at the log's head, not at its
	// beginning. In a log that is empty then, it is still not known.
	FromHead bool
	// SkipBackfill passes over entries all of whose events are marked Backfill.
	SkipBackfill bool
	// NoPayload leaves out the payload of messages whose events are decoded already.
	NoPayload bool

	lag *eventlog.Lag // nil: nobody asks
}

// Validate reports what is missing.
func (c SubscriberConfig) Validate() error {
	if c.Consumer == "" {
		return errors.New("subscriber: Consumer is missing: it names the durable position")
	}
	return nil
}

// Subscriber delivers the entries of logs as messages, one after the other: the next when the last was
// acknowledged, the same again when it was not. Each at least once.
type Subscriber struct {
	open   Opener
	config SubscriberConfig
	logger *slog.Logger

	mu      sync.Mutex
	closed  bool
	stop    chan struct{}
	running sync.WaitGroup
}

var _ message.Subscriber = (*Subscriber)(nil)

// NewSubscriber makes a Subscriber; logger may be nil.
func NewSubscriber(open Opener, config SubscriberConfig, logger *slog.Logger) (*Subscriber, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	if open == nil {
		return nil, errors.New("subscriber: no opener is given")
	}
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Subscriber{open: open, config: config, logger: logger, stop: make(chan struct{})}, nil
}

// Subscribe implements message.Subscriber. The channel closes when ctx is done, and on Close.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	log, err := s.open(topic)
	if err != nil {
		return nil, fmt.Errorf("subscribe to %q: %w", topic, err)
	}
	at, err := s.start(ctx, log)
	if err != nil {
		return nil, fmt.Errorf("subscribe to %q: %w", topic, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("subscriber: closed")
	}
	ctx, cancel := context.WithCancel(ctx)
	sub := &subscription{
		config: s.config, logger: s.logger.With("consumer", s.config.Consumer, "topic", topic),
		log: log, out: make(chan *message.Message), at: at, saved: at, limit: passLimit,
	}
	sub.reached(at)
	if s.config.SkipBackfill {
		sub.backfilled, _ = eventlog.AsBackfilled(log)
	}
	s.running.Add(2)
	ended := make(chan struct{})
	go func() {
		defer s.running.Done()
		defer close(ended)
		defer cancel()
		sub.run(ctx)
	}()
	go func() {
		defer s.running.Done()
		select {
		case <-s.stop:
			cancel()
		case <-ended:
		}
	}()
	return sub.out, nil
}

func (s *Subscriber) start(ctx context.Context, log eventlog.Log) (eventlog.Position, error) {
	at, err := log.Cursor(ctx, s.config.Consumer)
	if err != nil || at > 0 || !s.config.FromHead {
		return at, err
	}
	if at, err = log.Head(ctx); err != nil || at == 0 {
		return at, err
	}
	return at, log.SetCursor(ctx, s.config.Consumer, at)
}

// Close ends every subscription, and returns when their positions are saved. It may be called again.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.stop)
	}
	s.mu.Unlock()
	s.running.Wait()
	return nil
}

// subscription reads one log for one consumer.
type subscription struct {
	config     SubscriberConfig
	logger     *slog.Logger
	log        eventlog.Log
	backfilled eventlog.Backfilled // nil unless history is to be passed over and log can tell what is
	out        chan *message.Message
	limit      int               // entries to read at once: more, the longer none of them is history
	at, saved  eventlog.Position // acknowledged; known to the log
	savedAt    time.Time
}

func (s *subscription) run(ctx context.Context) {
	defer close(s.out)
	defer s.saveLast(ctx)
	backoff := 10 * time.Millisecond
	for ctx.Err() == nil {
		err := s.step(ctx)
		if err == nil {
			backoff = 10 * time.Millisecond
			continue
		}
		if errors.Is(err, eventlog.ErrClosed) || ctx.Err() != nil {
			return
		}
		s.logger.Error("reading the log failed; it will be tried again", "position", s.at, "in", backoff, "error", err)
		pause(ctx, backoff)
		backoff = min(2*backoff, errorBackoff)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// step delivers what there is, or waits for more.
func (s *subscription) step(ctx context.Context) error {
	if s.backfilled != nil {
		if passed, err := s.pass(ctx); passed || err != nil {
			return err
		}
	}
	entries, err := s.read(ctx)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		_, err := s.wait(ctx)
		return err
	}
	s.limit = min(2*s.limit, readLimit)
	for i := range entries {
		e := &entries[i]
		if s.skips(e) {
			s.limit = passLimit
		} else if err := s.deliver(ctx, e); err != nil {
			return err
		}
		s.reached(e.Position)
		if err := s.save(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pass goes over history without reading it; false when the next entry is to be read. It asks only once there is a next entry: one that
// comes after the answer would be read, whatever it is.
func (s *subscription) pass(ctx context.Context) (bool, error) {
	if more, err := s.wait(ctx); !more || err != nil {
		return true, err
	}
	at, err := s.backfilled.PastBackfill(ctx, s.at)
	if err != nil || at == s.at {
		return false, err
	}
	s.reached(at)
	return true, s.save(ctx)
}

// reached notes that what is up to a position was delivered, or is not to be.
func (s *subscription) reached(at eventlog.Position) {
	s.at = at
	if s.config.lag != nil {
		s.config.lag.Set(at)
	}
}

func (s *subscription) read(ctx context.Context) ([]eventlog.Entry, error) {
	limit := readLimit
	if s.backfilled != nil {
		limit = s.limit
	}
	if raw, ok := s.log.(eventlog.RawReader); ok {
		return raw.ReadRaw(ctx, s.at, limit)
	}
	return s.log.Read(ctx, s.at, limit)
}

func (s *subscription) skips(e *eventlog.Entry) bool {
	return s.config.SkipBackfill && e.IsBackfill()
}

// wait returns when there is more, or, with false, when the position was saved.
func (s *subscription) wait(ctx context.Context) (bool, error) {
	if s.at == s.saved {
		_, err := s.log.Wait(ctx, s.at)
		return err == nil, err
	}
	short, cancel := context.WithTimeout(ctx, saveEvery)
	defer cancel()
	_, err := s.log.Wait(short, s.at)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return false, s.save(ctx)
	}
	return err == nil, err
}

// deliver returns when the message was acknowledged.
func (s *subscription) deliver(ctx context.Context, e *eventlog.Entry) error {
	for delay := resendDelay; ; delay = min(2*delay, maxResend) {
		acked, err := s.offer(ctx, e)
		if acked || err != nil {
			return err
		}
		pause(ctx, delay)
	}
}

func (s *subscription) offer(ctx context.Context, e *eventlog.Entry) (acked bool, err error) {
	msg, err := s.message(e)
	if err != nil {
		return false, err
	}
	inner, cancel := context.WithCancel(withEntry(ctx, e))
	defer cancel()
	msg.SetContext(inner)
	select {
	case s.out <- msg:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	select {
	case <-msg.Acked():
		return true, nil
	case <-msg.Nacked():
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

func (s *subscription) message(e *eventlog.Entry) (*message.Message, error) {
	payload := e.Payload
	if payload == nil && e.Events != nil && !s.config.NoPayload {
		var err error
		if payload, err = event.MarshalBatch(e.Events); err != nil {
			return nil, fmt.Errorf("encode entry %d: %w", e.Position, err)
		}
	}
	msg := message.NewMessage(e.UUID, payload)
	for k, v := range e.Metadata {
		msg.Metadata.Set(k, v)
	}
	return msg, nil
}

// save records the position, not too often.
func (s *subscription) save(ctx context.Context) error {
	if s.at == s.saved || time.Since(s.savedAt) < saveEvery {
		return nil
	}
	return s.saveNow(ctx)
}

func (s *subscription) saveNow(ctx context.Context) error {
	if err := s.log.SetCursor(ctx, s.config.Consumer, s.at); err != nil {
		return fmt.Errorf("save position %d: %w", s.at, err)
	}
	s.saved, s.savedAt = s.at, time.Now()
	return nil
}

func (s *subscription) saveLast(ctx context.Context) {
	if s.at == s.saved {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveWithin)
	defer cancel()
	if err := s.saveNow(ctx); err != nil && !errors.Is(err, eventlog.ErrClosed) {
		s.logger.Warn("the last position was not saved; some messages will come again", "position", s.at, "error", err)
	}
}
