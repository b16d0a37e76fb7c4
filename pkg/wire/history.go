package wire

// Breakdown is GET /api/v1/breakdowns/{view}: what a figure is made of. The rows, with what is withheld of them, add up to Total,
// which is the figure.
type Breakdown struct {
	View   string `json:"view"`
	Figure string `json:"figure"`
	By     string `json:"by"`
	From   string `json:"from"` // first local day of the period
	At     string `json:"at"`   // last local day
	// Position is the cut: asked for again with upto, the answer is the same.
	Position uint64  `json:"position"`
	Total    int64   `json:"total"`
	Rows     []Share `json:"rows"`
	// Withheld tells that the figure itself is too small to be told: Total is 0 then, and there are no rows.
	Withheld bool `json:"withheld"`
}

// Share is a row of a breakdown.
type Share struct {
	Key   string `json:"key"` // "" for what has none: by unit, what is the unit's own
	Name  Text   `json:"name"`
	View  string `json:"view"` // view id, where the row is one
	Value int64  `json:"value"`
	// Withheld tells that the value, of one procedure in one commune, is too small to be told; Value is 0 then.
	Withheld bool `json:"withheld"`
}

// Report is GET /api/v1/reports/{view}: the columns of the report on dossiers, by rows. The rows, with
// what is withheld of them, add up to Total.
type Report struct {
	View     string         `json:"view"`
	By       string         `json:"by"`
	From     string         `json:"from"`
	At       string         `json:"at"`
	Position uint64         `json:"position"`
	Columns  []ReportColumn `json:"columns"`
	Rows     []ReportRow    `json:"rows"`
	Total    ReportRow      `json:"total"`
}

// ReportColumn names a column, and where it is one the figure and the channel whose list has its members.
type ReportColumn struct {
	ID      string `json:"id"`
	Name    Text   `json:"name"`
	Figure  string `json:"figure"`  // "": a difference of two columns
	Channel string `json:"channel"` // "": any
}

// ReportRow is a row of a report.
type ReportRow struct {
	Key    string           `json:"key"`
	Name   Text             `json:"name"`
	View   string           `json:"view"`
	Values map[string]int64 `json:"values"` // by column, every one
	// OnTimeRate is the per cent of OnTimeBase, the resolved, that were early or on time; null where none was resolved.
	OnTimeRate *float64 `json:"on_time_rate"`
	OnTimeBase int64    `json:"on_time_base"`
	// Withheld are the columns whose values, of one procedure in one commune, are too small to be told. They are 0 then.
	Withheld []string `json:"withheld"`
}

// List is GET /api/v1/lists/{view}: the members that make a figure up.
type List struct {
	View     string `json:"view"`
	Figure   string `json:"figure"`
	From     string `json:"from"`
	At       string `json:"at"`
	Position uint64 `json:"position"`
	// Count is how many members there are in all, Value the figure: the sum of their amounts. They differ where the amounts are
	// not 1 (VND), and where a leaving is dated before its coming (an amount of −1).
	Count   int64    `json:"count"`
	Value   int64    `json:"value"`
	Members []Member `json:"members"`
	Next    string   `json:"next"` // the cursor of the next page, "" on the last
	// Withheld tells that the members of one procedure in one commune are too few to be told. There are none then.
	Withheld bool `json:"withheld"`
}

// Member is an event of a flow, or a thing that stands in a stock, with the event that put it there.
type Member struct {
	Position   uint64 `json:"position"`
	Index      int64  `json:"index"`
	Subject    string `json:"subject"`
	Type       string `json:"type"`
	OccurredAt string `json:"occurred_at"` // RFC 3339, local
	Unit       string `json:"unit"`        // topology unit id
	Department string `json:"department"`
	Procedure  string `json:"procedure"`
	Aspect     string `json:"aspect"` // a dossier's channel, a payment's method
	Level      string `json:"level"`
	Due        string `json:"due"` // YYYY-MM-DD, "" where there is none
	Amount     int64  `json:"amount"`
}

// Timeline is GET /api/v1/timeline/{noun}/{id}: every event of one thing, the first one first.
type Timeline struct {
	Subject  string          `json:"subject"`
	Position uint64          `json:"position"`
	Events   []TimelineEvent `json:"events"`
	Next     string          `json:"next"`
}

// TimelineEvent is an event as the log has it.
type TimelineEvent struct {
	Position    uint64 `json:"position"`
	Index       int64  `json:"index"`
	ID          string `json:"id"`
	Source      string `json:"source"`
	Type        string `json:"type"`
	OccurredAt  string `json:"occurred_at"` // by the source's clock; RFC 3339, local
	RecordedAt  string `json:"recorded_at"` // by the log's clock
	Correlation string `json:"correlation"`
	Causation   string `json:"causation"`
	Simulated   bool   `json:"simulated"`
	Backfill    bool   `json:"backfill"`
	Data        any    `json:"data"` // as in the CloudEvent
}

// Scorecards is GET /api/v1/scorecard: the scorecard of Decision 766 of every unit and department. Null is "not known",
// which is not 0.
type Scorecards struct {
	Period   string           `json:"period"` // as it was asked for
	From     string           `json:"from"`
	To       string           `json:"to"`
	Position uint64           `json:"position"`
	Formula  ScorecardFormula `json:"formula"`
	Groups   []ScorecardTable `json:"groups"`
}

// ScorecardFormula is the version by which the scores were computed.
type ScorecardFormula struct {
	ID         string  `json:"id"`
	Provenance Text    `json:"provenance"`
	Max        float64 `json:"max"`
}

// ScorecardTable is those that are ranked among each other, the best first, the unranked last.
type ScorecardTable struct {
	ID   string      `json:"id"` // districts, departments
	Name Text        `json:"name"`
	Rows []Scorecard `json:"rows"`
}

// Scorecard is one unit's or department's.
type Scorecard struct {
	Key  string `json:"key"` // unit or department id
	View string `json:"view"`
	Name Text   `json:"name"`
	// Rank is by the official scores first, then by Percent; null where neither is known.
	Rank *int64 `json:"rank"`
	// Points are the sum of the known ones, of Base that could be had of what is known; Percent is their share.
	Points  *float64 `json:"points"`
	Base    float64  `json:"base"`
	Percent *float64 `json:"percent"`
	// Grade is of the official score where there is one, else of Percent; null where neither is known.
	Grade    *ScorecardGrade  `json:"grade"`
	Official *OfficialScore   `json:"official"`
	Groups   []ScorecardGroup `json:"groups"`
}

// ScorecardGrade is a grade's name.
type ScorecardGrade struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// OfficialScore is the score that an authority reports.
type OfficialScore struct {
	Value    float64 `json:"value"`
	Issuer   string  `json:"issuer"`
	Name     Text    `json:"name"` // of the issuer
	From     string  `json:"from"`
	To       string  `json:"to"`
	AsOf     string  `json:"as_of"`
	Document string  `json:"document"`
}

// ScorecardGroup is one of the six groups.
type ScorecardGroup struct {
	Code    string            `json:"code"`
	Name    Text              `json:"name"`
	Max     float64           `json:"max"`
	Points  *float64          `json:"points"`
	Base    float64           `json:"base"`
	Metrics []ScorecardMetric `json:"metrics"`
}

// ScorecardMetric is a ratio and its points, capped at Max.
type ScorecardMetric struct {
	Code        string   `json:"code"`
	Name        Text     `json:"name"`
	Max         float64  `json:"max"`
	Numerator   *float64 `json:"numerator"`
	Denominator *float64 `json:"denominator"`
	Ratio       *float64 `json:"ratio"` // raw
	Points      *float64 `json:"points"`
	Source      string   `json:"source"` // events, reported:<issuer>, none
}
