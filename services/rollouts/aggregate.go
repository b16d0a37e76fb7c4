package rollouts

import (
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where the roll-out of one pilot model stands. The zero State is a model that nobody
// has reported. Sites is never changed in place.
type State struct {
	Name       string            `json:"name"`
	Unit       string            `json:"unit"`
	Department string            `json:"department"`
	Lead       string            `json:"lead"`
	Reason     string            `json:"reason"` // why it is blocked or suspended
	Status     event.ModelStatus `json:"status"`
	Sites      []string          `json:"sites"` // active ones, in the order in which they became so
	Last       time.Time         `json:"last"`  // latest time of an event, by its source's clock
}

// aggregate decides about models. It is pure: the topology does not change.
type aggregate struct{ topology *topology.Topology }

const (
	proposed   = event.ModelStatusProposed
	preparing  = event.ModelStatusPreparing
	blocked    = event.ModelStatusBlocked
	inProgress = event.ModelStatusInProgress
	suspended  = event.ModelStatusSuspended
	completed  = event.ModelStatusCompleted
	maintained = event.ModelStatusMaintained
)

// target is the status that a type leads to; sites and milestones are reached while in progress.
var target = map[event.Type]event.ModelStatus{
	event.ModelProposed:         proposed,
	event.ModelPreparing:        preparing,
	event.ModelBlocked:          blocked,
	event.ModelStarted:          inProgress,
	event.ModelSiteActivated:    inProgress,
	event.ModelMilestoneReached: inProgress,
	event.ModelSuspended:        suspended,
	event.ModelCompleted:        completed,
	event.ModelMaintained:       maintained,
}

// next are the transitions that are in order; ahead, besides, those that skip steps.
var (
	next = map[event.ModelStatus][]event.ModelStatus{
		"":         {proposed},
		proposed:   {preparing, blocked},
		preparing:  {blocked, inProgress},
		blocked:    {preparing, inProgress},
		inProgress: {blocked, suspended, completed},
		suspended:  {inProgress},
		completed:  {maintained},
	}
	ahead = map[event.ModelStatus][]event.ModelStatus{
		"":         {preparing, blocked, inProgress, suspended, completed, maintained},
		proposed:   {inProgress, suspended, completed, maintained},
		preparing:  {suspended, completed, maintained},
		blocked:    {suspended, completed, maintained},
		inProgress: {maintained},
		suspended:  {blocked, completed, maintained},
	}
)

// judge is the status after e, and its flag ("": in order).
func judge(s State, e *event.Event) (event.ModelStatus, event.Flag) {
	to := target[e.Type]
	if e.Type == event.ModelSiteActivated || e.Type == event.ModelMilestoneReached {
		return judgeProgress(s, to)
	}
	late := e.Time.Before(s.Last)
	inOrder, skips := slices.Contains(next[s.Status], to), slices.Contains(ahead[s.Status], to)
	switch {
	case to == s.Status:
		return s.Status, event.FlagRepeated
	case !inOrder && !skips, late && to != completed && to != maintained:
		return s.Status, event.FlagOutOfOrder
	case late:
		return to, event.FlagOutOfOrder
	case skips:
		return to, event.FlagSkipped
	}
	return to, ""
}

// judgeProgress is judge for sites and milestones: they are true whenever they are told, and
// show that the roll-out has started if nobody said so.
func judgeProgress(s State, to event.ModelStatus) (event.ModelStatus, event.Flag) {
	switch s.Status {
	case "", proposed, preparing, blocked:
		return to, event.FlagSkipped
	default:
		return s.Status, ""
	}
}

// Decide tells what an event means for a model in state s.
func (a *aggregate) Decide(s State, e *event.Event) (event.Data, error) {
	in, ok := e.Data.(*event.Model)
	if !ok {
		return nil, event.Refuse("type", "%q is not about a model", e.Type)
	}
	if err := refuseDerived(in); err != nil {
		return nil, err
	}
	m, err := a.identify(s, in)
	if err != nil {
		return nil, err
	}
	m.Reason, m.Milestone = in.Reason, in.Milestone
	m.From, m.Sites = s.Status, len(s.Sites)
	to, flag := judge(s, e)
	m.To = to
	switch e.Type {
	case event.ModelMilestoneReached:
		if in.Milestone == "" {
			return nil, event.Refuse("data.milestone", "is missing: which one was reached?")
		}
	case event.ModelSiteActivated:
		if a.topology.Unit(in.Site) == nil {
			return nil, event.Refuse("data.site", "%q is not a unit of this province", in.Site)
		}
		m.Site = in.Site
		if slices.Contains(s.Sites, in.Site) {
			flag = event.FlagRepeated
		} else {
			m.Sites++
		}
	default: // the others say no more than their type
	}
	if flag != "" {
		m.Flags = []event.Flag{flag}
	}
	return m, nil
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(m *event.Model) error {
	field := ""
	switch {
	case m.Department != "":
		field = "department"
	case m.Sites != 0:
		field = "sites"
	case m.From != "":
		field = "from"
	case m.To != "":
		field = "to"
	case m.Flags != nil:
		field = "flags"
	default:
		return nil
	}
	return event.Refuse("data."+field, "is worked out here, a source may not set it")
}

// identify repeats what is known of the model, with what e may change: its name and who leads.
func (a *aggregate) identify(s State, in *event.Model) (*event.Model, error) {
	m := &event.Model{Name: s.Name, Unit: s.Unit, Department: s.Department, Lead: s.Lead}
	if in.Name != "" {
		m.Name = in.Name
	}
	if in.Lead != "" {
		m.Lead = in.Lead
	}
	if s.Status != "" {
		if in.Unit != "" && in.Unit != s.Unit {
			return nil, event.Refuse("data.unit", "is %q, but the model belongs to %q", in.Unit, s.Unit)
		}
		return m, nil
	}
	if in.Name == "" {
		return nil, event.Refuse("data.name", "is missing in the first event of this model")
	}
	unit := a.topology.Root()
	if in.Unit != "" {
		unit = a.topology.Unit(in.Unit)
	}
	if unit == nil {
		return nil, event.Refuse("data.unit", "%q is not a unit of this province", in.Unit)
	}
	m.Unit, m.Department = unit.ID, a.topology.Owners[event.NounModel]
	return m, nil
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	m, ok := e.Data.(*event.Model)
	if !ok {
		return s
	}
	s.Name, s.Unit, s.Department, s.Lead = m.Name, m.Unit, m.Department, m.Lead
	if m.To != s.Status || m.Reason != "" {
		s.Reason = m.Reason
	}
	s.Status = m.To
	if m.Sites > len(s.Sites) {
		s.Sites = append(slices.Clip(s.Sites), m.Site)
	}
	if e.Time.After(s.Last) {
		s.Last = e.Time.UTC()
	}
	return s
}

const snapshotVersion = 1

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	dst = append(dst, snapshotVersion)
	dst = intake.AppendInt(dst, s.Last.UnixNano())
	for _, text := range [...]string{s.Name, s.Unit, s.Department, s.Lead, s.Reason, string(s.Status)} {
		dst = intake.AppendText(dst, text)
	}
	dst = intake.AppendInt(dst, int64(len(s.Sites)))
	for _, site := range s.Sites {
		dst = intake.AppendText(dst, site)
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	s := State{Last: time.Unix(0, r.Int()).UTC()}
	for _, text := range [...]*string{&s.Name, &s.Unit, &s.Department, &s.Lead, &s.Reason, (*string)(&s.Status)} {
		*text = r.Text()
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Sites = append(s.Sites, r.Text())
	}
	return s, r.Err()
}
