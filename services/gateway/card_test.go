package gateway

import (
	"maps"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/wire"
)

// shelfOf is what a view's frame shows of a member, once rendered.
func shelfOf[Card any](t *testing.T, f *fold, view, member string) map[string]Card {
	t.Helper()
	f.render()
	var members map[string]jsontext.Value
	require.NoError(t, json.Unmarshal(f.byID[view].cells.frame(), &members))
	all := make(map[string]Card)
	require.NoError(t, json.Unmarshal(members[member], &all))
	return all
}

func TestAFigureThatWasNeverReportedHasACardOnceItIsMissed(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-20"))
	missed := event.Indicator{
		Indicator: "mail.mailboxes", Unit: "68", Issuer: "bao-cao-cds", From: calendar.MustDate("2024-01-01"), To: calendar.MustDate("2024-06-30"),
		Due: calendar.MustDate("2024-07-12"), CountsDue: true, Silent: true,
	}
	f.apply(entry(2, event.Event{Type: event.IndicatorMissed, Subject: "indicator/mail.mailboxes:68:bao-cao-cds", Data: &missed}))
	card := shelfOf[wire.ReportedCard](t, f, "province", "reported")["mail.mailboxes:68:bao-cao-cds"]
	assert.True(t, card.Silent)
	assert.False(t, card.HasValue, "no data is not 0")
	assert.Equal(t, []string{"2024-01-01", "2024-06-30", "", "2024-07-12"}, []string{card.From, card.To, card.AsOf, card.Due})
}

func TestAlarmsThatAreLateAndUnacknowledgedComeFirst(t *testing.T) {
	old, young := calendar.MustDate("2024-06-01").Time(), calendar.MustDate("2024-07-01").Time()
	inOrder := []event.Alarm{
		{Severity: "late", RaisedAt: young},
		{Severity: "late", RaisedAt: old},
		{Severity: "late", Acknowledged: true, RaisedAt: young},
		{Severity: "watch", RaisedAt: old, Escalated: true, EscalatedTo: "68"},
		{Severity: "watch", Acknowledged: true, RaisedAt: young},
	}
	made := make([]card, len(inOrder))
	for i := range inOrder {
		made[i], _ = alarmCard(nil, nil, &inOrder[i])
	}
	for i := 1; i < len(made); i++ {
		assert.Greater(t, made[i-1].rank, made[i].rank, "%d before %d", i-1, i)
	}
	assert.Contains(t, made[3].json, `"escalated_to":"68"`)
}

// Of every noun it is decided whether its things have cards.
func TestOfEveryNounItIsDecidedWhetherItHasCards(t *testing.T) {
	var described []event.Noun
	for _, d := range event.Nouns() {
		described = append(described, d.Noun)
		if rule := cardRules[d.Noun]; rule != nil {
			made, _ := rule.make(newCards(), &event.Event{Subject: string(d.Noun) + "/x", Data: d.New()})
			assert.NotNil(t, made, "the cards of a %s are of other data", d.Noun)
		}
	}
	assert.ElementsMatch(t, described, slices.Collect(maps.Keys(cardRules)), "the nouns that there are, and those of which it is decided")
}

func TestAReportAboutADepartmentIsShownThroughItAlone(t *testing.T) {
	f := testFold(t)
	f.apply(day(1, "2024-07-20"))
	value := event.DecimalOf(9)
	d := event.Indicator{
		Indicator: "scorecard.publish_on_time", Unit: "68", Department: "construction", Issuer: "dvcqg",
		Current: &event.ReportedFigure{AsOf: calendar.MustDate("2024-06-30"), Value: &value},
	}
	const id = "scorecard.publish_on_time:68:dvcqg:construction"
	f.apply(entry(2, event.Event{Type: event.IndicatorReported, Subject: "indicator/" + id, Data: &d}))
	assert.Empty(t, shelfOf[wire.ReportedCard](t, f, "province", "reported"))
	assert.Equal(t, []string{id}, slices.Collect(maps.Keys(shelfOf[wire.ReportedCard](t, f, "department/construction", "reported"))))
}
