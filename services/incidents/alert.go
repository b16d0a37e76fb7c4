package incidents

import (
	"cmp"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// AlertState is where one alert stands.
type AlertState struct {
	Unit       string              `json:"unit"`
	Department string              `json:"department"`
	Severity   event.AlertSeverity `json:"severity"`
	Sensor     string              `json:"sensor"`
	Rule       string              `json:"rule"`
	System     string              `json:"system"`
	Incident   string              `json:"incident"` // that it was promoted to
	Status     event.AlertStatus   `json:"status"`
}

const (
	alertOpen      = event.AlertOpen
	alertTriaged   = event.AlertTriagedStatus
	alertDismissed = event.AlertDismissedStatus
	alertPromoted  = event.AlertPromotedStatus
)

var alertTarget = map[event.Type]event.AlertStatus{
	event.AlertRaised:    alertOpen,
	event.AlertTriaged:   alertTriaged,
	event.AlertDismissed: alertDismissed,
	event.AlertPromoted:  alertPromoted,
}

// judgeAlert is the status after e, and its flag ("": in order). An open alert may be
// dismissed or promoted at once; both are the end.
func judgeAlert(s AlertState, e *event.Event) (event.AlertStatus, event.Flag) {
	to := alertTarget[e.Type]
	switch {
	case to == s.Status:
		return s.Status, event.FlagRepeated
	case s.Status == "" && to == alertOpen:
		return to, ""
	case s.Status == "":
		return to, event.FlagSkipped
	case s.Status == alertDismissed, s.Status == alertPromoted, to == alertOpen:
		return s.Status, event.FlagOutOfOrder
	case !e.Late():
		return to, ""
	case to == alertTriaged:
		return s.Status, event.FlagOutOfOrder
	}
	return to, event.FlagOutOfOrder // an end is one, however late it is told
}

func decideAlert(t *topology.Topology, s AlertState, e *event.Event, in *event.Alert) (*event.Alert, error) {
	if err := refuseDerivedAlert(in); err != nil {
		return nil, err
	}
	a, err := identifyAlert(t, s, e, in)
	if err != nil {
		return nil, err
	}
	to, flag := judgeAlert(s, e)
	a.From, a.To, a.Flags = s.Status, to, flags(flag)
	return a, nil
}

func refuseDerivedAlert(a *event.Alert) error {
	return refuseDerived([]derived{
		{"department", a.Department != ""}, {"from", a.From != ""}, {"to", a.To != ""}, {"flags", a.Flags != nil},
	})
}

func identifyAlert(t *topology.Topology, s AlertState, e *event.Event, in *event.Alert) (*event.Alert, error) {
	a := &event.Alert{
		Unit: s.Unit, Department: s.Department, Severity: s.Severity,
		Sensor: cmp.Or(in.Sensor, s.Sensor), Rule: cmp.Or(in.Rule, s.Rule), System: cmp.Or(in.System, s.System), Incident: cmp.Or(in.Incident, s.Incident),
	}
	if s.Status != "" {
		switch {
		case in.Unit != "" && !t.Means(in.Unit, s.Unit, calendar.DateOf(e.Time, t.Location())):
			return nil, event.Refuse("data.unit", "is %q, but the alert is of %q", in.Unit, s.Unit)
		case in.Severity != "" && in.Severity != s.Severity:
			return nil, event.Refuse("data.severity", "is %s, but the alert was raised as %s", in.Severity, s.Severity)
		}
		return a, nil
	}
	unit, err := unitOf(t, in.Unit, e.Time)
	if err != nil {
		return nil, err
	}
	if in.Severity == "" {
		return nil, event.Refuse("data.severity", "is missing in the first event of this alert")
	}
	a.Unit, a.Severity, a.Department = unit, in.Severity, t.Owners[event.NounAlert]
	return a, nil
}

func evolveAlert(s AlertState, e *event.Event, a *event.Alert) *AlertState {
	return &AlertState{
		Unit: a.Unit, Department: a.Department, Severity: a.Severity, Sensor: a.Sensor, Rule: a.Rule, System: a.System,
		Incident: a.Incident, Status: a.To,
	}
}

func (s *AlertState) texts() [8]*string {
	return [...]*string{
		&s.Unit, &s.Department, (*string)(&s.Severity), &s.Sensor, &s.Rule, &s.System, &s.Incident, (*string)(&s.Status),
	}
}

func (s *AlertState) encode(dst []byte) []byte {
	for _, text := range s.texts() {
		dst = intake.AppendText(dst, *text)
	}
	return dst
}

func decodeAlert(r *intake.Snapshot) *AlertState {
	s := new(AlertState)
	for _, text := range s.texts() {
		*text = r.Text()
	}
	return s
}
