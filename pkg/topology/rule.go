package topology

import (
	"langbiang.internal/ioc/pkg/event"
)

// Rule says when a figure needs attention. An alarm is raised once for a rule and a unit, and cleared when it holds no more.
type Rule struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Kind is threshold (the figure, or its ratio to Base, beyond Above or Below), trend (the sum of the last Days days beyond
	// Above or Below times that of the Days before) or silence (no event of Noun for Hours).
	Kind   string         `json:"kind"`
	Figure string         `json:"figure,omitempty"`
	Base   string         `json:"base,omitempty"`
	Above  *event.Decimal `json:"above,omitempty"`
	Below  *event.Decimal `json:"below,omitempty"`
	// ClearAt is the value back to which it must come to be cleared; Above or Below itself if left out.
	ClearAt *event.Decimal `json:"clear_at,omitempty"`
	// MinBase is the least base, or for a trend the least sum of the days before, for the rule to say anything.
	MinBase int64      `json:"min_base,omitempty"`
	Days    int        `json:"days,omitempty"`
	Noun    event.Noun `json:"noun,omitempty"`
	Hours   int        `json:"hours,omitempty"`
	// Over are the kinds of unit that it is looked at for.
	Over     []string `json:"over"`
	Severity string   `json:"severity"` // watch, late
	// EscalateHours is after how long an alarm that nobody acknowledged goes to the unit above; 0 is never.
	EscalateHours int `json:"escalate_hours,omitempty"`
}

func (t *Topology) indexRules(_ func(string, ...any)) {}
