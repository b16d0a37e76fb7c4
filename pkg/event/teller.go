package event

import (
	"maps"
	"strings"
)

// Teller is who may tell events of a type.
type Teller uint8

// The tellers.
const (
	// AnySource is whoever sends events: it is theirs to tell.
	AnySource Teller = iota
	// Policies of this program answer other events with it. A source may tell it of history alone (Backfill), on which no policy acts.
	Policies
	// Program is this program alone: it follows from a command, or is what the program notes.
	Program
	// Timekeeper is whoever opens the province's days, at the clock's own route and at no other.
	Timekeeper
)

// What the sources of this program's own events begin with: no other may call itself so. An event's id follows from its source and its
// cause, so that whoever could write in these names could take the place of what the program will say.
const (
	PolicySource  = "langbiang/" // and the policy's name
	CommandSource = "/api/"      // and the rest of the command's path
	uploadSource  = "/upload"    // a command whose answer is a page
)

// WallClock is the source of days that the program opens by this machine's clock.
const WallClock = PolicySource + "clock"

// tellers are those of the types that not every source may tell.
var tellers = func() map[Type]Teller {
	all := make(map[Type]Teller)
	for i := range descriptions {
		maps.Copy(all, descriptions[i].tellers)
	}
	return all
}()

// Teller is who may tell events of the type.
func (t Type) Teller() Teller { return tellers[t] }

// IsOwnSource tells whether events with the source are this program's own, or look so.
func IsOwnSource(source string) bool {
	source = strings.ToLower(source) + "/"
	return strings.HasPrefix(source, PolicySource) || strings.HasPrefix(source, CommandSource) || strings.HasPrefix(source, uploadSource+"/")
}

// CheckTeller refuses an event from outside that is in this program's own name, or that is not its source's to tell. timekeeper says
// that it came by the clock's own route. The error is a *FieldError.
func (e *Event) CheckTeller(timekeeper bool) error {
	if IsOwnSource(e.Source) {
		return fieldError("source", "is %q, which is this program's own: a source has a name of its own", e.Source)
	}
	switch e.Type.Teller() {
	case Program:
		return fieldError("type", "%q is told by this program alone: it follows from a command", e.Type)
	case Policies:
		if !e.Backfill {
			return fieldError("type", "%q is told by this program's policies: a source may tell it of history alone, with backfill", e.Type)
		}
	case Timekeeper:
		if !timekeeper {
			return fieldError("type", "%q is taken at POST /api/v1/clock/events alone, and only where the days are not opened by the machine's clock", e.Type)
		}
	case AnySource:
	}
	return nil
}

// TellsAny tells whether events of a noun are taken from outside at all.
func TellsAny(n Noun, timekeeper bool) bool {
	for _, t := range TypesOf(n) {
		if teller := t.Teller(); teller == AnySource || teller == Policies || teller == Timekeeper && timekeeper {
			return true
		}
	}
	return false
}
