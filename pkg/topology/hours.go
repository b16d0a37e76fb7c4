package topology

import "langbiang.internal/ioc/pkg/calendar"

// defaultHours are those of a province whose file names none: eight hours a day.
var defaultHours = [][2]string{{"08:00", "12:00"}, {"13:00", "17:00"}}

func (t *Topology) indexHours(fault func(string, ...any)) {
	spans := t.OfficeHours
	if len(spans) == 0 {
		spans = defaultHours
	}
	hours, err := calendar.ParseHours(spans)
	if err != nil {
		fault("office_hours: %v", err)
	}
	t.hours = hours
}

// Hours are the office hours of a working day.
func (t *Topology) Hours() calendar.Hours { return t.hours }
