package intake

import (
	"cmp"
	"context"
	"fmt"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// Together decides about events of this program's own, which happen as they are recorded and get their ids here, and appends all of them
// in one commit, or none: if any is refused, the errors say which (nil for the others) and nothing is appended. With dry nothing is appended in any case, and the events are
// given as they would be recorded. answer makes the body of the answer from what was decided, without positions: a command with a key
// is answered with it for ever after, also where there was nothing to append.
func (in *Intake[S]) Together(
	ctx context.Context, events []event.Event, dry bool, answer func([]Recorded) any,
) (recorded []Recorded, refused []error, err error) {
	if len(events) == 0 && !dry {
		return nil, nil, in.rememberNothing(ctx, answer)
	}
	items := make([]item[S], len(events))
	for i := range events {
		items[i] = item[S]{index: i, event: events[i], timing: happens}
		items[i].event.ID = MakeID(ctx, fmt.Sprintf("event %d", i))
	}
	w := in.newWork()
	w.answer = answer
	if err := w.begin(ctx, items); err != nil {
		return nil, nil, err
	}
	for range maxAttempts {
		if err := w.ready(ctx); err != nil {
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
			return w.decided(commit), nil, nil
		}
		again, err := w.append(ctx, commit)
		if err != nil {
			return nil, nil, err
		}
		if !again {
			err := w.settle(ctx)
			return places(items), nil, err
		}
	}
	return nil, nil, ErrContended
}

// All is Together of events none of which may be refused: the first refusal is the error. It returns the position of the last of them, 0
// where there are none.
func (in *Intake[S]) All(ctx context.Context, events []event.Event, answer func([]Recorded) any) (eventlog.Position, error) {
	recorded, refused, err := in.Together(ctx, events, false, answer)
	if err = cmp.Or(err, cmp.Or(refused...)); err != nil {
		return 0, err
	}
	var last eventlog.Position
	for i := range recorded {
		last = max(last, recorded[i].Position)
	}
	return last, nil
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

// decided are the items as c would record them.
func (w *work[S]) decided(c eventlog.Commit) []Recorded {
	all := places(w.items)
	for i, n := range w.from {
		all[n].Event = c.Events[i]
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
