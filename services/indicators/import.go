package indicators

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"time"

	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/topology"
)

// MaxImported bounds the reports of one file: they are one commit.
const MaxImported = 2_000

// Headings of the template; the English ones are taken too.
var headings = struct{ indicator, indicatorName, unit, unitName, department, from, to, value, of, asOf, method, note [2]string }{
	indicator: [2]string{"Chỉ tiêu", "indicator"}, indicatorName: [2]string{"Tên chỉ tiêu", "indicator name"},
	unit: [2]string{"Đơn vị", "unit"}, unitName: [2]string{"Tên đơn vị", "unit name"},
	department: [2]string{"Sở, ngành", "department"},
	from:       [2]string{"Từ ngày", "from"}, to: [2]string{"Đến ngày", "to"}, value: [2]string{"Giá trị", "value"}, of: [2]string{"Trên tổng số", "of"},
	asOf: [2]string{"Tính đến ngày", "as of"}, method: [2]string{"Cách tính", "method"}, note: [2]string{"Ghi chú", "note"},
}

// Import is what became of a file.
type Import struct {
	Rows      int              `json:"rows"`      // below the headings
	Taken     int              `json:"taken"`     // reported, or to be with a dry run
	Unchanged int              `json:"unchanged"` // reported so before
	Empty     int              `json:"empty"`     // without a value: not reported
	DryRun    bool             `json:"dry_run"`
	Position  uint64           `json:"position,omitzero"`
	Changes   []Change         `json:"changes"`
	Warnings  []sheet.Fault    `json:"warnings"` // of rows that are taken all the same
	Errors    []sheet.Fault    `json:"errors"`   // none was taken if there are any
	agency    *topology.Agency // whose file it is
}

// Change is what one row says.
type Change struct {
	Row       int    `json:"row"`
	Indicator string `json:"indicator"`
	Unit      string `json:"unit"`
	// Department is whom it is about, if not the unit.
	Department string         `json:"department,omitzero"`
	From       calendar.Date  `json:"from"`
	To         calendar.Date  `json:"to"`
	Value      *event.Decimal `json:"value"` // null: no data
	Previous   *event.Decimal `json:"previous,omitzero"`
	Corrects   bool           `json:"corrects"`
	Late       bool           `json:"late"`
}

// line is a row on its way in.
type line struct {
	row  sheet.Row
	data event.Indicator
}

// importFile answers POST /api/v1/indicators/import?agency=…&dry_run=true, whose body is the file.
func (s *Service) importFile(w http.ResponseWriter, r *http.Request) {
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, sheet.MaxBytes+1))
	if err != nil {
		intake.WriteFault(w, intake.Fault{Code: "too_large", Message: fmt.Sprintf("the file has more than %d bytes", sheet.MaxBytes)})
		return
	}
	result, err := s.take(r.Context(), r.URL.Query().Get("agency"), file, r.URL.Query().Get("dry_run") == "true")
	switch {
	case err != nil:
		intake.WriteError(w, err)
	case len(result.Errors) > 0:
		intake.WriteJSON(w, http.StatusUnprocessableEntity, result)
	default:
		intake.WriteJSON(w, http.StatusOK, result)
	}
}

// take reports what a file says, all of it or nothing.
func (s *Service) take(ctx context.Context, agency string, file []byte, dry bool) (*Import, error) {
	result := &Import{DryRun: dry, Changes: []Change{}, Warnings: []sheet.Fault{}, Errors: []sheet.Fault{}, agency: s.Topology.Agency(agency)}
	if result.agency == nil {
		return nil, event.Refuse("agency", "%q is not an agency of this province", agency)
	}
	table, err := sheet.Read(file)
	if err != nil {
		return nil, event.Refuse("file", "%v", err)
	}
	lines := s.read(table, result)
	if len(result.Errors) > 0 {
		return result, nil
	}
	at, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	events, rows, err := s.events(ctx, lines, at, result)
	if err != nil || len(events) == 0 {
		return result, err
	}
	recorded, refused, err := s.intake.Together(ctx, events, dry)
	if err != nil {
		return nil, err
	}
	for i, refusal := range refused {
		var f *event.FieldError
		if errors.As(refusal, &f) {
			result.Errors = append(result.Errors, cellFault(table, rows[i], f))
		}
	}
	if len(result.Errors) > 0 {
		result.Changes = []Change{}
		return result, nil
	}
	result.record(table, recorded, rows)
	return result, nil
}

// record says of each row what became of it.
func (r *Import) record(table *sheet.Table, recorded []intake.Recorded, rows []sheet.Row) {
	for i := range recorded {
		if d, ok := recorded[i].Event.Data.(*event.Indicator); ok {
			r.Changes[i].Corrects, r.Changes[i].Late = d.Corrects, d.Timeliness == event.TimelyLate
			for _, flag := range d.Flags {
				r.Warnings = append(r.Warnings, warning(table, rows[i], flag))
			}
		}
		r.Position = max(r.Position, uint64(recorded[i].Position))
	}
	r.Taken = len(recorded)
}

// warning is what is odd about a row that is taken.
func warning(table *sheet.Table, row sheet.Row, flag event.Flag) sheet.Fault {
	column := table.Column(headings.to[:]...)
	f := sheet.Fault{Row: row.Number, Column: headings.to[0], Value: row.Cells[column]}
	switch flag {
	case event.FlagOffCadence:
		f.Vi, f.En = "Kỳ báo cáo không khớp kỳ được giao (tháng, quý, nửa năm…).", "is not the end of a period that is expected of the agency"
	case event.FlagOutOfOrder:
		f.Vi, f.En = "Kỳ này cũ hơn kỳ đã báo cáo gần nhất.", "is older than the latest period reported"
	default:
		f.Vi, f.En = "Số liệu được ghi nhận nhưng có dấu hiệu bất thường.", "is taken but odd: "+string(flag)
	}
	return f
}

// events are the reports that change something, with the rows that they come from.
func (s *Service) events(ctx context.Context, lines []line, at time.Time, result *Import) ([]event.Event, []sheet.Row, error) {
	var events []event.Event
	var rows []sheet.Row
	for i := range lines {
		d := lines[i].data
		d.Issuer = result.agency.ID
		if d.Department == result.agency.Department {
			d.Department = "" // it is about itself in any case
		}
		subject := event.IndicatorSubjectAbout(d.Indicator, d.Unit, d.Issuer, d.Department)
		state, _, err := s.intake.State(ctx, subject)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", subject, err)
		}
		change := Change{Row: lines[i].row.Number, Indicator: d.Indicator, Unit: d.Unit, Department: d.Department, From: d.From, To: d.To, Value: d.Value}
		if known := state.report(d.From, d.To); known != nil {
			if same(*known, event.Report{Value: d.Value, Of: d.Of}) {
				result.Unchanged++
				continue
			}
			change.Previous = known.Value
		}
		events = append(events, event.Event{
			ID: uuid.NewString(), Source: "/api/v1/indicators/import", Type: event.IndicatorReported, Subject: subject, Time: at, Data: &d,
		})
		rows = append(rows, lines[i].row)
		result.Changes = append(result.Changes, change)
	}
	return events, rows, nil
}

// today is when a report that somebody sends now happens.
func (s *Service) today(ctx context.Context) (time.Time, error) {
	return intake.Today(ctx, s.Log, s.Topology.Location(), s.Now())
}

// template answers GET /api/v1/indicators/template.xlsx?agency=… and template.csv: a row for everything that is expected of the
// agency, for the last period that has ended.
func (s *Service) template(w http.ResponseWriter, r *http.Request) {
	agency := s.Topology.Agency(r.URL.Query().Get("agency"))
	if agency == nil {
		intake.WriteError(w, event.Refuse("agency", "%q is not an agency of this province", r.URL.Query().Get("agency")))
		return
	}
	at, err := s.today(r.Context())
	if err != nil {
		intake.WriteError(w, err)
		return
	}
	rows := templateRows(s.Topology, agency, calendar.DateOf(at, s.Topology.Location()))
	write, kind, extension := writeTemplate, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
	if path.Ext(r.URL.Path) == ".csv" {
		write, kind, extension = sheet.WriteCSV, "text/csv; charset=utf-8", "csv"
	}
	var file bytes.Buffer
	if err := write(&file, rows); err != nil {
		intake.WriteError(w, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="so-lieu-%s.%s"`, agency.ID, extension))
	_, _ = w.Write(file.Bytes())
}

func templateRows(t *topology.Topology, agency *topology.Agency, today calendar.Date) [][]any {
	h := &headings
	rows := [][]any{{
		h.indicator[0], h.indicatorName[0], h.unit[0], h.unitName[0], h.department[0], h.from[0], h.to[0], h.value[0], h.of[0], h.asOf[0], h.method[0], h.note[0],
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
		{"Giá trị: số (98,63 hoặc 98.63). Để trống: chưa báo cáo. Ghi “không có số liệu” khi không có: khác với số 0."},
		{"Trên tổng số: mẫu số, nếu giá trị là một phần của tổng."},
		{"Tệp chỉ được nhận khi mọi dòng đều đúng; nếu có lỗi, hệ thống chỉ rõ dòng và cột, và không thay đổi gì."},
		{"Sửa số liệu của kỳ đã báo cáo: gửi lại dòng với giá trị mới; lần sửa được ghi nhận."},
	}
	return sheet.Write(w,
		sheet.Sheet{Name: "Số liệu", Widths: []float64{34, 46, 10, 26, 14, 12, 12, 14, 14, 14, 24, 24}, Rows: rows},
		sheet.Sheet{Name: "Hướng dẫn", Widths: []float64{120}, Rows: guide})
}
