package dossiers

import (
	"net/http"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
)

// registration is the body of POST /api/v1/dossiers.
type registration struct {
	Code      string        `json:"code"`
	Procedure string        `json:"procedure"`
	Unit      string        `json:"unit"`
	Channel   event.Channel `json:"channel"`
	Due       calendar.Date `json:"due,omitzero"`
	Time      time.Time     `json:"time,omitzero"`
}

func register(_ *http.Request, body registration) (intake.Command[State], error) {
	return intake.Command[State]{
		Type: event.DossierSubmitted, Subject: event.DossierSubject(body.Code), Time: body.Time,
		Data: &event.Dossier{Procedure: body.Procedure, Unit: body.Unit, Channel: body.Channel, Due: body.Due},
		Guard: func(state State, _ *event.Event) error {
			if state.Status != 0 {
				return problem.NewState(state.Status, "this dossier is registered already")
			}
			return nil
		},
	}, nil
}

// commands are the verbs of POST /api/v1/dossiers/{code}/{command}.
var commands = map[string]event.Type{
	"receive":            event.DossierReceived,
	"refuse":             event.DossierRefused,
	"assign":             event.DossierAssigned,
	"request-supplement": event.DossierSupplementRequested,
	"request-fee":        event.DossierFeeRequested,
	"withdraw":           event.DossierWithdrawn,
	"pause":              event.DossierPaused,
	"resume":             event.DossierResumed,
	"resolve":            event.DossierResolved,
	"return":             event.DossierReturned,
	"apologise":          event.DossierApologised,
	"transfer":           event.DossierTransferred,
}

// order is the body of a command; all of it is optional.
type order struct {
	intake.Timed
	Reason string        `json:"reason"`
	Due    calendar.Date `json:"due,omitzero"`
	FeeVND int64         `json:"fee_vnd"`
	Unit   string        `json:"unit"` // of a transfer: to which unit
	// Promised is the new date of an apology.
	Promised         calendar.Date `json:"promised,omitzero"`
	Digitised        bool          `json:"digitised"`
	Reused           bool          `json:"reused"`
	ReusedNational   bool          `json:"reused_national"`
	ElectronicResult bool          `json:"electronic_result"`
}

// Data is what an event says by the order, of whatever type.
func (o order) Data(event.Type) event.Data {
	return &event.Dossier{
		Unit: o.Unit, Reason: o.Reason, Due: o.Due, FeeVND: o.FeeVND, Promised: o.Promised, Digitised: o.Digitised,
		Reused: o.Reused, ReusedNational: o.ReusedNational, ElectronicResult: o.ElectronicResult,
	}
}

// permits holds a command to the listed transitions; what sources report is judged more mildly.
func permits(s State, e *event.Event) error {
	to := target[e.Type]
	resumes := e.Type != event.DossierResumed || stopped(s.Status)
	assigns := e.Type != event.DossierAssigned || s.Status == event.StatusReceived
	switch {
	case s.Status == 0:
		return intake.ErrNotFound
	case e.Type == event.DossierTransferred && (!s.Received || ended(s.Status)):
		return problem.NewState(s.Status, "a dossier in status %d cannot go to another unit", s.Status)
	case to == stays:
		return nil
	case !has(inOrder, s.Status, to), !resumes, !assigns:
		return problem.NewState(s.Status, "a dossier in status %d cannot go to status %d by this command", s.Status, to)
	}
	return nil
}
