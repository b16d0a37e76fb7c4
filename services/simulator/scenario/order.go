package scenario

import (
	"cmp"
	"slices"
)

// Services lists the services that take events, the clock first.
func Services() []string {
	names := make([]string, 0, len(services))
	for _, s := range services {
		names = append(names, s.name)
	}
	return names
}

// IsService tells whether events are made for a service of that name.
func IsService(name string) bool { return slices.Contains(Services(), name) }

// Sending is one event of a day: its batch and its place in it.
type Sending struct {
	Second int32
	Batch  uint8
	Index  int
}

// InOrder is all of the day's events in order of sending, over all services.
func (d *Day) InOrder() []Sending {
	all := make([]Sending, 0, d.Events())
	for i := range d.Batches {
		for n, m := range d.Batches[i].Marks {
			all = append(all, Sending{Second: m.Second, Batch: uint8(i), Index: n})
		}
	}
	slices.SortStableFunc(all, func(a, b Sending) int { return cmp.Compare(a.Second, b.Second) })
	return all
}
