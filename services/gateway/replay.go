package gateway

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// maxReplayBytes is how long a replay may grow by steps; what changes after that is one last step.
const maxReplayBytes = 4 << 20

// serveReplay answers GET /api/v1/replays/{view}?at=2024-07-08: a day of the view as lines of JSON, a wire.ReplayStart and then a
// wire.ReplayStep wherever something changed. It is what was shown then, by the log's entries; of a day that was loaded afterwards, and with
// known=now, what is known now of each hour. Problems: bad_request, not_yet, not_found, unavailable.
func (g *Gateway) serveReplay(w http.ResponseWriter, r *http.Request) {
	g.servePast(w, r, pastRoute{"application/x-ndjson", g.replayAsked, g.replayOf})
}

func (g *Gateway) replayAsked(ctx context.Context, r *http.Request, head eventlog.Position) (moment, error) {
	m, err := g.dayAsked(r, head)
	if err != nil || r.URL.Query().Get("known") == "now" {
		return m, err
	}
	opened, _, err := g.toldOf(ctx, m.day, m.before)
	if err == nil && opened.Opened != 0 {
		m.kind, m.opened, m.position = wire.KindShownThen, opened.Opened, lastOf(opened, head)
	}
	return m, err
}

func (g *Gateway) replayOf(ctx context.Context, units *topology.Map, v topology.View, m moment) ([]byte, error) {
	if m.opened != 0 {
		return g.replayShown(ctx, units, v, m)
	}
	return g.replayKnown(ctx, units, v, m)
}

// replayShown applies the entries of the day to the fold as it stood when the day was opened.
func (g *Gateway) replayShown(ctx context.Context, units *topology.Map, v topology.View, m moment) ([]byte, error) {
	f, _, err := g.pastFold(ctx, units, v, g.cutOf(m.opened, m.day), false)
	if err != nil {
		return nil, err
	}
	reel := newReel(f, v, &m, m.opened)
	clock := replayClock{midnight: m.day.Midnight(g.config.Topology.Location())}
	step := 0
	for at := m.opened; at < m.position; {
		entries, err := g.config.Log.Read(ctx, at, readLimit)
		if err == nil {
			err = dense(at, entries)
		}
		if err != nil {
			return nil, fmt.Errorf("read the day %s: %w", m.day, err)
		}
		if len(entries) == 0 {
			return nil, fmt.Errorf("the log ends at %d, and %d is wanted", at, m.position)
		}
		for i := range entries {
			if entries[i].Position > m.position {
				break
			}
			if next := clock.minute(&entries[i]) / wire.ReplayMinutes; next > step {
				reel.step((step+1)*wire.ReplayMinutes, f.position)
				step = next
			}
			f.apply(&entries[i])
		}
		at = entries[len(entries)-1].Position
	}
	reel.last((step+1)*wire.ReplayMinutes, f.position)
	return reel.Bytes(), nil
}

// replayKnown adds what is known now of the day hour by hour.
func (g *Gateway) replayKnown(ctx context.Context, units *topology.Map, v topology.View, m moment) ([]byte, error) {
	f, rest, err := g.pastFold(ctx, units, v, m.cut, true)
	if err != nil {
		return nil, err
	}
	reel := newReel(f, v, &m, m.position)
	for hour := range rest.sums {
		f.position++ // the frame's cells are told apart by it; all is known at one position of the log
		for i := range rest.sums[hour] {
			f.addPast(&rest.sums[hour][i])
		}
		rest.reach(f, hour)
		for i := range rest.events[hour] {
			f.cards.apply(f, &rest.events[hour][i])
		}
		reel.step((hour+1)*60, m.position)
	}
	reel.last(len(rest.sums)*60, m.position)
	return reel.Bytes(), nil
}

// replayClock tells at which minute of the day entries came: by when the log took them where that was on the day, else by when their
// events occurred. It never goes back.
type replayClock struct {
	midnight time.Time
	latest   int
}

func (c *replayClock) minute(e *eventlog.Entry) int {
	took := e.Recorded.Sub(c.midnight)
	if took >= 0 && took < 24*time.Hour {
		c.latest = max(c.latest, int(took/time.Minute))
		return c.latest
	}
	for i := range e.Events {
		if occurred := e.Events[i].Time.Sub(c.midnight); occurred >= 0 && occurred < 24*time.Hour {
			c.latest = max(c.latest, int(occurred/time.Minute))
		}
	}
	return c.latest
}

// reel is a replay as it is written.
type reel struct {
	bytes.Buffer
	fold *fold
	view *view
	at   eventlog.Position // of the frame as written
}

func newReel(f *fold, v topology.View, m *moment, position eventlog.Position) *reel {
	r := &reel{fold: f, view: f.byID[v.ID], at: f.position}
	fmt.Fprintf(r, `{"view":%s,"position":%d,"kind":%q,"frame":%s}`+"\n", quote(v.ID), position, m.kind, r.view.cells.whole().encode())
	return r
}

// step writes what changed since the step before, unless there is no room for more.
func (r *reel) step(minute int, position eventlog.Position) {
	if r.Len() < maxReplayBytes {
		r.last(minute, position)
	}
}

// last writes what changed since the step before, if anything did.
func (r *reel) last(minute int, position eventlog.Position) {
	r.fold.render()
	if r.view.cells.changed <= r.at {
		return
	}
	fmt.Fprintf(r, `{"minute":%d,"position":%d,"patch":%s}`+"\n", minute, position, r.view.cells.since(r.at).encode())
	r.at = r.fold.position
}
