// Package pubsub makes a log Watermill's: a Publisher and a Subscriber, and policies, which are
// handlers of events on Watermill's Router.
package pubsub

import (
	"context"
	"errors"
	"fmt"

	"github.com/ThreeDotsLabs/watermill/message"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Opener finds the log of a topic. The log stays the opener's: it is not closed here.
type Opener func(topic string) (eventlog.Log, error)

// Single is an Opener for one log, whatever the topic.
func Single(log eventlog.Log) Opener {
	return func(string) (eventlog.Log, error) { return log, nil }
}

type entryKey struct{}

func withEntry(ctx context.Context, e *eventlog.Entry) context.Context {
	return context.WithValue(ctx, entryKey{}, e)
}

func entryOf(msg *message.Message) *eventlog.Entry {
	e, _ := msg.Context().Value(entryKey{}).(*eventlog.Entry)
	return e
}

// Position is the position of a message that a Subscriber of this package delivered.
func Position(msg *message.Message) (eventlog.Position, bool) {
	if e := entryOf(msg); e != nil {
		return e.Position, true
	}
	return 0, false
}

// Events are the events of a message, whichever subscriber delivered it; nil when it is not a
// batch of events. They may be shared: they must not be changed.
func Events(msg *message.Message) ([]event.Event, error) {
	e := entryOf(msg)
	if e == nil {
		e = &eventlog.Entry{Metadata: msg.Metadata, Payload: msg.Payload}
	}
	if err := eventlog.Decode(e); err != nil {
		return nil, err
	}
	return e.Events, nil
}

// Publisher appends messages to logs: a batch of events (by its content_type) as events, at any version of
// their streams and each once however often it is published; anything else as it is.
type Publisher struct{ open Opener }

var _ message.Publisher = (*Publisher)(nil)

// NewPublisher makes a Publisher.
func NewPublisher(open Opener) (*Publisher, error) {
	if open == nil {
		return nil, errors.New("make publisher: no opener is given")
	}
	return &Publisher{open: open}, nil
}

// Publish implements message.Publisher: messages are durable, in their order, when it returns. It stops at
// the first that fails.
func (p *Publisher) Publish(topic string, messages ...*message.Message) error {
	log, err := p.open(topic)
	if err != nil {
		return fmt.Errorf("publish to %q: %w", topic, err)
	}
	for _, msg := range messages {
		if err := publish(log, msg); err != nil {
			return fmt.Errorf("publish message %s to %q: %w", msg.UUID, topic, err)
		}
	}
	return nil
}

func publish(log eventlog.Log, msg *message.Message) error {
	if msg.Metadata.Get(eventlog.FieldUUID) != "" {
		return fmt.Errorf("metadata %s is reserved", eventlog.FieldUUID)
	}
	if msg.Metadata.Get(eventlog.MetaContentType) == event.BatchContentType {
		events, err := event.UnmarshalBatch(msg.Payload)
		if err != nil {
			return err
		}
		return publishEvents(msg.Context(), log, events)
	}
	_, err := log.Append(msg.Context(), eventlog.Commit{
		Message: &eventlog.Message{UUID: msg.UUID, Metadata: msg.Metadata, Payload: msg.Payload},
	})
	return err
}

// publishEvents appends those that are not in the log yet.
func publishEvents(ctx context.Context, log eventlog.Log, events []event.Event) error {
	for len(events) > 0 {
		c := eventlog.Commit{Events: events}
		seen := make(map[string]bool)
		for i := range events {
			if s := events[i].Subject; !seen[s] {
				seen[s] = true
				c.Streams = append(c.Streams, eventlog.StreamUpdate{Stream: s, Expected: eventlog.AnyVersion})
			}
		}
		_, err := log.Append(ctx, c)
		var duplicate *eventlog.DuplicateError
		if !errors.As(err, &duplicate) {
			return err
		}
		var fresh []event.Event
		for i := range events {
			if _, known := duplicate.Known[i]; !known {
				fresh = append(fresh, events[i])
			}
		}
		events = fresh
	}
	return nil
}

// Close implements message.Publisher. The logs stay open.
func (p *Publisher) Close() error { return nil }
