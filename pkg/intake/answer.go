package intake

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/text"
)

// PositionHeader carries the log position up to which an answer speaks.
const PositionHeader = "X-Log-Position"

// Answer is the body that tells what became of each item of a request.
type Answer struct {
	Accepted int               `json:"accepted"`
	Rejected int               `json:"rejected"`
	Position eventlog.Position `json:"position"` // the last one of an accepted item; 0: none
	// Items are all items of a single event or batch; of a stream the rejected ones alone,
	// the first MaxListed of them.
	Items []ItemAnswer `json:"items"`
	// Errors are what is wrong with the rejected ones among Items, in the reader's language.
	Errors []problem.Item `json:"errors,omitzero"`

	conflicts int // among the rejected
}

// ItemAnswer is what became of one item.
type ItemAnswer struct {
	Index    int               `json:"index"` // in the batch, or the line of a stream, from 0
	ID       string            `json:"id"`
	Source   string            `json:"source,omitzero"` // of a rejected item: with ID, as far as they could be read
	Status   string            `json:"status"`          // accepted, rejected
	Position eventlog.Position `json:"position,omitzero"`
	Flags    []event.Flag      `json:"flags,omitzero"`
	Error    *problem.Fault    `json:"error,omitzero"`

	refused *problem.Problem
}

// ConflictError refuses an event whose source has used its id for something else already.
type ConflictError struct {
	Position eventlog.Position // of the first one; 0: it is in the same request and was refused
	Field    string            // id, or the header of a command's key
	Says     text.Phrase
}

func conflict(position eventlog.Position, field, format string, args ...any) error {
	if false {
		_ = fmt.Sprintf(format, args...) // vet checks the formats of those who call it
	}
	return &ConflictError{position, field, text.Phrase{Format: format, Args: args}}
}

func (e *ConflictError) Error() string { return e.Says.String() }

// Problem is the conflict as it is told.
func (e *ConflictError) Problem() *problem.Problem {
	return &problem.Problem{Code: problem.Conflict, Field: e.Field, Says: e.Says, Position: e.Position}
}

// ErrNotFound refuses a command about a thing that nobody has reported.
var ErrNotFound error = problem.New(problem.NotFound, "", "nothing is known of it: its first event must come first")

// add counts one item, and lists it if it may.
func (a *Answer) add(at eventlog.Address, err error, list bool, make func() ItemAnswer) {
	var conflict *ConflictError
	switch {
	case errors.As(err, &conflict):
		a.conflicts++
		fallthrough
	case err != nil:
		a.Rejected++
	default:
		a.Accepted++
		a.Position = max(a.Position, at.Position)
	}
	if list {
		a.Items = append(a.Items, make())
	}
}

func (it *item[S]) answer() ItemAnswer {
	if it.err != nil {
		refused := problem.Of(it.err)
		return ItemAnswer{
			Index: it.index, ID: it.event.ID, Source: it.event.Source, Status: "rejected", Error: refused.Fault(true), refused: refused,
		}
	}
	return ItemAnswer{
		Index: it.index, ID: it.event.ID, Status: "accepted",
		Position: it.at.Position, Flags: it.event.Flags(),
	}
}

// WriteJSON answers with v as JSON. A type of ours that cannot be written is a fault of the program: it panics, and whoever
// serves the request logs it and says so.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v, json.FormatNilSliceAsNull(false))
	if err != nil {
		panic(fmt.Sprintf("intake: write %T: %v", v, err))
	}
	writeBody(w, status, body)
}

func writeBody(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client is gone if this fails
}

// writeAnswer answers with what became of the items: 200 where any was accepted or there was none; conflict where each has the id of
// another event, invalid where all were rejected.
func writeAnswer(w http.ResponseWriter, r *http.Request, a Answer) {
	setPosition(w, a.Position)
	english := problem.English(r)
	for i := range a.Items {
		if a.Items[i].refused != nil {
			a.Errors = append(a.Errors, a.Items[i].problem(english))
		}
	}
	if a.Accepted > 0 || a.Rejected == 0 {
		if a.Rejected > 0 {
			problem.SetLanguage(w.Header(), english)
		}
		WriteJSON(w, http.StatusOK, a)
		return
	}
	code := problem.Invalid
	if a.conflicts == a.Rejected {
		code = problem.Conflict
	}
	whole := problem.New(code, "", "none of the %d events was taken", a.Rejected)
	if a.Rejected == 1 {
		whole = a.Items[0].refused
	}
	problem.WriteItems(w, r, whole, a.Errors, a)
}

func (a *ItemAnswer) problem(english bool) problem.Item {
	item := a.refused.Item(english)
	item.Index, item.ID, item.Source = &a.Index, a.ID, a.Source
	return item
}

func setPosition(w http.ResponseWriter, p eventlog.Position) {
	if p > 0 {
		w.Header().Set(PositionHeader, strconv.FormatUint(uint64(p), 10))
	}
}
