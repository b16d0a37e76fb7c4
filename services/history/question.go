package history

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
)

// None as the value of a filter is what has none: what a breakdown's row with the key "" counts.
const None = "none"

// A cut ahead of ClickHouse, which a live screen can ask for, is waited for.
const (
	cutPatience = 2 * time.Second
	cutPause    = 50 * time.Millisecond
)

// minuteForm is a minute of a day, as the parameter has it.
const minuteForm = "15:04"

// question is what a request asks about: a view and a period at a cut.
type question struct {
	units     *topology.Map // whose view it is
	view      topology.View
	noun      event.Noun // of the figures
	scope     clickhouse.Scope
	catalogue *procedures // as of the period's end
}

// ask reads the view, the period, the cut and the filters of a request about a noun.
func (s *Service) ask(ctx context.Context, r *http.Request, noun event.Noun) (*question, error) {
	parameters := r.URL.Query()
	units, err := s.unitMap(parameters.Get("map"))
	if err != nil {
		return nil, err
	}
	view, ok := s.Topology.ViewOn(units, r.PathValue("view"))
	if !ok {
		return nil, notFound("view", "there is no view %q on the map %s", r.PathValue("view"), units.ID)
	}
	q := &question{units: units, view: view, noun: noun, scope: clickhouse.Scope{Within: make(map[ledger.Dimension][]string), Outside: make(map[ledger.Dimension][]string)}}
	if q.scope.UpTo, err = s.cut(ctx, parameters.Get("upto")); err != nil {
		return nil, err
	}
	if err := s.period(ctx, parameters, &q.scope); err != nil {
		return nil, err
	}
	if q.catalogue, err = s.procedures(ctx, q.scope.At, q.scope.UpTo); err != nil {
		return nil, err
	}
	if err := s.within(q, parameters); err != nil {
		return nil, err
	}
	return q, q.filter(parameters)
}

// unitMap is the map that is named, the base map for "".
func (s *Service) unitMap(id string) (*topology.Map, error) {
	if m := s.Topology.Map(id); m != nil {
		return m, nil
	}
	var known []string
	for _, m := range s.Topology.Maps() {
		known = append(known, m.ID)
	}
	return nil, refuse("map", "there is no map %q, only %s", id, strings.Join(known, ", "))
}

// figure is the figure that a request is about.
func (s *Service) figure(r *http.Request) (ledger.Figure, error) {
	name := r.URL.Query().Get("figure")
	f, ok := s.figures[name]
	if !ok {
		return f, refuse("figure", "there is no figure %q", name)
	}
	return f, nil
}

// cut is the position that text names, once ClickHouse has it; the projected one if it is empty.
func (s *Service) cut(ctx context.Context, text string) (eventlog.Position, error) {
	if text == "" {
		return s.DB.Position(ctx)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, refuse("upto", "%q is not a position of the log", text)
	}
	wanted := eventlog.Position(n)
	var projected eventlog.Position
	for range cutPatience / cutPause {
		if projected, err = s.DB.Position(ctx); err != nil {
			return 0, err
		}
		if wanted <= projected {
			return wanted, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(cutPause):
		}
	}
	return 0, refuse("upto", "position %d is not there: ClickHouse has %d", wanted, projected)
}

// period reads from and at, a day that the log's clock has opened. Without at it is the day that the log's clock has reached, without from the first day of its year.
func (s *Service) period(ctx context.Context, parameters url.Values, scope *clickhouse.Scope) error {
	var err error
	if scope.From, err = date(parameters, "from"); err != nil {
		return err
	}
	if scope.At, err = date(parameters, "at"); err != nil {
		return err
	}
	reached, err := s.DB.Day(ctx, scope.UpTo)
	if err != nil {
		return err
	}
	if err := notYet("at", scope.At, reached); err != nil {
		return err
	}
	if scope.At == 0 {
		if err := notYet("from", scope.From, reached); err != nil {
			return err
		}
	}
	scope.At = cmp.Or(scope.At, reached)
	if scope.At == 0 {
		scope.At = calendar.DateOf(s.Now(), s.Topology.Location())
	}
	if scope.From == 0 {
		scope.From = calendar.DateOf(time.Date(scope.At.Year(), 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	}
	if scope.From > scope.At {
		return refuse("from", "%s lies after at, %s", scope.From, scope.At)
	}
	return s.minute(parameters, scope)
}

// minute reads the minute of the day at up to which is counted; without it all of the day is.
func (s *Service) minute(parameters url.Values, scope *clickhouse.Scope) error {
	text := parameters.Get("minute")
	if text == "" {
		return nil
	}
	clock, err := time.Parse(minuteForm, text)
	if err != nil {
		return refuse("minute", "%q is not a minute of a day, like 09:05", text)
	}
	y, m, d := scope.At.Time().Date()
	scope.Before = time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, s.Topology.Location())
	return nil
}

// notYet refuses a day after the last one that the log's clock has opened, where it has opened any.
func notYet(field string, day, reached calendar.Date) error {
	if reached == 0 || day <= reached {
		return nil
	}
	return problem.NewNotYet(field, day, reached)
}

func date(parameters url.Values, name string) (calendar.Date, error) {
	asked := parameters.Get(name)
	if asked == "" {
		return 0, nil
	}
	d, err := calendar.ParseDate(asked)
	switch {
	case err != nil:
		return 0, refuse(name, "%v", err)
	case d == 0:
		return 0, refuse(name, "there are no figures of %s", d)
	}
	return d, nil
}

// within keeps the scope to the view; with own, to what its unit handles itself; with unassigned, to what lies in none of the units below
// it and is not its own.
func (s *Service) within(q *question, parameters url.Values) error {
	own, err := intake.Flag(parameters, "own")
	if err != nil {
		return err
	}
	unassigned, err := intake.Flag(parameters, "unassigned")
	if err != nil {
		return err
	}
	u := q.view.Unit
	if len(u.Ancestors()) > 1 {
		q.scope.Within[ledger.ByUnit] = q.units.UnitsWithin(u)
	}
	switch {
	case own && unassigned:
		return refuse("unassigned", "goes without own: what is a unit's own is assigned to it")
	case own:
		q.scope.Within[ledger.ByUnit] = s.ownOf(q)
	case unassigned:
		q.scope.Outside[ledger.ByUnit] = s.ownOf(q)
		for _, c := range u.Children() {
			q.scope.Outside[ledger.ByUnit] = append(q.scope.Outside[ledger.ByUnit], q.units.UnitsWithin(c)...)
		}
	}
	if q.view.Department != "" {
		q.scope.Within[ledger.ByDepartment] = []string{q.view.Department}
	}
	return nil
}

// ownOf are the ids of the units whose figures are what the view's unit handles itself.
func (s *Service) ownOf(q *question) []string {
	own := q.units.UnitsWithin(q.view.Unit)
	return slices.DeleteFunc(own, func(id string) bool {
		target, _ := q.units.Target(id)
		return target != q.view.Unit || !s.Topology.Own(q.units, id)
	})
}

// unitsWithin are the ids of u and all below it, and of the units of other maps that lie there on the base map.
func (s *Service) unitsWithin(u *topology.Unit) []string { return s.Topology.Map("").UnitsWithin(u) }

// filter reads procedure, field, department, level, aspect, status and what the noun calls its aspect and level: channel, method, …
func (q *question) filter(parameters url.Values) error {
	for _, a := range ledger.AxesOf(q.noun) {
		value := parameters.Get(a.Name)
		if value == "" || a.Name == "unit" || a.Name == "day" {
			continue
		}
		if value == None {
			value = ""
		}
		values := []string{value}
		if a.Name == "field" && value == "" {
			q.scope.Outside[ledger.ByProcedure] = q.catalogue.withField()
			continue
		} else if a.Name == "field" {
			values = q.catalogue.inField(value)
		}
		if held, ok := q.scope.Within[a.By]; ok {
			values = slices.DeleteFunc(values, func(v string) bool { return !slices.Contains(held, v) })
		}
		q.scope.Within[a.By] = values
	}
	for _, name := range nounFilters {
		if parameters.Get(name) != "" && !slices.ContainsFunc(ledger.AxesOf(q.noun), func(a ledger.Axis) bool { return a.Name == name }) {
			return refuse(name, "%ss are not told apart by it; they are by %s", q.noun, q.axisNames())
		}
	}
	return nil
}

// filters are the parameters that keep a question to a part, of any noun; nounFilters what some nouns call their aspect and level.
var (
	filters     = []string{"map", "from", "at", "minute", "upto", "own", "unassigned", "procedure", "field", "department", "level", "aspect"}
	nounFilters = ledger.OwnAxes()
)

// parameters are those that a path takes, with the filters.
func parameters(own ...string) []string {
	return slices.Concat(own, filters, nounFilters)
}

func (q *question) axisNames() string {
	var names []string
	for _, a := range ledger.AxesOf(q.noun) {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

// axis finds the one that by names.
func (q *question) axis(by string) (ledger.Axis, error) {
	for _, a := range ledger.AxesOf(q.noun) {
		if a.Name == by {
			return a, nil
		}
	}
	return ledger.Axis{}, refuse("by", "%q is none of %s", by, q.axisNames())
}
