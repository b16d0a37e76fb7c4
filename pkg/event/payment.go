package event

// Payment events: a bill and the attempts to pay it.
const (
	PaymentBilled    Type = "payment.billed.v1"    // → unpaid
	PaymentInitiated Type = "payment.initiated.v1" // → pending
	PaymentSucceeded Type = "payment.succeeded.v1" // → paid
	PaymentFailed    Type = "payment.failed.v1"    // pending → unpaid
	PaymentCancelled Type = "payment.cancelled.v1" // → cancelled
	PaymentRefunded  Type = "payment.refunded.v1"  // paid → refunded
)

var paymentTypes = []Type{PaymentBilled, PaymentInitiated, PaymentSucceeded, PaymentFailed, PaymentCancelled, PaymentRefunded}

// PaymentStatus is the state of a bill.
type PaymentStatus string

// The states of the national payment platform.
const (
	PaymentUnpaid          PaymentStatus = "unpaid"    // Chưa thanh toán
	PaymentPending         PaymentStatus = "pending"   // Chờ thanh toán
	PaymentPaid            PaymentStatus = "paid"      // Đã thanh toán
	PaymentCancelledStatus PaymentStatus = "cancelled" // Hủy thanh toán
	PaymentRefundedStatus  PaymentStatus = "refunded"  // Đã hoàn phí
)

// Payment is the data of every payment event. A source must give Unit and AmountVND in
// the first event of a bill; Dossier ties the bill to the dossier that waits for it.
type Payment struct {
	Dossier     string        `json:"dossier,omitzero"` // dossier code
	Procedure   string        `json:"procedure,omitzero"`
	Unit        string        `json:"unit,omitzero"`
	Department  string        `json:"department,omitzero"`
	Method      string        `json:"method,omitzero"`      // truc-tuyen, tien-mat, chuyen-khoan
	Transaction string        `json:"transaction,omitzero"` // the payment provider's id
	AmountVND   int64         `json:"amount_vnd,omitzero"`  // VND, which has no decimals
	From        PaymentStatus `json:"from,omitzero"`
	To          PaymentStatus `json:"to,omitzero"`
	Reason      string        `json:"reason,omitzero"`
	Flags       []Flag        `json:"flags,omitzero"`
}

func (*Payment) noun() Noun { return NounPayment }

// PaymentSubject is the stream of the bill with that id.
func PaymentSubject(bill string) string { return string(NounPayment) + "/" + bill }

// Validate reports what no source may send.
func (p *Payment) Validate() error {
	if err := checkCodes(member{"dossier", p.Dossier}, member{"procedure", p.Procedure}, member{"unit", p.Unit}, member{"transaction", p.Transaction}); err != nil {
		return err
	}
	if err := checkTexts(member{"reason", p.Reason}); err != nil {
		return err
	}
	if p.AmountVND < 0 {
		return fieldError("data.amount_vnd", "must not be negative")
	}
	switch p.Method {
	case "", "truc-tuyen", "tien-mat", "chuyen-khoan":
		return nil
	}
	return fieldError("data.method", "is none of truc-tuyen, tien-mat, chuyen-khoan")
}
