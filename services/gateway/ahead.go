package gateway

import (
	"maps"
	"slices"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
)

// ahead is what counts on days that the log's clock has not opened yet: nothing of it is in any frame until the day opens, so that
// all that a frame tells at a position is of the same days.
type ahead struct {
	sums map[calendar.Date]map[ledger.Posting]fact // by all dimensions that sums by day keep
	// procedures are the amounts of the procedures' rows; of an entry nothing else is set.
	procedures map[calendar.Date]map[ledger.Posting]int64
	// cards are, of each thing and day, the last event, in the order in which each had its first.
	cards  []event.Event
	cardOf map[waitingCard]int // in cards
}

type waitingCard struct {
	subject string
	day     calendar.Date
}

func newAhead() ahead {
	return ahead{
		sums: make(map[calendar.Date]map[ledger.Posting]fact), procedures: make(map[calendar.Date]map[ledger.Posting]int64),
		cardOf: make(map[waitingCard]int),
	}
}

// add keeps x for its day.
func (a *ahead) add(x fact, figures *figureIndex) {
	if x.Procedure != "" && figures.procedure[x.Measure] {
		a.addProcedure(&x.Posting)
	}
	x.Procedure, x.Aspect, x.Level = "", "", ""
	key := x.Posting
	key.Amount = 0
	day := a.sums[x.Day]
	if day == nil {
		day = make(map[ledger.Posting]fact)
		a.sums[x.Day] = day
	}
	if sum, ok := day[key]; ok {
		x.Amount += sum.Amount
		x.simulated = x.simulated || sum.simulated
		if sum.position > x.position {
			x.position, x.recorded = sum.position, sum.recorded
		}
		if sum.occurred.After(x.occurred) {
			x.occurred = sum.occurred
		}
	}
	day[key] = x
}

func (a *ahead) addProcedure(e *ledger.Posting) {
	day := a.procedures[e.Day]
	if day == nil {
		day = make(map[ledger.Posting]int64)
		a.procedures[e.Day] = day
	}
	day[ledger.Posting{Measure: e.Measure, Unit: e.Unit, Department: e.Department, Procedure: e.Procedure, Day: e.Day}] += e.Amount
}

// addCard keeps the card of e for its day, instead of one that the same thing has for that day: however long a day is not opened, no
// more is kept than there are things.
func (a *ahead) addCard(e *event.Event, day calendar.Date) {
	key := waitingCard{e.Subject, day}
	i, ok := a.cardOf[key]
	if !ok {
		i = len(a.cards)
		a.cardOf[key] = i
		a.cards = append(a.cards, event.Event{})
	}
	a.cards[i] = *e
}

// open gives f what waited for the days up to d.
func (a *ahead) open(d calendar.Date, f *fold) {
	for _, day := range slices.Sorted(maps.Keys(a.sums)) {
		if day > d {
			break
		}
		sums := a.sums[day]
		delete(a.sums, day)
		for _, x := range sums {
			f.add(x)
		}
	}
	for day, amounts := range a.procedures {
		if day > d {
			continue
		}
		delete(a.procedures, day)
		for e, amount := range amounts {
			e.Amount = amount
			f.addProcedure(&e)
		}
	}
	waiting := a.cards
	a.cards = nil
	clear(a.cardOf)
	for i := range waiting {
		f.show(&waiting[i])
	}
}
