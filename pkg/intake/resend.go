package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// settle gives the items that were not appended their answers.
func (w *work[S]) settle(ctx context.Context) error {
	if err := w.settleRefused(ctx); err != nil {
		return err
	}
	if err := w.readBack(ctx); err != nil {
		return err
	}
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
	return nil
}

// settleRefused looks whether what is refused today was accepted before: then it is a
// resend, and its first answer stands.
func (w *work[S]) settleRefused(ctx context.Context) error {
	var loaded map[string][]eventlog.Located
	for i := range w.items {
		it := &w.items[i]
		if it.state != pending {
			continue
		}
		it.state = refused
		stream := it.event.Subject
		if w.slots[w.byStream[stream]].base.version == 0 {
			continue
		}
		if _, ok := loaded[stream]; !ok {
			events, err := w.in.Log.Load(ctx, stream)
			if err != nil {
				return fmt.Errorf("load stream %s: %w", stream, err)
			}
			if loaded == nil {
				loaded = make(map[string][]eventlog.Located)
			}
			loaded[stream] = events
		}
		for _, known := range loaded[stream] {
			if known.Event.ID == it.event.ID && known.Event.Source == it.event.Source {
				it.answerAs(known)
			}
		}
	}
	return nil
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
	var other string
	switch {
	case e.Subject != first.Subject || e.Type != first.Type:
		other = fmt.Sprintf("for %s of %s", first.Type, first.Subject)
	case e.Digest == 0 || first.Digest == 0:
		return nil
	case !e.Time.Equal(first.Time):
		other = fmt.Sprintf("for another time, %s", first.Time.Format(time.RFC3339Nano))
	case e.Digest != first.Digest:
		other = "with other data"
	default:
		return nil
	}
	where := "in this request"
	if known.Position > 0 {
		where = fmt.Sprintf("at position %d", known.Position)
	}
	return &ConflictError{Position: known.Position, Message: fmt.Sprintf("id %q is used already by its source, %s, %s", e.ID, where, other)}
}

// readBack fetches what the log recorded when the resent items came the first time. Nothing is
// answered as accepted that could not be read.
func (w *work[S]) readBack(ctx context.Context) error {
	var again []*item[S]
	for i := range w.items {
		if w.items[i].state == resent {
			again = append(again, &w.items[i])
		}
	}
	slices.SortStableFunc(again, func(a, b *item[S]) int { return cmp.Compare(a.at.Position, b.at.Position) })
	var entry eventlog.Entry
	for _, it := range again {
		if entry.Position != it.at.Position {
			entries, err := w.in.Log.Read(ctx, it.at.Position-1, 1)
			if err != nil {
				return fmt.Errorf("read position %d: %w", it.at.Position, err)
			}
			if len(entries) != 1 || entries[0].Position != it.at.Position {
				return fmt.Errorf("read position %d, where event %q was recorded: the log has no such entry", it.at.Position, it.event.ID)
			}
			entry = entries[0]
		}
		if it.at.Index >= len(entry.Events) {
			return fmt.Errorf("read event %d of position %d: the entry has %d events", it.at.Index, it.at.Position, len(entry.Events))
		}
		known := eventlog.Located{Address: it.at, Event: entry.Events[it.at.Index]}
		if known.Event.ID != it.event.ID || known.Event.Source != it.event.Source {
			return fmt.Errorf("read event %d of position %d: it is %q of %q, not %q of %q",
				it.at.Index, it.at.Position, known.Event.ID, known.Event.Source, it.event.ID, it.event.Source)
		}
		it.answerAs(known)
	}
	return nil
}
