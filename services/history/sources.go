package history

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// maxSourceDays is for how many days back the sources' clocks are told.
const maxSourceDays = 31

// sources answers GET /api/v1/sources?days=: what each source's clock says against ours, by what it sent in that time (default: a
// day), and how much of it was refused because its times were too far ahead. Problems: bad_request, unavailable.
func (s *Service) sources(ctx context.Context, r *http.Request) (any, error) {
	days := 1
	if text := r.URL.Query().Get("days"); text != "" {
		var err error
		if days, err = strconv.Atoi(text); err != nil || days < 1 || days > maxSourceDays {
			return nil, refuse("days", "%q is not a number of days from 1 to %d", text, maxSourceDays)
		}
	}
	since := s.Now().Add(-time.Duration(days) * 24 * time.Hour)
	clocks, err := s.DB.Sources(ctx, since)
	if err != nil {
		return nil, err
	}
	answer := wire.Sources{Since: s.local(since), Sources: make([]wire.SourceClock, len(clocks))}
	for i := range clocks {
		answer.Sources[i] = s.sourceClock(&clocks[i])
	}
	return answer, nil
}

func (s *Service) sourceClock(c *clickhouse.SourceClock) wire.SourceClock {
	return wire.SourceClock{
		Source: c.Source, Events: int64(c.Events), AheadSeconds: c.Ahead.Seconds(), MostAheadSeconds: c.MostAhead.Seconds(),
		CountedAtOurs: int64(c.Counted), Late: int64(c.Late), Last: s.local(c.Last),
		Refused: int64(c.Refused), RefusedAheadSeconds: c.RefusedAhead.Seconds(), RefusedLast: s.local(c.RefusedLast),
		Subject: event.SourceSubject(c.Source),
	}
}
