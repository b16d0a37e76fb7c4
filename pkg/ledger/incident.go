package ledger

import (
	"strconv"

	"langbiang.internal/ioc/pkg/event"
)

// Measures of alerts and incidents.
const (
	AlertsRaised      Measure = "alerts.raised" // and alerts.raised.<severity>
	AlertsOpen        Measure = "alerts.open"   // stock: not yet triaged
	IncidentsOpened   Measure = "incidents.opened"
	IncidentsResolved Measure = "incidents.resolved"
	IncidentsOpen     Measure = "incidents.open"     // stock
	IncidentsSevere   Measure = "incidents.severe"   // stock: open and severe
	IncidentsReported Measure = "incidents.reported" // reports to the national centre
	// IncidentsReportsOwed is a stock by due date: reports to the national centre that are to come. An incident can owe several.
	IncidentsReportsOwed Measure = "incidents.reports_owed"
)

var alertSeverity = map[event.AlertSeverity]Measure{
	event.AlertLow:      "alerts.raised.low",
	event.AlertMedium:   "alerts.raised.medium",
	event.AlertHigh:     "alerts.raised.high",
	event.AlertCritical: "alerts.raised.critical",
}

var alerts = noun{
	of: event.NounAlert, postings: counts(alertPostings), figures: alertFigures,
	axes:  []Axis{{"sensor", ByAspect}, {"severity", ByLevel}},
	pages: []string{"severity", "sensor", "day"},
	source: Source{
		"Cảnh báo của trung tâm giám sát an toàn thông tin (SOC), theo mức do trung tâm đặt.",
		"Alerts of the security operations centre, by the severity that it gives.",
		true,
	},
}

func alertPostings(dst []Posting, at moment, _ *event.Event, a *event.Alert) []Posting {
	base := Posting{
		Unit: a.Unit, Department: a.Department, Aspect: a.Sensor, Level: string(a.Severity), Day: at.day, Hour: NoHour, Amount: 1,
	}
	if a.From == "" { // its first event, whichever a source sends first
		flow := base
		flow.Hour = at.hour
		flow.Measure = AlertsRaised
		dst = append(dst, flow)
		flow.Measure = alertSeverity[a.Severity]
		dst = append(dst, flow)
	}
	return stock(dst, base, AlertsOpen, a.From == event.AlertOpen, a.To == event.AlertOpen)
}

var incidents = noun{
	of: event.NounIncident, postings: counts(incidentPostings), figures: incidentFigures,
	axes:  []Axis{{"category", ByAspect}, {"severity", ByLevel}},
	pages: []string{"category", "severity", "day"},
	source: Source{
		"Quyết định 05/2017/QĐ-TTg (sự cố nghiêm trọng) và Thông tư 20/2017/TT-BTTTT (báo cáo ban đầu); " +
			"hạn báo cáo diễn biến và báo cáo kết thúc là giả định.",
		"Decision 05/2017/QĐ-TTg (severe incidents) and Circular 20/2017/TT-BTTTT (the initial report); " +
			"until when progress and closing reports are due is an assumption.",
		true,
	},
}

func incidentPostings(dst []Posting, at moment, _ *event.Event, i *event.Incident) []Posting {
	base := Posting{
		Unit: i.Unit, Department: i.Department, Aspect: strconv.Itoa(int(i.Category)), Day: at.day, Hour: NoHour, Amount: 1,
	}
	flow := base
	flow.Hour, flow.Level = at.hour, string(i.Severity) // a stock has none: what leaves may have another than what came
	if i.From == "" {                                   // its first event, whichever a source sends first
		flow.Measure = IncidentsOpened
		dst = append(dst, flow)
	}
	if i.CountsResolved {
		flow.Measure = IncidentsResolved
		dst = append(dst, flow)
	}
	if i.Report != "" {
		flow.Measure = IncidentsReported
		dst = append(dst, flow)
	}
	for _, owed := range i.Owed {
		x := base
		x.Measure, x.Due, x.Amount = IncidentsReportsOwed, owed.Due, owed.Change
		dst = append(dst, x)
	}
	dst = stock(dst, base, IncidentsOpen, i.From.Open(), i.To.Open())
	return stock(dst, base, IncidentsSevere,
		i.From.Open() && i.FromSeverity == event.IncidentSevere,
		i.To.Open() && i.Severity == event.IncidentSevere)
}

var alertFigures = []Figure{
	{Name: "alerts.raised", Kind: Flow, Measures: []Measure{AlertsRaised}, Curve: true, Banded: true},
	{Name: "alerts.raised.low", Kind: Flow, Measures: []Measure{"alerts.raised.low"}},
	{Name: "alerts.raised.medium", Kind: Flow, Measures: []Measure{"alerts.raised.medium"}},
	{Name: "alerts.raised.high", Kind: Flow, Measures: []Measure{"alerts.raised.high"}},
	{Name: "alerts.raised.critical", Kind: Flow, Measures: []Measure{"alerts.raised.critical"}},
	{Name: "alerts.open", Kind: Stock, Measures: []Measure{AlertsOpen}},
}

var incidentFigures = []Figure{
	{Name: "incidents.opened", Kind: Flow, Measures: []Measure{IncidentsOpened}, Daily: true, Banded: true},
	{Name: "incidents.resolved", Kind: Flow, Measures: []Measure{IncidentsResolved}},
	{Name: "incidents.open", Kind: Stock, Measures: []Measure{IncidentsOpen}, Daily: true},
	{Name: "incidents.severe", Kind: Stock, Measures: []Measure{IncidentsSevere}},
	{Name: "incidents.reported", Kind: Flow, Measures: []Measure{IncidentsReported}},
	{Name: "incidents.reports_owed", Kind: Stock, Measures: []Measure{IncidentsReportsOwed}},
	{Name: "incidents.reports_overdue", Kind: Overdue, Measures: []Measure{IncidentsReportsOwed}},
}
