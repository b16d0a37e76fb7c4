package ledger

import "langbiang.internal/ioc/pkg/event"

// Kind says over which days a figure sums its measures.
type Kind uint8

const (
	// Flow sums the days of the period.
	Flow Kind = iota
	// Stock sums all days up to the period's end: what is there at that moment.
	Stock
	// Overdue is a Stock of those whose due date lies before the period's last day.
	Overdue
)

// Figure is a number that screens and the API show: a sum of measures.
type Figure struct {
	Name     string
	Kind     Kind
	Measures []Measure
	// Curve tells that it is drawn by the hour and by the day.
	Curve bool
}

var openStatuses = []event.DossierStatus{
	event.StatusReceived, event.StatusProcessing, event.StatusSupplementRequested, event.StatusFeeRequested, event.StatusPaused,
}

// Figures lists every figure, in a stable order.
func Figures() []Figure {
	figures := []Figure{
		{Name: "dossiers.received", Kind: Flow, Measures: []Measure{DossiersReceived}, Curve: true},
		{Name: "dossiers.resolved", Kind: Flow, Measures: []Measure{DossiersResolved}, Curve: true},
		{Name: "dossiers.resolved_full_online", Kind: Flow, Measures: []Measure{DossiersResolvedFullOnline}},
		{Name: "dossiers.resolved_early", Kind: Flow, Measures: []Measure{DossiersResolvedEarly}},
		{Name: "dossiers.resolved_on_time", Kind: Flow, Measures: []Measure{DossiersResolvedOnTime}},
		{Name: "dossiers.resolved_late", Kind: Flow, Measures: []Measure{DossiersResolvedLate}},
		{Name: "dossiers.flagged", Kind: Flow, Measures: []Measure{DossiersFlagged}},
		{Name: "dossiers.open", Kind: Stock, Measures: statusMeasures(event.DossierStatus.Open)},
		{Name: "dossiers.overdue", Kind: Overdue, Measures: statusMeasures(event.DossierStatus.ClockRuns)},
		{Name: "payments.succeeded", Kind: Flow, Measures: []Measure{PaymentsSucceeded}, Curve: true},
		{Name: "payments.amount_vnd", Kind: Flow, Measures: []Measure{PaymentsAmount}},
		{Name: "payments.failed", Kind: Flow, Measures: []Measure{PaymentsFailed}},
		{Name: "payments.refunded", Kind: Flow, Measures: []Measure{PaymentsRefunded}},
		{Name: "payments.unpaid", Kind: Stock, Measures: []Measure{PaymentsUnpaid}},
		{Name: "payments.pending", Kind: Stock, Measures: []Measure{PaymentsPending}},
		{Name: "alerts.raised", Kind: Flow, Measures: []Measure{AlertsRaised}, Curve: true},
		{Name: "alerts.raised.low", Kind: Flow, Measures: []Measure{"alerts.raised.low"}},
		{Name: "alerts.raised.medium", Kind: Flow, Measures: []Measure{"alerts.raised.medium"}},
		{Name: "alerts.raised.high", Kind: Flow, Measures: []Measure{"alerts.raised.high"}},
		{Name: "alerts.raised.critical", Kind: Flow, Measures: []Measure{"alerts.raised.critical"}},
		{Name: "alerts.open", Kind: Stock, Measures: []Measure{AlertsOpen}},
		{Name: "incidents.opened", Kind: Flow, Measures: []Measure{IncidentsOpened}},
		{Name: "incidents.resolved", Kind: Flow, Measures: []Measure{IncidentsResolved}},
		{Name: "incidents.open", Kind: Stock, Measures: []Measure{IncidentsOpen}},
		{Name: "incidents.severe", Kind: Stock, Measures: []Measure{IncidentsSevere}},
		{Name: "alarms.active", Kind: Stock, Measures: []Measure{AlarmsActive}},
		{Name: "alarms.unacknowledged", Kind: Stock, Measures: []Measure{AlarmsUnacknowledged}},
		{Name: "models.total", Kind: Stock, Measures: []Measure{ModelsTotal}},
		{Name: "models.completed", Kind: Stock, Measures: []Measure{ModelsCompleted}},
		{Name: "models.in_progress", Kind: Stock, Measures: []Measure{ModelsInProgress}},
		{Name: "models.waiting", Kind: Stock, Measures: []Measure{ModelsWaiting}},
		{Name: "models.sites", Kind: Stock, Measures: []Measure{ModelsSites}},
	}
	for s := event.StatusSubmitted; s <= event.StatusReturned; s++ {
		m := DossierStatus(s)
		figures = append(figures, Figure{Name: string(m), Kind: Stock, Measures: []Measure{m}})
	}
	return figures
}

func statusMeasures(in func(event.DossierStatus) bool) []Measure {
	var all []Measure
	for _, s := range openStatuses {
		if in(s) {
			all = append(all, DossierStatus(s))
		}
	}
	return all
}

// CountsOpen tells whether m counts dossiers that are open.
func CountsOpen(m Measure) bool {
	for _, s := range openStatuses {
		if dossierStatus[s] == m {
			return true
		}
	}
	return false
}
