package history

import (
	"cmp"
	"context"
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

// latestOf gives each metric's latest report of one of those evaluated: of the period that ends last, of these the longest (a
// quarter before its last month), as of the latest day, last told. Issuers are not merged: the report is one issuer's.
func latestOf(reports []reported, x *evaluated) map[string]reported {
	latest := make(map[string]reported)
	for _, d := range reports {
		if !x.reportedBy(d) {
			continue
		}
		metric := strings.TrimPrefix(d.Indicator, scorecardPrefix)
		held := latest[metric]
		if held == nil || cmp.Or(cmp.Compare(d.To, held.To), cmp.Compare(held.From, d.From), cmp.Compare(d.AsOf, held.AsOf)) >= 0 {
			latest[metric] = d
		}
	}
	return latest
}

// reportedBy tells whether a report is of the evaluated one: of its unit, or of the province by the department.
func (x *evaluated) reportedBy(d reported) bool {
	if x.department != "" {
		return d.Unit == x.units[0] && d.Department == x.department
	}
	return d.Unit == x.key
}

// ratioOf is what a report says of a metric; false where it says that there is no figure, or not of how many.
func (s *Service) ratioOf(d reported) (scorecard.Ratio, bool) {
	if d.Value == nil {
		return scorecard.Ratio{}, false
	}
	ratio := scorecard.Ratio{Numerator: d.Value.Float(), Source: scorecard.SourceReported + d.Issuer}
	switch {
	case d.Of != nil:
		ratio.Denominator = d.Of.Float()
	case s.inPercent(d.Indicator):
		ratio.Denominator = 100
	default:
		return scorecard.Ratio{}, false
	}
	return ratio, true
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
