package event

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
)

// Dossier events: one per change of the national status code.
const (
	DossierSubmitted           Type = "dossier.submitted.v1"            // → 1
	DossierReceived            Type = "dossier.received.v1"             // → 2
	DossierRefused             Type = "dossier.refused.v1"              // → 3
	DossierAssigned            Type = "dossier.assigned.v1"             // → 4
	DossierSupplementRequested Type = "dossier.supplement_requested.v1" // → 5
	DossierFeeRequested        Type = "dossier.fee_requested.v1"        // → 6
	DossierWithdrawn           Type = "dossier.withdrawn.v1"            // → 7
	DossierPaused              Type = "dossier.paused.v1"               // → 8
	DossierResumed             Type = "dossier.resumed.v1"              // 5, 6, 8 → 4
	DossierResolved            Type = "dossier.resolved.v1"             // → 9
	DossierReturned            Type = "dossier.returned.v1"             // → 10: the result is in the applicant's hands
	DossierApologised          Type = "dossier.apologised.v1"           // late: an apology with one new date; the status stays
	DossierTransferred         Type = "dossier.transferred.v1"          // another unit handles it from now on; the status stays
)

var dossiers = describe[Dossier](
	DossierSubmitted, DossierReceived, DossierRefused, DossierAssigned, DossierSupplementRequested,
	DossierFeeRequested, DossierWithdrawn, DossierPaused, DossierResumed, DossierResolved, DossierReturned,
	DossierApologised, DossierTransferred,
)

// DossierStatus is the national status code, 1 to 10 (0: not known yet).
// Source: the national portal's integration specification.
type DossierStatus uint8

// The ten statuses.
const (
	StatusSubmitted           DossierStatus = 1  // Mới đăng ký
	StatusReceived            DossierStatus = 2  // Được tiếp nhận
	StatusRefused             DossierStatus = 3  // Không được tiếp nhận
	StatusProcessing          DossierStatus = 4  // Đang xử lý
	StatusSupplementRequested DossierStatus = 5  // Yêu cầu bổ sung giấy tờ
	StatusFeeRequested        DossierStatus = 6  // Yêu cầu thực hiện nghĩa vụ tài chính
	StatusWithdrawn           DossierStatus = 7  // Công dân yêu cầu rút hồ sơ
	StatusPaused              DossierStatus = 8  // Dừng xử lý
	StatusResolved            DossierStatus = 9  // Đã xử lý xong
	StatusReturned            DossierStatus = 10 // Đã trả kết quả
)

// Open tells whether a dossier in s has been received and is not at its end.
func (s DossierStatus) Open() bool {
	switch s {
	case StatusReceived, StatusProcessing, StatusSupplementRequested, StatusFeeRequested, StatusPaused:
		return true
	default:
		return false
	}
}

// ClockRuns tells whether the legal deadline is running in s; it is stopped in 5, 6 and 8.
func (s DossierStatus) ClockRuns() bool { return s == StatusReceived || s == StatusProcessing }

// Channel is how a dossier came in. Source: national integration specification.
type Channel uint8

// The channels.
const (
	ChannelDirect Channel = 1 // trực tiếp
	ChannelOnline Channel = 2 // trực tuyến
	ChannelPost   Channel = 3 // bưu chính công ích
)

// ServiceLevel is how much of a procedure is offered online (Decree 42/2022).
type ServiceLevel string

// The levels.
const (
	LevelFull    ServiceLevel = "full"    // toàn trình
	LevelPartial ServiceLevel = "partial" // một phần
	LevelInfo    ServiceLevel = "info"    // còn lại: information only
)

// Timeliness compares the date of the end with the due date, as local dates.
type Timeliness string

// Early and on time are both "resolved on time" in leadership reports; a dossier
// without a due date is on time.
const (
	TimelyEarly  Timeliness = "early"
	TimelyOnTime Timeliness = "on_time"
	TimelyLate   Timeliness = "late"
)

// Dossier is the data of every dossier event.
//
// A source must give Procedure and Unit in the first event of a dossier, may give
// Channel (default online) and Due (default: by the procedure's legal time), and may
// leave everything out later, but for the Unit to which a transfer leads. The service fills in the rest, so that a
// recorded event can be counted without any other.
type Dossier struct {
	Procedure  string        `json:"procedure,omitzero"`  // base code: "1.013225"
	Unit       string        `json:"unit,omitzero"`       // topology unit that handles it; after a transfer the new one
	Department string        `json:"department,omitzero"` // department answerable for the field; "" if none
	Channel    Channel       `json:"channel,omitzero"`
	Level      ServiceLevel  `json:"level,omitzero"`
	From       DossierStatus `json:"from,omitzero"`
	To         DossierStatus `json:"to,omitzero"`
	// Due is the deadline after this event, PreviousDue the one before it.
	Due         calendar.Date `json:"due,omitzero"`
	PreviousDue calendar.Date `json:"previous_due,omitzero"`
	// GivenDue is the deadline that the source gave with this event, where it is another than it gave before.
	GivenDue calendar.Date `json:"given_due,omitzero"`
	// CountsReceived and CountsResolved mark the one event of a dossier that makes it
	// count as received (first of statuses 2, 4, 6, 8 to 10) and as resolved (first of 9, 10).
	CountsReceived bool `json:"counts_received,omitzero"`
	CountsResolved bool `json:"counts_resolved,omitzero"`
	// CountsRejected and CountsWithdrawn mark the end, by status 3 or 7, of a dossier that had counted as
	// received: it is neither resolved nor open any more.
	CountsRejected  bool       `json:"counts_rejected,omitzero"`
	CountsWithdrawn bool       `json:"counts_withdrawn,omitzero"`
	Timeliness      Timeliness `json:"timeliness,omitzero"` // with CountsResolved, CountsRejected, CountsWithdrawn
	// Unaccepted tells that the supplement of From or To (5) is asked for before the dossier was received.
	Unaccepted bool `json:"unaccepted,omitzero"`
	// AcceptBy is until when a submitted dossier must be answered: accepted, refused, or a supplement asked for. AcceptedLate, with
	// CountsReceived, and RefusedLate, with the refusal of what was never received, tell that the answer came on a later date.
	AcceptBy     time.Time `json:"accept_by,omitzero"`
	AcceptedLate bool      `json:"accepted_late,omitzero"`
	RefusedLate  bool      `json:"refused_late,omitzero"`
	// AcceptDue is the local date of AcceptBy, with the event from which the answer is awaited; PreviousAcceptDue the same date, with
	// the event from which it is no more.
	AcceptDue         calendar.Date `json:"accept_due,omitzero"`
	PreviousAcceptDue calendar.Date `json:"previous_accept_due,omitzero"`
	// Promised is the one new date that an apology gives, which does not move Due; and that date as it has become, with the event
	// by which a stopped clock runs again. PromiseBroken, with CountsResolved, tells that it passed too.
	Promised      calendar.Date `json:"promised,omitzero"`
	PromiseBroken bool          `json:"promise_broken,omitzero"`
	// What a source tells once of a dossier, on any event: its components were digitised, were taken from the province's
	// or from the national store, its result is electronic. A recorded event has it where it is new; and the one with
	// CountsReceived (of the result, CountsResolved) also has what was told before it.
	Digitised        bool `json:"digitised,omitzero"`
	Reused           bool `json:"reused,omitzero"`
	ReusedNational   bool `json:"reused_national,omitzero"`
	ElectronicResult bool `json:"electronic_result,omitzero"`
	// ReceivedOn and ResolvedOn are the local dates on which the dossier counted as received and as resolved, with a later event
	// that tells something of its components or of its result.
	ReceivedOn calendar.Date `json:"received_on,omitzero"`
	ResolvedOn calendar.Date `json:"resolved_on,omitzero"`
	// PreviousUnit is the unit that handled it before, with the transfer to Unit.
	PreviousUnit string `json:"previous_unit,omitzero"`
	// ToldUnit is the unit that a transfer named, where it moved nothing and the dossier is with another, Unit.
	ToldUnit string `json:"told_unit,omitzero"`
	// ReceivedUnit is the unit in which the dossier counted as received, with ReceivedOn, where that is another than Unit.
	ReceivedUnit string `json:"received_unit,omitzero"`
	FeeVND       int64  `json:"fee_vnd,omitzero"` // with fee_requested: VND
	Reason       string `json:"reason,omitzero"`  // why refused, paused, returned, transferred; no personal data
	Flags        []Flag `json:"flags,omitzero"`
}

func (*Dossier) noun() Noun { return NounDossier }

// Facets implements Data.
func (d *Dossier) Facets() Facets { return Facets{d.Unit, d.Department, d.Procedure, d.Flags} }

// DossierSubject is the stream of the dossier with that code.
func DossierSubject(code string) string { return string(NounDossier) + "/" + code }

// Validate reports what no source may send.
func (d *Dossier) Validate() error {
	if err := checkCodes(member{"procedure", d.Procedure}, member{"unit", d.Unit}); err != nil {
		return err
	}
	if err := checkTexts(member{"reason", d.Reason}); err != nil {
		return err
	}
	if d.Channel > ChannelPost {
		return fieldError("data.channel", "%d is not a channel (1 direct, 2 online, 3 post)", d.Channel)
	}
	if d.FeeVND < 0 {
		return fieldError("data.fee_vnd", "must not be negative")
	}
	return nil
}
