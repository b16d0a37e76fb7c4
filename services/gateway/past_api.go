package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// minuteForm is a local minute, as an address has it.
const minuteForm = "2006-01-02T15:04"

// leastTold is at how many positions a day must have been told as it happened, for it to be known what screens showed on it: of a day that was
// loaded afterwards nobody saw anything.
const leastTold = 24

// moment is what was asked for of the past.
type moment struct {
	cut
	kind   string            // wire.KindShownThen, KindKnownNow
	minute string            // that was asked for, "" if none was
	opened eventlog.Position // of a day that is replayed as it was shown: where it was opened
}

// pastRoute answers a kind of questions about the past.
type pastRoute struct {
	contentType string
	asked       func(ctx context.Context, r *http.Request, head eventlog.Position) (moment, error)
	answer      func(ctx context.Context, units *topology.Map, v topology.View, m moment) ([]byte, error)
}

// serveFrame answers GET /api/v1/frames/{view}?at=2024-06-15&from=2024-01-01: the view's frame of that day by what is known now. With a
// minute, at=2024-07-08T09:00, it is the one that was shown then, at the position that the log had reached; of a day that was loaded
// afterwards, and with known=now, what is known now of that minute. position=N is the frame at that position. Problems: bad_request,
// not_yet, not_found, unavailable.
func (g *Gateway) serveFrame(w http.ResponseWriter, r *http.Request) {
	g.servePast(w, r, pastRoute{"application/json", g.momentOf, g.frameOf})
}

func (g *Gateway) frameOf(ctx context.Context, units *topology.Map, v topology.View, m moment) ([]byte, error) {
	f, _, err := g.pastFold(ctx, units, v, m.cut, false)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"view":%s,"position":%d,"kind":%q,"minute":%q,"frame":%s}`,
		quote(v.ID), m.position, m.kind, m.minute, f.byID[v.ID].cells.whole().encode()), nil
}

// servePast answers a question about the past, once for all who ask it. The answer is the same as long as its tag is; browsers ask each time,
// since an address does not tell which log and program it was answered by.
func (g *Gateway) servePast(w http.ResponseWriter, r *http.Request, route pastRoute) {
	units := g.liveMap()
	v, ok := g.config.Topology.ViewOn(units, r.PathValue("view"))
	if !ok {
		problem.Write(w, r, problem.New(problem.NotFound, "view", "there is no view %q", r.PathValue("view")))
		return
	}
	ctx, cancel := contextWithTimeout(r, pastWait+pastTimeout)
	defer cancel()
	head, err := g.config.DB.Position(ctx)
	var m moment
	if err == nil {
		m, err = route.asked(ctx, r, head)
	}
	if err != nil {
		g.refusePast(w, r, err)
		return
	}
	key := fmt.Sprint(g.logID(), g.config.Version, units.ID, route.contentType, v.ID, m.kind, m.minute, m.position, m.day, m.before.UnixMilli(), m.from)
	tag := strconv.Quote(strconv.FormatUint(xxhash.Sum64String(key), 36))
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, err := g.past.get(ctx, key, func(ctx context.Context) ([]byte, error) { return route.answer(ctx, units, v, m) })
	if err != nil {
		g.refusePast(w, r, err)
		return
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Type", route.contentType)
	_, _ = w.Write(body) // the client is gone if this fails
}

// refusePast answers with the problem that err is, or that ClickHouse did not answer.
func (g *Gateway) refusePast(w http.ResponseWriter, r *http.Request, err error) {
	var refused *problem.Problem
	if errors.As(err, &refused) {
		problem.Write(w, r, refused)
		return
	}
	g.failed(w, r, err, problem.New(problem.Unavailable, "", "ClickHouse or the log did not answer in time; try again in a moment"))
}

// momentOf is what a request for a frame asks for. Problems: bad_request, not_yet.
func (g *Gateway) momentOf(ctx context.Context, r *http.Request, head eventlog.Position) (m moment, err error) {
	switch q := r.URL.Query(); {
	case q.Has("position"):
		m, err = g.positionAsked(ctx, q.Get("position"), head)
	case len(q.Get("at")) > len(time.DateOnly):
		m, err = g.minuteAsked(ctx, r, head)
	default:
		m, err = g.dayAsked(r, head)
	}
	if err != nil {
		return m, err
	}
	from, err := queryDate(r, "from")
	switch {
	case err != nil:
		return m, problem.New(problem.BadRequest, "from", "%v", err)
	case from > m.day:
		return m, problem.New(problem.BadRequest, "from", "lies after at")
	case from != 0:
		m.from = from
	}
	return m, nil
}

func (g *Gateway) positionAsked(ctx context.Context, asked string, head eventlog.Position) (moment, error) {
	position, err := strconv.ParseUint(asked, 10, 63)
	if err != nil || position == 0 {
		return moment{}, problem.New(problem.BadRequest, "position", "%q is not a position of the log", asked)
	}
	if eventlog.Position(position) > head {
		return moment{}, problem.New(problem.BadRequest, "position", "position %d is not there: ClickHouse has %d", position, head)
	}
	return g.shownAt(ctx, eventlog.Position(position))
}

// shownAt is what was shown at a position.
func (g *Gateway) shownAt(ctx context.Context, position eventlog.Position) (moment, error) {
	day, err := g.config.DB.Day(ctx, position)
	return moment{cut: g.cutOf(position, day), kind: wire.KindShownThen}, err
}

// cutOf is the whole of a day by what was recorded up to a position.
func (g *Gateway) cutOf(position eventlog.Position, day calendar.Date) cut {
	return cut{position: position, day: day, before: (day + 1).Midnight(g.config.Topology.Location()), from: firstOfYear(day)}
}

// dayAsked is what is known now of a day.
func (g *Gateway) dayAsked(r *http.Request, head eventlog.Position) (moment, error) {
	day, err := calendar.ParseDate(r.URL.Query().Get("at"))
	if err != nil {
		return moment{}, problem.New(problem.BadRequest, "at", "%v", err)
	}
	if err := g.hasCome(r, day); err != nil {
		return moment{}, err
	}
	return moment{cut: g.cutOf(head, day), kind: wire.KindKnownNow}, nil
}

// hasCome refuses a day that the log's clock has not opened.
func (g *Gateway) hasCome(r *http.Request, day calendar.Date) error {
	today, err := g.reached(r)
	if err == nil && day > today {
		return problem.NewNotYet("at", day, today)
	}
	return err
}

// minuteAsked is what was shown at a minute or, where that is not known or not wanted, what is known now of it.
func (g *Gateway) minuteAsked(ctx context.Context, r *http.Request, head eventlog.Position) (moment, error) {
	asked := r.URL.Query().Get("at")
	at, err := time.ParseInLocation(minuteForm, asked, g.config.Topology.Location())
	if err != nil {
		return moment{}, problem.New(problem.BadRequest, "at", "%q is neither a day like 2024-07-08 nor a minute like 2024-07-08T09:00", asked)
	}
	day := calendar.DateOf(at, g.config.Topology.Location())
	if err := g.hasCome(r, day); err != nil {
		return moment{}, err
	}
	known := moment{cut: g.cutOf(head, day), kind: wire.KindKnownNow, minute: asked}
	known.before = at
	if r.URL.Query().Get("known") == "now" {
		return known, nil
	}
	opened, later, err := g.toldOf(ctx, day, at)
	if err != nil || opened.Opened == 0 {
		return known, err
	}
	position := lastOf(opened, head)
	if later > 0 {
		position = min(later-1, head)
	}
	m, err := g.shownAt(ctx, position)
	m.minute = asked
	return m, err
}

// toldOf is where a day was opened, and where the first is told of what came after a moment of it, 0 for nothing; no position of a day
// that was not told as it happened.
func (g *Gateway) toldOf(ctx context.Context, day calendar.Date, after time.Time) (clickhouse.OpenedDay, eventlog.Position, error) {
	opened, err := g.config.DB.OpenedDay(ctx, day)
	if err != nil || opened.Opened == 0 {
		return opened, 0, err
	}
	positions, later, err := g.config.DB.Told(ctx, opened, after, g.cutOf(0, day).before)
	if positions < leastTold {
		return clickhouse.OpenedDay{}, 0, err
	}
	return opened, later, err
}

// lastOf is the last position of a day, as far as ClickHouse has its sums: it has events before them.
func lastOf(day clickhouse.OpenedDay, head eventlog.Position) eventlog.Position {
	if day.Next > 0 {
		return min(day.Next-1, head)
	}
	return head
}
