package event

import (
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
)

// Alert events: what the security operations centre's sensors say. Thousands of these;
// an alert is not an incident.
const (
	AlertRaised    Type = "alert.raised.v1"
	AlertTriaged   Type = "alert.triaged.v1"   // somebody looked
	AlertDismissed Type = "alert.dismissed.v1" // false or harmless
	AlertPromoted  Type = "alert.promoted.v1"  // became (part of) an incident
)

var alerts = describe[Alert](AlertRaised, AlertTriaged, AlertDismissed, AlertPromoted)

// Incident events follow the response phases.
const (
	IncidentOpened    Type = "incident.opened.v1"
	IncidentVerified  Type = "incident.verified.v1"
	IncidentEscalated Type = "incident.escalated.v1" // to severe
	IncidentContained Type = "incident.contained.v1"
	IncidentResolved  Type = "incident.resolved.v1"
	IncidentClosed    Type = "incident.closed.v1"
	IncidentReopened  Type = "incident.reopened.v1"
	// The phases between: the owner and the coordinator were told; the cause was removed.
	IncidentNotified   Type = "incident.notified.v1"
	IncidentEradicated Type = "incident.eradicated.v1"
	// IncidentAssessed gives the criteria of Decision 05/2017, from which the legal severity follows.
	IncidentAssessed Type = "incident.assessed.v1"
	// IncidentReported is a report to the national centre: initial, progress or closing.
	IncidentReported Type = "incident.reported.v1"
)

var incidents = describe[Incident](
	IncidentOpened, IncidentVerified, IncidentEscalated, IncidentContained, IncidentResolved, IncidentClosed, IncidentReopened,
	IncidentNotified, IncidentEradicated, IncidentAssessed, IncidentReported,
)

// AlertSeverity is the operations centre's scale.
type AlertSeverity string

// The four alert severities.
const (
	AlertLow      AlertSeverity = "low"      // Thấp
	AlertMedium   AlertSeverity = "medium"   // Trung bình
	AlertHigh     AlertSeverity = "high"     // Cao
	AlertCritical AlertSeverity = "critical" // Nghiêm trọng
)

// AlertStatus is where an alert stands.
type AlertStatus string

// The states of an alert.
const (
	AlertOpen            AlertStatus = "open"
	AlertTriagedStatus   AlertStatus = "triaged"
	AlertDismissedStatus AlertStatus = "dismissed"
	AlertPromotedStatus  AlertStatus = "promoted"
)

// Alert is the data of every alert event. A source must give Unit and Severity first.
type Alert struct {
	Unit       string        `json:"unit,omitzero"`
	Department string        `json:"department,omitzero"`
	Severity   AlertSeverity `json:"severity,omitzero"`
	Sensor     string        `json:"sensor,omitzero"` // EDR, IDS, WAF, firewall, AV, feed
	Rule       string        `json:"rule,omitzero"`
	System     string        `json:"system,omitzero"`
	Incident   string        `json:"incident,omitzero"` // with promoted: the incident's id
	From       AlertStatus   `json:"from,omitzero"`
	To         AlertStatus   `json:"to,omitzero"`
	Flags      []Flag        `json:"flags,omitzero"`
}

func (*Alert) noun() Noun { return NounAlert }

// Facets implements Data.
func (a *Alert) Facets() Facets { return Facets{a.Unit, a.Department, "", a.Flags} }

// AlertSubject is the stream of the alert with that id.
func AlertSubject(id string) string { return string(NounAlert) + "/" + id }

// Validate reports what no source may send.
func (a *Alert) Validate() error {
	if err := checkCodes(member{"unit", a.Unit}, member{"sensor", a.Sensor}, member{"rule", a.Rule}, member{"system", a.System}, member{"incident", a.Incident}); err != nil {
		return err
	}
	switch a.Severity {
	case "", AlertLow, AlertMedium, AlertHigh, AlertCritical:
		return nil
	}
	return fieldError("data.severity", "is none of low, medium, high, critical")
}

// IncidentSeverity is the legal one (Decision 05/2017/QĐ-TTg).
type IncidentSeverity string

// The two legal severities.
const (
	IncidentOrdinary IncidentSeverity = "ordinary" // Thông thường
	IncidentSevere   IncidentSeverity = "severe"   // Nghiêm trọng
)

// IncidentStatus is where the response stands.
type IncidentStatus string

// The states of an incident.
const (
	IncidentStatusOpen      IncidentStatus = "open"
	IncidentStatusVerified  IncidentStatus = "verified"
	IncidentStatusContained IncidentStatus = "contained"
	IncidentStatusResolved  IncidentStatus = "resolved"
	IncidentStatusClosed    IncidentStatus = "closed"

	IncidentStatusNotified   IncidentStatus = "notified"   // between open and verified
	IncidentStatusEradicated IncidentStatus = "eradicated" // between contained and resolved
)

// Open tells whether the response is still under way.
func (s IncidentStatus) Open() bool {
	switch s {
	case IncidentStatusOpen, IncidentStatusNotified, IncidentStatusVerified, IncidentStatusContained, IncidentStatusEradicated:
		return true
	default:
		return false
	}
}

// Criteria are what makes an incident of a system of level 4 or 5, or of a nationally important one,
// severe: one of the first five, and the last. Source: Decision 05/2017/QĐ-TTg.
type Criteria struct {
	Interrupted   bool `json:"interrupted,omitzero"`    // the service is interrupted
	Disclosed     bool `json:"disclosed,omitzero"`      // state secrets may be disclosed
	IntegrityLost bool `json:"integrity_lost,omitzero"` // beyond recovery
	ControlLost   bool `json:"control_lost,omitzero"`
	Cascading     bool `json:"cascading,omitzero"`    // wide or cascading effect
	BeyondOwner   bool `json:"beyond_owner,omitzero"` // the owner cannot control it alone
}

// IncidentReport is a report to the national centre (Circular 20/2017/TT-BTTTT).
type IncidentReport string

// The reports.
const (
	ReportInitial  IncidentReport = "initial"  // ban đầu
	ReportProgress IncidentReport = "progress" // diễn biến
	ReportClosing  IncidentReport = "closing"  // kết thúc
)

// IncidentReports lists them in order.
var IncidentReports = []IncidentReport{ReportInitial, ReportProgress, ReportClosing}

// OwedReport is a report that is due on a date.
type OwedReport struct {
	Report IncidentReport `json:"report"`
	Due    calendar.Date  `json:"due"`
	Change int64          `json:"change"` // 1: owed from now on, −1: no more
}

// IncidentPhase is when a phase of the response was reached, and who said so.
type IncidentPhase struct {
	Phase IncidentStatus `json:"phase"`
	At    time.Time      `json:"at"`
	By    string         `json:"by,omitzero"` // a role or account
}

// IncidentCategories is the number of incident types that the rules name; Category is 1 to this.
const IncidentCategories = 12

// Incident is the data of every incident event. A source must give Unit, Title and Category first.
type Incident struct {
	Unit        string           `json:"unit,omitzero"`
	Department  string           `json:"department,omitzero"`
	Title       string           `json:"title,omitzero"`
	Category    uint8            `json:"category,omitzero"`     // 1 to 12
	Severity    IncidentSeverity `json:"severity,omitzero"`     // default ordinary
	System      string           `json:"system,omitzero"`       // a registered system's id, or any name
	SystemName  string           `json:"system_name,omitzero"`  // as it is registered
	SystemLevel uint8            `json:"system_level,omitzero"` // 1 to 5; the registered one where the system is registered
	// Important tells that the system is on the list of nationally important ones, whose incidents
	// can be severe whatever its level.
	Important    bool             `json:"important,omitzero"`
	From         IncidentStatus   `json:"from,omitzero"`
	To           IncidentStatus   `json:"to,omitzero"`
	FromSeverity IncidentSeverity `json:"from_severity,omitzero"`
	// CountsResolved marks the first resolution.
	CountsResolved bool `json:"counts_resolved,omitzero"`
	// Criteria are those of Decision 05/2017 that hold, as last told: with opened, escalated or assessed.
	Criteria *Criteria `json:"criteria,omitzero"`
	// Report goes with reported; Reference is its number.
	Report    IncidentReport `json:"report,omitzero"`
	Reference string         `json:"reference,omitzero"`
	// Owed are the reports to the national centre that this event makes due (Change 1) or settles (−1).
	Owed []OwedReport `json:"owed,omitzero"`
	// Phases are those of the response that were told so far, this event's included, in order of time.
	Phases []IncidentPhase `json:"phases,omitzero"`
	By     string          `json:"by,omitzero"`   // a role or account, never a person's name
	Note   string          `json:"note,omitzero"` // no personal data
	Flags  []Flag          `json:"flags,omitzero"`
}

func (*Incident) noun() Noun { return NounIncident }

// Facets implements Data.
func (i *Incident) Facets() Facets { return Facets{i.Unit, i.Department, "", i.Flags} }

// SignedBy is who did it.
func (i *Incident) SignedBy() string { return i.By }

// IncidentSubject is the stream of the incident with that id.
func IncidentSubject(id string) string { return string(NounIncident) + "/" + id }

// Validate reports what no source may send.
func (i *Incident) Validate() error {
	if err := checkCodes(member{"unit", i.Unit}, member{"system", i.System}, member{"by", i.By}, member{"reference", i.Reference}); err != nil {
		return err
	}
	if err := checkTexts(member{"title", i.Title}, member{"note", i.Note}); err != nil {
		return err
	}
	if i.Report != "" && !slices.Contains(IncidentReports, i.Report) {
		return fieldError("data.report", "is none of initial, progress, closing")
	}
	if i.Category > IncidentCategories {
		return fieldError("data.category", "%d is not one of the %d incident types", i.Category, IncidentCategories)
	}
	if i.SystemLevel > 5 {
		return fieldError("data.system_level", "%d is not one of the security levels 1 to 5", i.SystemLevel)
	}
	switch i.Severity {
	case "", IncidentOrdinary, IncidentSevere:
		return nil
	}
	return fieldError("data.severity", "is neither ordinary nor severe")
}
