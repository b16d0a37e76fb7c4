// Package ledger defines every figure once: which postings an event makes (Postings), and which
// sum of postings a figure is (Figures). The projector writes the postings to ClickHouse, the
// gateway sums the same postings in memory; both read the definitions here.
package ledger

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Measure names what a posting counts: "dossiers.received", "dossiers.status.4", "payments.amount_vnd".
type Measure string

// NoHour is the hour of postings that no curve is drawn of.
const NoHour uint8 = 24

// Posting is one additive fact: Amount of Measure, at these dimensions.
type Posting struct {
	Measure    Measure
	Unit       string // topology unit id
	Department string // department id, or ""
	Procedure  string // base code, or ""
	// Aspect and Level are by what else the events of a measure are told apart, see AxesOf; sums by day do not keep them.
	Aspect string
	Level  string
	Day    calendar.Date // local date on which it occurred
	Hour   uint8         // local hour 0 to 23, or NoHour
	// Due is by when the things counted must be done; only for measures of some Overdue, DueSoon or InTime figure.
	Due    calendar.Date
	Amount int64
}

// Ledger turns events into postings. It is pure: the same event makes the same postings, always.
type Ledger struct{ loc *time.Location }

// New makes a ledger whose days begin at midnight in loc.
func New(loc *time.Location) *Ledger { return &Ledger{loc: loc} }

// Postings appends the postings of e to dst: they are of the day on which it counts.
func (l *Ledger) Postings(dst []Posting, e *event.Event) []Posting {
	n := nounOf(e.Type.Noun())
	if n.postings == nil {
		return dst
	}
	return n.postings(dst, l.at(e.At()), e)
}

// Day is the day of e's postings.
func (l *Ledger) Day(e *event.Event) calendar.Date { return l.at(e.At()).day }

// moment is the local day and hour of an event.
type moment struct {
	day  calendar.Date
	hour uint8
}

func (l *Ledger) at(t time.Time) moment {
	_, offset := t.In(l.loc).Zone()
	local := t.Unix() + int64(offset)
	day := local / 86400
	second := local % 86400
	if second < 0 {
		day--
		second += 86400
	}
	return moment{day: calendar.Date(day), hour: uint8(second / 3600)}
}
