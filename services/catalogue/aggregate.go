package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is how often the catalogue was amended, and of what; what it says is read from its events.
type State struct {
	Amendments int      `json:"amendments"`
	Published  []string `json:"published"` // codes of the procedures of events, in order; those of the topology are there besides
}

// aggregate decides about amendments. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return []event.Type{event.CatalogueAmended} }

// Decide checks what an amendment says of each procedure.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	d, ok := e.Data.(*event.Catalogue)
	switch {
	case !ok:
		return nil, event.Refuse("type", "%q is not about the catalogue", e.Type)
	case e.Subject != event.CatalogueSubject:
		return nil, event.Refuse("subject", "is %q; a province has one catalogue, %q", e.Subject, event.CatalogueSubject)
	case d.ValidFrom == 0:
		return nil, event.Refuse("data.valid_from", "is missing: from which day on?")
	}
	for i := range d.Procedures {
		for _, h := range d.Procedures[i].HandledBy {
			if !a.handles(h) {
				return nil, event.Refuse("data.procedures", "%s: handled_by %q is neither a kind of unit nor a department", d.Procedures[i].Code, h)
			}
		}
	}
	for i, code := range d.Withdrawn {
		if !a.published(s, d, code) {
			return nil, event.Refuse(fmt.Sprintf("data.withdrawn[%d]", i), "%q was never published: there is nothing to withdraw", code)
		}
	}
	return d, nil
}

// published tells whether a procedure with that code is or was in the catalogue, or comes with d.
func (a *aggregate) published(s State, d *event.Catalogue, code string) bool {
	_, before := slices.BinarySearch(s.Published, code)
	return before || a.topology.Procedure(code) != nil ||
		slices.ContainsFunc(d.Procedures, func(p event.Procedure) bool { return p.Code == code })
}

func (a *aggregate) handles(by string) bool {
	if department, ok := strings.CutPrefix(by, "department:"); ok {
		return a.topology.Department(department) != nil
	}
	return slices.ContainsFunc(a.topology.Kinds, func(k topology.Kind) bool { return k.ID == by })
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	s.Amendments++
	if d, ok := e.Data.(*event.Catalogue); ok {
		s.Published = slices.Clone(s.Published)
		for i := range d.Procedures {
			s.Published = append(s.Published, d.Procedures[i].Code)
		}
		slices.Sort(s.Published)
		s.Published = slices.Compact(s.Published)
	}
	return s
}

const snapshotVersion = 3

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	return intake.EncodeJSON(dst, snapshotVersion, s)
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	return intake.DecodeJSON[State](b, snapshotVersion)
}
