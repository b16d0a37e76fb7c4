package scenario

import (
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
)

// step is one event to come of a dossier or a bill: second of the day, index of whom, kind,
// packed so that sorting numbers sorts by time.
type step uint64

const (
	kindBits  = 4
	indexBits = 32
)

func newStep(second int64, index int32, kind uint8) step {
	return step(second)<<(indexBits+kindBits) | step(uint32(index))<<kindBits | step(kind)
}

func (s step) second() int64 { return int64(s >> (indexBits + kindBits)) }
func (s step) index() int32  { return int32(uint32(s >> kindBits)) }
func (s step) kind() uint8   { return uint8(s & (1<<kindBits - 1)) }

// agenda holds the steps to come, by day. Days before the one last taken are gone.
type agenda struct {
	first calendar.Date
	days  [][]step // from first on
	spare [][]step
}

func (a *agenda) add(m moment, index int32, kind uint8) {
	i := int(m.day() - a.first)
	for i >= len(a.days) {
		a.days = append(a.days, nil)
	}
	if a.days[i] == nil && len(a.spare) > 0 {
		a.days[i] = a.spare[len(a.spare)-1][:0]
		a.spare = a.spare[:len(a.spare)-1]
	}
	a.days[i] = append(a.days[i], newStep(m.second(), index, kind))
}

// take removes the steps of the first day, in order of time, and goes on to the next. They
// are valid until the next take.
func (a *agenda) take() []step {
	a.first++
	if len(a.days) == 0 {
		return nil
	}
	today := a.days[0]
	a.days = a.days[1:]
	if cap(a.days) < 32 {
		a.days = append(make([][]step, 0, 256), a.days...)
	}
	slices.Sort(today)
	if today != nil {
		a.spare = append(a.spare, today)
	}
	return today
}

// pool keeps values of which only some are in use at a time.
type pool[T any] struct {
	items []T
	free  []int32
}

func (p *pool[T]) add(v T) int32 {
	if n := len(p.free); n > 0 {
		i := p.free[n-1]
		p.free = p.free[:n-1]
		p.items[i] = v
		return i
	}
	p.items = append(p.items, v)
	return int32(len(p.items) - 1)
}

func (p *pool[T]) release(i int32) { p.free = append(p.free, i) }

// inUse is how many values are held.
func (p *pool[T]) inUse() int { return len(p.items) - len(p.free) }
