package incidents

import (
	"context"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
)

// registerTimeout bounds one look into the register.
const registerTimeout = 5 * time.Second

// register knows the registered systems by their own streams in the log: the last event of one carries the whole of the system.
type register struct{ log eventlog.Log }

// system is the system with that id as it stands; nil if none is registered.
func (r *register) system(id string) (*event.System, error) {
	ctx, cancel := context.WithTimeout(context.Background(), registerTimeout)
	defer cancel()
	events, err := r.log.Load(ctx, event.SystemSubject(id))
	if err != nil || len(events) == 0 {
		return nil, err
	}
	system, _ := events[len(events)-1].Event.Data.(*event.System)
	return system, nil
}
