package incidents

import (
	"context"
	"fmt"
	"iter"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
)

// know is the aggregate with the systems that events or their incidents name, as they are registered. The last event of a system's own
// stream carries the whole of it.
func (a *aggregate) know(ctx context.Context, log eventlog.Log, about iter.Seq2[State, *event.Event]) (intake.Aggregate[State], error) {
	systems := make(map[string]*event.System)
	look := func(id string) error {
		if _, known := systems[id]; known || id == "" {
			return nil
		}
		last, err := log.Last(ctx, event.SystemSubject(id))
		if err != nil {
			return fmt.Errorf("look up system %s: %w", id, err)
		}
		systems[id] = nil
		if last != nil {
			systems[id], _ = last.Event.Data.(*event.System)
		}
		return nil
	}
	for state, e := range about {
		if err := look(state.incident().System); err != nil {
			return nil, err
		}
		if i, ok := e.Data.(*event.Incident); ok {
			if err := look(i.System); err != nil {
				return nil, err
			}
		}
	}
	return &aggregate{topology: a.topology, systems: systems}, nil
}
