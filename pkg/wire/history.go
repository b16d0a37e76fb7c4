package wire

// Before is the same dates of the year before, which an answer to compare=year is held against. It is null where that was not asked
// for, where the log knows nothing of them, and where small numbers may be withheld: a number beside it might tell one.
type Before struct {
	From string `json:"from"`
	At   string `json:"at"`
	// Until is the local time of At up to which it is counted, "09:12", where the period's last day is not over; else "".
	Until string `json:"until"`
}

// Breakdown is GET /api/v1/breakdowns/{view}: what a figure is made of. The rows, with what is withheld of them, add up to Total,
// which is the figure.
type Breakdown struct {
	View   string `json:"view"`
	Map    string `json:"map"` // whose view it is, and whose units the rows are
	Figure string `json:"figure"`
	By     string `json:"by"`
	From   string `json:"from"` // first local day of the period
	At     string `json:"at"`   // last local day
	// Position is the cut: asked for again with upto, the answer is the same.
	Position uint64  `json:"position"`
	Total    int64   `json:"total"`
	Rows     []Share `json:"rows"`
	// Standing tells that the figure says what is there at the period's end, not what happened in the period.
	Standing bool `json:"standing"`
	// Withheld tells that the figure itself is too small to be told: Total is 0 then, and there are no rows.
	Withheld bool    `json:"withheld"`
	Before   *Before `json:"before"`
	// TotalBefore is Total of Before; null where there is none, or the view was not of the same territory.
	TotalBefore *int64 `json:"total_before"`
}

// Share is a row of a breakdown.
type Share struct {
	// Key is "" for what has none: by unit, what the view's unit handles itself (its list: own=true). By unit, "unassigned" is what was
	// counted for units of other maps and lies in no one of the rows' (its list: unassigned=true).
	Key   string `json:"key"`
	Name  Text   `json:"name"`
	View  string `json:"view"` // view id, where the row is one
	Value int64  `json:"value"`
	// Withheld tells that the value, of one procedure in one commune, is too small to be told; Value is 0 then.
	Withheld bool `json:"withheld"`
	// Before is Value of the period before; null where there is none, or the unit was not of the same territory.
	Before *int64 `json:"before"`
}

// Report is GET /api/v1/reports/{view}: the columns of the report on dossiers, by rows. The rows, with
// what is withheld of them, add up to Total.
type Report struct {
	View     string         `json:"view"`
	Map      string         `json:"map"` // whose view it is, and whose units the rows are
	By       string         `json:"by"`
	From     string         `json:"from"`
	At       string         `json:"at"`
	Position uint64         `json:"position"`
	Columns  []ReportColumn `json:"columns"`
	Rows     []ReportRow    `json:"rows"`
	Total    ReportRow      `json:"total"`
	Before   *Before        `json:"before"`
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
	// Before are Values of the period before; not there where there is none, or the unit was not of the same territory.
	Before map[string]int64 `json:"before,omitempty"`
}

// PaymentReport is GET /api/v1/reports/payments/{view}: the bills of a period and how they were paid. The numbers of the rows add
// up to Total's; the shares of procedures do not, for a procedure is handled in many places.
type PaymentReport struct {
	View     string             `json:"view"`
	By       string             `json:"by"` // unit, procedure, field, department
	From     string             `json:"from"`
	At       string             `json:"at"`
	Position uint64             `json:"position"`
	Rows     []PaymentReportRow `json:"rows"`
	Total    PaymentReportRow   `json:"total"`
}

// PaymentReportRow is a row of the report on payments.
type PaymentReportRow struct {
	Key          string `json:"key"` // "" for what has none
	Name         Text   `json:"name"`
	View         string `json:"view"`          // view id, where the row is one
	Billed       int64  `json:"billed"`        // bills made out: the obligations
	Paid         int64  `json:"paid"`          // bills paid, however
	PaidOnline   int64  `json:"paid_online"`   // of these online
	PaidDirectly int64  `json:"paid_directly"` // of these in cash, by transfer, or it is not told how
	Refunded     int64  `json:"refunded"`
	AmountVND    int64  `json:"amount_vnd"` // paid, less refunds
	// OnlineRate and DirectRate are the bills paid so, of Billed.
	OnlineRate Fraction `json:"online_rate"`
	DirectRate Fraction `json:"direct_rate"`
	// Offered is the procedures with a fee that can be paid online, of those of which that is known; of NotKnown it is not.
	// Used is the procedures with a fee that had a successful online payment in the period, of all with a fee.
	Offered  Fraction `json:"offered"`
	Used     Fraction `json:"used"`
	NotKnown int64    `json:"not_known"`
	// Withheld are the members whose numbers are too few to be told, and those from which they could be worked out: 0 here.
	Withheld []string `json:"withheld"`
}

// Fraction is a share with what it is of; Percent is null where there is nothing to be a share of.
type Fraction struct {
	Numerator   int64    `json:"numerator"`
	Denominator int64    `json:"denominator"`
	Percent     *float64 `json:"percent"`
}

// List is GET /api/v1/lists/{view}: the members that make a figure up.
type List struct {
	View     string `json:"view"`
	Map      string `json:"map"` // whose view it is
	Figure   string `json:"figure"`
	From     string `json:"from"`
	At       string `json:"at"`
	Position uint64 `json:"position"`
	// Standing tells that the figure says what is there at the period's end, not what happened in the period.
	Standing bool `json:"standing"`
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
	CountedAt   string `json:"counted_at"`  // when it counts: event.Event.At
	RecordedAt  string `json:"recorded_at"` // by the log's clock
	Correlation string `json:"correlation"`
	Causation   string `json:"causation"`
	Extensions  any    `json:"extensions"` // an object: its CloudEvents attributes besides those
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
	// Grades are all there are, the best first.
	Grades []ScorecardGrade `json:"grades"`
}

// ScorecardTable is those that are ranked among each other, in the order of Rank, the unranked last.
type ScorecardTable struct {
	ID   string      `json:"id"` // districts, departments, province; communes
	Name Text        `json:"name"`
	Rows []Scorecard `json:"rows"`
}

// Scorecard is one unit's or department's.
type Scorecard struct {
	Key  string `json:"key"` // unit or department id
	View string `json:"view"`
	Name Text   `json:"name"`
	// Rank is by Percent among those of which that is known, OfficialRank by the official scores among those that have one; null
	// where there is none. The two are different scales, which are never put in one order.
	Rank         *int64 `json:"rank"`
	OfficialRank *int64 `json:"official_rank"`
	// Points are the sum of the known ones, of Base that could be had of what is known; Percent is their share.
	Points  *float64 `json:"points"`
	Base    float64  `json:"base"`
	Percent *float64 `json:"percent"`
	// Grade is of the official score of exactly this period where there is one, else of Percent; null where neither is known.
	Grade *ScorecardGrade `json:"grade"`
	// Graded is what Grade is of, in per cent of the possible points; null where there is none.
	Graded   *float64         `json:"graded"`
	Official *OfficialScore   `json:"official"`
	Groups   []ScorecardGroup `json:"groups"`
}

// ScorecardGrade is a grade, given from so many per cent of the possible points on.
type ScorecardGrade struct {
	ID   string  `json:"id"`
	Name Text    `json:"name"`
	From float64 `json:"from"`
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
	// From and To are the first and the last day that the numbers are of ("": none), Days how many of the period's days they cover.
	From string `json:"from"`
	To   string `json:"to"`
	Days int64  `json:"days"`
}

// Sources are what the clocks of sources say against ours.
type Sources struct {
	Since   string        `json:"since"` // by what the log recorded since then
	Sources []SourceClock `json:"sources"`
}

// SourceClock is one source's clock. Seconds are by how much its times were ahead of ours when its events were recorded; less than 0:
// behind, which the way takes as well.
type SourceClock struct {
	Source           string  `json:"source"`
	Events           int64   `json:"events"`
	AheadSeconds     float64 `json:"ahead_seconds"` // median
	MostAheadSeconds float64 `json:"most_ahead_seconds"`
	CountedAtOurs    int64   `json:"counted_at_ours"` // were of a time after ours, and count at ours
	Late             int64   `json:"late"`            // were of a time before what was known of the thing
	Last             string  `json:"last"`            // when the log took the last of them; "": it took none
	// Refused are those that were not taken, because their times were too far ahead: at most by RefusedAheadSeconds; RefusedLast is
	// when that was recorded last, "" for never. What was refused in the last minutes may not be recorded yet.
	Refused             int64   `json:"refused"`
	RefusedAheadSeconds float64 `json:"refused_ahead_seconds"`
	RefusedLast         string  `json:"refused_last"`
	Subject             string  `json:"subject"` // on whose timeline the refusals are
}
