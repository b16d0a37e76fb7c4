package ledger

import (
	"slices"

	"langbiang.internal/ioc/pkg/event"
)

// Dimension is one of the things by which postings can be told apart.
type Dimension string

// The dimensions. ByDay is the local date; what happened before a period's first day has the key "".
const (
	ByUnit       Dimension = "unit"
	ByDepartment Dimension = "department"
	ByProcedure  Dimension = "procedure"
	ByAspect     Dimension = "aspect"
	ByLevel      Dimension = "level"
	ByDay        Dimension = "day"
	// ByStatus is the status that a posting's dossier has at the cut, "1" to "10", whatever it had when the posting was made.
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

// AxesOf are the axes of a noun: those of all, and its own.
func AxesOf(n event.Noun) []Axis { return append(slices.Clone(everyAxis), nounOf(n).axes...) }

// OwnAxes names the axes that some nouns have and others have not.
func OwnAxes() []string {
	var names []string
	for i := range nouns {
		for _, a := range nouns[i].axes {
			if !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// PageAxes are by what, beside the units, the page of a noun's figure tells it apart, in the page's order.
func PageAxes(n event.Noun) []string {
	if pages := nounOf(n).pages; pages != nil {
		return pages
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
