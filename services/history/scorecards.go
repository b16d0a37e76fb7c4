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
)

// evaluated is a unit or a department with a scorecard.
type evaluated struct {
	key   string
	view  string
	name  wire.Text
	units []string // whose dossiers are its own
	// department, if it is one: its own dossiers are those that the province's departments handle themselves.
	department string
	handles    func(handledBy []string, field string) bool
}

// scorecard answers GET /api/v1/scorecard?period=: everybody's scorecard of a month, a quarter or a year.
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
	group := parameters.Get("group")
	if group != "" && group != groupDistricts && group != groupDepartments {
		return nil, refuse("group", "%q is none of %s, %s", group, groupDistricts, groupDepartments)
	}
	upTo, err := s.cut(ctx, parameters.Get("upto"))
	if err != nil {
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
	for _, table := range []struct {
		id   string
		name wire.Text
		of   []evaluated
	}{
		{groupDistricts, s.districtsName(), s.districts()},
		{groupDepartments, wire.Text{Vi: "Sở, ngành", En: "Departments"}, s.departments()},
	} {
		if group != "" && group != table.id {
			continue
		}
		cards := make([]wire.Scorecard, len(table.of))
		for i := range table.of {
			cards[i] = s.card(formula, &table.of[i], known, reports)
		}
		rank(cards)
		answer.Groups = append(answer.Groups, wire.ScorecardTable{ID: table.id, Name: table.name, Rows: cards})
	}
	return answer, nil
}

func (s *Service) districtsName() wire.Text {
	for _, c := range s.Topology.Root().Children() {
		for _, k := range s.Topology.Kinds {
			if k.ID == c.Kind {
				return text(k.Name)
			}
		}
	}
	return wire.Text{}
}

// districts are the units right below the province; a procedure is theirs if they or a unit below them handles it.
func (s *Service) districts() []evaluated {
	var all []evaluated
	for _, u := range s.Topology.Root().Children() {
		kinds := kindsWithin(u)
		all = append(all, evaluated{
			key: u.ID, view: s.Topology.ViewID(u, ""), name: short(u.Short, u.Name), units: s.unitsWithin(u),
			handles: func(handledBy []string, _ string) bool {
				return slices.ContainsFunc(handledBy, func(by string) bool { return kinds[by] })
			},
		})
	}
	return all
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
			key: d.ID, view: s.Topology.ViewID(root, d.ID), name: short(d.Short, d.Name), units: []string{root.ID}, department: d.ID,
			handles: func(handledBy []string, field string) bool {
				return slices.Contains(handledBy, "department:"+d.ID) || slices.Contains(handledBy, root.Kind) && s.Topology.FieldOwner(field) == d.ID
			},
		})
	}
	return all
}

// owns tells whether what happened in a unit, in a department's field, is the evaluated one's.
func (x *evaluated) owns(unit, department string) bool {
	return slices.Contains(x.units, unit) && (x.department == "" || x.department == department)
}

func (s *Service) card(formula *scorecard.Formula, x *evaluated, known *counted, reports []reported) wire.Scorecard {
	ratios := known.ratios(x)
	latest := latestOf(reports, x)
	for _, g := range formula.Groups {
		for _, m := range g.Metrics {
			if _, ok := ratios[m.Code]; ok {
				continue
			}
			if d, ok := latest[strings.ToLower(m.Code)]; ok {
				if ratio, ok := s.ratioOf(d); ok {
					ratios[m.Code] = ratio
				}
			}
		}
	}
	score := formula.Score(ratios)
	card := wire.Scorecard{Key: x.key, View: x.view, Name: x.name, Points: score.Points, Base: score.Base, Groups: scoreGroups(&score)}
	if percent, ok := score.Percent(); ok {
		card.Percent = &percent
		card.Grade = gradeOf(formula, percent)
	}
	if official, ok := latest[officialTotal]; ok && official.Value != nil {
		card.Official = s.official(official)
		card.Grade = gradeOf(formula, card.Official.Value/formula.Max*100)
	}
	return card
}

func gradeOf(formula *scorecard.Formula, percent float64) *wire.ScorecardGrade {
	g := formula.Grade(percent)
	return &wire.ScorecardGrade{ID: g.ID, Name: wire.Text(g.Name)}
}

func scoreGroups(score *scorecard.Score) []wire.ScorecardGroup {
	groups := make([]wire.ScorecardGroup, 0, len(score.Groups))
	for _, g := range score.Groups {
		w := wire.ScorecardGroup{Code: g.Group.Code, Name: wire.Text(g.Group.Name), Max: g.Group.Max, Points: g.Points, Base: g.Base}
		for _, m := range g.Metrics {
			w.Metrics = append(w.Metrics, wire.ScorecardMetric{
				Code: m.Metric.Code, Name: wire.Text(m.Metric.Name), Max: m.Metric.Max, Numerator: m.Numerator, Denominator: m.Denominator,
				Ratio: m.Ratio, Points: m.Points, Source: m.Source,
			})
		}
		groups = append(groups, w)
	}
	return groups
}

// rank places the cards and puts them in that order.
func rank(cards []wire.Scorecard) {
	standings := make([]scorecard.Standing, len(cards))
	for i := range cards {
		standings[i].Own = cards[i].Percent
		if cards[i].Official != nil {
			standings[i].Official = &cards[i].Official.Value
		}
	}
	for i, place := range scorecard.Rank(standings) {
		if place > 0 {
			n := int64(place)
			cards[i].Rank = &n
		}
	}
	slices.SortStableFunc(cards, func(a, b wire.Scorecard) int {
		switch {
		case a.Rank != nil && b.Rank != nil:
			return cmp.Compare(*a.Rank, *b.Rank)
		case a.Rank != nil:
			return -1
		case b.Rank != nil:
			return 1
		}
		return 0
	})
}

// scorecardFigures are what the scorecard takes from the events.
var scorecardFigures = []string{
	"dossiers.received", "dossiers.resolved", "dossiers.resolved_early", "dossiers.resolved_on_time",
	"dossiers.digitised", "dossiers.reused", "dossiers.electronic_result", "payments.billed", "payments.succeeded",
}

// counted reads what the scorecards of a period count.
func (s *Service) counted(ctx context.Context, period scorecard.Period, upTo eventlog.Position) (*counted, error) {
	var figures []ledger.Figure
	for _, name := range scorecardFigures {
		figures = append(figures, s.figures[name])
	}
	scope := clickhouse.Scope{From: period.From, At: period.To, UpTo: upTo}
	table, err := s.DB.Table(ctx, scope, figures, clickhouse.ByUnit, clickhouse.ByDepartment, clickhouse.ByProcedure, clickhouse.ByAspect)
	if err != nil {
		return nil, err
	}
	offered, err := s.procedures(ctx, period.To, upTo)
	if err != nil {
		return nil, err
	}
	return newCounted(table, offered), nil
}
