// Package scorecard computes the scorecard of Decision 766/QD-TTg, by which the handling of administrative procedures is
// measured: six groups, 100 points. It is pure: formulas are data, one version each, and what is not known is not 0.
package scorecard

import (
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
)

// Current is the version by which scores are computed unless another is asked for.
const Current = "dvcqg-2026"

// Text is a text in Vietnamese and English.
type Text struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

// Formula is one version of the scorecard.
type Formula struct {
	ID         string  `json:"id"`
	Provenance Text    `json:"provenance"` // where the formulas come from, and how sure they are
	Max        float64 `json:"max"`
	Grades     []Grade `json:"grades"` // the best first
	Groups     []Group `json:"groups"`
}

// Grade is a name for scores from so many per cent of the possible points on.
type Grade struct {
	ID   string  `json:"id"`
	From float64 `json:"from"`
	Name Text    `json:"name"`
}

// Group is one of the six groups that the portal shows.
type Group struct {
	Code    string   `json:"code"`
	Name    Text     `json:"name"`
	Max     float64  `json:"max"`
	Metrics []Metric `json:"metrics"`
}

// Metric is a ratio and the points that it gives: min(Max, Max · (numerator/denominator)/FullAt).
type Metric struct {
	Code string  `json:"code"`
	Name Text    `json:"name"`
	Max  float64 `json:"max"` // 0: it is shown, and gives no points
	// FullAt is the ratio that gives Max; 1 where the file has none.
	FullAt float64 `json:"full_at,omitzero"`
	// WithoutBase are the points where the denominator is known to be 0; without it there are none to be had.
	WithoutBase *float64 `json:"without_base,omitzero"`
}

//go:embed *.json
var files embed.FS

// Load reads every version, by its id.
func Load() (map[string]*Formula, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list scorecards: %w", err)
	}
	all := make(map[string]*Formula)
	for _, name := range names {
		b, err := files.ReadFile(name.Name())
		if err != nil {
			return nil, fmt.Errorf("read scorecard: %w", err)
		}
		f, err := Parse(b)
		if err != nil {
			return nil, fmt.Errorf("scorecard %s: %w", name.Name(), err)
		}
		all[f.ID] = f
	}
	return all, nil
}

// Parse reads one version and checks that its points add up.
func Parse(b []byte) (*Formula, error) {
	f := new(Formula)
	if err := json.Unmarshal(b, f, json.RejectUnknownMembers(true)); err != nil {
		return nil, err
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if f.ID == "" {
		fault("id is missing")
	}
	if len(f.Grades) == 0 || !slices.IsSortedFunc(f.Grades, func(a, b Grade) int { return int(b.From - a.From) }) {
		fault("grades: must be there, the best first")
	}
	var sum float64
	for i := range f.Groups {
		g := &f.Groups[i]
		sum += g.Max
		var inGroup float64
		for j := range g.Metrics {
			m := &g.Metrics[j]
			inGroup += m.Max
			if m.FullAt == 0 {
				m.FullAt = 1
			}
			if m.Code == "" || m.Max < 0 || m.FullAt < 0 {
				fault("groups[%d] %s: metrics[%d]: needs a code, and max and full_at that are not negative", i, g.Code, j)
			}
		}
		if inGroup != g.Max {
			fault("groups[%d] %s: its metrics give %v points, not %v", i, g.Code, inGroup, g.Max)
		}
	}
	if sum != f.Max {
		fault("groups: give %v points, not %v", sum, f.Max)
	}
	return f, errors.Join(faults...)
}
