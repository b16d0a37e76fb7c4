package topology

import (
	"slices"

	"langbiang.internal/ioc/pkg/event"
)

// Playbook is a procedure (SOP) that an incident opens.
type Playbook struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Categories are the incident types that it is for; empty: all that no other playbook is for.
	Categories []int          `json:"categories,omitempty"`
	Steps      []PlaybookStep `json:"steps"`
}

// PlaybookStep is one step of a playbook.
type PlaybookStep struct {
	Title Text `json:"title"`
	Role  Text `json:"role"` // who does it
	Days  int  `json:"days"` // calendar days after the incident was opened; 0: the same day
}

func (t *Topology) indexPlaybooks(fault func(string, ...any)) {
	seen := make(map[string]bool)
	by := make(map[int]string)
	for i, p := range t.Playbooks {
		if p.ID == "" || seen[p.ID] || len(p.Steps) == 0 {
			fault("playbooks[%d]: id %q is missing or used twice, or it has no steps", i, p.ID)
		}
		seen[p.ID] = true
		for _, c := range p.Categories {
			if c < 1 || c > event.IncidentCategories || by[c] != "" {
				fault("playbooks[%d] %s: incident type %d does not exist or is %s's", i, p.ID, c, by[c])
			}
			by[c] = p.ID
		}
		for n, step := range p.Steps {
			if step.Title.Vi == "" || step.Days < 0 {
				fault("playbooks[%d] %s: step %d has no title or less than no time", i, p.ID, n+1)
			}
		}
	}
}

// PlaybookFor is the procedure for incidents of a type: the one that names it, else the one that names none; nil if there is neither.
func (t *Topology) PlaybookFor(category uint8) *Playbook {
	var general *Playbook
	for i := range t.Playbooks {
		p := &t.Playbooks[i]
		if slices.Contains(p.Categories, int(category)) {
			return p
		}
		if len(p.Categories) == 0 && general == nil {
			general = p
		}
	}
	return general
}
