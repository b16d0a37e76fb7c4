package topology

import "langbiang.internal/ioc/pkg/calendar"

// Reorganisation is one change of the map: from Date on, units are no more, others are new, and those that stay may have another
// name, kind or parent. Units, Kinds and codes of the file itself are those before the first one.
type Reorganisation struct {
	ID     string        `json:"id"`   // of the map from then on: "2024-12"
	Date   calendar.Date `json:"date"` // first day
	Title  Text          `json:"title"`
	Source string        `json:"source"`
	// Abolished are the ids of units that are no more; Created the units that are new; Changed those that stay, as they
	// are from then on: members left out stay as they were.
	Abolished []string `json:"abolished"`
	Created   []Unit   `json:"created"`
	Changed   []Unit   `json:"changed"`
	// Transfers say where the territory of the abolished units goes.
	Transfers []Transfer `json:"transfers"`
}

// Transfer is the territory of a unit, whole or a part of it, that goes to another.
type Transfer struct {
	From string `json:"from"` // unit id
	To   string `json:"to"`   // unit id
	Part bool   `json:"part,omitempty"`
}

func (t *Topology) indexReorganisations(_ func(string, ...any)) {}
