package event

import "langbiang.internal/ioc/pkg/calendar"

// Indicator events: a figure that an agency reports, and what becomes of a report that does not come. The
// stream is one indicator of one unit as one issuer gives it; two issuers are never merged.
const (
	IndicatorReported Type = "indicator.reported.v1"
	// IndicatorMissed says that the day by which a report was expected has passed without it.
	IndicatorMissed   Type = "indicator.missed.v1"
	IndicatorReminded Type = "indicator.reminded.v1"
)

var indicators = describe[Indicator](IndicatorReported, IndicatorMissed, IndicatorReminded).toldBy(Policies, IndicatorMissed, IndicatorReminded)

// Indicator is the data of every indicator event. A source must give Indicator, Unit and Issuer, which are the
// stream, and with a report From, To and Value, or no Value to say that there is none: that is not 0.
type Indicator struct {
	Indicator string `json:"indicator,omitzero"` // id of its definition in the topology
	Unit      string `json:"unit,omitzero"`
	// Department is whom the figure is about, or through whom it is seen: the issuer's own, unless a source names another.
	Department string        `json:"department,omitzero"`
	Issuer     string        `json:"issuer,omitzero"` // agency id of the topology
	From       calendar.Date `json:"from,omitzero"`   // the period, both days included
	To         calendar.Date `json:"to,omitzero"`
	AsOf       calendar.Date `json:"as_of,omitzero"` // default To
	Value      *Decimal      `json:"value,omitzero"`
	Of         *Decimal      `json:"of,omitzero"`       // the base, where the value is a part of something
	Method     string        `json:"method,omitzero"`   // how it was counted
	Document   string        `json:"document,omitzero"` // where it is written
	Note       string        `json:"note,omitzero"`
	// Due is by when this period's report is or was expected, where the topology expects one.
	Due calendar.Date `json:"due,omitzero"`
	// CountsDue marks the one event by which an expected period is accounted for: its report, or that it was missed.
	CountsDue  bool       `json:"counts_due,omitzero"`
	Timeliness Timeliness `json:"timeliness,omitzero"` // with the first report of an expected period
	// Silent and WasSilent tell whether a report is missing, after this event and before it.
	Silent    bool `json:"silent,omitzero"`
	WasSilent bool `json:"was_silent,omitzero"`
	// Corrects tells that the period had been reported before, with another value or base.
	Corrects  bool `json:"corrects,omitzero"`
	Reminders int  `json:"reminders,omitzero"` // of the missing report, this one included
	// Ignored tells that a report changes nothing: it repeats what is known of its period, or was told before it.
	Ignored bool `json:"ignored,omitzero"`
	// Current is the report of the latest period, as it stands after this event.
	Current *ReportedFigure `json:"current,omitzero"`
	Flags   []Flag          `json:"flags,omitzero"`
}

// ReportedFigure is what an issuer says of one period.
type ReportedFigure struct {
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"`
	AsOf     calendar.Date `json:"as_of"`
	Value    *Decimal      `json:"value,omitzero"`
	Of       *Decimal      `json:"of,omitzero"`
	Method   string        `json:"method,omitzero"`
	Document string        `json:"document,omitzero"`
	Note     string        `json:"note,omitzero"`
}

func (*Indicator) noun() Noun { return NounIndicator }

// Facets implements Data.
func (i *Indicator) Facets() Facets { return Facets{i.Unit, i.Department, "", i.Flags} }

// IndicatorSubject is the stream of an indicator of a unit as an issuer gives it.
func IndicatorSubject(indicator, unit, issuer string) string {
	return string(NounIndicator) + "/" + indicator + ":" + unit + ":" + issuer
}

// IndicatorSubjectAbout is the stream of an indicator of a department at a unit, as an issuer that is not the department gives it; of the
// unit itself for no department.
func IndicatorSubjectAbout(indicator, unit, issuer, department string) string {
	subject := IndicatorSubject(indicator, unit, issuer)
	if department != "" {
		subject += ":" + department
	}
	return subject
}

// Validate reports what no source may send.
func (i *Indicator) Validate() error {
	if err := checkCodes(member{"indicator", i.Indicator}, member{"unit", i.Unit}, member{"issuer", i.Issuer}, member{"department", i.Department}); err != nil {
		return err
	}
	if err := checkTexts(member{"method", i.Method}, member{"document", i.Document}, member{"note", i.Note}); err != nil {
		return err
	}
	switch {
	case i.From > i.To:
		return fieldError("data.from", "lies after data.to")
	case i.Of != nil && *i.Of < 0:
		return fieldError("data.of", "must not be negative")
	}
	return nil
}
