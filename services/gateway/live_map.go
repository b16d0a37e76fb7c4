package gateway

import (
	"context"
	"errors"
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/topology"
)

// LiveMapAuto as the live map is the map that is valid on the log's day.
const LiveMapAuto = "auto"

// mapOn is the map whose views are live on a day. It depends on nothing else, so that frames are a function of view and position.
func (g *Gateway) mapOn(day calendar.Date) *topology.Map {
	if g.config.LiveMap == LiveMapAuto {
		return g.config.Topology.MapAt(day)
	}
	return g.config.Topology.Map(g.config.LiveMap)
}

// liveMap is the map whose views are live now; before anything is restored, that of a log without a day.
func (g *Gateway) liveMap() *topology.Map {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.liveMapLocked()
}

func (g *Gateway) liveMapLocked() *topology.Map {
	if g.fold == nil {
		return g.mapOn(0)
	}
	return g.fold.units
}

// redrawnError says that from a position on the views are those of another map.
type redrawnError struct{ at eventlog.Position }

func (e *redrawnError) Error() string {
	return fmt.Sprintf("position %d opens a day of another map", e.at)
}

// untilRedrawn is how many of the entries come before one that opens a day of another map.
func (g *Gateway) untilRedrawn(entries []eventlog.Entry) int {
	units := g.liveMap()
	for i := range entries {
		for j := range entries[i].Events {
			c, ok := entries[i].Events[j].Data.(*event.Clock)
			if ok && g.mapOn(c.Date).From > units.From { // the log's clock never goes back
				return i
			}
		}
	}
	return len(entries)
}

// followMaps follows the log. Where a day of another map begins, the sums are restored from ClickHouse onto that map's views, once
// it has that day; until then frames stand at the position before, as the heartbeat says.
func (g *Gateway) followMaps(ctx context.Context, position eventlog.Position) error {
	for {
		err := g.follow(ctx, position)
		var redrawn *redrawnError
		if !errors.As(err, &redrawn) {
			return err
		}
		f, err := g.restoreInTime(ctx, redrawn.at)
		if err != nil {
			return fmt.Errorf("restore the sums onto another map: %w", err)
		}
		g.redraw(f)
		position = f.position
		g.config.Logger.Info("gateway serves the views of another map", "map", f.units.ID, "position", position, "day", f.today)
	}
}

// redraw serves f from now on, and asks every client to come back: what is greeted with another version loads the page anew, with the
// views, names and screens of the map.
func (g *Gateway) redraw(f *fold) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fold = f
	for c := range g.clients {
		clear(c.held) // views of the map before
		c.dismiss()
	}
}

// version is that of the program and, if it is another than the base map, of the live views' map.
func (g *Gateway) version() string {
	if m := g.liveMap(); m != g.config.Topology.Map("") {
		return g.config.Version + "+map." + m.ID
	}
	return g.config.Version
}

// onLiveMap is the view as the live map has it: of a unit that is no more, that of the one that answers for it now.
func onLiveMap(t *topology.Topology, live *topology.Map, id string) string {
	v, ok := t.View(id)
	if !ok {
		return id
	}
	u, _ := live.Target(v.Unit.ID)
	return t.ViewID(u, v.Department)
}
