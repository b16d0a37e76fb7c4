package history

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/wire"
)

// reportAxes are by what a report has its rows.
var reportAxes = []string{"unit", "procedure", "field", "channel", "level", "department"}

// report answers GET /api/v1/reports/{view}?by=: the report on dossiers of a period; as CSV for a spreadsheet where the client
// accepts text/csv. Problems: bad_request, not_yet, not_found, unavailable.
func (s *Service) report(ctx context.Context, r *http.Request) (any, error) {
	q, err := s.ask(ctx, r, event.NounDossier)
	if err != nil {
		return nil, err
	}
	by := r.URL.Query().Get("by")
	if by == "" {
		by = reportAxes[0]
	}
	if !slices.Contains(reportAxes, by) {
		return nil, refuse("by", "%q is none of %s", by, strings.Join(reportAxes, ", "))
	}
	a, err := q.axis(by)
	if err != nil {
		return nil, err
	}
	figures := s.reportFigures()
	rows, err := s.rows(ctx, q, a, figures)
	if err != nil {
		return nil, err
	}
	then, err := s.before(ctx, q, a, figures, r.URL.Query())
	if err != nil {
		return nil, err
	}
	answer := reportOf(q, a, rows)
	then.heldAgainst(&answer)
	if parameters := r.URL.Query(); q.isCell(parameters) || q.divides(a, parameters) {
		s.withholdReport(q, a, &answer, parameters)
	}
	if strings.Contains(r.Header.Get("Accept"), "text/csv") {
		return spreadsheet{answer, q.units != s.Topology.Map("")}, nil
	}
	return answer, nil
}

// reportFigures are those of the columns; the first, by which rows are ordered, is what was received.
func (s *Service) reportFigures() []ledger.Figure {
	figures := s.figuresNamed([]string{"dossiers.received", "dossiers.resolved_in_time"})
	for _, c := range columns {
		if c.sum() != "dossiers.received" {
			figures = append(figures, s.figures[c.sum()])
		}
	}
	return figures
}

func reportOf(q *question, a ledger.Axis, rows []row) wire.Report {
	answer := wire.Report{
		View: q.view.ID, Map: q.units.ID, By: a.Name, From: q.scope.From.String(), At: q.scope.At.String(), Position: uint64(q.scope.UpTo),
		Columns: make([]wire.ReportColumn, 0, len(columns)), Rows: make([]wire.ReportRow, 0, len(rows)),
		Total: wire.ReportRow{Name: wire.Text{Vi: "Tổng cộng", En: "Total"}, View: q.view.ID, Values: make(map[string]int64), Withheld: []string{}},
	}
	for _, c := range columns {
		answer.Columns = append(answer.Columns, wire.ReportColumn{ID: c.id, Name: c.name, Figure: c.figure, Channel: c.channel})
		answer.Total.Values[c.id] = 0
	}
	total := make(map[string]int64)
	for i := range rows {
		x := wire.ReportRow{Key: rows[i].key, Name: rows[i].name, View: rows[i].view, Values: make(map[string]int64, len(columns)), Withheld: []string{}}
		some := a.Name == "unit" && last(a, rows[i].key) == 0
		for _, c := range columns {
			value := rows[i].values[c.sum()]
			x.Values[c.id] = value
			some = some || value != 0
		}
		if !some {
			continue
		}
		for id, value := range x.Values {
			answer.Total.Values[id] += value
		}
		for figure, value := range rows[i].values {
			total[figure] += value
		}
		x.OnTimeRate, x.OnTimeBase = ledger.OnTimeRate.Rate(rows[i].values)
		answer.Rows = append(answer.Rows, x)
	}
	answer.Total.OnTimeRate, answer.Total.OnTimeBase = ledger.OnTimeRate.Rate(total)
	return answer
}

// spreadsheet serves a report as CSV with Vietnamese headings.
type spreadsheet struct {
	report   wire.Report
	otherMap bool // than the base map: its file is called by it too
}

// ServeHTTP implements http.Handler.
func (s spreadsheet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := []string{strings.ReplaceAll(s.report.View, "/", "-"), s.report.By, s.report.From, s.report.At}
	if s.otherMap {
		parts = append(parts, "map", s.report.Map)
	}
	name := strings.Join(parts, "-") + ".csv"
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Add("Vary", "Accept-Language")
	heading := []any{"Mã", "Tên"}
	for _, c := range s.report.Columns {
		heading = append(heading, c.Name.Vi)
		if b := s.report.Before; b != nil {
			heading = append(heading, c.Name.Vi+", cùng kỳ năm trước", "Tăng, giảm (%)")
		}
	}
	rows := [][]any{append(heading, "Tỷ lệ đúng hạn (%)", "Trên tổng số đã giải quyết")}
	for _, x := range append(slices.Clip(s.report.Rows), s.report.Total) {
		rows = append(rows, s.record(&x))
	}
	_ = sheet.WriteCSV(w, rows, problem.English(r)) // the client is gone if this fails
}

func (s spreadsheet) record(x *wire.ReportRow) []any {
	record := []any{x.Key, x.Name.Vi}
	for _, c := range s.report.Columns {
		if slices.Contains(x.Withheld, c.ID) {
			record = append(record, "dưới "+strconv.Itoa(wire.FewerThan))
			continue
		}
		record = append(record, x.Values[c.ID])
		if s.report.Before != nil {
			record = append(record, changed(x, c.ID)...)
		}
	}
	var percent any
	if x.OnTimeRate != nil {
		percent = sheet.Fixed{Value: *x.OnTimeRate, Digits: 2}
	}
	return append(record, percent, x.OnTimeBase)
}

// changed is what a column was in the period before, and by how many per cent it is more or less; empty where that is not known.
func changed(x *wire.ReportRow, column string) []any {
	if x.Before == nil {
		return []any{nil, nil}
	}
	then := x.Before[column]
	if then <= 0 {
		return []any{then, nil}
	}
	return []any{then, sheet.Fixed{Value: 100 * float64(x.Values[column]-then) / float64(then), Digits: 1}}
}
