package intaketest

import (
	"time"

	"langbiang.internal/ioc/pkg/event"
)

// Latest is the latest moment that counts in one stream, for tests that call an aggregate themselves.
type Latest struct{ at time.Time }

// Count sets when e, the stream's next event, counts, as an intake does before it asks the aggregate.
func (l *Latest) Count(e *event.Event) {
	if e.Time.Before(l.at) {
		e.Counted = l.at
	}
	l.at = e.At()
}
