package wire

// ModelCard is one pilot model.
type ModelCard struct {
	Name   string `json:"name"`
	Status string `json:"status"` // proposed, preparing, blocked, in_progress, suspended, completed, maintained
	Lead   string `json:"lead"`
	Sites  int64  `json:"sites"`
	Reason string `json:"reason"`
	// Coordinating are the agencies beside the lead.
	Coordinating  []string `json:"coordinating"`
	Beneficiaries int64    `json:"beneficiaries"`
	SiteUnits     []string `json:"site_units"` // topology unit ids
	// Next is the milestone that is due first, NextDue by when (YYYY-MM-DD); both "" where none is planned.
	Next    string `json:"next"`
	NextDue string `json:"next_due"`
}

// IncidentCard is one incident.
type IncidentCard struct {
	Title    string `json:"title"`
	Unit     string `json:"unit"` // topology unit id
	Category int64  `json:"category"`
	Severity string `json:"severity"` // ordinary, severe
	Status   string `json:"status"`   // open, notified, verified, contained, eradicated, resolved, closed
	Opened   int64  `json:"opened"`   // Unix milliseconds
	Changed  int64  `json:"changed"`
	System   string `json:"system"` // its registered name, or what the source calls it
	By       string `json:"by"`     // who said so last: a role or account
	// Phases are those of the response that were told, in order of time.
	Phases []PhaseCard `json:"phases"`
}

// PhaseCard is when a phase of an incident's response was reached.
type PhaseCard struct {
	Phase string `json:"phase"` // as the incident's status
	At    int64  `json:"at"`    // Unix milliseconds
	By    string `json:"by"`    // a role or account
}

// AlarmCard is one active alarm.
type AlarmCard struct {
	Title        string `json:"title"`
	Rule         string `json:"rule"`
	Unit         string `json:"unit"`
	Originator   string `json:"originator"`
	Acknowledged bool   `json:"acknowledged"`
	Raised       int64  `json:"raised"`   // Unix milliseconds
	Severity     string `json:"severity"` // watch, late, "" where no rule says
	Escalated    bool   `json:"escalated"`
	EscalatedTo  string `json:"escalated_to"` // unit id, once escalated
	// Figure, Value, Base and Threshold are what the rule saw; Figure is "" where it saw an event.
	Figure    string  `json:"figure"`
	Value     float64 `json:"value"`
	Base      float64 `json:"base"`
	Threshold float64 `json:"threshold"`
	By        string  `json:"by"` // who acknowledged it: a role or account
}

// ReportedCard is what an issuer reports of one period. Dates are YYYY-MM-DD, "" where there is none.
type ReportedCard struct {
	Indicator string `json:"indicator"` // its id in the topology
	Issuer    string `json:"issuer"`    // agency id
	From      string `json:"from"`      // the period, both days included
	To        string `json:"to"`
	AsOf      string `json:"as_of"`
	// HasValue tells a value from "no data", which is not 0; HasOf whether there is a base.
	HasValue  bool    `json:"has_value"`
	Value     float64 `json:"value"`
	HasOf     bool    `json:"has_of"`
	Of        float64 `json:"of"`
	Method    string  `json:"method"`
	Document  string  `json:"document"`
	Note      string  `json:"note"`
	Silent    bool    `json:"silent"` // a report that was expected since has not come
	Due       string  `json:"due"`    // by when it was expected
	Reminders int64   `json:"reminders"`
	Recorded  int64   `json:"recorded"` // when this program took it, Unix milliseconds
	Simulated bool    `json:"simulated"`
}

// ExplanationCard is one explanation that leadership ordered.
type ExplanationCard struct {
	Unit       string `json:"unit"`
	Department string `json:"department"`
	Alarm      string `json:"alarm"`
	Figure     string `json:"figure"`
	Question   string `json:"question"`
	Answer     string `json:"answer"`
	Status     string `json:"status"` // requested, submitted, returned
	Due        string `json:"due"`    // YYYY-MM-DD
	Rounds     int64  `json:"rounds"`
	Requested  int64  `json:"requested"` // Unix milliseconds
	Changed    int64  `json:"changed"`
}

// SystemCard is one information system and how it is protected.
type SystemCard struct {
	Name      string   `json:"name"`
	Unit      string   `json:"unit"`
	Owner     string   `json:"owner"`
	Level     int64    `json:"level"`    // 1 to 5, 0 where not known
	Approver  string   `json:"approver"` // province, department, "" where its level file is not approved
	Layers    []string `json:"layers"`   // the four layers' coverage: none, partial, full, "" where not assessed
	AuditedOn string   `json:"audited_on"`
	ReviewDue string   `json:"review_due"`
}

// FeedCard is one link to another system.
type FeedCard struct {
	Name    string `json:"name"`
	Up      bool   `json:"up"`
	Reason  string `json:"reason"`
	Changed int64  `json:"changed"` // since when, Unix milliseconds
}

// StepCard is one step of an incident's procedure.
type StepCard struct {
	Incident string `json:"incident"` // its id
	Number   int64  `json:"number"`
	Title    string `json:"title"`
	Role     string `json:"role"`
	Assignee string `json:"assignee"`
	Status   string `json:"status"` // open, assigned
	Due      string `json:"due"`
}
