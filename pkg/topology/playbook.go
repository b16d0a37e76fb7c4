package topology

import "slices"

// Playbook is a procedure (SOP) that an incident opens.
type Playbook struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Categories are the incident types that it is for; empty: all that no other playbook is for.
	Categories []uint8        `json:"categories,omitempty"`
	Steps      []PlaybookStep `json:"steps"`
}

// PlaybookStep is one step of a playbook.
type PlaybookStep struct {
	Title Text `json:"title"`
	Role  Text `json:"role"` // who does it
	Days  int  `json:"days"` // calendar days after the incident was opened; 0: the same day
}

func (t *Topology) indexPlaybooks(_ func(string, ...any)) {}

// PlaybookFor is the procedure for incidents of a type: the one that names it, else the one that names none; nil if there is neither.
func (t *Topology) PlaybookFor(category uint8) *Playbook {
	var general *Playbook
	for i := range t.Playbooks {
		p := &t.Playbooks[i]
		if slices.Contains(p.Categories, category) {
			return p
		}
		if len(p.Categories) == 0 && general == nil {
			general = p
		}
	}
	return general
}
