package intake

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
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
	Error    *Fault            `json:"error,omitzero"`
}

// Fault says what is wrong, where, and how to go on.
type Fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitzero"`
	// Index is the first item that was not processed, where a request ended half-way.
	Index *int `json:"index,omitzero"`
	// Position is where the event is that has the id of a conflicting one already; 0: in this very request.
	Position eventlog.Position `json:"position,omitzero"`
	// Status is where the thing stands that a command could not change.
	Status any `json:"status,omitzero"`
	// Reached is the last day that the log's clock has opened, where a later one was asked for.
	Reached calendar.Date `json:"reached,omitzero"`
}

func (f *Fault) Error() string { return strings.TrimPrefix(f.Field+": "+f.Message, ": ") }

// NotYet is the fault of a question about a day that the log's clock has not opened.
func NotYet(field string, day, reached calendar.Date) Fault {
	return Fault{
		Code: "not_yet", Field: field, Reached: reached,
		Message: fmt.Sprintf("%s has not come yet: the last day that the log's clock has opened is %s", day, reached),
	}
}

type faultBody struct {
	Error Fault `json:"error"`
}

// StateError refuses a command that does not fit where a thing stands.
type StateError struct {
	Status  any
	Message string
}

func (e *StateError) Error() string { return e.Message }

// ConflictError refuses an event whose source has used its id for something else already.
type ConflictError struct {
	Position eventlog.Position // of the first one; 0: it is in the same request and was refused
	Message  string
}

func (e *ConflictError) Error() string { return e.Message }

// ErrNotFound refuses a command about a thing that nobody has reported.
var ErrNotFound = errors.New("nothing is known of it: its first event must come first")

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
		fault := faultOf(it.err)
		return ItemAnswer{Index: it.index, ID: it.event.ID, Source: it.event.Source, Status: "rejected", Error: &fault}
	}
	return ItemAnswer{
		Index: it.index, ID: it.event.ID, Status: "accepted",
		Position: it.at.Position, Flags: it.event.Flags(),
	}
}

// faultOf is the fault of an error that an item or a command is to blame for, or the log.
func faultOf(err error) Fault {
	var field *event.FieldError
	var state *StateError
	var conflict *ConflictError
	var replaced *eventlog.ReplacedError
	var fault *Fault
	switch {
	case errors.As(err, &fault):
		return *fault
	case errors.As(err, &conflict):
		return Fault{Code: "conflict", Message: conflict.Message, Field: "id", Position: conflict.Position}
	case errors.As(err, &field):
		return Fault{Code: "invalid", Message: field.Error(), Field: field.Field}
	case errors.Is(err, errAnswered):
		return Fault{Code: "conflict", Message: err.Error(), Field: KeyHeader}
	case errors.As(err, &state):
		return Fault{Code: "impossible_transition", Message: state.Message, Status: state.Status}
	case errors.Is(err, ErrNotFound):
		return Fault{Code: "not_found", Message: err.Error()}
	case errors.As(err, &replaced):
		return Fault{Code: "log_replaced", Message: replaced.Error()}
	case errors.Is(err, eventlog.ErrUnsafe):
		return Fault{Code: "log_unsafe", Message: "the log's server may lose what it acknowledges: nothing is taken until its settings are mended"}
	case errors.Is(err, eventlog.ErrFull):
		return Fault{Code: "log_full", Message: eventlog.ErrFull.Error()}
	case errors.Is(err, eventlog.ErrInvalid):
		return Fault{Code: "too_large", Message: "what is to be recorded is more than one commit takes: send it in parts"}
	}
	return Fault{Code: "unavailable", Message: "the log could not take it: send it again, nothing is counted twice"}
}

// statusOf is the HTTP status of a fault's code.
func statusOf(code string) int {
	switch code {
	case "invalid":
		return http.StatusUnprocessableEntity
	case "impossible_transition", "conflict":
		return http.StatusConflict
	case "not_found":
		return http.StatusNotFound
	case "unauthorized":
		return http.StatusUnauthorized
	case "bad_request", "not_yet":
		return http.StatusBadRequest
	case "too_large":
		return http.StatusRequestEntityTooLarge
	case "unsupported_media_type":
		return http.StatusUnsupportedMediaType
	case "too_many_requests":
		return http.StatusTooManyRequests
	case "internal":
		return http.StatusInternalServerError
	}
	return http.StatusServiceUnavailable
}

// WriteJSON answers with v as JSON.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v, json.FormatNilSliceAsNull(false))
	if err != nil { // a type of ours that cannot be written: a fault of the program
		http.Error(w, `{"error":{"code":"internal","message":"the answer could not be written"}}`, http.StatusInternalServerError)
		return
	}
	writeBody(w, status, body)
}

func writeBody(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client is gone if this fails
}

// WriteFault answers that the request as a whole was not served.
func WriteFault(w http.ResponseWriter, fault Fault) {
	status := statusOf(fault.Code)
	switch {
	case needsHands(fault.Code):
		w.Header().Set("Retry-After", "60")
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "1")
	}
	WriteJSON(w, status, faultBody{Error: fault})
}

// needsHands tells of a fault that is over only when somebody has mended it.
func needsHands(code string) bool {
	return code == "log_replaced" || code == "log_unsafe" || code == "log_full"
}

// WriteError answers a request that failed before its command was tried.
func WriteError(w http.ResponseWriter, err error) { WriteFault(w, faultOf(err)) }

// writeAnswer answers with what became of the items: 200 where any was accepted or there was none; 409 where each has
// the id of another event, 422 where all were rejected.
func writeAnswer(w http.ResponseWriter, a Answer) {
	status := http.StatusOK
	switch {
	case a.Accepted > 0 || a.Rejected == 0:
	case a.conflicts == a.Rejected:
		status = http.StatusConflict
	default:
		status = http.StatusUnprocessableEntity
	}
	setPosition(w, a.Position)
	WriteJSON(w, status, a)
}

func setPosition(w http.ResponseWriter, p eventlog.Position) {
	if p > 0 {
		w.Header().Set(PositionHeader, strconv.FormatUint(uint64(p), 10))
	}
}
