package dossiers

import (
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
	Due        calendar.Date       `json:"due"`        // "": no deadline
	StoppedOn  calendar.Date       `json:"stopped_on"` // since when the deadline's clock stands still; "": it runs
	Received   bool                `json:"received"`   // counted as received
	Resolved   bool                `json:"resolved"`   // counted as resolved
	Last       time.Time           `json:"last"`       // latest time of an event, by its source's clock
	AcceptBy   time.Time           `json:"accept_by,omitzero"`
	Promised   calendar.Date       `json:"promised,omitzero"` // by the apology
	// What a source has told of it.
	Digitised        bool `json:"digitised"`
	Reused           bool `json:"reused"`
	ReusedNational   bool `json:"reused_national"`
	ElectronicResult bool `json:"electronic_result"`
}

const snapshotVersion = 2

// Encode appends the snapshot of s.
func (a *aggregate) Encode(dst []byte, s State) []byte {
	dst = append(dst, snapshotVersion, byte(s.Status), byte(s.Channel),
		flagByte(s.Received)|flagByte(s.Resolved)<<1|flagByte(s.Digitised)<<2|flagByte(s.Reused)<<3|flagByte(s.ReusedNational)<<4|flagByte(s.ElectronicResult)<<5)
	var acceptBy int64
	if !s.AcceptBy.IsZero() {
		acceptBy = s.AcceptBy.Unix()
	}
	dst = intake.AppendInt(dst, acceptBy)
	dst = intake.AppendInt(dst, int64(s.Promised))
	dst = intake.AppendInt(dst, int64(s.Due))
	dst = intake.AppendInt(dst, int64(s.StoppedOn))
	dst = intake.AppendInt(dst, s.Last.UnixNano())
	dst = intake.AppendText(dst, s.Procedure)
	dst = intake.AppendText(dst, s.Unit)
	dst = intake.AppendText(dst, s.Department)
	return intake.AppendText(dst, string(s.Level))
}

// Decode reads what Encode wrote.
func (a *aggregate) Decode(b []byte) (State, error) {
	r := intake.OpenSnapshot(b, snapshotVersion)
	s := State{Status: event.DossierStatus(r.Byte()), Channel: event.Channel(r.Byte())}
	told := r.Byte()
	s.Received, s.Resolved = told&1 != 0, told&2 != 0
	s.Digitised, s.Reused, s.ReusedNational, s.ElectronicResult = told&4 != 0, told&8 != 0, told&16 != 0, told&32 != 0
	if acceptBy := r.Int(); acceptBy != 0 {
		s.AcceptBy = time.Unix(acceptBy, 0).UTC()
	}
	s.Promised = calendar.Date(r.Int())
	s.Due = calendar.Date(r.Int())
	s.StoppedOn = calendar.Date(r.Int())
	s.Last = time.Unix(0, r.Int()).UTC()
	s.Procedure, s.Unit, s.Department = r.Text(), r.Text(), r.Text()
	s.Level = event.ServiceLevel(r.Text())
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
	switch {
	case !stopped(d.To):
		s.StoppedOn = 0
	case !stopped(s.Status):
		s.StoppedOn = calendar.DateOf(e.Time, a.topology.Location())
	}
	s.Status, s.Due = d.To, d.Due
	s.Received = s.Received || d.CountsReceived
	s.Resolved = s.Resolved || d.CountsResolved
	s.Digitised, s.Reused = s.Digitised || d.Digitised, s.Reused || d.Reused
	s.ReusedNational, s.ElectronicResult = s.ReusedNational || d.ReusedNational, s.ElectronicResult || d.ElectronicResult
	if !d.AcceptBy.IsZero() {
		s.AcceptBy = d.AcceptBy.Truncate(time.Second)
	}
	if d.Promised != 0 {
		s.Promised = d.Promised
	}
	if e.Time.After(s.Last) {
		s.Last = e.Time.UTC()
	}
	return s
}
