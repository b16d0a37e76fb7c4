// Package wire is what travels between the gateway and a screen: JSON text messages on one
// WebSocket, and the bodies of the read API. The TypeScript types are generated from it.
//
// A client says hello by subscribing. For each view it gets one Snapshot; when it resumes with the
// position of the frame that it holds, it gets one Delta from there, or a Snapshot from a gateway that has not
// given a frame at that very position; then Deltas. A frame is a pure function of (view, position): any
// gateway gives the same one, so a client may resume anywhere and misses nothing. A Delta is a JSON Merge Patch
// (RFC 7386) of absolute values over the frame at From; its To is the next From. Deltas may span many positions,
// never skip one.
package wire

// Client message types.
const (
	TypeSubscribe   = "subscribe"
	TypeUnsubscribe = "unsubscribe"
	TypeAt          = "at"
)

// Server message types.
const (
	TypeHello     = "hello"
	TypeSnapshot  = "snapshot"
	TypeDelta     = "delta"
	TypeHeartbeat = "heartbeat"
	TypeError     = "error"
	TypeShow      = "show"
)

// ServerTypes are the types of all messages that a server sends.
var ServerTypes = []string{TypeHello, TypeSnapshot, TypeDelta, TypeHeartbeat, TypeError, TypeShow}

// Close codes beyond those of RFC 6455. A client reconnects, with back-off, after any code
// but those from 4500 on.
const (
	CloseDraining     = 4000 // the gateway is going down, or its views are another map's now: reconnect at once
	CloseUnresponsive = 4001 // nothing was heard from the client for a minute, not even a pong
	CloseBadMessage   = 4500 // the client broke the protocol: do not reconnect
	CloseDenied       = 4501 // not allowed (once there is a sign-in): do not reconnect
)

// Timing of the link, in milliseconds.
const (
	HeartbeatMillis = 1000 // a heartbeat at least this often
	DeadLinkMillis  = 2500 // a client that heard nothing for so long shows that the link is lost

	PaintedMillis     = 2000   // a display says this often what it has painted
	NotPaintingMillis = 10_000 // one that has not said so for so long does not paint, whatever else is heard of it
)

// ClientMessage is anything that a client says: subscribe, unsubscribe; a display on a wall also hello, once a connection, and
// at, each PaintedMillis, when it has painted.
type ClientMessage struct {
	Type string `json:"type"`
	View string `json:"view,omitempty"` // of subscribe and unsubscribe
	// Since is the position of the frame that the client holds; without it, it gets a snapshot.
	Since *uint64 `json:"since,omitempty"`
	// Display and Token say in a hello which display this is: a Show answers.
	Display string `json:"display,omitempty"`
	Token   string `json:"token,omitempty"`
	Width   int    `json:"width,omitzero"` // pixels
	Height  int    `json:"height,omitzero"`
	Version string `json:"version,omitempty"` // of the program that it runs
	// Page tells in a hello this page from another one with the same token; it is the same when the page connects again.
	Page string `json:"page,omitempty"`
	// Position of the frames that it has painted, the address Showing, the number of the Item of its playlist, from 1 on, and
	// whether it is Held, Blank, or Covered by a message, are said in an at.
	Position uint64 `json:"position,omitzero"`
	Showing  string `json:"showing,omitempty"`
	Item     int    `json:"item,omitzero"`
	Held     bool   `json:"held,omitzero"`
	Blank    bool   `json:"blank,omitzero"`
	Covered  bool   `json:"covered,omitzero"`
}

// Hello is the first message of a connection.
type Hello struct {
	Type    string `json:"type"`
	Gateway string `json:"gateway"` // identity of this gateway process
	// Version is that of the program and of the map whose views are live: screens reload when it changes.
	Version  string `json:"version"`
	Province string `json:"province"` // topology id
	// Log identifies the log's contents; positions of another log mean nothing here.
	Log      string `json:"log"`
	Head     uint64 `json:"head"`
	Position uint64 `json:"position"`
}

// Snapshot is a view's whole frame at a position.
type Snapshot struct {
	Type     string `json:"type"`
	View     string `json:"view"`
	Position uint64 `json:"position"`
	Frame    Frame  `json:"frame"`
}

// Delta changes a frame from one position to another.
type Delta struct {
	Type  string `json:"type"`
	View  string `json:"view"`
	From  uint64 `json:"from"`
	To    uint64 `json:"to"`
	Patch Patch  `json:"patch"`
}

// Patch is a JSON Merge Patch of a Frame: null removes a member.
type Patch = map[string]any

// Why Consistent is not true, in a heartbeat and in Status.
const (
	ReasonDiffer         = "sums_differ"        // false: at the compared position the sums differ
	ReasonReplaced       = "log_replaced"       // false: the log went back, or is another
	ReasonStarting       = "starting"           // nothing was compared yet
	ReasonLogAway        = "log_away"           // the log does not answer
	ReasonClickHouseAway = "clickhouse_away"    // ClickHouse does not answer
	ReasonNoDatabase     = "clickhouse_empty"   // ClickHouse has no database, or not its tables
	ReasonFilling        = "clickhouse_filling" // ClickHouse has less than it had, or than the log had when this gateway started
	ReasonNotCompared    = "not_compared"       // what stands here was not compared for too long
)

// Heartbeat tells how far the log is and how far this gateway has come.
type Heartbeat struct {
	Type     string `json:"type"`
	Head     uint64 `json:"head"`     // last position of the log, as last seen
	Position uint64 `json:"position"` // position of the frames that this gateway gives now
	// Projected is the position up to which ClickHouse has it; null while it does not say.
	Projected *uint64 `json:"projected"`
	// Consistent is true only when the sums here and in ClickHouse were compared and agree, false when they differ or the
	// log is not the one that they are of, null when that is not known; Reason says why.
	Consistent *bool  `json:"consistent"`
	Reason     string `json:"reason"` // sums_differ, log_replaced, …; "" when Consistent is true
	Time       int64  `json:"time"`   // gateway's clock, Unix milliseconds
}

// Error answers a client message that could not be served. The connection stays.
type Error struct {
	Type    string `json:"type"`
	Problem string `json:"problem"` // the problem's type, as RFC 9457 has it
	Title   string `json:"title"`   // in the language of who connected, as the detail is
	Status  int    `json:"status"`
	Detail  string `json:"detail"`
	Code    string `json:"code"`    // unknown_view, too_many_views
	Message string `json:"message"` // in English
	View    string `json:"view,omitempty"`
}

// Frame is what one view shows at one position. Maps leave out zero values, but for Figures,
// which always has every figure of the view.
type Frame struct {
	// Day is the local date that the log's clock has reached, "2024-07-01"; "" before the first.
	Day string `json:"day"`
	// From is the first day of the period that the flow figures sum: 1 January of Day's year.
	From string `json:"from"`
	// Simulated tells that simulated events are among those counted here, or that a simulator feeds this province.
	Simulated bool `json:"simulated"`
	// Figures: figure → value; flows from From to Day, stocks at this position.
	Figures map[string]int64 `json:"figures" ts:"Record<LiveFigure, number>"`
	// Today: figure → value, flows of Day alone.
	Today map[string]int64 `json:"today" ts:"Partial<Record<LiveFigure, number>>"`
	// Hours: figure → hour of Day ("00" to "23") → value, for the figures with a curve.
	Hours map[string]map[string]int64 `json:"hours" ts:"Partial<Record<LiveFigure, Record<string, number>>>"`
	// Days: figure → date → value, the last DaysShown days to Day, of the figures that are drawn by the day. Of a flow a day that is
	// not there is 0; a stock is as it stood at the day's end, 0 too, and not there where nothing is known of the day.
	Days map[string]map[string]int64 `json:"days" ts:"Partial<Record<LiveFigure, Record<string, number>>>"`
	// Children: view id of each child → its figures (those of ChildFigures).
	Children map[string]map[string]int64 `json:"children" ts:"Record<string, Partial<Record<ChildFigure, number>>>"`
	// Unusual: view id of this view and of each child → figure → how far it is from what is usual, where it is unusual.
	Unusual map[string]map[string]Unusual `json:"unusual" ts:"Record<string, Partial<Record<LiveFigure, Unusual>>>"`
	// Procedures: procedure code → received, resolved, open, for the TopProcedures with most received this year.
	Procedures map[string]ProcedureRow `json:"procedures"`
	// Nouns: noun (dossier, payment, alert, incident, alarm, model) → when it last changed here.
	Nouns map[string]Freshness `json:"nouns"`
	// Models: model id → its card. Only in views that own models.
	Models map[string]ModelCard `json:"models"`
	// Incidents: incident id → its card; the open ones and the last few closed.
	Incidents map[string]IncidentCard `json:"incidents"`
	// Alarms: alarm id → its card; active ones.
	Alarms map[string]AlarmCard `json:"alarms"`
	// Reported: id → what one issuer says of the unit itself, latest period. Two issuers of one indicator are two cards.
	Reported map[string]ReportedCard `json:"reported"`
	// Silences: id → its card; reports that are owed here or below, those owed longest first.
	Silences map[string]SilenceCard `json:"silences"`
	// Explanations: id → its card; those that are owed or wait for acceptance.
	Explanations map[string]ExplanationCard `json:"explanations"`
	// Systems: id → its card; the information systems in use.
	Systems map[string]SystemCard `json:"systems"`
	// Feeds: id → its card; links to other systems.
	Feeds map[string]FeedCard `json:"feeds"`
	// Steps: id → its card; steps of incidents' procedures that are to be done.
	Steps map[string]StepCard `json:"steps"`
}

// DaysShown is how many days a frame's Days hold; TopProcedures how many procedures.
const (
	DaysShown     = 30
	TopProcedures = 10
	MaxIncidents  = 12
	MaxAlarms     = 20

	MaxReported     = 200
	MaxSilences     = 20
	MaxExplanations = 20
	MaxSystems      = 60
	MaxFeeds        = 20
	MaxSteps        = 20
)

// ChildFigures are the figures that a frame gives of each child.
var ChildFigures = []string{
	"dossiers.received", "dossiers.resolved", "dossiers.open", "dossiers.overdue",
	"payments.succeeded", "payments.amount_vnd", "incidents.open", "alarms.active",
}

// SilenceCard is a report that was expected and has not come.
type SilenceCard struct {
	Indicator string `json:"indicator"` // its id in the topology
	Unit      string `json:"unit"`      // of which it is owed: topology unit id
	Issuer    string `json:"issuer"`    // who owes it: agency id
	Due       string `json:"due"`       // by when, YYYY-MM-DD
}

// ProcedureRow is one procedure's row in a view, this year.
type ProcedureRow struct {
	Received int64 `json:"received"`
	Resolved int64 `json:"resolved"`
	Open     int64 `json:"open"`
	// Withheld are the numbers of a unit with none below it that are too few to be told: received, resolved, open. They are 0 then.
	Withheld []string `json:"withheld"`
}

// FewerThan is the size from which on the number of dossiers of one procedure in one unit of the lowest level is told. It is an
// assumption; that no person may be told from the figures is the law's (Decree 13/2023).
const FewerThan = 5

// IsFew tells whether a number is too small to be told; that there is none at all may be.
func IsFew(n int64) bool { return n != 0 && -FewerThan < n && n < FewerThan }

// Unusual is a figure of a view that is not what it usually is on this day of the week up to this hour, see ledger.Usual. It is a hint, and
// no rule's judgement.
type Unusual struct {
	Value int64 `json:"value"` // of Day before the hour
	// Low and High are the ends of what is usual, both included.
	Low  int64 `json:"low"`
	High int64 `json:"high"`
	Hour int   `json:"hour"` // up to which it is counted, 1 to 23
	Days int   `json:"days"` // how many days of the same kind tell what is usual
	// Tenths is how far the value is from their median, in tenths of a deviation.
	Tenths int64 `json:"tenths"`
}

// Freshness tells how fresh the figures of a noun are.
type Freshness struct {
	Position uint64 `json:"position"` // of the last event of that noun counted here
	Recorded int64  `json:"recorded"` // when the log took it, Unix milliseconds
	Occurred int64  `json:"occurred"` // when it happened, Unix milliseconds
}
