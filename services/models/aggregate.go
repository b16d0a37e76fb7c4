package models

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// State is where the roll-out of one pilot model stands. The zero State is a model that nobody
// has reported. Its lists are never changed in place.
type State struct {
	Name       string            `json:"name"`
	Unit       string            `json:"unit"`
	Department string            `json:"department"`
	Lead       string            `json:"lead"`
	Reason     string            `json:"reason"` // why it is blocked or suspended
	Status     event.ModelStatus `json:"status"`
	Sites      []string          `json:"sites"` // active ones, in the order in which they became so
	// Coordinating agencies; Milestones that are planned and not reached, in the order in which they were planned.
	Coordinating  []string    `json:"coordinating"`
	Milestones    []Milestone `json:"milestones"`
	Beneficiaries int64       `json:"beneficiaries"` // people served so far, as last told
	Reached       []string    `json:"reached"`       // names of the milestones that were reached; at most MaxReached
}

// MaxReached is how many of the latest milestones reached a model remembers: an older one that is told again counts again.
const MaxReached = 64

// first is the planned milestone that is due first; the zero one if none is planned.
func first(planned []Milestone) Milestone {
	if len(planned) == 0 {
		return Milestone{}
	}
	return slices.MinFunc(planned, func(a, b Milestone) int { return cmp.Compare(a.Due, b.Due) })
}

// planned are the milestones that are still to be reached after m, as recorded: none of a model that is completed, or suspended until
// they are planned anew.
func (s *State) planned(t event.Type, m *event.Model) []Milestone {
	switch {
	case ends(m):
		return nil
	case t == event.ModelMilestonePlanned:
		return s.plan(m.Milestone, m.Due)
	case t == event.ModelMilestoneReached:
		return s.plan(m.Milestone, 0)
	}
	return s.Milestones
}

// ends tells whether the plan ends with m: the model becomes completed or suspended.
func ends(m *event.Model) bool {
	return m.To != m.From && (m.To == suspended || m.To == completed || m.To == maintained)
}

// Milestone is a milestone that is to be reached.
type Milestone struct {
	Name string        `json:"name"`
	Due  calendar.Date `json:"due"`
}

// due is by when the milestone of that name is to be reached; 0 if it is not planned.
func (s *State) due(name string) calendar.Date {
	for _, m := range s.Milestones {
		if m.Name == name {
			return m.Due
		}
	}
	return 0
}

// plan is the milestones with that one planned by due, or without it for 0.
func (s *State) plan(name string, due calendar.Date) []Milestone {
	after := slices.DeleteFunc(slices.Clone(s.Milestones), func(m Milestone) bool { return m.Name == name })
	if due != 0 {
		after = append(after, Milestone{name, due})
	}
	if len(after) == 0 {
		return nil
	}
	return after
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

// target is the status that a type leads to; sites and milestones are reached while in progress, and to plan one leads nowhere.
var target = map[event.Type]event.ModelStatus{
	event.ModelProposed:         proposed,
	event.ModelPreparing:        preparing,
	event.ModelBlocked:          blocked,
	event.ModelStarted:          inProgress,
	event.ModelSiteActivated:    inProgress,
	event.ModelMilestoneReached: inProgress,
	event.ModelMilestonePlanned: "",
	event.ModelSuspended:        suspended,
	event.ModelCompleted:        completed,
	event.ModelMaintained:       maintained,
}

// Types implements intake.Aggregate.
func (a *aggregate) Types() []event.Type { return intake.Decided(target) }

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
	switch e.Type {
	case event.ModelSiteActivated, event.ModelMilestoneReached:
		return judgeProgress(s, to)
	case event.ModelMilestonePlanned:
		if s.Status == "" {
			return proposed, event.FlagSkipped
		}
		return s.Status, ""
	default: // the others lead to a status
	}
	late := e.Late()
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
	m, err := a.identify(s, in, calendar.DateOf(e.Time, a.topology.Location()))
	if err != nil {
		return nil, err
	}
	if in.Due != 0 && e.Type != event.ModelMilestonePlanned {
		return nil, event.Refuse("data.due", "goes with %s only", event.ModelMilestonePlanned)
	}
	m.Reason, m.Milestone = in.Reason, in.Milestone
	m.From, m.Sites = s.Status, len(s.Sites)
	to, flag := judge(s, e)
	m.To = to
	switch e.Type {
	case event.ModelMilestoneReached, event.ModelMilestonePlanned:
		if flag, err = milestone(m, s, in, e); err != nil {
			return nil, err
		}
	case event.ModelSiteActivated:
		site := a.topology.Resolve(in.Site, calendar.DateOf(e.Time, a.topology.Location()))
		if site == nil {
			return nil, event.Refuse("data.site", "%q is not a unit of this province", in.Site)
		}
		m.Site = site.ID
		if slices.Contains(s.Sites, site.ID) {
			flag = event.FlagRepeated
		} else {
			m.Sites++
		}
	default: // the others say no more than their type
	}
	if flag != "" {
		m.Flags = []event.Flag{flag}
	}
	a.sum(m, s, e.Type)
	return m, nil
}

// sum adds how the model stands after the event: its sites, its plan, and why it waits if no other reason is given.
func (a *aggregate) sum(m *event.Model, s State, t event.Type) {
	m.SiteUnits = s.Sites
	if m.Sites > len(s.Sites) {
		m.SiteUnits = append(slices.Clip(s.Sites), m.Site)
	}
	if m.To == s.Status && m.Reason == "" {
		m.Reason = s.Reason
	}
	if ends(m) {
		for _, planned := range s.Milestones {
			m.Settled = append(m.Settled, planned.Due)
		}
	}
	next := first(s.planned(t, m))
	m.Next, m.NextDue = next.Name, next.Due
}

// milestone decides about one that is planned or reached, and gives the flag.
func milestone(m *event.Model, s State, in *event.Model, e *event.Event) (event.Flag, error) {
	m.PreviousDue = s.due(in.Milestone)
	_, flag := judge(s, e)
	switch {
	case in.Milestone == "":
		return "", event.Refuse("data.milestone", "is missing: which one?")
	case e.Type == event.ModelMilestoneReached && m.PreviousDue == 0 && slices.Contains(s.Reached, in.Milestone):
		return event.FlagRepeated, nil
	case e.Type == event.ModelMilestoneReached:
		return flag, nil
	case in.Due == 0:
		return "", event.Refuse("data.due", "is missing: by when is the milestone to be reached?")
	case m.PreviousDue == 0 && len(s.Milestones) >= event.MaxListed:
		return "", event.Refuse("data.milestone", "would be the %dth that is planned; at most %d are taken", len(s.Milestones)+1, event.MaxListed)
	case in.Due == m.PreviousDue:
		flag = event.FlagRepeated
	}
	m.Due = in.Due
	return flag, nil
}

// refuseDerived refuses a source that says what only the service can know.
func refuseDerived(m *event.Model) error {
	field := ""
	switch {
	case m.Department != "":
		field = "department"
	case m.PreviousDue != 0:
		field = "previous_due"
	case m.Sites != 0:
		field = "sites"
	case m.SiteUnits != nil:
		field = "site_units"
	case m.Next != "" || m.NextDue != 0:
		field = "next"
	case m.Settled != nil:
		field = "settled"
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
func (a *aggregate) identify(s State, in *event.Model, on calendar.Date) (*event.Model, error) {
	m := &event.Model{
		Name: s.Name, Unit: s.Unit, Department: s.Department, Lead: s.Lead, Coordinating: s.Coordinating, Beneficiaries: s.Beneficiaries,
	}
	if in.Coordinating != nil {
		m.Coordinating = in.Coordinating
	}
	if in.Beneficiaries != 0 {
		m.Beneficiaries = in.Beneficiaries
	}
	if in.Name != "" {
		m.Name = in.Name
	}
	if in.Lead != "" {
		m.Lead = in.Lead
	}
	if s.Status != "" {
		if in.Unit != "" && !a.topology.Means(in.Unit, s.Unit, on) {
			return nil, event.Refuse("data.unit", "is %q, but the model belongs to %q", in.Unit, s.Unit)
		}
		return m, nil
	}
	if in.Name == "" {
		return nil, event.Refuse("data.name", "is missing in the first event of this model")
	}
	unit := a.topology.Root()
	if in.Unit != "" {
		unit = a.topology.Resolve(in.Unit, on)
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
	s.Status, s.Coordinating, s.Beneficiaries = m.To, m.Coordinating, m.Beneficiaries
	s.Milestones = s.planned(e.Type, m)
	if e.Type == event.ModelMilestoneReached && !slices.Contains(s.Reached, m.Milestone) {
		s.Reached = append(slices.Clip(s.Reached), m.Milestone)
		s.Reached = s.Reached[max(0, len(s.Reached)-MaxReached):]
	}
	if m.Sites > len(s.Sites) {
		s.Sites = append(slices.Clip(s.Sites), m.Site)
	}
	return s
}

const snapshotVersion = 4

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	dst = append(dst, snapshotVersion)
	for _, text := range [...]string{s.Name, s.Unit, s.Department, s.Lead, s.Reason, string(s.Status)} {
		dst = intake.AppendText(dst, text)
	}
	dst = intake.AppendInt(dst, int64(len(s.Sites)))
	for _, site := range s.Sites {
		dst = intake.AppendText(dst, site)
	}
	dst = intake.AppendInt(intake.AppendInt(dst, s.Beneficiaries), int64(len(s.Coordinating)))
	for _, agency := range s.Coordinating {
		dst = intake.AppendText(dst, agency)
	}
	dst = intake.AppendInt(dst, int64(len(s.Milestones)))
	for _, m := range s.Milestones {
		dst = intake.AppendInt(intake.AppendText(dst, m.Name), int64(m.Due))
	}
	dst = intake.AppendInt(dst, int64(len(s.Reached)))
	for _, name := range s.Reached {
		dst = intake.AppendText(dst, name)
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	var s State
	for _, text := range [...]*string{&s.Name, &s.Unit, &s.Department, &s.Lead, &s.Reason, (*string)(&s.Status)} {
		*text = r.Text()
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Sites = append(s.Sites, r.Text())
	}
	s.Beneficiaries = r.Int()
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Coordinating = append(s.Coordinating, r.Text())
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Milestones = append(s.Milestones, Milestone{r.Text(), calendar.Date(r.Int())})
	}
	for n := r.Int(); n > 0 && r.Ok(); n-- {
		s.Reached = append(s.Reached, r.Text())
	}
	return s, r.Err()
}
