package ledger

import (
	"slices"

	"langbiang.internal/ioc/pkg/event"
)

// Dimension is one of the things by which entries can be told apart.
type Dimension string

// The dimensions. ByDay is the local date; what happened before a period's first day has the key "".
const (
	ByUnit       Dimension = "unit"
	ByDepartment Dimension = "department"
	ByProcedure  Dimension = "procedure"
	ByAspect     Dimension = "aspect"
	ByLevel      Dimension = "level"
	ByDay        Dimension = "day"
	// ByStatus is the status that an entry's dossier has at the cut, "1" to "10", whatever it had when the entry was made.
	ByStatus Dimension = "status"
)

// Axis is by what the figures of a noun can be broken down and filtered: Name is its word in the API.
type Axis struct {
	Name string
	By   Dimension
}

// everyAxis are those of all nouns. A field is a part of the catalogue: its procedures.
var everyAxis = []Axis{
	{"unit", ByUnit},
	{"department", ByDepartment},
	{"procedure", ByProcedure},
	{"field", ByProcedure},
	{"day", ByDay},
	{"aspect", ByAspect},
	{"level", ByLevel},
}

// nounAxes are the axes of one noun beside those of all, and by which of all of them its figures' pages tell them apart, in their order.
type nounAxes struct {
	noun  event.Noun
	own   []Axis
	pages []string
}

// axes: a dossier has its channel and service level, a payment its method, an alert its sensor and severity, an incident its type and
// severity, a report its indicator and who issues it, an alarm its rule and severity. The others are told apart by nothing else.
var axes = []nounAxes{
	{
		event.NounDossier,
		[]Axis{{"status", ByStatus}, {"channel", ByAspect}},
		[]string{"procedure", "channel", "status", "field", "level", "department", "day"},
	},
	{event.NounPayment, []Axis{{"method", ByAspect}}, []string{"procedure", "field", "method", "department", "day"}},
	{event.NounAlert, []Axis{{"sensor", ByAspect}, {"severity", ByLevel}}, []string{"severity", "sensor", "day"}},
	{event.NounIncident, []Axis{{"category", ByAspect}, {"severity", ByLevel}}, []string{"category", "severity", "day"}},
	{event.NounIndicator, []Axis{{"indicator", ByAspect}, {"issuer", ByLevel}}, []string{"indicator", "issuer", "day"}},
	{event.NounAlarm, []Axis{{"rule", ByAspect}, {"severity", ByLevel}}, []string{"rule", "severity", "day"}},
}

// AxesOf are the axes of a noun.
func AxesOf(n event.Noun) []Axis {
	all := slices.Clone(everyAxis)
	for i := range axes {
		if axes[i].noun == n {
			all = append(all, axes[i].own...)
		}
	}
	return all
}

// OwnAxes names the axes that some nouns have and others have not.
func OwnAxes() []string {
	var names []string
	for i := range axes {
		for _, a := range axes[i].own {
			if !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// PageAxes are by what, beside the units, the page of a noun's figure tells it apart, in the page's order.
func PageAxes(n event.Noun) []string {
	for i := range axes {
		if axes[i].noun == n {
			return axes[i].pages
		}
	}
	return []string{"day"}
}

// AxisOf is a noun's own word for a dimension, else the dimension's.
func AxisOf(n event.Noun, by Dimension) string {
	name := string(by)
	for _, a := range AxesOf(n) {
		if a.By == by && by != ByProcedure {
			name = a.Name
		}
	}
	return name
}
