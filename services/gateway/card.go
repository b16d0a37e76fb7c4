package gateway

import (
	"cmp"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

func modelCard(_ *cards, _ *event.Event, m *event.Model) (card, bool) {
	return card{json: encode(wire.ModelCard{
		Name: m.Name, Status: string(m.To), Lead: m.Lead, Sites: int64(m.Sites), Reason: m.Reason,
		Coordinating: texts(m.Coordinating), Beneficiaries: m.Beneficiaries, SiteUnits: texts(m.SiteUnits), Next: m.Next, NextDue: m.NextDue.String(),
	})}, true
}

// incidentCard ranks open incidents before those that are over, then the last changed first.
func incidentCard(c *cards, e *event.Event, i *event.Incident) (card, bool) {
	phases := make([]wire.PhaseCard, len(i.Phases))
	for n, p := range i.Phases {
		phases[n] = wire.PhaseCard{Phase: string(p.Phase), At: millis(p.At), By: p.By}
	}
	made := card{rank: e.At().Unix(), over: !i.To.Open(), json: encode(wire.IncidentCard{
		Title: i.Title, Unit: i.Unit, Category: int64(i.Category), Severity: string(i.Severity), Status: string(i.To),
		Opened: millis(c.open(e)), Changed: millis(e.At()), System: cmp.Or(i.SystemName, i.System), By: i.By, Phases: phases,
	})}
	if !made.over {
		made.rank += 1 << 40
	}
	return made, true
}

// alarmCard ranks those that are late and that nobody has acknowledged first, then what is late, what is not acknowledged, and the
// youngest.
func alarmCard(_ *cards, _ *event.Event, a *event.Alarm) (card, bool) {
	rank := a.RaisedAt.Unix()
	if !a.Acknowledged {
		rank += 1 << 40
	}
	if a.Severity == "late" {
		rank += 1 << 41
	}
	return card{rank: rank, json: encode(wire.AlarmCard{
		Title: a.Title, Rule: a.Rule, Unit: a.Unit, Originator: a.Originator, Acknowledged: a.Acknowledged, Raised: millis(a.RaisedAt),
		Severity: a.Severity, Escalated: a.Escalated, EscalatedTo: a.EscalatedTo, Figure: a.Figure,
		Value: a.Value.Float(), Base: a.Base.Float(), Threshold: a.Threshold.Float(), By: a.By,
	})}, a.Active
}

func reportedCard(_ *cards, e *event.Event, i *event.Indicator) (card, bool) {
	r := i.Current
	if r == nil { // never reported, and missing: there is no figure, which is not 0
		r = &event.ReportedFigure{From: i.From, To: i.To}
	}
	made := reportedOf(e, i, r)
	made.Silent, made.Due, made.Reminders = i.Silent, i.Due.String(), int64(i.Reminders)
	return card{rank: int64(r.AsOf), json: encode(made)}, i.Current != nil || i.Silent
}

// silenceCard ranks what has been owed longest first.
func silenceCard(_ *cards, _ *event.Event, i *event.Indicator) (card, bool) {
	return card{rank: -int64(i.Due), json: encode(wire.SilenceCard{
		Indicator: i.Indicator, Unit: i.Unit, Issuer: i.Issuer, Due: i.Due.String(),
	})}, i.Silent
}

// reportedOf is the card of one report, but for what is expected since.
func reportedOf(e *event.Event, i *event.Indicator, r *event.ReportedFigure) wire.ReportedCard {
	made := wire.ReportedCard{
		Indicator: i.Indicator, Issuer: i.Issuer, From: r.From.String(), To: r.To.String(), AsOf: r.AsOf.String(),
		Method: r.Method, Document: r.Document, Note: r.Note,
		Recorded: millis(e.Recorded), Simulated: e.Simulated,
	}
	made.HasValue, made.Value = known(r.Value)
	made.HasOf, made.Of = known(r.Of)
	return made
}

func known(d *event.Decimal) (bool, float64) {
	if d == nil {
		return false, 0
	}
	return true, d.Float()
}

// explanationCard ranks the first due first.
func explanationCard(c *cards, e *event.Event, x *event.Explanation) (card, bool) {
	open := x.To.Owed() || x.To == event.ExplanationStatusSubmitted
	return card{rank: -int64(x.Due), json: encode(wire.ExplanationCard{
		Unit: x.Unit, Department: x.Department, Alarm: x.Alarm, Figure: x.Figure, Question: x.Question, Answer: x.Answer,
		Status: string(x.To), Due: x.Due.String(), Rounds: int64(x.Rounds), Requested: millis(c.open(e)), Changed: millis(e.At()),
	})}, open
}

// systemCard ranks the highest level first.
func systemCard(_ *cards, _ *event.Event, s *event.System) (card, bool) {
	layers := make([]string, len(s.Layers))
	for i, l := range s.Layers {
		layers[i] = string(l)
	}
	return card{rank: int64(s.Level), json: encode(wire.SystemCard{
		Name: s.Name, Unit: s.Unit, Owner: s.Owner, Level: int64(s.Level), Approver: string(s.Approver), Layers: layers,
		AuditedOn: s.AuditedOn.String(), ReviewDue: s.ReviewDue.String(),
	})}, s.Active
}

// feedCard ranks the links that are down before the others.
func feedCard(_ *cards, e *event.Event, d *event.Feed) (card, bool) {
	made := card{json: encode(wire.FeedCard{Name: d.Name, Up: d.Up, Reason: d.Reason, Changed: millis(e.At())})}
	if !d.Up {
		made.rank = 1
	}
	return made, true
}

// stepCard ranks the first due first.
func stepCard(_ *cards, _ *event.Event, s *event.Step) (card, bool) {
	due := int64(s.Due)
	if s.Due == 0 {
		due = int64(calendar.MustDate("2299-12-31"))
	}
	return card{rank: -due, json: encode(wire.StepCard{
		Incident: s.Incident, Number: int64(s.Number), Title: s.Title, Role: s.Role, Assignee: s.Assignee,
		Status: string(s.To), Due: s.Due.String(),
	})}, s.To.Open()
}

// texts is list, never null in JSON.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
