package history

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/scorecard"
	"langbiang.internal/ioc/pkg/wire"
)

const (
	scorecardPrefix = "scorecard."     // of indicators: scorecard.<metric code in lower case>
	officialTotal   = "official_total" // scorecard.official_total: the whole score, in points
)

// reported is what an issuer says of one period.
type reported = *event.Indicator

// reports are the scorecard's reports whose period lies within the one asked for, in the order of the log.
func (s *Service) reports(ctx context.Context, period scorecard.Period, upTo eventlog.Position) ([]reported, error) {
	events, err := s.DB.Reports(ctx, scorecardPrefix, period.From, period.To, upTo)
	if err != nil {
		return nil, err
	}
	var all []reported
	for i := range events {
		if d, ok := events[i].Event.Data.(*event.Indicator); ok && !d.Ignored {
			all = append(all, d)
		}
	}
	return all, nil
}

// reportsOf are the reports of one of those evaluated, by metric.
func reportsOf(reports []reported, x *evaluated) map[string][]reported {
	of := make(map[string][]reported)
	for _, d := range reports {
		if x.reportedBy(d) {
			metric := strings.TrimPrefix(d.Indicator, scorecardPrefix)
			of[metric] = append(of[metric], d)
		}
	}
	return of
}

// officialOf is the whole score that an authority reports of exactly the period: as of the latest day, last told. The score of a
// quarter says nothing of its year.
func officialOf(reports []reported, period scorecard.Period) (latest reported, ok bool) {
	for _, d := range reports {
		if d.From == period.From && d.To == period.To && d.Value != nil && (latest == nil || d.AsOf >= latest.AsOf) {
			latest = d
		}
	}
	return latest, latest != nil
}

// ratioOf is what the reports of a metric say of a period: those of one issuer, whose months are summed where it does not report the
// period whole. Of several issuers it is the one that covers most of the period; they are not merged. False where nothing is known.
func (s *Service) ratioOf(reports []reported, period scorecard.Period) (scorecard.Ratio, bool) {
	var best scorecard.Ratio
	for _, issuer := range issuersOf(reports) {
		if r := s.sumOf(reports, issuer, period); r.Days > 0 && (r.Days > best.Days || r.Days == best.Days && r.Within.To >= best.Within.To) {
			best = r
		}
	}
	return best, best.Days > 0
}

func issuersOf(reports []reported) (issuers []string) {
	for _, d := range reports {
		if !slices.Contains(issuers, d.Issuer) {
			issuers = append(issuers, d.Issuer)
		}
	}
	return issuers
}

// sumOf adds up what an issuer reports: the longest parts of the period first, none that overlaps another. A part without a figure
// covers nothing. What is told in per cent without its base cannot be added up: it is known of the whole period or not at all.
func (s *Service) sumOf(reports []reported, issuer string, period scorecard.Period) (sum scorecard.Ratio) {
	var taken []reported
	for _, d := range partsOf(reports, issuer) {
		isPart := d.From != period.From || d.To != period.To
		if d.Value == nil || d.Of == nil && (isPart || !s.inPercent(d.Indicator)) {
			continue
		}
		if slices.ContainsFunc(taken, func(t reported) bool { return d.From <= t.To && t.From <= d.To }) {
			continue
		}
		of := 100.0
		if d.Of != nil {
			of = d.Of.Float()
		}
		days := scorecard.Period{From: d.From, To: d.To}
		if len(taken) == 0 {
			sum = scorecard.Ratio{Source: scorecard.SourceReported + issuer, Within: days}
		}
		taken = append(taken, d)
		sum.Numerator, sum.Denominator, sum.Days = sum.Numerator+d.Value.Float(), sum.Denominator+of, sum.Days+days.Days()
		sum.Within.From, sum.Within.To = min(sum.Within.From, d.From), max(sum.Within.To, d.To)
	}
	return sum
}

// partsOf are the reports of one issuer, of each period the one as of the latest day, last told; the longest periods first, of
// these the latest first.
func partsOf(reports []reported, issuer string) []reported {
	latest := make(map[scorecard.Period]reported)
	for _, d := range reports {
		if d.Issuer != issuer {
			continue
		}
		of := scorecard.Period{From: d.From, To: d.To}
		if held := latest[of]; held == nil || d.AsOf >= held.AsOf {
			latest[of] = d
		}
	}
	return slices.SortedFunc(maps.Values(latest), func(a, b reported) int {
		return cmp.Or(cmp.Compare(b.To-b.From, a.To-a.From), cmp.Compare(b.To, a.To))
	})
}

// reportedBy tells whether a report is of the evaluated one: of its unit, or of the province by the department. What a department
// reports of the province is not the province's.
func (x *evaluated) reportedBy(d reported) bool {
	return d.Unit == x.unit && (d.Department == x.department || x.department == "" && !x.province)
}

func (s *Service) inPercent(indicator string) bool {
	for _, i := range s.Topology.Indicators {
		if i.ID == indicator {
			return i.Measured == "percent"
		}
	}
	return false
}

func (s *Service) official(d reported) *wire.OfficialScore {
	return &wire.OfficialScore{
		Value: d.Value.Float(), Issuer: d.Issuer, Name: s.issuerName(d.Issuer),
		From: d.From.String(), To: d.To.String(), AsOf: dateText(d.AsOf), Document: d.Document,
	}
}
