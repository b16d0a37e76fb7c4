package intake

import (
	"context"
	"fmt"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/text"
)

// settle gives the items that were not appended their answers. What is refused today may have been accepted before: then
// it is a resend, and its first answer stands. Nothing is answered as accepted that could not be read.
func (w *work[S]) settle(ctx context.Context) error {
	var again []*item[S]
	var ids []string
	for i := range w.items {
		if it := &w.items[i]; it.state == pending || it.state == resent {
			again, ids = append(again, it), append(ids, it.event.Identity())
		}
	}
	var known []*eventlog.Located
	if len(ids) > 0 {
		var err error
		if known, err = w.in.Log.Known(ctx, ids); err != nil {
			return fmt.Errorf("look whether %d events were accepted before: %w", len(ids), err)
		}
	}
	for i, it := range again {
		switch {
		case known[i] != nil:
			it.answerAs(*known[i])
		case it.state == resent:
			return fmt.Errorf("event %q of %q was known to the log, and is not any more", it.event.ID, it.event.Source)
		default:
			it.state = refused
		}
	}
	w.settleRepeats()
	return nil
}

// settleRepeats answers what is in the chunk a second time as the first time.
func (w *work[S]) settleRepeats() {
	for i := range w.items {
		it := &w.items[i]
		if it.state != repeats {
			continue
		}
		first := &w.items[it.first]
		if err := sameEvent(&it.event, eventlog.Located{Address: first.at, Event: first.event}); err != nil {
			it.err = err
			continue
		}
		it.at, it.err, it.event = first.at, first.err, first.event
	}
}

// answerAs gives the answer that the event known got when it was appended.
func (it *item[S]) answerAs(known eventlog.Located) {
	if err := sameEvent(&it.event, known); err != nil {
		it.err, it.state = err, refused
		return
	}
	it.at, it.event, it.err, it.state = known.Address, known.Event, nil, decided
}

// sameEvent refuses an id that its source has used for something else. Events of this program's own, and old ones, tell
// nothing of what was sent: the same thing done to the same stream is the same event.
func sameEvent(e *event.Event, known eventlog.Located) error {
	first := &known.Event
	var other text.Phrase
	switch {
	case e.Subject != first.Subject || e.Type != first.Type:
		other = text.Phrase{Format: "for %s of %s", Args: []any{first.Type, first.Subject}}
	case e.Digest == 0 || first.Digest == 0:
		return nil
	case !e.Time.Equal(first.Time):
		other = text.Phrase{Format: "for another time, %s", Args: []any{first.Time.Format(time.RFC3339Nano)}}
	case e.Digest != first.Digest:
		other = text.Phrase{Format: "with other data"}
	case e.Simulated != first.Simulated || e.Backfill != first.Backfill:
		other = text.Phrase{Format: "with other marks (simulated, backfill)"}
	default:
		return nil
	}
	where := text.Phrase{Format: "in this request"}
	if known.Position > 0 {
		where = text.Phrase{Format: "at position %d", Args: []any{known.Position}}
	}
	return conflict(known.Position, "id", "id %q is used already by its source, %s, %s", e.ID, where, other)
}
