package wire

// Screen is one row of GET /api/v1/screens.
type Screen struct {
	ID    string `json:"id"`
	Title string `json:"title"` // Vietnamese
	// TitleEn is the same in English.
	TitleEn string `json:"title_en"`
	Kind    string `json:"kind"` // province, department, district
	View    string `json:"view"`
	URL     string `json:"url"`
	Assumed bool   `json:"assumed"`
}

// Topology is GET /api/v1/topology: what a screen needs to know of the province that does not
// change from event to event.
type Topology struct {
	ID       string `json:"id"`
	Name     Text   `json:"name"`
	Timezone string `json:"timezone"`
	// Map is the one whose views these are; without asking for one, the live views'.
	Map         string       `json:"map"`
	Views       []View       `json:"views"` // every view, parents first
	Procedures  []Procedure  `json:"procedures"`
	Screens     []Screen     `json:"screens"`
	Assumptions []Assumption `json:"assumptions"`
	Agencies    []Agency     `json:"agencies"`
	Programmes  []Programme  `json:"programmes"`
	Indicators  []Indicator  `json:"indicators"`
	Rules       []Rule       `json:"rules"`
	// Pages are those that a display can show beside screens and views, by their names.
	Pages []string `json:"pages"`
	// Phrases are what sources and policies say in Vietnamese that has an English form.
	Phrases []Text `json:"phrases"`
	// Owners: noun (incident, model) → the department answerable for all of it.
	Owners   map[string]Text `json:"owners"`
	Calendar Calendar        `json:"calendar"`
}

// Calendar tells working days: those of Weekdays (0 is Sunday) that are no Holidays, and the Makeup days.
type Calendar struct {
	Weekdays []int    `json:"weekdays"`
	Holidays []string `json:"holidays"`
	Makeup   []string `json:"makeup"`
}

// Agency is who reports a figure or answers for one.
type Agency struct {
	ID    string `json:"id"`
	Name  Text   `json:"name"`
	Short Text   `json:"short"`
}

// Programme is one of the systems and programmes whose figures are reported.
type Programme struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// Indicator defines a reported figure.
type Indicator struct {
	ID        string  `json:"id"`
	Name      Text    `json:"name"`
	Programme string  `json:"programme"`
	Measured  string  `json:"measured"` // count, percent, vnd, hours, score
	Better    string  `json:"better"`   // up, down, "" where neither is
	HasTarget bool    `json:"has_target"`
	Target    float64 `json:"target"`
	// Watch and Late are the values from which it is so, where HasWatch and HasLate tell that there are any.
	HasWatch bool    `json:"has_watch"`
	Watch    float64 `json:"watch"`
	HasLate  bool    `json:"has_late"`
	Late     float64 `json:"late"`
	Expected bool    `json:"expected"` // somebody is expected to report it regularly
}

// Rule is a rule of alarms, as far as a screen judges by it.
type Rule struct {
	ID       string `json:"id"`
	Title    Text   `json:"title"`
	Kind     string `json:"kind"` // threshold, trend, silence, event
	Figure   string `json:"figure"`
	Base     string `json:"base"`
	Severity string `json:"severity"`
	// Above is the threshold beyond which it holds, a percentage of Base if there is one; HasAbove tells whether there is any.
	HasAbove bool    `json:"has_above"`
	Above    float64 `json:"above"`
	MinBase  int64   `json:"min_base"` // the least base for it to say anything
	// Over are the kinds of views that it judges, department among them; of others it says nothing.
	Over []string `json:"over"`
}

// Text is a text in both languages.
type Text struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

// View is one node of the tree of views.
type View struct {
	ID string `json:"id"` // "province", "district/672", "department/education", "department/education/district/672"
	// Kind is the unit's kind (province, district, commune), or department for a department's own view.
	Kind       string   `json:"kind"`
	Parent     string   `json:"parent"`   // view id, "" at the top
	Children   []string `json:"children"` // view ids
	Name       Text     `json:"name"`
	Short      Text     `json:"short"`
	Unit       string   `json:"unit"`       // topology unit id
	Department string   `json:"department"` // department id, "" for all
	Lon        float64  `json:"lon"`        // centroid, degrees; both 0 if unknown
	Lat        float64  `json:"lat"`
	AreaKm2    float64  `json:"area_km2"`
	Neighbours []string `json:"neighbours"` // view ids of the same department
}

// Procedure names a procedure.
type Procedure struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Field string `json:"field"`
	Level string `json:"level"`
}

// Assumption is a setting that no source confirms.
type Assumption struct {
	ID   string `json:"id"`
	Text Text   `json:"text"`
}

// Boundaries is GET /api/v1/boundaries: the outlines of units, by unit id; empty where the operator gave none.
type Boundaries struct {
	Units map[string]Boundary `json:"units"`
}

// Boundary is the outline of a unit: polygons, each an outer ring and its holes, of [longitude, latitude].
type Boundary struct {
	Polygons [][][][2]float64 `json:"polygons"`
}

// UnitMap is one row of GET /api/v1/maps: the tree of units as it stands from a day on.
type UnitMap struct {
	ID     string         `json:"id"`
	From   string         `json:"from"` // first local day, "" for the first map
	Title  Text           `json:"title"`
	Units  map[string]int `json:"units"` // kind → how many
	Source Text           `json:"source"`
}

// Search is GET /api/v1/search: what matches, best first, at most SearchLimit.
type Search struct {
	Query   string  `json:"query"` // as it was folded
	Results []Found `json:"results"`
}

// Found is one thing found by a search.
type Found struct {
	Kind string   `json:"kind"` // dossier, incident, explanation, screen, procedure, agency, indicator or the kind of a unit: district, commune
	ID   string   `json:"id"`   // of the thing that was found
	Name Text     `json:"name"`
	View string   `json:"view"` // view id, "" for a procedure, an agency, an indicator
	URL  string   `json:"url"`  // of a screen, of a timeline or of the page of reported figures, else ""
	Maps []string `json:"maps"` // ids of the maps that a unit is on under this name
	Code string   `json:"code"` // official code of a unit, if it has any
}

// SearchLimit is how much a search finds, SearchLength how long its text may be, in bytes.
const (
	SearchLimit  = 20
	SearchLength = 200
)

// ViewFigures is GET /api/v1/views/{view}.
type ViewFigures struct {
	View     string           `json:"view"`
	Position uint64           `json:"position"`
	From     string           `json:"from"` // first local day of the flow figures
	At       string           `json:"at"`   // last local day; "" for now
	Figures  map[string]int64 `json:"figures" ts:"Record<DayFigure, number>"`
	// Map and Level are those asked for, "" where none is. Children are then all views of that level, each with its figures that
	// are not 0. Own is what the view's unit, or one between it and the level, handles itself, with what its predecessors of the same
	// kind did. Unassigned is what was counted for units of other maps whose territory lies in no one unit of the level. For every figure,
	// Children, Own and Unassigned add up to Figures.
	Map        string                      `json:"map,omitempty"`
	Level      string                      `json:"level,omitempty"`
	Children   map[string]map[string]int64 `json:"children,omitempty" ts:"Record<string, Partial<Record<DayFigure, number>>>"`
	Own        map[string]int64            `json:"own,omitempty" ts:"Partial<Record<DayFigure, number>>"`
	Unassigned map[string]int64            `json:"unassigned,omitempty" ts:"Partial<Record<DayFigure, number>>"`
	// UnassignedShare is Unassigned as a part of Figures, 0 to 1, of each figure of which anything is unassigned.
	UnassignedShare map[string]float64 `json:"unassigned_share,omitempty" ts:"Partial<Record<DayFigure, number>>"`
	// Names are the children's, which on a later map are units that Topology does not have.
	Names map[string]Text `json:"names,omitempty"`
	// Reported is what issuers report of the view's own unit, as a frame has it: two issuers of one indicator are two.
	Reported map[string]ReportedCard `json:"reported"`
}

// Status is GET /api/v1/status.
type Status struct {
	Log         string `json:"log"`
	LogPosition uint64 `json:"log_position"` // as last seen
	// ProjectedPosition is what ClickHouse has now; null while it does not say.
	ProjectedPosition *uint64 `json:"projected_position"`
	LivePosition      uint64  `json:"live_position"`
	// Consistent compares, at ComparedPosition, the ledger's checksum in ClickHouse with the gateway's: true only when they
	// were compared and agree, false when they differ or the log is not the one that they are of, null when that is not
	// known; Reason says why.
	Consistent       *bool  `json:"consistent"`
	Reason           string `json:"reason"` // as in a Heartbeat
	ComparedPosition uint64 `json:"compared_position"`
	Difference       string `json:"difference"` // what differs, or what does not answer; "" if nothing
	// ScenarioLoaded tells that the log has the whole history of the simulator that feeds this province; false where none is known.
	ScenarioLoaded bool   `json:"scenario_loaded"`
	Clients        int    `json:"clients"`
	Version        string `json:"version"`
	// Simulated tells that simulated events are counted, or that a simulator feeds this province.
	Simulated bool `json:"simulated"`
}

// Agrees tells whether the sums were compared and agree.
func (s *Status) Agrees() bool { return s.Consistent != nil && *s.Consistent }
