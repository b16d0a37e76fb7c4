package incidents

import (
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

// order is the body of a command about an incident; all of it is optional.
type order struct {
	intake.Timed
	Severity    event.IncidentSeverity `json:"severity"`
	System      string                 `json:"system"`
	SystemLevel uint8                  `json:"system_level"`
	Important   bool                   `json:"important"`
	Note        string                 `json:"note"`
	By          string                 `json:"by"`
	Criteria    *event.Criteria        `json:"criteria,omitzero"` // with assess
	Report      event.IncidentReport   `json:"report"`            // with report
	Reference   string                 `json:"reference"`
}

// opening is the body of POST /api/v1/incidents.
type opening struct {
	Incident string `json:"incident"`
	Unit     string `json:"unit"`
	Title    string `json:"title"`
	Category uint8  `json:"category"`
	order    `json:",inline"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data { return o.incident() }

func (o *order) incident() *event.Incident {
	return &event.Incident{
		Severity: o.Severity, System: o.System, SystemLevel: o.SystemLevel, Important: o.Important, Note: o.Note,
		By: o.By, Criteria: o.Criteria, Report: o.Report, Reference: o.Reference,
	}
}

func openIncident(_ *http.Request, body opening) (intake.Command[State], error) {
	data := body.incident()
	data.Unit, data.Title, data.Category = body.Unit, body.Title, body.Category
	return intake.Command[State]{
		Type: event.IncidentOpened, Subject: event.IncidentSubject(body.Incident), Time: body.Time, Data: data,
		Guard: func(state State, _ *event.Event) error {
			if state.Incident != nil {
				return problem.NewState(state.Incident.Status, "this incident is open already or was")
			}
			return nil
		},
	}, nil
}

// commands are the verbs of POST /api/v1/incidents/{incident}/{command}.
var commands = map[string]event.Type{
	"verify":   event.IncidentVerified,
	"escalate": event.IncidentEscalated,
	"contain":  event.IncidentContained,
	"resolve":  event.IncidentResolved,
	"close":    event.IncidentClosed,
	"reopen":   event.IncidentReopened,

	"notify":    event.IncidentNotified,
	"eradicate": event.IncidentEradicated,
	"assess":    event.IncidentAssessed,
	"report":    event.IncidentReported,
}

// permits holds a command about an incident to what is in order.
func permits(s State, e *event.Event) error {
	if s.Incident == nil {
		return intake.ErrNotFound
	}
	if _, flag := judgeIncident(*s.Incident, e); flag != "" {
		return misfit(e, s.Incident.Status)
	}
	return nil
}

func misfit[Status ~string](e *event.Event, status Status) error {
	return problem.NewState(status, "%s does not fit where it stands: %s", e.Type, status)
}

// raising is the body of POST /api/v1/incidents/alerts.
type raising struct {
	Alert    string              `json:"alert"`
	Unit     string              `json:"unit"`
	Severity event.AlertSeverity `json:"severity"`
	Sensor   string              `json:"sensor"`
	Rule     string              `json:"rule"`
	System   string              `json:"system"`
	Time     time.Time           `json:"time,omitzero"`
}

func raise(_ *http.Request, body raising) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.AlertRaised, Subject: event.AlertSubject(body.Alert), Time: body.Time,
		Data: &event.Alert{Unit: body.Unit, Severity: body.Severity, Sensor: body.Sensor, Rule: body.Rule, System: body.System},
		Guard: func(state State, _ *event.Event) error {
			if state.Alert != nil {
				return problem.NewState(state.Alert.Status, "this alert was raised already")
			}
			return nil
		},
	}, nil
}

// alertCommands are the verbs of POST /api/v1/incidents/alerts/{alert}/{command}.
var alertCommands = map[string]event.Type{
	"triage":  event.AlertTriaged,
	"dismiss": event.AlertDismissed,
	"promote": event.AlertPromoted,
}

// alertOrder is the body of a command about an alert; all of it is optional.
type alertOrder struct {
	intake.Timed
	Incident string `json:"incident"`
}

// Data is what an event says by the order, of whatever type.
func (o alertOrder) Data(event.Type) event.Data { return &event.Alert{Incident: o.Incident} }

// permitsAlert holds a command about an alert to what is in order.
func permitsAlert(s State, e *event.Event) error {
	if s.Alert == nil {
		return intake.ErrNotFound
	}
	if _, flag := judgeAlert(*s.Alert, e); flag != "" {
		return misfit(e, s.Alert.Status)
	}
	return nil
}
