package history

import (
	"context"
	"net/http"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

// timeline answers GET /api/v1/timeline/{noun}/{id}: every event of one thing, the first one first.
// Problems: bad_request, not_found, unavailable.
func (s *Service) timeline(ctx context.Context, r *http.Request) (any, error) {
	noun := event.Noun(r.PathValue("noun"))
	if event.TypesOf(noun) == nil {
		return nil, notFound("noun", "there are no events about a %q", noun)
	}
	limit, err := limit(r.URL.Query())
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(r.URL.Query().Get("cursor"))
	if err != nil {
		return nil, err
	}
	upTo, err := s.cut(ctx, r.URL.Query().Get("upto"))
	if err != nil {
		return nil, err
	}
	answer := wire.Timeline{Subject: string(noun) + "/" + r.PathValue("id"), Position: uint64(upTo)}
	events, err := s.DB.Timeline(ctx, answer.Subject, after.Address, upTo, limit+1)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 && after == (clickhouse.After{}) {
		return nil, notFound("id", "nothing is known of %s at position %d", answer.Subject, upTo)
	}
	if len(events) > limit {
		events = events[:limit]
		answer.Next = cursor(clickhouse.After{Address: events[limit-1].Address})
	}
	answer.Events = make([]wire.TimelineEvent, 0, len(events))
	for i := range events {
		answer.Events = append(answer.Events, s.timelineEvent(&events[i]))
	}
	return answer, nil
}

func (s *Service) timelineEvent(l *eventlog.Located) wire.TimelineEvent {
	e := &l.Event
	extensions := e.Extensions
	if extensions == nil {
		extensions = event.Extensions("{}")
	}
	return wire.TimelineEvent{
		Position: uint64(l.Position), Index: int64(l.Index), ID: e.ID, Source: e.Source, Type: string(e.Type),
		OccurredAt: s.local(e.Time), CountedAt: s.local(e.At()), RecordedAt: s.local(e.Recorded),
		Correlation: e.Correlation, Causation: e.Causation, Extensions: extensions, Simulated: e.Simulated, Backfill: e.Backfill, Data: e.Data,
	}
}
