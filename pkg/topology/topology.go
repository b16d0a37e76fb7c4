// Package topology is what a province is made of, as data: its units in a tree of any
// depth, its departments, its procedures, its calendar and its screens. Nothing about any
// one province is in code.
package topology

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Text is a text in Vietnamese and English.
type Text struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

// Topology is one province. Load or Default makes one; it is not changed afterwards.
type Topology struct {
	ID       string `json:"id"` // names the province's log: "lamdong"
	Name     Text   `json:"name"`
	Timezone string `json:"timezone"` // IANA name
	// Kinds are the levels of the unit tree, top first: province, district, commune.
	Kinds       []Kind       `json:"kinds"`
	Units       []Unit       `json:"units"`
	Departments []Department `json:"departments"`
	// Owners names the department answerable for a whole noun ("incident", "model"), if any.
	Owners     map[event.Noun]string `json:"owners,omitempty"`
	Procedures []Procedure           `json:"procedures"`
	// ProcedureSuffix ends the codes of this province's procedures: "H36" in 1.001193.000.00.00.H36. "": not known.
	ProcedureSuffix string          `json:"procedure_suffix,omitzero"`
	Holidays        []calendar.Date `json:"holidays"`
	MakeupDays      []calendar.Date `json:"makeup_days"`
	Screens         []Screen        `json:"screens"`
	Assumptions     []Assumption    `json:"assumptions"`
	// Include names more files of the same folder, each with further top-level members.
	Include []string `json:"include,omitempty"`
	// OfficeHours are the hours of a working day: [["07:30", "11:30"], ["13:30", "17:00"]].
	OfficeHours     [][2]string      `json:"office_hours,omitempty"`
	BaseMap         BaseMap          `json:"base_map,omitzero"`
	Reorganisations []Reorganisation `json:"reorganisations,omitempty"`
	Agencies        []Agency         `json:"agencies,omitempty"`
	Programmes      []Programme      `json:"programmes,omitempty"`
	Indicators      []Indicator      `json:"indicators,omitempty"`
	Rules           []Rule           `json:"rules,omitempty"`
	Playbooks       []Playbook       `json:"playbooks,omitempty"`
	// Phrases are what sources say in Vietnamese, the names of models and systems for instance, with the same in English.
	Phrases []Text `json:"phrases,omitempty"`

	loc        *time.Location
	hours      calendar.Hours
	cal        *calendar.Calendar
	maps       []*Map           // the base map first
	unitByID   map[string]*Unit // of any map
	department map[string]*Department
	procedure  map[string]*Procedure
	fieldOwner map[string]string // field → department id
	agency     map[string]*Agency
	programme  map[string]*Programme
	indicator  map[string]*Indicator
	rule       map[string]*Rule
	root       *Unit
}

// Kind is a level of the unit tree.
type Kind struct {
	ID   string `json:"id"` // first part of view ids: "district"
	Name Text   `json:"name"`
}

// Unit is one administrative unit.
type Unit struct {
	// ID is the surrogate key that events and the ledger use. It is the code for as long as
	// the code has meant one unit only.
	ID     string `json:"id"`
	Code   string `json:"code"` // official code while valid
	Kind   string `json:"kind"`
	Parent string `json:"parent,omitempty"` // unit id; empty for the province
	Name   Text   `json:"name"`
	Short  Text   `json:"short,omitzero"` // without "Huyện", "Xã"
	// Weight is what simulated figures are split by: people, of mixed years and sources.
	Weight int64 `json:"weight,omitempty"`
	// Lon and Lat are the centroid in degrees (WGS 84); both 0 where unknown.
	Lon        float64       `json:"lon,omitempty"`
	Lat        float64       `json:"lat,omitempty"`
	AreaKm2    float64       `json:"area_km2,omitempty"`
	Neighbours []string      `json:"neighbours,omitempty"` // unit ids
	ValidFrom  calendar.Date `json:"valid_from,omitzero"`
	ValidTo    calendar.Date `json:"valid_to,omitzero"` // first day on which it is no more
	Source     string        `json:"source,omitempty"`

	children []*Unit
	parent   *Unit
}

// Department is a department with an operations centre.
type Department struct {
	ID     string   `json:"id"` // second part of view ids: "construction"
	Name   Text     `json:"name"`
	Short  Text     `json:"short,omitzero"`
	Fields []string `json:"fields"` // fields of procedures that it answers for, at every level
}

// Procedure is one administrative procedure of the catalogue.
type Procedure struct {
	Code  string             `json:"code"` // national base code: "1.013225"
	Name  string             `json:"name"`
	Field string             `json:"field"`
	Level event.ServiceLevel `json:"level"`
	// HandledBy are the kinds of unit that handle it ("district"), or "department:<id>".
	HandledBy []string `json:"handled_by"`
	// Days is the legal time in working days, or calendar days with CalendarDays; 0 is the
	// same day, -1 that there is none.
	Days         int   `json:"days"`
	CalendarDays bool  `json:"calendar_days,omitempty"`
	FeeVND       int64 `json:"fee_vnd,omitempty"`
	// OnlinePayment tells whether the fee can be paid online; nil is not known.
	OnlinePayment *bool  `json:"online_payment,omitzero"`
	Volume        string `json:"volume,omitempty"` // very-high, high, medium, low, seasonal: for simulation only
	Provenance    string `json:"provenance,omitempty"`
}

// Screen is one of the operations centres' screens.
type Screen struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	Kind  string `json:"kind"` // province, department or district: how it is laid out
	View  string `json:"view"`
	URL   string `json:"url"`
	// Assumed says that the screen's existence or place is an assumption.
	Assumed bool `json:"assumed,omitempty"`
}

// Assumption is a setting that no source confirms; the product lists them on a page.
type Assumption struct {
	ID   string `json:"id"`
	Text Text   `json:"text"`
}
