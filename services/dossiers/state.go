package dossiers

import (
	"cmp"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

// State is where one dossier stands. The zero State is a dossier that nobody has reported.
type State struct {
	Procedure  string              `json:"procedure"`
	Unit       string              `json:"unit"`
	Department string              `json:"department"`
	Channel    event.Channel       `json:"channel"`
	Level      event.ServiceLevel  `json:"level"`
	Status     event.DossierStatus `json:"status"`
	Due        calendar.Date       `json:"due"`                // "": no deadline
	StoppedOn  calendar.Date       `json:"stopped_on"`         // since when the deadline's clock stands still; "": it runs
	Received   bool                `json:"received"`           // counted as received
	Resolved   bool                `json:"resolved"`           // counted as resolved
	GivenDue   calendar.Date       `json:"given_due,omitzero"` // the deadline that its source gave last
	ReceivedOn calendar.Date       `json:"received_on,omitzero"`
	ResolvedOn calendar.Date       `json:"resolved_on,omitzero"`
	// AcceptBy is until when it must be or had to be answered, AcceptDue its date while the answer is awaited.
	AcceptBy     time.Time     `json:"accept_by,omitzero"`
	AcceptDue    calendar.Date `json:"accept_due,omitzero"`
	AnsweredLate bool          `json:"answered_late"`
	Supplemented bool          `json:"supplemented"` // a supplement was asked for
	// ReceivedUnit is where a dossier that was transferred counted as received; TransferredAt when that happened last, by its source.
	ReceivedUnit  string        `json:"received_unit,omitzero"`
	TransferredAt time.Time     `json:"transferred_at,omitzero"`
	Promised      calendar.Date `json:"promised,omitzero"`    // by the apology
	PromisedOn    calendar.Date `json:"promised_on,omitzero"` // when the apology was made
	// What a source has told of it.
	Digitised        bool `json:"digitised"`
	Reused           bool `json:"reused"`
	ReusedNational   bool `json:"reused_national"`
	ElectronicResult bool `json:"electronic_result"`
}

// receivedUnit is where a dossier that has been received was.
func (s State) receivedUnit() string { return cmp.Or(s.ReceivedUnit, s.Unit) }

// snapshotVersion is that of dossiers that were never transferred; the others have more at their end.
const (
	snapshotVersion    = 4
	snapshotOfTransfer = 5
)

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	version := byte(snapshotVersion)
	if s.ReceivedUnit != "" {
		version = snapshotOfTransfer
	}
	dst = append(dst, version, byte(s.Status), byte(s.Channel),
		flagByte(s.Received)|flagByte(s.Resolved)<<1|flagByte(s.Digitised)<<2|flagByte(s.Reused)<<3|flagByte(s.ReusedNational)<<4|
			flagByte(s.ElectronicResult)<<5|flagByte(s.AnsweredLate)<<6|flagByte(s.Supplemented)<<7)
	var acceptBy int64
	if !s.AcceptBy.IsZero() {
		acceptBy = s.AcceptBy.Unix()
	}
	dst = intake.AppendInt(dst, acceptBy)
	for _, day := range [...]calendar.Date{s.AcceptDue, s.Promised, s.PromisedOn, s.Due, s.GivenDue, s.StoppedOn, s.ReceivedOn, s.ResolvedOn} {
		dst = intake.AppendInt(dst, int64(day))
	}
	dst = intake.AppendText(dst, s.Procedure)
	dst = intake.AppendText(dst, s.Unit)
	dst = intake.AppendText(dst, s.Department)
	dst = intake.AppendText(dst, string(s.Level))
	if version == snapshotOfTransfer {
		dst = intake.AppendInt(intake.AppendText(dst, s.ReceivedUnit), s.TransferredAt.UnixNano())
	}
	return dst
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	version := byte(snapshotVersion)
	if len(b) > 0 && b[0] == snapshotOfTransfer {
		version = snapshotOfTransfer
	}
	r := intake.OpenSnapshot(b, version)
	s := State{Status: event.DossierStatus(r.Byte()), Channel: event.Channel(r.Byte())}
	told := r.Byte()
	s.Received, s.Resolved = told&1 != 0, told&2 != 0
	s.Digitised, s.Reused, s.ReusedNational, s.ElectronicResult = told&4 != 0, told&8 != 0, told&16 != 0, told&32 != 0
	s.AnsweredLate, s.Supplemented = told&64 != 0, told&128 != 0
	if acceptBy := r.Int(); acceptBy != 0 {
		s.AcceptBy = time.Unix(acceptBy, 0).UTC()
	}
	for _, day := range [...]*calendar.Date{&s.AcceptDue, &s.Promised, &s.PromisedOn, &s.Due, &s.GivenDue, &s.StoppedOn, &s.ReceivedOn, &s.ResolvedOn} {
		*day = calendar.Date(r.Int())
	}
	s.Procedure, s.Unit, s.Department = r.Text(), r.Text(), r.Text()
	s.Level = event.ServiceLevel(r.Text())
	if version == snapshotOfTransfer {
		s.ReceivedUnit, s.TransferredAt = r.Text(), time.Unix(0, r.Int()).UTC()
	}
	return s, r.Err()
}

func flagByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// Evolve is the state after a recorded event.
func (a *aggregate) Evolve(s State, e *event.Event) State {
	d, ok := e.Data.(*event.Dossier)
	if !ok {
		return s
	}
	if s.Status == 0 {
		s.Procedure, s.Unit, s.Department = d.Procedure, d.Unit, d.Department
		s.Channel, s.Level = d.Channel, d.Level
	}
	if d.PreviousUnit != "" {
		s.ReceivedUnit, s.Unit, s.TransferredAt = s.receivedUnit(), d.Unit, e.Time.UTC()
	}
	switch {
	case !stopped(d.To):
		s.StoppedOn = 0
	case !stopped(s.Status):
		s.StoppedOn = a.date(e.At())
	}
	s = a.evolveAnswer(s, d, e)
	s.Status, s.Due = d.To, d.Due
	if d.GivenDue != 0 {
		s.GivenDue = d.GivenDue
	}
	if d.CountsReceived {
		s.Received, s.ReceivedOn = true, a.date(e.At())
	}
	if d.CountsResolved {
		s.Resolved, s.ResolvedOn = true, a.date(e.At())
	}
	s.Digitised, s.Reused = s.Digitised || d.Digitised, s.Reused || d.Reused
	s.ReusedNational, s.ElectronicResult = s.ReusedNational || d.ReusedNational, s.ElectronicResult || d.ElectronicResult
	if d.Promised != 0 {
		s.Promised = d.Promised
	}
	if d.Promised != 0 && e.Type == event.DossierApologised {
		s.PromisedOn = a.date(e.At())
	}
	return s
}

// evolveAnswer keeps whether an answer is awaited, and whether it came late; s is still the state before d.
func (a *aggregate) evolveAnswer(s State, d *event.Dossier, e *event.Event) State {
	if d.From != d.To {
		s.AnsweredLate = s.AnsweredLate || a.answersLate(s, d.To, e.Time)
		s.Supplemented = s.Supplemented || d.To == event.StatusSupplementRequested
	}
	switch {
	case d.AcceptDue != 0:
		s.AcceptDue = d.AcceptDue
	case d.PreviousAcceptDue != 0:
		s.AcceptDue = 0
	}
	if !d.AcceptBy.IsZero() {
		s.AcceptBy = d.AcceptBy.Truncate(time.Second)
	}
	return s
}
