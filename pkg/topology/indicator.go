package topology

import (
	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Agency is who reports a figure or answers for one: an issuer, an owner.
type Agency struct {
	ID         string `json:"id"`
	Name       Text   `json:"name"`
	Short      Text   `json:"short,omitzero"`
	Unit       string `json:"unit,omitempty"`       // unit id; the province if empty
	Department string `json:"department,omitempty"` // department id, if it is one of the topology's
}

// Programme is one of the systems and programmes whose figures the operations centre shows.
type Programme struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// Indicator defines a figure that agencies report.
type Indicator struct {
	ID        string `json:"id"` // "certificates.personal"
	Name      Text   `json:"name"`
	Programme string `json:"programme"`
	// Measured is what the value is: count, percent, vnd, hours, score.
	Measured string `json:"measured"`
	// Better is up, down or "" where neither is; Watch and Late are the values from which it is so.
	Better string         `json:"better,omitempty"`
	Target *event.Decimal `json:"target,omitempty"`
	Watch  *event.Decimal `json:"watch,omitempty"`
	Late   *event.Decimal `json:"late,omitempty"`
	// Restricted keeps it to the units that it names: it is never shown finer than a district.
	Restricted bool          `json:"restricted,omitempty"`
	Expected   []Expectation `json:"expected,omitempty"`
}

// Expectation is the freshness contract: which agency reports an indicator, of which units, how often, and how many
// working days after a period's end.
type Expectation struct {
	Agency string `json:"agency"`
	// Units is a unit id, or a kind for all units of it; each unit's own agency reports where Agency is "unit".
	Units     string        `json:"units"`
	Cadence   string        `json:"cadence"` // day, week, month, quarter, half, year
	GraceDays int           `json:"grace_days"`
	From      calendar.Date `json:"from"` // first day of the first period
}

func (t *Topology) indexIndicators(_ func(string, ...any)) {}
