package event

import "slices"

// Noun is the first word of a type: what the event is about.
type Noun string

// The nouns of the log.
const (
	NounDossier  Noun = "dossier"
	NounPayment  Noun = "payment"
	NounAlert    Noun = "alert"
	NounIncident Noun = "incident"
	NounAlarm    Noun = "alarm"
	NounModel    Noun = "model"
	NounClock    Noun = "clock"

	NounIndicator   Noun = "indicator"
	NounExplanation Noun = "explanation"
	NounSystem      Noun = "system"
	NounFeed        Noun = "feed"
	NounStep        Noun = "step"
	NounCatalogue   Noun = "catalogue"
	NounDisplay     Noun = "display"
	NounPlaylist    Noun = "playlist"
	NounSource      Noun = "source"
	NounCommand     Noun = "command"
)

// Data is the payload of an event: exactly one of the pointer types of this package.
type Data interface {
	noun() Noun
	// Facets are what the event can be found by besides its address.
	Facets() Facets
	// Validate reports what no source may send: a *FieldError.
	Validate() error
}

// Facets are what events of every noun can be found by; those that a noun has not are zero.
type Facets struct {
	Unit, Department, Procedure string
	Flags                       []Flag // that the service set
}

// Description is all that this package has of one noun.
type Description struct {
	Noun  Noun
	Types []Type      // in a stable order
	New   func() Data // makes the empty data of any of its events

	tellers map[Type]Teller // of the types that not every source may tell
}

// describe is the description of the noun that D is the data of.
func describe[D any, P interface {
	*D
	Data
}](types ...Type) Description {
	return Description{Noun: P(nil).noun(), Types: types, New: func() Data { return P(new(D)) }, tellers: make(map[Type]Teller)}
}

// toldBy says who may tell events of some of the noun's types; of all of them where none is named.
func (d Description) toldBy(teller Teller, types ...Type) Description {
	if len(types) == 0 {
		types = d.Types
	}
	for _, t := range types {
		d.tellers[t] = teller
	}
	return d
}

var descriptions = []Description{
	dossiers, payments, alerts, incidents, alarms, models, clocks, indicators, explanations, systems, feeds, steps, catalogues,
	displays, playlists, sources, commands,
}

// Nouns describes every noun, in a stable order.
func Nouns() []Description { return slices.Clone(descriptions) }

// Types lists every event type, in a stable order.
func Types() []Type {
	var all []Type
	for i := range descriptions {
		all = append(all, descriptions[i].Types...)
	}
	return all
}

// TypesOf are the types of events about a noun; none for a noun that there is not.
func TypesOf(n Noun) []Type {
	for i := range descriptions {
		if descriptions[i].Noun == n {
			return slices.Clone(descriptions[i].Types)
		}
	}
	return nil
}

// Noun is the noun of the event's type.
func (t Type) Noun() Noun {
	for i := range len(t) {
		if t[i] == '.' {
			return Noun(t[:i])
		}
	}
	return Noun(t)
}

// known are the types with what makes their data.
var known = func() map[Type]func() Data {
	all := make(map[Type]func() Data)
	for i := range descriptions {
		for _, t := range descriptions[i].Types {
			all[t] = descriptions[i].New
		}
	}
	return all
}()

// newData makes the empty payload for a type, or nil for a type that is not known.
func newData(t Type) Data {
	if data := known[t]; data != nil {
		return data()
	}
	return nil
}
