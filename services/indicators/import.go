package indicators

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/topology"
)

// MaxImported bounds the reports of one file: they are one commit.
const MaxImported = 2_000

// The columns of a file, as columns has them.
const (
	cIndicator = iota
	cUnit
	cDepartment
	cFrom
	cTo
	cValue
	cOf
	cAsOf
	cMethod
	cNote
)

// columns are those that are read; the English headings are taken too.
var columns = []sheet.Column{
	cIndicator:  {Names: []string{"Chỉ tiêu", "indicator"}, Needed: true},
	cUnit:       {Names: []string{"Đơn vị", "unit"}, Needed: true},
	cDepartment: {Names: []string{"Sở, ngành", "department"}},
	cFrom:       {Names: []string{"Từ ngày", "from"}, Kind: sheet.Day, Needed: true},
	cTo:         {Names: []string{"Đến ngày", "to"}, Kind: sheet.Day, Needed: true},
	cValue:      {Names: []string{"Giá trị", "value"}, Kind: sheet.Number, Needed: true},
	cOf:         {Names: []string{"Trên tổng số", "of"}, Kind: sheet.Number},
	cAsOf:       {Names: []string{"Tính đến ngày", "as of"}, Kind: sheet.Day},
	cMethod:     {Names: []string{"Cách tính", "method"}},
	cNote:       {Names: []string{"Ghi chú", "note"}},
}

// Headings that the template has for people's eyes, and those by which people number rows.
const (
	indicatorName = "Tên chỉ tiêu"
	unitName      = "Tên đơn vị"
)

var beside = []string{indicatorName, "indicator name", unitName, "unit name", "STT", "TT", "Số TT", "No", "#"}

// Import is what became of a file.
type Import struct {
	Sheet      string           `json:"sheet,omitzero"`       // that was read; none in a CSV file
	HeadingRow int              `json:"heading_row,omitzero"` // where its headings stand
	Sheets     []sheet.Found    `json:"sheets"`               // of the workbook: another one is taken with sheet=
	Rows       int              `json:"rows"`                 // below the headings
	Taken      int              `json:"taken"`                // reported, or to be with a dry run
	Unchanged  int              `json:"unchanged"`            // reported so before
	Empty      int              `json:"empty"`                // without a value: not reported
	DryRun     bool             `json:"dry_run"`
	Position   uint64           `json:"position,omitzero"`
	Changes    []Change         `json:"changes"`
	Warnings   []sheet.Fault    `json:"warnings"` // what was not read, or not quite as it looks
	Errors     []sheet.Fault    `json:"errors"`   // none was taken if there are any
	agency     *topology.Agency // whose file it is
}

// Change is what one row says: exactly what is recorded of it.
type Change struct {
	Row       int    `json:"row"`
	Cell      string `json:"cell"`  // of the value, such as H12
	Shown     string `json:"shown"` // what the file shows there
	Indicator string `json:"indicator"`
	Unit      string `json:"unit"`
	// Department is whom it is about, if not the unit.
	Department string         `json:"department,omitzero"`
	From       calendar.Date  `json:"from"`
	To         calendar.Date  `json:"to"`
	Value      *event.Decimal `json:"value"` // null: no data
	Of         *event.Decimal `json:"of,omitzero"`
	AsOf       calendar.Date  `json:"as_of,omitzero"`
	Method     string         `json:"method,omitzero"`
	Note       string         `json:"note,omitzero"`
	Previous   *event.Decimal `json:"previous,omitzero"`
	Corrects   bool           `json:"corrects"`
	Late       bool           `json:"late"`
}

// line is a row on its way in.
type line struct {
	row  *sheet.Row
	data event.Indicator
}

// order is a file to take: whose, which sheet of it, and whether only to check it.
type order struct {
	agency, sheet string
	dry           bool
}

func readOrder(r *http.Request) (order, error) {
	query := r.URL.Query()
	dry, err := intake.Flag(query, "dry_run")
	return order{query.Get("agency"), query.Get("sheet"), dry}, err
}

// importPath is where files come in.
const importPath = "/api/v1/indicators/import"

// importFile answers POST /api/v1/indicators/import?agency=…[&sheet=…][&dry_run=true], whose body is the file.
// Problems: bad_request, too_large, invalid, unavailable.
func (s *Service) importFile(w http.ResponseWriter, r *http.Request) {
	o, err := readOrder(r)
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	file, ok := intake.ReadFile(w, r, sheet.MaxBytes)
	if !ok {
		return
	}
	result, err := s.take(r.Context(), file, o)
	switch {
	case err != nil:
		s.Refuse(w, r, err)
	case len(result.Errors) > 0:
		sheet.WriteFaults(w, r, result.Errors, result)
	default:
		intake.WriteJSON(w, http.StatusOK, result)
	}
}

// take reports what a file says, all of it or nothing. Its error is a *sheet.Refusal where the file or the order is to blame; headings
// that are missing are errors of the result.
func (s *Service) take(ctx context.Context, file []byte, o order) (*Import, error) {
	result := &Import{
		DryRun: o.dry, Changes: []Change{}, Sheets: []sheet.Found{}, Warnings: []sheet.Fault{}, Errors: []sheet.Fault{}, agency: s.Topology.Agency(o.agency),
	}
	defer func() { *result = *result.few() }()
	if result.agency == nil {
		return nil, unknownAgency(o.agency)
	}
	table, err := s.ReadSheet(ctx, file, &sheet.Want{Columns: columns, Beside: beside, Sheet: o.sheet})
	if refusal := new(sheet.Refusal); errors.As(err, &refusal) && len(refusal.Faults) > 0 {
		result.Errors, result.Sheets = refusal.Faults, append(result.Sheets, refusal.Sheets...)
		return result, nil
	}
	if err != nil {
		return nil, err
	}
	result.Sheet, result.HeadingRow, result.Sheets = table.Sheet, table.HeadingRow, append(result.Sheets, table.Sheets...)
	lines := s.read(table, result)
	if len(result.Errors) > 0 {
		return result, nil
	}
	return result, s.report(ctx, lines, result)
}

func unknownAgency(id string) *sheet.Refusal {
	return &sheet.Refusal{Field: "agency", Words: sheet.Words{
		Vi: fmt.Sprintf("“%s” không phải cơ quan gửi số liệu của tỉnh này.", id), En: fmt.Sprintf("%q is not an agency of this province", id),
	}}
}

// report records the lines that change something, in one commit.
func (s *Service) report(ctx context.Context, lines []line, result *Import) error {
	at, err := s.today(ctx)
	if err != nil {
		return err
	}
	events, rows, err := s.events(ctx, lines, at, result)
	if err != nil {
		return err
	}
	recorded, refused, err := s.Together(ctx, events, result.DryRun, func(decided []intake.Recorded) any {
		done := *result
		done.Changes, done.Warnings = slices.Clone(result.Changes), slices.Clip(result.Warnings)
		done.record(decided, rows)
		return done.few()
	})
	if err != nil {
		return err
	}
	for i, refusal := range refused {
		var f *event.FieldError
		if d, ok := events[i].Data.(*event.Indicator); ok && errors.As(refusal, &f) {
			result.Errors = append(result.Errors, s.cellFault(rows[i], f, d, calendar.DateOf(at, s.Topology.Location())))
		}
	}
	if len(result.Errors) > 0 {
		result.Changes = []Change{}
		return nil
	}
	result.record(recorded, rows)
	return nil
}

// few is the result with as many faults as are told.
func (r Import) few() *Import {
	r.Errors, r.Warnings = sheet.Few(r.Errors), sheet.Few(r.Warnings)
	return &r
}

// record says of each row what became of it.
func (r *Import) record(recorded []intake.Recorded, rows []*sheet.Row) {
	for i := range recorded {
		if d, ok := recorded[i].Event.Data.(*event.Indicator); ok {
			r.Changes[i].Corrects, r.Changes[i].Late = d.Corrects, d.Timeliness == event.TimelyLate
			for _, flag := range d.Flags {
				r.Warnings = append(r.Warnings, warning(rows[i], flag))
			}
		}
		r.Position = max(r.Position, uint64(recorded[i].Position))
	}
	r.Taken = len(recorded)
}

// warning is what is odd about a row that is taken.
func warning(row *sheet.Row, flag event.Flag) sheet.Fault {
	switch flag {
	case event.FlagOffCadence:
		return row.Fault(cTo, "Kỳ số liệu không đúng kỳ được giao (tháng, quý, nửa năm…).", "is not the end of a period that is expected of the agency")
	case event.FlagOutOfOrder:
		return row.Fault(cTo, "Kỳ này cũ hơn kỳ đã gửi gần nhất.", "is older than the latest period reported")
	default:
		return row.Fault(cTo, "Số liệu được ghi nhận nhưng có dấu hiệu bất thường.", "is taken but odd: "+string(flag))
	}
}

// events are the reports that change something, with the rows that they come from.
func (s *Service) events(ctx context.Context, lines []line, at time.Time, result *Import) ([]event.Event, []*sheet.Row, error) {
	var events []event.Event
	var rows []*sheet.Row
	for i := range lines {
		d := lines[i].data
		d.Issuer = result.agency.ID
		if d.Department == result.agency.Department {
			d.Department = "" // it is about itself in any case
		}
		subject := event.IndicatorSubjectAbout(d.Indicator, d.Unit, d.Issuer, d.Department)
		state, _, err := s.State(ctx, subject)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", subject, err)
		}
		change := lines[i].change(&d)
		if known := state.report(d.From, d.To); known != nil {
			if same(*known, event.ReportedFigure{Value: d.Value, Of: d.Of}) {
				result.Unchanged++
				continue
			}
			change.Previous = known.Value
		}
		events = append(events, event.Event{
			Source: importPath, Type: event.IndicatorReported, Subject: subject, Time: at, Data: &d,
		})
		rows = append(rows, lines[i].row)
		result.Changes = append(result.Changes, change)
	}
	return events, rows, nil
}

// change is what is recorded of a line.
func (l *line) change(d *event.Indicator) Change {
	at := l.row.Fault(cValue, "", "")
	return Change{
		Row: at.Row, Cell: at.Cell, Shown: at.Value, Indicator: d.Indicator, Unit: d.Unit, Department: d.Department,
		From: d.From, To: d.To, Value: d.Value, Of: d.Of, AsOf: d.AsOf, Method: d.Method, Note: d.Note,
	}
}

// today is when a report that somebody sends now happens.
func (s *Service) today(ctx context.Context) (time.Time, error) {
	return intake.Today(ctx, s.Log, s.Topology.Location(), s.Now())
}

// template answers GET /api/v1/indicators/template.xlsx?agency=… and template.csv: a row for everything that is expected of the
// agency, for the last period that has ended. Problems: invalid, unavailable.
func (s *Service) template(w http.ResponseWriter, r *http.Request) {
	agency := s.Topology.Agency(r.URL.Query().Get("agency"))
	if agency == nil {
		problem.Write(w, r, unknownAgency(r.URL.Query().Get("agency")))
		return
	}
	at, err := s.today(r.Context())
	if err != nil {
		s.Refuse(w, r, err)
		return
	}
	rows := templateRows(s.Topology, agency, calendar.DateOf(at, s.Topology.Location()))
	write, kind, extension := writeTemplate, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
	if path.Ext(r.URL.Path) == ".csv" {
		write, kind, extension = func(w io.Writer, rows [][]any) error { return sheet.WriteCSV(w, rows, problem.English(r)) }, "text/csv; charset=utf-8", "csv"
		w.Header().Add("Vary", "Accept-Language")
	}
	var file bytes.Buffer
	if err := write(&file, rows); err != nil {
		s.Refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="so-lieu-%s.%s"`, agency.ID, extension))
	_, _ = w.Write(file.Bytes())
}

func templateRows(t *topology.Topology, agency *topology.Agency, today calendar.Date) [][]any {
	name := func(column int) any { return columns[column].Names[0] }
	rows := [][]any{{
		name(cIndicator), indicatorName, name(cUnit), unitName, name(cDepartment), name(cFrom), name(cTo), name(cValue), name(cOf), name(cAsOf), name(cMethod), name(cNote),
	}}
	for i := range t.Indicators {
		indicator := &t.Indicators[i]
		for n := range indicator.Expected {
			x := &indicator.Expected[n]
			if x.Agency != agency.ID {
				continue
			}
			from, to := x.Period(today)
			if to >= today {
				from, to = x.Period(from - 1)
			}
			for _, about := range t.AboutOf(x, to, today) {
				rows = append(rows, []any{indicator.ID, indicator.Name.Vi, about.Unit, t.MapAt(today).Unit(about.Unit).Name.Vi, about.Department, from.String(), to.String(), nil, nil, to.String()})
			}
		}
	}
	return rows
}

func writeTemplate(w io.Writer, rows [][]any) error {
	guide := [][]any{
		{"Hướng dẫn"},
		{"Mỗi dòng là một chỉ tiêu của một đơn vị trong một kỳ. Không sửa cột Chỉ tiêu và cột Đơn vị."},
		{"Sở, ngành: mã sở khi số liệu nói về một sở (ví dụ điểm của Sở Xây dựng: construction); để trống khi nói về đơn vị."},
		{"Giá trị: số (98,63 hoặc 98.63). Để trống: chưa gửi. Ghi “không có số liệu” khi không có: khác với số 0."},
		{"Trên tổng số: mẫu số, nếu giá trị là một phần của tổng."},
		{"Tệp chỉ được nhận khi mọi dòng đều đúng; nếu có lỗi, hệ thống chỉ rõ dòng và cột, và không thay đổi gì."},
		{"Sửa số liệu của kỳ đã gửi: gửi lại dòng với giá trị mới; lần sửa được ghi nhận."},
	}
	return sheet.Write(w,
		sheet.Sheet{Name: "Số liệu", Widths: []float64{34, 46, 10, 26, 14, 12, 12, 14, 14, 14, 24, 24}, Rows: rows},
		sheet.Sheet{Name: "Hướng dẫn", Widths: []float64{120}, Rows: guide})
}
