package incidents

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Days within which the national centre must have a report: the initial one from detection (Circular 20/2017/TT-BTTTT); the
// progress reports from the one before while the incident is not closed, and the closing one from its end (assumed).
const (
	initialDays  = 5
	progressDays = 5
	closingDays  = 5
)

// settle gives what e changes in the reports that are owed: each ends with its report and begins with what calls for it.
func settle(s IncidentState, i *event.Incident, e *event.Event, today calendar.Date) []event.OwedReport {
	var changes []event.OwedReport
	owe := func(r event.IncidentReport, days int) {
		changes = append(changes, event.OwedReport{Report: r, Due: today + calendar.Date(days), Change: 1})
	}
	end := func(r event.IncidentReport) (was bool) {
		for _, o := range s.Owed {
			if o.Report == r {
				changes = append(changes, event.OwedReport{Report: r, Due: o.Due, Change: -1})
				was = true
			}
		}
		return was
	}
	switch {
	case s.Status == "" && i.Report == event.ReportInitial: // its report is the first that is heard of it
		owe(event.ReportProgress, progressDays)
	case s.Status == "":
		owe(event.ReportInitial, initialDays)
		if i.To == closed {
			owe(event.ReportClosing, closingDays)
		}
	case e.Type == event.IncidentReported:
		was := end(i.Report)
		if was && i.Report != event.ReportClosing && s.Status != closed {
			owe(event.ReportProgress, progressDays)
		}
	case i.To == closed && i.From != closed:
		end(event.ReportProgress)
		owe(event.ReportClosing, closingDays)
	case e.Type == event.IncidentReopened && i.From == closed && i.To != closed:
		end(event.ReportClosing)
		if !slices.ContainsFunc(s.Owed, func(o event.OwedReport) bool { return o.Report == event.ReportInitial }) {
			owe(event.ReportProgress, progressDays)
		}
	}
	return changes
}

// stillOwed is what is owed after the changes.
func stillOwed(owed, changes []event.OwedReport) []event.OwedReport {
	after := slices.Clone(owed)
	for _, c := range changes {
		if c.Change > 0 {
			after = append(after, c)
			continue
		}
		after = slices.DeleteFunc(after, func(o event.OwedReport) bool { return o.Report == c.Report && o.Due == c.Due })
	}
	if len(after) == 0 {
		return nil
	}
	return after
}

// Severe tells whether an incident is severe by Decision 05/2017/QĐ-TTg: the system is of level 4 or 5 or nationally important,
// one of the five criteria holds, and its owner cannot control it alone.
func Severe(level uint8, important bool, c event.Criteria) bool {
	grave := c.Interrupted || c.Disclosed || c.IntegrityLost || c.ControlLost || c.Cascading
	return (level >= SevereFrom || important) && grave && c.BeyondOwner
}
