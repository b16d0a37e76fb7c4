package gateway

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// The golden frames are what the screens' own tests read: a snapshot of the province, the delta
// that follows, and the snapshot after it.
func TestTheGoldenFramesAreWhatIsSent(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-01"))
	f.apply(entry(2, dossier("A", "24769", "construction", "2024-07-01T09:30:00+07:00",
		event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.013225", Due: calendar.MustDate("2024-07-01")})))
	alarm := event.Event{Type: event.AlarmRaised, Subject: "alarm/incident.severe/incident/1", Data: &event.Alarm{
		Rule: "incident.severe", Originator: "incident/1", Unit: "68", Department: "information", Title: "Sự cố nghiêm trọng", Active: true,
	}}
	f.apply(entry(3, alarm))
	f.render()
	v := f.byID["province"]
	golden(t, "snapshot", fmt.Sprintf(`{"type":"snapshot","view":"province","position":3,"frame":%s}`, v.cells.frame()))
	before := decode(t, v.cells.frame())

	f.apply(day(4, "2024-07-02"))
	cleared := alarm
	cleared.Data = &event.Alarm{Rule: "incident.severe", Originator: "incident/1", Unit: "68", Department: "information", WasActive: true}
	f.apply(entry(5, cleared, dossier("B", "672", "", "2024-07-02T14:00:00+07:00", event.Dossier{To: event.StatusReceived, CountsReceived: true, Procedure: "1.012775"})))
	f.render()
	golden(t, "delta", fmt.Sprintf(`{"type":"delta","view":"province","from":3,"to":5,"patch":%s}`, v.cells.patch(3)))
	golden(t, "after", fmt.Sprintf(`{"type":"snapshot","view":"province","position":5,"frame":%s}`, v.cells.frame()))
	assert.Equal(t, prune(decode(t, v.cells.frame())), prune(screen.Merge(before, decode(t, v.cells.patch(3)))))

	var frame wire.Frame
	require.NoError(t, unmarshalStrict(v.cells.frame(), &frame), "the frame fits the type that screens are generated from")
	assert.EqualValues(t, 1, frame.Figures["dossiers.overdue"])
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	value := jsontext.Value(got)
	require.NoError(t, value.Indent())
	path := "../../pkg/wire/testdata/" + name + ".json"
	if *update {
		require.NoError(t, os.WriteFile(path, append(value, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(value)+"\n")
}

func unmarshalStrict(b []byte, into any) error {
	return json.Unmarshal(b, into, json.RejectUnknownMembers(true))
}
