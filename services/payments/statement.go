package payments

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
)

// MaxStatement bounds the lines of one statement, and the bills of its day: they are one commit, with the answer.
const MaxStatement = eventlog.MaxCommitEvents - 1

// statementTimeout bounds the reading of a day's bills.
const statementTimeout = 20 * time.Second

// The bills of a day are those that ClickHouse knows; what the log has and ClickHouse has not yet is waited for.
const (
	projectionPatience = 10 * time.Second
	projectionPause    = 50 * time.Millisecond
)

// errBehind is ClickHouse that does not reach the log's head in time.
var errBehind = problem.New(problem.Unavailable, "", "ClickHouse has not caught up with the log: the bills of the day are not all known yet; send the file again in a moment")

// Statement is what comparing a provider's statement of a day with the bills found.
type Statement struct {
	Day       calendar.Date           `json:"day"`
	Lines     int                     `json:"lines"`
	Outcomes  map[event.Outcome]int64 `json:"outcomes"`
	Unchanged int                     `json:"unchanged"` // compared so before
	DryRun    bool                    `json:"dry_run"`
	Position  uint64                  `json:"position,omitzero"`
	Warnings  []sheet.Fault           `json:"warnings"` // what was not read, or not quite as it looks
	Errors    []sheet.Fault           `json:"errors"`   // nothing was taken if there are any

	// Sheet was read, with its headings in HeadingRow; Sheets are those of the workbook: another one is taken with sheet=.
	Sheet      string        `json:"sheet,omitzero"`
	HeadingRow int           `json:"heading_row,omitzero"`
	Sheets     []sheet.Found `json:"sheets"`
}

// line is one line of a statement.
type line struct {
	row      int
	bill     string
	amount   int64
	refunded bool
	unit     string
	twice    bool // the provider took the money for the bill more than once
}

// statement answers POST /api/v1/payments/statements?day=2024-06-03[&dry_run=true], whose body is the provider's file: CSV or XLSX with
// the columns bill, amount_vnd, and perhaps status (paid, refunded) and unit.
// Problems: bad_request, too_large, invalid, unavailable.
func (s *Service) statement(w http.ResponseWriter, r *http.Request) {
	result, sheetName, err := readOrder(r)
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	if s.db == nil {
		problem.Write(w, r, problem.New(problem.Unavailable, "", "this process has no ClickHouse, from which it would know the bills of the day"))
		return
	}
	file, ok := intake.ReadFile(w, r, sheet.MaxBytes)
	if !ok {
		return
	}
	err = s.compare(r.Context(), file, sheetName, result)
	result = result.few()
	switch {
	case errors.Is(err, errBehind):
		w.Header().Set("Retry-After", "5")
		s.Refuse(w, r, err)
	case err != nil:
		s.Refuse(w, r, err)
	case len(result.Errors) > 0:
		sheet.WriteFaults(w, r, result.Errors, result)
	default:
		intake.WriteJSON(w, http.StatusOK, result)
	}
}

// readOrder is a statement of the day that a request names, not compared yet, and the sheet to take.
func readOrder(r *http.Request) (*Statement, string, error) {
	query := r.URL.Query()
	dry, err := intake.Flag(query, "dry_run")
	if err != nil {
		return nil, "", err
	}
	day, err := calendar.ParseDate(query.Get("day"))
	if err != nil {
		return nil, "", event.Refuse("day", "%v", err)
	}
	return &Statement{
		Day: day, Outcomes: make(map[event.Outcome]int64), DryRun: dry,
		Sheets: []sheet.Found{}, Warnings: []sheet.Fault{}, Errors: []sheet.Fault{},
	}, query.Get("sheet"), nil
}

// few is the result with as many faults as are told.
func (s Statement) few() *Statement {
	s.Errors, s.Warnings = sheet.Few(s.Errors), sheet.Few(s.Warnings)
	return &s
}

func (s *Service) compare(ctx context.Context, file []byte, name string, result *Statement) error {
	table, err := s.ReadSheet(ctx, file, &sheet.Want{Columns: columns, Beside: beside, Sheet: name, Whole: true})
	if refusal := new(sheet.Refusal); errors.As(err, &refusal) && len(refusal.Faults) > 0 {
		result.Errors, result.Sheets = refusal.Faults, append(result.Sheets, refusal.Sheets...)
		return nil
	}
	if err != nil {
		return err
	}
	result.Sheet, result.HeadingRow, result.Sheets = table.Sheet, table.HeadingRow, append(result.Sheets, table.Sheets...)
	lines, err := readStatement(table, result)
	if err != nil || len(result.Errors) > 0 {
		return err
	}
	at, err := intake.Today(ctx, s.Log, s.Topology.Location(), s.Now())
	if err != nil {
		return err
	}
	if result.Day > calendar.DateOf(at, s.Topology.Location()) {
		return event.Refuse("day", "%s has not come yet", result.Day)
	}
	head, err := s.projected(ctx)
	if err != nil {
		return err
	}
	events, err := s.outcomes(ctx, lines, result, at, head)
	if err != nil || result.DryRun {
		return err
	}
	position, err := s.All(ctx, events, func([]intake.Recorded) any { return result.few() })
	result.Position = uint64(position)
	return err
}

// The columns of a statement, as columns has them.
const (
	cBill = iota
	cAmount
	cStatus
	cUnit
)

var columns = []sheet.Column{
	cBill:   {Names: []string{"bill", "Mã hóa đơn", "Mã hoá đơn"}, Needed: true},
	cAmount: {Names: []string{"amount_vnd", "Số tiền"}, Kind: sheet.Number, Needed: true},
	cStatus: {Names: []string{"status", "Trạng thái"}},
	cUnit:   {Names: []string{"unit", "Đơn vị"}},
}

var beside = []string{"STT", "TT", "Số TT", "No", "#"}

// readStatement makes lines of the rows, one a bill, and faults of what cannot be read.
func readStatement(table *sheet.Table, result *Statement) ([]line, error) {
	result.Errors, result.Warnings = append(result.Errors, table.Errors...), append(result.Warnings, table.Warnings...)
	result.Lines = len(table.Rows)
	if result.Lines > MaxStatement {
		return nil, event.Refuse("file", "has %d lines; at most %d are taken", result.Lines, MaxStatement)
	}
	var lines []line
	known := make(map[string]int)
	for i := range table.Rows {
		l, ok := readLine(&table.Rows[i], result)
		if !ok {
			continue
		}
		if first, twice := known[l.bill]; twice {
			lines[first].twice = lines[first].twice || !l.refunded
			lines[first].refunded = lines[first].refunded || l.refunded
			continue
		}
		known[l.bill] = len(lines)
		lines = append(lines, l)
	}
	return lines, nil
}

// readLine reads one row; ok tells that its cells can be told apart.
func readLine(row *sheet.Row, result *Statement) (l line, ok bool) {
	wrong, told := row.Faults()
	result.Errors, result.Warnings = append(result.Errors, wrong...), append(result.Warnings, told...)
	if row.Ragged() {
		return l, false
	}
	fault := func(column int, vi, en string) {
		if !row.Wrong(column) {
			result.Errors = append(result.Errors, row.Fault(column, vi, en))
		}
	}
	l = line{row: row.Number, bill: row.Text(cBill), unit: row.Text(cUnit)}
	if intake.CheckSubject(event.PaymentSubject(l.bill)) != nil {
		fault(cBill, "Không phải mã hóa đơn.", "is not the id of a bill")
	}
	digits, noted, _ := row.Figure(cAmount, sheet.Measure{Whole: true})
	var err error
	if l.amount, err = strconv.ParseInt(digits, 10, 64); err != nil || l.amount <= 0 || l.amount > MaxAmountVND {
		fault(cAmount, "Không phải số tiền (số nguyên, đồng).", "is not an amount (whole đồng)")
	} else if noted != nil {
		result.Warnings = append(result.Warnings, row.Fault(cAmount, noted.Vi, noted.En))
	}
	switch strings.ToLower(row.Text(cStatus)) {
	case "", "paid":
	case "refunded":
		l.refunded = true
	default:
		fault(cStatus, "Không phải paid hoặc refunded.", "is neither paid nor refunded")
	}
	return l, true
}

// outcomes are the events of the bills whose outcome is another than before: of those on the statement, and of those paid here on
// its day that it lacks.
func (s *Service) outcomes(ctx context.Context, lines []line, result *Statement, at time.Time, head eventlog.Position) ([]event.Event, error) {
	var events []event.Event
	add := func(bill string, o event.Outcome, known State, data event.Payment) {
		if known.Outcome == o || superseded(known, o, result.Day) {
			result.Unchanged++
			return
		}
		result.Outcomes[o]++
		data.Outcome, data.Statement = o, result.Day
		events = append(events, event.Event{
			Source: "/api/v1/payments/statements", Type: event.PaymentReconciled,
			Subject: event.PaymentSubject(bill), Time: at, Data: &data,
		})
	}
	listed := make(map[string]bool)
	for i := range lines {
		l := &lines[i]
		listed[event.PaymentSubject(l.bill)] = true
		known, _, err := s.State(ctx, event.PaymentSubject(l.bill))
		if err != nil {
			return nil, fmt.Errorf("read bill %s: %w", l.bill, err)
		}
		data := event.Payment{StatementVND: l.amount}
		if known.Status == "" {
			data.AmountVND, data.Unit = l.amount, l.unit
			if l.unit == "" {
				data.Unit = s.Topology.Root().ID
			}
		}
		add(l.bill, l.outcome(known), known, data)
	}
	subjects, err := s.paidOn(ctx, result.Day, head)
	if err != nil {
		return nil, err
	}
	for _, subject := range subjects {
		if listed[subject] {
			continue
		}
		known, _, err := s.State(ctx, subject)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", subject, err)
		}
		if known.PaidOn == result.Day && known.Status == paid {
			_, bill, _ := strings.Cut(subject, "/")
			add(bill, event.OutcomeMissingThere, known, event.Payment{})
		}
	}
	return events, nil
}

// outcome is what the line means for a bill.
func (l *line) outcome(known State) event.Outcome {
	switch {
	case l.refunded:
		return event.OutcomeRefunded
	case l.twice:
		return event.OutcomeDuplicate
	case known.Status != paid && known.Status != refunded:
		return event.OutcomeMissingHere
	case l.amount != known.AmountVND:
		return event.OutcomeMismatch
	}
	return event.OutcomeMatched
}

// projected waits until ClickHouse has all that the log has now, and tells up to where that is.
func (s *Service) projected(ctx context.Context) (eventlog.Position, error) {
	head, err := s.Log.Head(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the log's head: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	for {
		position, err := s.db.Position(ctx)
		switch {
		case ctx.Err() != nil:
			return 0, errBehind
		case err != nil:
			return 0, fmt.Errorf("read ClickHouse's position: %w", err)
		case position >= head:
			return head, nil
		}
		select {
		case <-ctx.Done():
			return 0, errBehind
		case <-time.After(projectionPause):
		}
	}
}

// paidOn are the bills that were paid on a day, as of a position.
func (s *Service) paidOn(ctx context.Context, day calendar.Date, upTo eventlog.Position) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	subjects, err := s.db.BillsPaidOn(ctx, day, s.Topology.Location(), upTo, MaxStatement+1)
	if err == nil && len(subjects) > MaxStatement {
		err = errors.New("more bills were paid on that day than a statement can hold")
	}
	return subjects, err
}
