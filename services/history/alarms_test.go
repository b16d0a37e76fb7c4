package history_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/wire"
)

// standingAlarm is what a person who reads the log knows of an alarm.
type standingAlarm struct {
	within       map[string]bool // the views that it stands in
	active, seen bool
}

// alarmPlaces are what alarms are about, the unit and the department that the service finds for each, and the views that it stands in.
var alarmPlaces = []struct {
	originator, unit, department string
	views                        []string
}{
	{"unit/68", "68", "information", []string{"province", "department/information"}},
	{"unit/672", "672", "information", []string{"province", "district/672", "department/information", "department/information/district/672"}},
	{"unit/24769", "24769", "information", []string{"province", "district/672", "commune/24769", "department/information", "department/information/district/672"}},
	{"unit/673", "673", "information", []string{"province", "district/673", "department/information"}},
	{"unit/672:construction", "672", "construction", []string{"province", "district/672", "department/construction"}},
}

var alarmTypes = []event.Type{event.AlarmRaised, event.AlarmRaised, event.AlarmAcknowledged, event.AlarmEscalated, event.AlarmCleared}

// Whatever is raised, seen and cleared, told late or by a clock that is ahead: at every position, in every view, the number that opens
// a list, the list's members and the alarms that a reader of the log counts are the same. The gateway's numbers and cards are held to
// each other by requireCards.
func TestAtEveryPositionTheListOfAlarmsHasThoseThatTheNumberCounts(t *testing.T) {
	const seed = 31
	ports, p := newPorts(t), newProvince(t, nil)
	r := rand.New(rand.NewPCG(seed, seed))
	for i := range 48 {
		place := r.IntN(len(alarmPlaces))
		originator := alarmPlaces[place].originator
		rule := fmt.Sprint("rule", r.IntN(2))
		ports.now = ports.now.Add(time.Duration(r.IntN(15*60)) * time.Minute)
		told := ports.now.Add(time.Duration(r.IntN(5)-r.IntN(2)*r.IntN(4000)) * time.Minute)
		ports.tell(event.Event{
			ID: fmt.Sprint("alarm-", i), Source: "//source", Type: alarmTypes[r.IntN(len(alarmTypes))],
			Subject: event.AlarmSubject(rule, originator), Time: told,
			Data: &event.Alarm{
				Rule: rule, Originator: originator, Unit: alarmPlaces[place].unit,
				Title: "x", Severity: "late", By: "role",
			},
		})

	}
	p.follow(ports.log)
	entries, err := ports.log.Read(t.Context(), 0, 10_000)
	require.NoError(t, err)
	known, most := make(map[string]*standingAlarm), int64(0)
	for _, entry := range entries {
		require.NoError(t, eventlog.Decode(&entry))
		for i := range entry.Events {
			know(t, known, &entry.Events[i])
		}
		most = max(most, requireAlarms(p, known, entry.Position, calendar.DateOf(ports.now, p.topology.Location())))
	}
	assert.Greater(t, most, int64(3), "seed %d: hardly anything was compared", seed)
}

// know takes note of an event as a reader of the log does: the latest one says how the alarm stands.
func know(t *testing.T, known map[string]*standingAlarm, e *event.Event) {
	t.Helper()
	told := e.Data.(*event.Alarm)
	a := known[e.Subject]
	if a == nil {
		a = &standingAlarm{within: make(map[string]bool)}
		known[e.Subject] = a
		for _, place := range alarmPlaces {
			if place.unit == told.Unit && place.department == told.Department {
				for _, view := range place.views {
					a.within[view] = true
				}
			}
		}
	}
	a.active, a.seen = told.Active, told.Acknowledged
}

// requireAlarms compares every view at a position, and tells how many were active in the province.
func requireAlarms(p *province, known map[string]*standingAlarm, at eventlog.Position, day calendar.Date) int64 {
	p.t.Helper()
	views := make(map[string]bool)
	for _, place := range alarmPlaces {
		for _, view := range place.views {
			views[view] = true
		}
	}
	var all int64
	for view := range views {
		var active, unseen int64
		for _, a := range known {
			if a.within[view] && a.active {
				active++
				if !a.seen {
					unseen++
				}
			}
		}
		for figure, want := range map[string]int64{"alarms.active": active, "alarms.unacknowledged": unseen} {
			list := get[wire.List](p, fmt.Sprintf("/api/v1/lists/%s?figure=%s&at=%s&upto=%d&limit=1000", view, figure, day, at))
			where := fmt.Sprintf("%s of %s at %d", figure, view, at)
			assert.Equal(p.t, []int64{want, want, want}, []int64{list.Value, list.Count, int64(len(list.Members))}, where)
		}
		if view == "province" {
			all = active
		}
	}
	return all
}
