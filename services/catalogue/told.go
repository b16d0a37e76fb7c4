package catalogue

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/sheet"
)

// Bounds of what a file may tell of a procedure: ten years, and a sum that no fee reaches.
const (
	maxDays   = 3650
	maxFeeVND = 10_000_000_000
)

// told is a procedure as a file has it, with what its optional columns tell: a column that is missing and an empty cell tell
// nothing, and what the catalogue knows stays.
type told struct {
	event.Procedure
	days, calendarDays, fee, onlinePayment bool
}

// notKnown are the words by which a file says that something is not known.
var notKnown = []string{"unknown", "không rõ"}

var yesNo = map[string]bool{"true": true, "yes": true, "1": true, "có": true, "false": false, "no": false, "0": false, "không": false}

// optional reads the columns that a file need not have.
func (r *reader) optional(t *told) {
	if days, told := r.number(cDays, maxDays); told {
		t.Days, t.days = int(days), true
	}
	if is, told := r.whether(cCalendarDays); told {
		t.CalendarDays, t.calendarDays = is != nil && *is, true
	}
	t.FeeVND = -1
	if fee, told := r.number(cFee, maxFeeVND); told {
		t.FeeVND, t.fee = fee, true
	}
	if is, told := r.whether(cOnlinePayment); told {
		t.OnlinePayment, t.onlinePayment = is, true
	}
}

// number is what a cell tells: a whole number, −1 where it says that it is not known.
func (r *reader) number(column int, limit int64) (n int64, told bool) {
	switch text := strings.ToLower(r.row.Text(column)); {
	case text == "" || r.row.Wrong(column):
		return -1, false
	case slices.Contains(notKnown, text):
		return -1, true
	}
	digits, noted, wrong := r.row.Figure(column, sheet.Measure{Whole: true})
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case wrong != nil && digitsIn(r.row.Text(column)):
		r.fault(&r.result.Errors, column, wrong.Vi, wrong.En)
		return -1, false
	case wrong != nil || err != nil || n < 0 || n > limit:
		r.fault(&r.result.Errors, column, fmt.Sprintf("Không phải số nguyên từ 0 đến %d.", limit), fmt.Sprintf("is not a whole number from 0 to %d", limit))
		return -1, false
	case noted != nil:
		r.fault(&r.result.Warnings, column, noted.Vi, noted.En)
	}
	return n, true
}

// digitsIn tells whether a text has digits alone and the signs between them, so that what is said of how they are read fits.
func digitsIn(text string) bool { return strings.Trim(text, "0123456789.,% ") == "" }

// whether is what a cell tells: yes, no, or nil where it says that it is not known.
func (r *reader) whether(column int) (is *bool, told bool) {
	text := strings.ToLower(r.row.Text(column))
	if text == "" || r.row.Wrong(column) {
		return nil, false
	}
	if slices.Contains(notKnown, text) {
		return nil, true
	}
	answer, ok := yesNo[text]
	if !ok {
		r.fault(&r.result.Errors, column, "Không phải có, không hoặc không rõ.", "is none of yes, no, unknown")
		return nil, false
	}
	return &answer, true
}

// keep takes from what is known what the file does not tell.
func (t *told) keep(known event.Procedure) {
	if !t.days {
		t.Days = known.Days
	}
	if !t.calendarDays {
		t.CalendarDays = known.CalendarDays
	}
	if !t.fee {
		t.FeeVND = known.FeeVND
	}
	if !t.onlinePayment {
		t.OnlinePayment = known.OnlinePayment
	}
}

// complete takes what another row about the procedure tells and this one does not; true where both tell, and disagree.
func (t *told) complete(again *told) (differ bool) {
	differ = t.days && again.days && t.Days != again.Days || t.calendarDays && again.calendarDays && t.CalendarDays != again.CalendarDays ||
		t.fee && again.fee && t.FeeVND != again.FeeVND || t.onlinePayment && again.onlinePayment && !sameAnswer(t.OnlinePayment, again.OnlinePayment)
	t.keep(again.Procedure)
	t.days, t.calendarDays, t.fee, t.onlinePayment = t.days || again.days, t.calendarDays || again.calendarDays, t.fee || again.fee, t.onlinePayment || again.onlinePayment
	return differ
}

// same tells whether two versions of a procedure say the same of it, wherever they come from.
func same(a, b event.Procedure) bool {
	return cmp.Or(
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Level, b.Level), slices.Compare(a.HandledBy, b.HandledBy),
		cmp.Compare(a.Days, b.Days), cmp.Compare(a.FeeVND, b.FeeVND),
	) == 0 && a.CalendarDays == b.CalendarDays && sameAnswer(a.OnlinePayment, b.OnlinePayment)
}

func sameAnswer(a, b *bool) bool {
	return a == b || a != nil && b != nil && *a == *b
}
