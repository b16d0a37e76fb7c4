package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/topology"
)

// Dossiers are made in two strata, because the sums of each are given: those of procedures
// that are offered wholly online, and all others.
const (
	strataFull = iota
	strataOther
	strataCount
	// strataUnreceived keys the draws of dossiers that nobody receives.
	strataUnreceived = strataCount
)

// How much of a procedure's volume falls to a kind of unit: most where people live. Assumed.
const (
	shareDeepest    = 1.0
	shareBetween    = 0.6
	shareProvince   = 0.08
	shareOffSeason  = 0.01
	defaultVolume   = 1.0
	seasonalClass   = "seasonal"
	departmentLevel = 0 // departments handle at the province
)

// seasonMonths are the months of a seasonal procedure that the scenario does not name.
var seasonMonths = [...]time.Month{time.April, time.May, time.June, time.July}

// option is a procedure at one kind of unit.
type option struct {
	procedure int16
	level     int16
}

// mix says, of the units of one map, how likely each procedure is in each month, and each unit of each kind.
type mix struct {
	from    calendar.Date // first day of the map
	options [strataCount][]option
	months  [strataCount][12]table
	places  []place // by level of the unit tree
}

// place is the units of one kind.
type place struct {
	units []int16 // indices into the roster
	table table
}

// newMixes makes the mix of each map, the base map's first.
func newMixes(s *Scenario, top *topology.Topology, all *roster) ([]*mix, error) {
	var mixes []*mix
	for _, m := range top.Maps() {
		made, err := newMix(s, top, m, all)
		if err != nil {
			return nil, err
		}
		mixes = append(mixes, made)
	}
	return mixes, nil
}

// mixOn is the mix of the map that is valid on a day.
func (p *plan) mixOn(day calendar.Date) *mix {
	last := len(p.mixes) - 1
	for p.mixes[last].from > day && last > 0 {
		last--
	}
	return p.mixes[last]
}

func newMix(s *Scenario, top *topology.Topology, on *topology.Map, all *roster) (*mix, error) {
	m := &mix{from: on.From, places: make([]place, len(top.Kinds))}
	m.fillPlaces(top, on, all)
	var weights [strataCount][12][]float64
	for i := range top.Procedures {
		p := &top.Procedures[i]
		stratum := strataOther
		if p.Level == event.LevelFull {
			stratum = strataFull
		}
		for _, level := range m.levels(p, top) {
			m.options[stratum] = append(m.options[stratum], option{procedure: int16(i), level: int16(level)})
			for month := range 12 {
				w := s.weight(p, level, len(top.Kinds), time.Month(month+1))
				weights[stratum][month] = append(weights[stratum][month], w)
			}
		}
	}
	for stratum := range strataCount {
		if len(m.options[stratum]) == 0 {
			return nil, fmt.Errorf("topology %s: the scenario needs procedures that are offered wholly online and some that are not", top.ID)
		}
		for month := range 12 {
			m.months[stratum][month] = newTable(weights[stratum][month])
		}
	}
	return m, nil
}

func (m *mix) fillPlaces(top *topology.Topology, on *topology.Map, all *roster) {
	weights := make([][]float64, len(top.Kinds))
	for _, u := range on.Units() {
		level := slices.IndexFunc(top.Kinds, func(k topology.Kind) bool { return k.ID == u.Kind })
		m.places[level].units = append(m.places[level].units, all.index[u.ID])
		weights[level] = append(weights[level], float64(max(u.Weight, 1)))
	}
	for level := range m.places {
		m.places[level].table = newTable(weights[level])
	}
}

// below is the first level below the province that has units; the province itself where none has.
func (m *mix) below() *place {
	for level := 1; level < len(m.places); level++ {
		if len(m.places[level].units) > 0 {
			return &m.places[level]
		}
	}
	return &m.places[departmentLevel]
}

// levels are the levels of the unit tree, each once, at which p is handled. What a level handled that a reorganisation has done away
// with is the next one's below. Assumed.
func (m *mix) levels(p *topology.Procedure, top *topology.Topology) []int {
	var levels []int
	for _, h := range p.HandledBy {
		level := slices.IndexFunc(top.Kinds, func(k topology.Kind) bool { return k.ID == h })
		if strings.HasPrefix(h, "department:") {
			level = departmentLevel
		}
		for m.from != 0 && level+1 < len(m.places) && len(m.places[level].units) == 0 {
			level++
		}
		if !slices.Contains(levels, level) && len(m.places[level].units) > 0 {
			levels = append(levels, level)
		}
	}
	return levels
}

// weight is how much of p there is at one level in one month.
func (s *Scenario) weight(p *topology.Procedure, level, levels int, month time.Month) float64 {
	volume, ok := s.Volumes[p.Volume]
	if !ok {
		volume = defaultVolume
	}
	if p.Volume == seasonalClass {
		season := s.Seasons[p.Code]
		if season == nil {
			season = seasonMonths[:]
		}
		if !slices.Contains(season, month) {
			return volume * shareOffSeason
		}
		return volume
	}
	switch level {
	case departmentLevel:
		return volume * shareProvince
	case levels - 1:
		return volume * shareDeepest
	}
	return volume * shareBetween
}

// pick chooses a procedure and a unit that handles it.
func (m *mix) pick(r *random, stratum int, month time.Month) (procedure, unit int16) {
	o := m.options[stratum][m.months[stratum][month-1].pick(r)]
	place := &m.places[o.level]
	return o.procedure, place.units[place.table.pick(r)]
}
