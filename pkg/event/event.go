// Package event is the language of the province's log: what happened, in the past
// tense, versioned, in CloudEvents 1.0 form. It decides nothing; the services do.
package event

import (
	"time"
)

// Type names what happened and the version of its data: "dossier.received.v1".
type Type string

// Event is one fact. Its identity is (Source, ID); its stream is Subject.
type Event struct {
	ID      string // unique within Source
	Source  string // who says so: a URI-reference
	Type    Type
	Subject string    // the stream: "dossier/000.00.19.H36-240710-0001"
	Time    time.Time // when it happened, by the source's clock
	// Recorded is when the log took it, by ours. Zero until appended.
	Recorded time.Time
	// Counted is when it counts, where that is not Time: see At.
	Counted time.Time
	// Correlation ties together everything that one outer cause set off; Causation is
	// the Reference of the event that this one answers. Both may be empty.
	Correlation string
	Causation   string
	// Simulated marks a fact that no real source reported. Screens say so.
	Simulated bool
	// Backfill marks history that is imported after the fact: it is counted like any
	// other, but no policy acts on it.
	Backfill bool
	// Extensions are its other attributes, which mean nothing here.
	Extensions Extensions
	// Digest is that of the data as the source sent it; 0 for events of this program's own, and for old ones.
	Digest Digest
	Data   Data
}

// Identity is the key under which the log recognises a resend.
func (e *Event) Identity() string { return e.Source + "\n" + e.ID }

// Reference is the identity as other events name it, in Causation: one line of text.
func (e *Event) Reference() string { return e.Source + "#" + e.ID }

// At is the moment at which e counts: its Time, but not after the log's own clock, and not before what the log knew of its
// stream already. So the moments of a stream never go back, and what counts up to any of them is a beginning of its life.
func (e *Event) At() time.Time {
	if e.Counted.IsZero() {
		return e.Time
	}
	return e.Counted
}

// Late tells whether e is of a time before what the log knew of its stream already.
func (e *Event) Late() bool { return e.Counted.After(e.Time) }

// Signed is the data of events that say who did it: a role or account, "" where nobody was asked.
type Signed interface{ SignedBy() string }

// Flag marks an event that was accepted although its source's order is not the
// expected one, or what it tells is against a rule. Real sources skip, repeat and
// reorder; the log keeps what they say and says that it was odd.
type Flag string

// The flags.
const (
	FlagSkipped  Flag = "skipped"  // intermediate steps were not reported
	FlagRepeated Flag = "repeated" // the state was already that one
	// FlagOutOfOrder: it happened before what is already known, or after the end. It may have changed something all the same.
	FlagOutOfOrder Flag = "out_of_order"

	// A dossier's supplement is to be asked for once, within three working days of its receipt.
	FlagSupplementRepeated Flag = "supplement_repeated" // it was asked for before
	FlagSupplementLate     Flag = "supplement_late"     // after those days
	// FlagContradicts: it says otherwise than the register that knows better.
	FlagContradicts Flag = "contradicts"
	FlagOffCadence  Flag = "off_cadence" // the period reported is not one of those that are expected
)
