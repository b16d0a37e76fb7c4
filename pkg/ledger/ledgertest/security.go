package ledgertest

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// incident is one with what it owes the national centre, by report.
type incident struct {
	event.Incident
	resolved bool
	owed     map[event.IncidentReport]calendar.Date
}

var coverages = []event.Coverage{event.CoverageNone, event.CoveragePartial, event.CoverageFull, event.CoverageFull}

var alertSeverities = []event.AlertSeverity{event.AlertLow, event.AlertMedium, event.AlertHigh, event.AlertCritical}

func (l *Lives) alert(t *thing) told {
	a := t.alert
	a.Unit, a.Department, a.From, a.Flags = t.unit, t.department, t.alert.To, nil
	what := event.AlertRaised
	switch a.From {
	case "":
		a.Severity, a.Sensor, a.To = pick(l, alertSeverities), pick(l, []string{"EDR", "WAF", ""}), event.AlertOpen
	case event.AlertOpen:
		what, a.To = event.AlertTriaged, event.AlertTriagedStatus
	case event.AlertTriagedStatus:
		what, a.To = event.AlertDismissed, event.AlertDismissedStatus
	default:
		a.Flags = repeated
	}
	t.alert = a
	return told{what, event.AlertSubject(t.id), &a, a.To == event.AlertDismissedStatus}
}

// phases are the types of events by which a response goes on, by where it is.
var phases = map[event.IncidentStatus]struct {
	what event.Type
	to   event.IncidentStatus
}{
	"":                             {event.IncidentOpened, event.IncidentStatusOpen},
	event.IncidentStatusOpen:       {event.IncidentNotified, event.IncidentStatusNotified},
	event.IncidentStatusNotified:   {event.IncidentVerified, event.IncidentStatusVerified},
	event.IncidentStatusVerified:   {event.IncidentContained, event.IncidentStatusContained},
	event.IncidentStatusContained:  {event.IncidentEradicated, event.IncidentStatusEradicated},
	event.IncidentStatusEradicated: {event.IncidentResolved, event.IncidentStatusResolved},
	event.IncidentStatusResolved:   {event.IncidentClosed, event.IncidentStatusClosed},
	event.IncidentStatusClosed:     {event.IncidentReopened, event.IncidentStatusOpen},
}

// incident draws a phase of the response, an escalation, or a report to the national centre.
func (l *Lives) incident(t *thing, day calendar.Date) told {
	i := t.incident.Incident
	i.Unit, i.Department, i.Title = t.unit, t.department, "Sự cố"
	i.From, i.FromSeverity, i.CountsResolved, i.Report, i.Owed = i.To, i.Severity, false, "", nil
	what := event.IncidentReported
	switch {
	case i.From == "":
		what, i.To = event.IncidentOpened, event.IncidentStatusOpen
		i.Category, i.Severity = uint8(1+l.IntN(event.IncidentCategories)), event.IncidentOrdinary
		t.incident.owed = make(map[event.IncidentReport]calendar.Date)
		l.owe(t, &i, event.ReportInitial, day)
	case i.From.Open() && i.Severity == event.IncidentOrdinary && l.chance(4):
		what, i.Severity = event.IncidentEscalated, event.IncidentSevere
		l.owe(t, &i, event.ReportProgress, day)
	case l.chance(3):
		i.Report = pick(l, event.IncidentReports)
		if due, ok := t.incident.owed[i.Report]; ok {
			i.Owed = append(i.Owed, event.OwedReport{Report: i.Report, Due: due, Change: -1})
			delete(t.incident.owed, i.Report)
		}
	default:
		next := phases[i.From]
		what, i.To = next.what, next.to
		if i.To == event.IncidentStatusResolved {
			i.CountsResolved, t.incident.resolved = !t.incident.resolved, true
			l.owe(t, &i, event.ReportClosing, day)
		}
	}
	t.incident.Incident = i
	return told{what, event.IncidentSubject(t.id), &i, i.To == event.IncidentStatusClosed}
}

// owe makes a report due, if it is not yet.
func (l *Lives) owe(t *thing, i *event.Incident, report event.IncidentReport, day calendar.Date) {
	if _, ok := t.incident.owed[report]; ok {
		return
	}
	due := l.due(day)
	t.incident.owed[report] = due
	i.Owed = append(i.Owed, event.OwedReport{Report: report, Due: due, Change: 1})
}

// alarm draws the raising, the acknowledgement, the escalation and the clearing of an alarm. Only a raising can be of
// another severity.
func (l *Lives) alarm(t *thing) told {
	a := t.alarm
	a.Unit, a.Department, a.Rule, a.Originator, a.Title = t.unit, t.department, "overdue", "unit/"+t.id, "Quá hạn"
	a.WasActive, a.WasAcknowledged, a.WasEscalated = a.Active, a.Acknowledged, a.Escalated
	what := event.AlarmRaised
	switch {
	case !a.Active:
		a.Active, a.Acknowledged, a.Escalated = true, false, false
		a.Severity = pick(l, []string{"watch", "late"})
	case !a.Acknowledged && !a.Escalated && l.chance(2):
		what, a.Escalated = event.AlarmEscalated, true
	case !a.Acknowledged && l.chance(2):
		what, a.Acknowledged = event.AlarmAcknowledged, true
	default:
		what, a.Active = event.AlarmCleared, false
	}
	t.alarm = a
	return told{what, event.AlarmSubject(a.Rule, a.Originator), &a, false}
}

// system draws the registration, the level file, the layers, the audits and the retirement of an information system.
func (l *Lives) system(t *thing, day calendar.Date) told {
	s := t.system
	s.Name, s.Unit, s.Department, s.Owner = "Hệ thống", t.unit, t.department, "owner"
	s.WasActive, s.PreviousApprover, s.PreviousReviewDue, s.Layer, s.Coverage, s.PreviousCoverage = s.Active, s.Approver, s.ReviewDue, 0, "", ""
	what := event.SystemLayerAssessed
	switch x := l.IntN(10); {
	case !s.Active:
		what, s.Active, s.Level = event.SystemRegistered, true, uint8(1+l.IntN(5))
	case x == 0:
		what, s.Active = event.SystemRetired, false
	case x <= 2:
		what, s.Approver = event.SystemLevelApproved, pick(l, []event.Approver{event.ApprovedByProvince, event.ApprovedByDepartment})
	case x <= 4:
		what, s.AuditedOn, s.ReviewDue = event.SystemAudited, day, l.due(day)
	default:
		s.Layer = uint8(1 + l.IntN(event.SystemLayers))
		s.Coverage, s.PreviousCoverage = pick(l, coverages), s.Layers[s.Layer-1]
		s.Layers[s.Layer-1] = s.Coverage
	}
	t.system = s
	return told{what, event.SystemSubject(t.id), &s, false}
}

func (l *Lives) feed(t *thing) told {
	f := t.feed
	f.Name, f.Unit, f.Department = "Kết nối", t.unit, t.department
	f.WasUp, f.Up = f.Up, l.chance(2)
	what := event.FeedDown
	if f.Up {
		what = event.FeedUp
	}
	recorded := f
	f.Known = true
	t.feed = f
	return told{what, event.FeedSubject(t.id), &recorded, false}
}

func (l *Lives) step(t *thing, day calendar.Date) told {
	s := t.step
	s.Unit, s.Department, s.Incident, s.Title, s.Number = t.unit, t.department, "i"+t.id, "Bước", 1
	s.From, s.Late = s.To, false
	what, ended := event.StepOpened, false
	switch {
	case s.From == "":
		s.To, s.Due = event.StepStatusOpen, l.due(day)
	case s.From == event.StepStatusOpen:
		what, s.To = event.StepAssigned, event.StepStatusAssigned
	case s.From == event.StepStatusAssigned && l.chance(4):
		what, s.To, ended = event.StepSkipped, event.StepStatusSkipped, true
	default:
		what, s.To, s.Late, ended = event.StepDone, event.StepStatusDone, l.chance(2), true
	}
	t.step = s
	return told{what, event.StepSubject(s.Incident + ":1"), &s, ended}
}
