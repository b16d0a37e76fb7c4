package history

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/scorecard"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// The groups that are ranked among each other.
const (
	groupDistricts   = "districts" // the units right below the province, with all below them
	groupDepartments = "departments"
	groupProvince    = "province" // alone
	groupCommunes    = "communes" // the units right below a district, when it is asked for
)

// evaluated is a unit or a department with a scorecard.
type evaluated struct {
	key   string
	view  string
	name  wire.Text
	unit  string          // of which reports are
	units map[string]bool // whose dossiers are its own
	// department, if it is one: its own dossiers are those that the province's departments handle themselves.
	department string
	province   bool
	handles    func(handledBy []string, field string) bool
}

// scoreTable is those who are ranked among each other.
type scoreTable struct {
	id   string
	name wire.Text
	of   []evaluated
}

// scorecard answers GET /api/v1/scorecard?period=: everybody's scorecard of a month, a quarter or a year.
// Problems: bad_request, unavailable.
func (s *Service) scorecard(ctx context.Context, r *http.Request) (any, error) {
	parameters := r.URL.Query()
	period, err := scorecard.ParsePeriod(parameters.Get("period"))
	if err != nil {
		return nil, refuse("period", "%v", err)
	}
	formula := s.formulas[cmp.Or(parameters.Get("formula"), scorecard.Current)]
	if formula == nil {
		return nil, refuse("formula", "%q is none of %s", parameters.Get("formula"), strings.Join(slices.Sorted(maps.Keys(s.formulas)), ", "))
	}
	tables, err := s.scoreTables(parameters.Get("group"), parameters.Get("view"))
	if err != nil {
		return nil, err
	}
	upTo, err := s.cut(ctx, parameters.Get("upto"))
	if err != nil {
		return nil, err
	}
	reached, err := s.DB.Day(ctx, upTo)
	if err != nil {
		return nil, err
	}
	if err := notYet("period", period.From, reached); err != nil {
		return nil, err
	}
	known, err := s.counted(ctx, period, upTo)
	if err != nil {
		return nil, err
	}
	reports, err := s.reports(ctx, period, upTo)
	if err != nil {
		return nil, err
	}
	answer := wire.Scorecards{
		Period: parameters.Get("period"), From: period.From.String(), To: period.To.String(), Position: uint64(upTo),
		Formula: wire.ScorecardFormula{ID: formula.ID, Provenance: wire.Text(formula.Provenance), Max: formula.Max},
	}
	for _, g := range formula.Grades {
		answer.Formula.Grades = append(answer.Formula.Grades, gradeIn(g))
	}
	for _, table := range tables {
		cards := make([]wire.Scorecard, len(table.of))
		for i := range table.of {
			cards[i] = s.card(formula, &table.of[i], period, known, reports)
		}
		rank(cards)
		answer.Groups = append(answer.Groups, wire.ScorecardTable{ID: table.id, Name: table.name, Rows: cards})
	}
	return answer, nil
}

// scoreTables are the tables of a group, or of all that need no view.
func (s *Service) scoreTables(group, view string) ([]scoreTable, error) {
	root := s.Topology.Root()
	if group == groupCommunes {
		v, ok := s.Topology.View(view)
		if !ok || v.Department != "" || v.Unit.Parent != root.ID || len(v.Unit.Children()) == 0 {
			return nil, refuse("view", "%q is no unit right below the province that has units of its own", view)
		}
		return []scoreTable{{groupCommunes, s.kindName(v.Unit.Children()), s.below(v.Unit)}}, nil
	}
	if view != "" {
		return nil, refuse("view", "goes with group=%s only", groupCommunes)
	}
	all := []scoreTable{
		{groupDistricts, s.kindName(root.Children()), s.below(root)},
		{groupDepartments, wire.Text{Vi: "Sở, ngành", En: "Departments"}, s.departments()},
		{groupProvince, s.kindName([]*topology.Unit{root}), []evaluated{s.province()}},
	}
	if group == "" {
		return all, nil
	}
	for _, table := range all {
		if table.id == group {
			return []scoreTable{table}, nil
		}
	}
	return nil, refuse("group", "%q is none of %s, %s, %s, %s", group, groupDistricts, groupDepartments, groupProvince, groupCommunes)
}

// kindName is what units like these are called.
func (s *Service) kindName(units []*topology.Unit) wire.Text {
	for _, c := range units {
		for _, k := range s.Topology.Kinds {
			if k.ID == c.Kind {
				return text(k.Name)
			}
		}
	}
	return wire.Text{}
}

// below are the units right below one; a procedure is theirs if they or a unit below them handles it.
func (s *Service) below(u *topology.Unit) []evaluated {
	var all []evaluated
	for _, c := range u.Children() {
		handled := handledWithin(c)
		all = append(all, evaluated{
			key: c.ID, view: s.Topology.ViewID(c, ""), name: short(c.Short, c.Name), unit: c.ID, units: s.unitSet(c),
			handles: func(handledBy []string, _ string) bool { return handled(handledBy) },
		})
	}
	return all
}

// province is the whole of it: every procedure is its own.
func (s *Service) province() evaluated {
	root := s.Topology.Root()
	return evaluated{
		key: root.ID, view: s.Topology.ViewID(root, ""), name: short(root.Short, root.Name), unit: root.ID, units: s.unitSet(root), province: true,
		handles: func([]string, string) bool { return true },
	}
}

func (s *Service) unitSet(u *topology.Unit) map[string]bool {
	units := make(map[string]bool)
	for _, id := range s.unitsWithin(u) {
		units[id] = true
	}
	return units
}

func kindsWithin(u *topology.Unit) map[string]bool {
	kinds := map[string]bool{u.Kind: true}
	for _, c := range u.Children() {
		maps.Copy(kinds, kindsWithin(c))
	}
	return kinds
}

// departments are those of the province; a procedure is theirs if it names them, or if the province handles it and they answer
// for its field.
func (s *Service) departments() []evaluated {
	root := s.Topology.Root()
	var all []evaluated
	for _, d := range s.Topology.Departments {
		all = append(all, evaluated{
			key: d.ID, view: s.Topology.ViewID(root, d.ID), name: short(d.Short, d.Name), unit: root.ID, units: map[string]bool{root.ID: true}, department: d.ID,
			handles: func(handledBy []string, field string) bool {
				return slices.Contains(handledBy, "department:"+d.ID) || slices.Contains(handledBy, root.Kind) && s.Topology.FieldOwner(field) == d.ID
			},
		})
	}
	return all
}

// owns tells whether what happened in a unit, in a department's field, is the evaluated one's.
func (x *evaluated) owns(unit, department string) bool {
	return (x.province || x.units[unit]) && (x.department == "" || x.department == department)
}

func (s *Service) card(formula *scorecard.Formula, x *evaluated, period scorecard.Period, known *counted, reports []reported) wire.Scorecard {
	ratios := known.ratios(x, period)
	told := reportsOf(reports, x)
	for _, g := range formula.Groups {
		for _, m := range g.Metrics {
			if _, ok := ratios[m.Code]; ok {
				continue
			}
			if ratio, ok := s.ratioOf(told[strings.ToLower(m.Code)], period); ok {
				ratios[m.Code] = ratio
			}
		}
	}
	score := formula.Score(ratios)
	card := wire.Scorecard{Key: x.key, View: x.view, Name: x.name, Points: score.Points, Base: score.Base, Groups: scoreGroups(&score)}
	if percent, ok := score.Percent(); ok {
		card.Percent = &percent
		grade(formula, &card, percent)
	}
	if official, ok := officialOf(told[officialTotal], period); ok {
		card.Official = s.official(official)
		grade(formula, &card, card.Official.Value/formula.Max*100)
	}
	return card
}

// grade gives a card the grade of so many per cent of the possible points.
func grade(formula *scorecard.Formula, card *wire.Scorecard, percent float64) {
	g := gradeIn(formula.Grade(percent))
	card.Grade, card.Graded = &g, &percent
}

func gradeIn(g scorecard.Grade) wire.ScorecardGrade {
	return wire.ScorecardGrade{ID: g.ID, Name: wire.Text(g.Name), From: g.From}
}

func scoreGroups(score *scorecard.Score) []wire.ScorecardGroup {
	groups := make([]wire.ScorecardGroup, 0, len(score.Groups))
	for _, g := range score.Groups {
		w := wire.ScorecardGroup{Code: g.Group.Code, Name: wire.Text(g.Group.Name), Max: g.Group.Max, Points: g.Points, Base: g.Base}
		for _, m := range g.Metrics {
			w.Metrics = append(w.Metrics, wire.ScorecardMetric{
				Code: m.Metric.Code, Name: wire.Text(m.Metric.Name), Max: m.Metric.Max, Numerator: m.Numerator, Denominator: m.Denominator,
				Ratio: m.Ratio, Points: m.Points, Source: m.Source,
				From: dateText(m.Within.From), To: dateText(m.Within.To), Days: int64(m.Days),
			})
		}
		groups = append(groups, w)
	}
	return groups
}

// rank places the cards among each other, by their own share of the points and by the official scores, each on its own scale, and
// puts them in the order of their own; those of which that is not known come last, in the order of the official scores.
func rank(cards []wire.Scorecard) {
	own, official := make([]*float64, len(cards)), make([]*float64, len(cards))
	for i := range cards {
		own[i] = cards[i].Percent
		if cards[i].Official != nil {
			official[i] = &cards[i].Official.Value
		}
	}
	ownPlaces, officialPlaces := scorecard.Rank(own), scorecard.Rank(official)
	for i := range cards {
		cards[i].Rank, cards[i].OfficialRank = place(ownPlaces[i]), place(officialPlaces[i])
	}
	slices.SortStableFunc(cards, func(a, b wire.Scorecard) int {
		return cmp.Or(comparePlaces(a.Rank, b.Rank), comparePlaces(a.OfficialRank, b.OfficialRank))
	})
}

func place(n int) *int64 {
	if n == 0 {
		return nil
	}
	p := int64(n)
	return &p
}

// comparePlaces puts what has no place last.
func comparePlaces(a, b *int64) int {
	switch {
	case a != nil && b != nil:
		return cmp.Compare(*a, *b)
	case a != nil:
		return -1
	case b != nil:
		return 1
	}
	return 0
}

// scorecardFigures are what the scorecard takes from the events.
var scorecardFigures = []string{
	"dossiers.received", "dossiers.received.online", "dossiers.resolved", "dossiers.resolved_in_time",
	"dossiers.digitised", "dossiers.reused", "dossiers.electronic_result", "payments.billed", "payments.succeeded", "payments.succeeded.online",
}

// counted reads what the scorecards of a period count.
func (s *Service) counted(ctx context.Context, period scorecard.Period, upTo eventlog.Position) (*counted, error) {
	scope := clickhouse.Scope{From: period.From, At: period.To, UpTo: upTo}
	table, err := s.DB.Table(ctx, scope, s.figuresNamed(scorecardFigures), ledger.ByUnit, ledger.ByDepartment, ledger.ByProcedure)
	if err != nil {
		return nil, err
	}
	offered, err := s.procedures(ctx, period.To, upTo)
	if err != nil {
		return nil, err
	}
	return newCounted(table, offered), nil
}
