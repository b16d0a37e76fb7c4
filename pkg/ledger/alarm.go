package ledger

import "langbiang.internal/ioc/pkg/event"

// Measures of alarms.
const (
	AlarmsRaised         Measure = "alarms.raised"
	AlarmsActive         Measure = "alarms.active"         // stock
	AlarmsUnacknowledged Measure = "alarms.unacknowledged" // stock: active and nobody has said "seen"
	AlarmsEscalated      Measure = "alarms.escalated"      // stock: active and gone to the unit above
)

var alarms = noun{
	of: event.NounAlarm, postings: counts(alarmPostings), figures: alarmFigures,
	axes:  []Axis{{"rule", ByAspect}, {"severity", ByLevel}},
	pages: []string{"rule", "severity", "day"},
	source: Source{
		"Các quy tắc cảnh báo đặt cho tỉnh này, với ngưỡng giả định.",
		"The alarm rules that are set for this province, with assumed thresholds.",
		true,
	},
}

func alarmPostings(dst []Posting, at moment, _ *event.Event, a *event.Alarm) []Posting {
	base := Posting{
		Unit: a.Unit, Department: a.Department, Aspect: a.Rule, Level: a.Severity, Day: at.day, Hour: NoHour, Amount: 1,
	}
	if a.Active && !a.WasActive {
		raised := base
		raised.Measure, raised.Hour = AlarmsRaised, at.hour
		dst = append(dst, raised)
	}
	dst = stock(dst, base, AlarmsActive, a.WasActive, a.Active)
	dst = stock(dst, base, AlarmsUnacknowledged, a.WasActive && !a.WasAcknowledged, a.Active && !a.Acknowledged)
	return stock(dst, base, AlarmsEscalated, a.WasActive && a.WasEscalated, a.Active && a.Escalated)
}

var alarmFigures = []Figure{
	{Name: "alarms.raised", Kind: Flow, Measures: []Measure{AlarmsRaised}},
	{Name: "alarms.active", Kind: Stock, Measures: []Measure{AlarmsActive}},
	{Name: "alarms.unacknowledged", Kind: Stock, Measures: []Measure{AlarmsUnacknowledged}},
	{Name: "alarms.escalated", Kind: Stock, Measures: []Measure{AlarmsEscalated}},
}
