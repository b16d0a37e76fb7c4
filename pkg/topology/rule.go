package topology

import (
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
)

// Rule says when a figure needs attention. An alarm is raised once for a rule and a unit, and cleared when it holds no more.
type Rule struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Kind is threshold (the figure, or its percentage of Base, beyond Above or Below), trend (the sum of the last Days days
	// beyond Above or Below percent of that of the Days before; of a stock, how much there is now and was then), silence (nothing of the figure
	// happened for Hours hours of working days, once anything has) or event (a service raises it by itself: the rule gives its title, severity and escalation).
	Kind   string         `json:"kind"`
	Figure string         `json:"figure,omitempty"`
	Base   string         `json:"base,omitempty"`
	Above  *event.Decimal `json:"above,omitempty"`
	Below  *event.Decimal `json:"below,omitempty"`
	// ClearAt is the value back to which it must come to be cleared; Above or Below itself if left out.
	ClearAt *event.Decimal `json:"clear_at,omitempty"`
	// MinBase is the least base, or for a trend the least sum of the days before, for the rule to say anything.
	MinBase int64 `json:"min_base,omitempty"`
	// Days is over how many days, the last one included, flows are summed; 0 is since 1 January.
	Days  int `json:"days,omitempty"`
	Hours int `json:"hours,omitempty"`
	// Over are the kinds of unit that it is looked at for, and department for each department's field.
	Over     []string `json:"over,omitempty"`
	Severity string   `json:"severity"` // watch, late
	// Unless is the rule that stands for this one wherever both hold.
	Unless string `json:"unless,omitempty"`
	// EscalateHours is after how long an alarm that nobody acknowledged goes to the unit above; 0 is never.
	EscalateHours int `json:"escalate_hours,omitempty"`
}

// The kinds of rule.
const (
	RuleThreshold = "threshold"
	RuleTrend     = "trend"
	RuleSilence   = "silence"
	RuleEvent     = "event"
)

// OverDepartments, among what a rule is over, stands for every department's field in the whole province.
const OverDepartments = "department"

// Severities are what a rule may say of an alarm, the least first.
var Severities = []string{"watch", "late"}

// Threshold is Above or Below; 0 for the kinds that have neither.
func (r *Rule) Threshold() event.Decimal {
	switch {
	case r.Above != nil:
		return *r.Above
	case r.Below != nil:
		return *r.Below
	}
	return 0
}

// Ratio tells whether the threshold is a percentage of something: of the base, or for a trend of the days before.
func (r *Rule) Ratio() bool { return r.Base != "" || r.Kind == RuleTrend }

// Rule is the rule with that id, or nil.
func (t *Topology) Rule(id string) *Rule { return t.rule[id] }

func (t *Topology) indexRules(fault func(string, ...any)) {
	t.rule = make(map[string]*Rule, len(t.Rules))
	for i := range t.Rules {
		r := &t.Rules[i]
		if r.ID == "" || strings.ContainsAny(r.ID, ": /") || t.rule[r.ID] != nil {
			fault("rules[%d]: id %q is missing, used twice or has a colon, a slash or a space", i, r.ID)
		}
		t.rule[r.ID] = r
	}
	for i := range t.Rules {
		r := &t.Rules[i]
		r.check(func(what string) { fault("rules[%d] %s: %s", i, r.ID, what) })
		if u := t.rule[r.Unless]; r.Unless != "" && (u == nil || u == r || u.Unless != "") {
			fault("rules[%d] %s: unless %q is no other rule that stands by itself", i, r.ID, r.Unless)
		}
		for _, over := range r.Over {
			if over != OverDepartments && !slices.ContainsFunc(t.Kinds, func(k Kind) bool { return k.ID == over }) {
				fault("rules[%d] %s: over %q is neither a kind nor department", i, r.ID, over)
			}
		}
	}
}

// check reports what the rule's kind needs and what does not go together.
func (r *Rule) check(fault func(string)) {
	need := func(ok bool, what string) {
		if !ok {
			fault(what)
		}
	}
	need(r.Title.Vi != "" && r.Title.En != "", "needs a title in both languages")
	need(slices.Contains(Severities, r.Severity), "severity must be watch or late")
	need(r.MinBase >= 0 && r.Days >= 0 && r.Hours >= 0 && r.EscalateHours >= 0, "min_base, days, hours and escalate_hours must not be negative")
	need(r.Kind == RuleEvent || len(r.Over) > 0, "is over no kind of unit")
	bound := r.Threshold()
	switch r.Kind {
	case RuleThreshold, RuleTrend:
		need(r.Figure != "", "needs a figure")
		need((r.Above != nil) != (r.Below != nil), "needs either above or below")
		need(r.ClearAt == nil || r.Above != nil && *r.ClearAt <= bound || r.Below != nil && *r.ClearAt >= bound, "clear_at lies beyond the threshold")
		need(r.Kind == RuleThreshold || r.Days > 0 && r.Base == "" && bound > 0, "a trend needs days and a percentage, and has no base")
	case RuleSilence:
		need(r.Figure != "" && r.Hours > 0 && r.Base == "" && r.Above == nil && r.Below == nil, "silence needs a figure and hours, and has neither base nor threshold")
	case RuleEvent:
		need(r.Figure == "" && r.Base == "" && r.Above == nil && r.Below == nil, "an event looks at no figure")
	default:
		fault("kind must be threshold, trend, silence or event")
	}
}
