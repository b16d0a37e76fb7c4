// Package problem is why a request was not served, in one form everywhere: application/problem+json (RFC 9457), in the language of
// who asks. It has the codes, what each means, and every text about what is wrong: in English where it is said, in Vietnamese here.
package problem

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/text"
)

// Problem is why a request, or an item of one, was refused. It is an error.
type Problem struct {
	Code  Code
	Field string      // to blame: "data.unit", a parameter, a header; "" is the request as a whole
	Says  text.Phrase // what is wrong; of the field, where there is one
	// Index is the first item that was not processed, where a request ended half-way.
	Index *int
	// Position is where the event is that has the id of a conflicting one already; 0: in this very request.
	Position eventlog.Position
	// State is where the thing stands that a command could not change.
	State any
	// Reached is the last day that the log's clock has opened, where a later one was asked for.
	Reached calendar.Date
	// Instance names this very occurrence, where the program's own log has it.
	Instance string
	// Wait is how long to wait before it is sent again, in whole seconds; 0: as its kind has it.
	Wait time.Duration

	spoken Spoken
	joined bool // the field and what is wrong with it were one message before
}

// New is a problem with a field, or with the request as a whole: then field is "".
func New(code Code, field, format string, args ...any) *Problem {
	p := &Problem{Code: code, Field: field, Says: text.Phrase{Format: format, Args: args}}
	if false {
		_ = fmt.Sprintf(format, args...) // vet checks the formats of those who call it
	}
	return p
}

// NotPaired tells a display that it may show nothing: nobody has paired it, or its token is wrong.
func NotPaired() *Problem {
	return New(Unauthorized, "", "this display is not paired, or not any more: show a code and have somebody type it at /control")
}

// NewInternal is a fault of this program; its instance is to be logged with what happened.
func NewInternal() *Problem {
	p := New(Internal, "", "a fault of this program, which is logged")
	p.Instance = "urn:uuid:" + uuid.NewString()
	return p
}

// NewState refuses a command that does not fit where a thing stands.
func NewState(state any, format string, args ...any) *Problem {
	p := New(Impossible, "", format, args...)
	p.State = state
	return p
}

// NewNotYet is the problem of a question about a day that the log's clock has not opened.
func NewNotYet(field string, day, reached calendar.Date) *Problem {
	p := New(NotYet, field, "%s has not come yet: the last day that the log's clock has opened is %s", day, reached)
	p.Reached = reached
	return p
}

// Error is the problem in English, as programs log it.
func (p *Problem) Error() string { return strings.TrimPrefix(p.Field+": "+p.Says.String(), ": ") }

// At is the problem with the first item that was not processed.
func (p *Problem) At(index int) *Problem {
	at := *p
	at.Index = &index
	return &at
}

// Spoken is a refusal that can say itself in English or Vietnamese, and which parameter or part of the request it is about.
type Spoken interface {
	error
	In(english bool) string
	About() string
}

// Told is an error that knows which problem it is.
type Told interface {
	error
	Problem() *Problem
}

// Of is the problem of an error that a request, one of its items, or the log is to blame for.
func Of(err error) *Problem {
	var problem *Problem
	var told Told
	var spoken Spoken
	var field *event.FieldError
	var replaced *eventlog.ReplacedError
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &told):
		return told.Problem()
	case errors.As(err, &spoken):
		return &Problem{Code: Invalid, Field: spoken.About(), spoken: spoken}
	case errors.As(err, &field):
		return &Problem{Code: Invalid, Field: field.Field, Says: field.Said, joined: true}
	case errors.As(err, &replaced):
		return New(LogReplaced, "", "%v", replaced)
	case errors.Is(err, eventlog.ErrUnsafe):
		return New(LogUnsafe, "", "the log's server may lose what it acknowledges: nothing is taken until its settings are mended")
	case errors.Is(err, eventlog.ErrFull):
		return New(LogFull, "", "%v", eventlog.ErrFull)
	case errors.Is(err, eventlog.ErrInvalid):
		return New(TooLarge, "", "what is to be recorded is more than one commit takes: send it in parts")
	}
	return New(Unavailable, "", "the log could not take it: send it again, nothing is counted twice")
}
