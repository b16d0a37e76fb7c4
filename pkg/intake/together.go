package intake

import (
	"context"

	"langbiang.internal/ioc/pkg/event"
)

// Together decides about events of this program's own, which happen as they are recorded, and appends all of them in one commit, or none: if any is refused, the
// errors say which (nil for the others) and nothing is appended. With dry nothing is appended in any case, and the events are
// given as they would be recorded.
func (in *Intake[S]) Together(ctx context.Context, events []event.Event, dry bool) (recorded []Recorded, refused []error, err error) {
	items := make([]item[S], len(events))
	for i := range events {
		items[i] = item[S]{index: i, event: events[i], timing: happens}
	}
	w := in.newWork()
	if err := w.begin(ctx, items); err != nil {
		return nil, nil, err
	}
	for range maxAttempts {
		if err := w.ensureStates(ctx); err != nil {
			return nil, nil, err
		}
		commit := w.decide()
		if errs := w.errors(); errs != nil {
			if w.distrust() {
				continue
			}
			return nil, errs, nil
		}
		if dry {
			for i, e := range commit.Events {
				items[w.from[i]].event = e
			}
			return places(items), nil, nil
		}
		again, err := w.append(ctx, commit)
		if err != nil {
			return nil, nil, err
		}
		if !again {
			return places(items), nil, w.settle(ctx)
		}
	}
	return nil, nil, ErrContended
}

// errors are those of the items, nil if there is none.
func (w *work[S]) errors() []error {
	var all []error
	for i := range w.items {
		if w.items[i].err != nil {
			if all == nil {
				all = make([]error, len(w.items))
			}
			all[i] = w.items[i].err
		}
	}
	return all
}

func places[S any](items []item[S]) []Recorded {
	all := make([]Recorded, len(items))
	for i := range items {
		all[i] = Recorded{Address: items[i].at, Event: items[i].event}
	}
	return all
}
