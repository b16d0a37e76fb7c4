package indicators

import (
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/sheet"
)

// columns are where a table has what.
type columns struct{ indicator, unit, department, from, to, value, of, asOf, method, note int }

// read makes reports of the rows, and faults of what cannot be read: all of them, so that one upload shows everything.
func (s *Service) read(table *sheet.Table, result *Import) []line {
	h := &headings
	c := columns{
		indicator: table.Column(h.indicator[:]...), unit: table.Column(h.unit[:]...), department: table.Column(h.department[:]...), from: table.Column(h.from[:]...),
		to: table.Column(h.to[:]...), value: table.Column(h.value[:]...), of: table.Column(h.of[:]...), asOf: table.Column(h.asOf[:]...),
		method: table.Column(h.method[:]...), note: table.Column(h.note[:]...),
	}
	for _, needed := range []struct {
		at   int
		name [2]string
	}{{c.indicator, h.indicator}, {c.unit, h.unit}, {c.from, h.from}, {c.to, h.to}, {c.value, h.value}} {
		if needed.at < 0 {
			result.Errors = append(result.Errors, sheet.Fault{
				Column: needed.name[0], Vi: fmt.Sprintf("Thiếu cột “%s”.", needed.name[0]), En: fmt.Sprintf("the column %q (or %q) is missing", needed.name[0], needed.name[1]),
			})
		}
	}
	if len(result.Errors) > 0 {
		return nil
	}
	result.Rows = len(table.Rows)
	var lines []line
	seen := make(map[string]int)
	for _, row := range table.Rows {
		r := reader{service: s, row: row, columns: &c}
		data, empty := r.report()
		switch {
		case len(r.faults) > 0:
			result.Errors = append(result.Errors, r.faults...)
		case empty:
			result.Empty++
		default:
			key := fmt.Sprint(data.Indicator, " ", data.Unit, " ", data.Department, " ", data.From, data.To)
			if first := seen[key]; first != 0 {
				r.fault(c.indicator, headings.indicator[0], fmt.Sprintf("Trùng với dòng %d.", first), fmt.Sprintf("stands in row %d already", first))
				result.Errors = append(result.Errors, r.faults...)
				continue
			}
			seen[key] = row.Number
			lines = append(lines, line{row, data})
		}
	}
	if len(lines) > MaxImported {
		result.Errors = append(result.Errors, sheet.Fault{
			Vi: fmt.Sprintf("Tệp có %d số liệu; mỗi lần nhận tối đa %d.", len(lines), MaxImported), En: fmt.Sprintf("the file has %d reports; at most %d are taken", len(lines), MaxImported),
		})
	}
	return lines
}

// reader reads one row.
type reader struct {
	service *Service
	row     sheet.Row
	columns *columns
	faults  []sheet.Fault
}

func (r *reader) cell(column int) string {
	if column < 0 || column >= len(r.row.Cells) {
		return ""
	}
	return r.row.Cells[column]
}

func (r *reader) fault(column int, heading, vi, en string) {
	r.faults = append(r.faults, sheet.Fault{Row: r.row.Number, Column: heading, Value: r.cell(column), Vi: vi, En: en})
}

// report is what the row says; empty tells that it has no value yet.
func (r *reader) report() (d event.Indicator, empty bool) {
	c, h := r.columns, &headings
	t := r.service.Topology
	d.Indicator, d.Department, d.Method, d.Note = r.cell(c.indicator), r.cell(c.department), r.cell(c.method), r.cell(c.note)
	measured := ""
	if definition := t.Indicator(d.Indicator); definition == nil {
		r.fault(c.indicator, h.indicator[0], "Chỉ tiêu không có trong danh mục.", "is not an indicator")
	} else {
		measured = definition.Measured
	}
	if d.Department != "" && t.Department(d.Department) == nil {
		r.fault(c.department, h.department[0], "Mã sở, ngành không có trong danh mục.", "is not the id of a department")
	}
	var err error
	if d.From, err = parseDay(r.cell(c.from)); err != nil {
		r.fault(c.from, h.from[0], "Không phải ngày (ví dụ 30/6/2024).", "is not a date (such as 2024-06-30)")
	}
	if d.To, err = parseDay(r.cell(c.to)); err != nil {
		r.fault(c.to, h.to[0], "Không phải ngày (ví dụ 30/6/2024).", "is not a date (such as 2024-06-30)")
	}
	if unit := t.Resolve(r.cell(c.unit), d.To); unit != nil {
		d.Unit = unit.ID
	} else {
		r.fault(c.unit, h.unit[0], "Mã đơn vị không có trong danh mục.", "is not the code of a unit")
	}
	if text := r.cell(c.asOf); text != "" {
		if d.AsOf, err = parseDay(text); err != nil {
			r.fault(c.asOf, h.asOf[0], "Không phải ngày (ví dụ 30/6/2024).", "is not a date (such as 2024-06-30)")
		}
	}
	d.Value = r.number(c.value, h.value[0], measured)
	d.Of = r.number(c.of, h.of[0], measured)
	return d, r.cell(c.value) == ""
}

// number is what a cell says; nil for nothing or no data.
func (r *reader) number(column int, heading, measured string) *event.Decimal {
	text := r.cell(column)
	if text == "" || noData(text) {
		return nil
	}
	n, err := parseNumber(text, measured)
	if err != nil {
		r.fault(column, heading, "Không phải số.", "is not a number")
		return nil
	}
	return &n
}

// cellFault is the fault of the cell that the aggregate refuses.
func cellFault(table *sheet.Table, row sheet.Row, f *event.FieldError) sheet.Fault {
	h := &headings
	names := map[string][2]string{
		"data.indicator": h.indicator, "data.unit": h.unit, "data.department": h.department, "data.from": h.from, "data.to": h.to,
		"data.value": h.value, "data.of": h.of, "data.as_of": h.asOf,
	}[f.Field]
	heading, value := names[0], ""
	if column := table.Column(names[:]...); column >= 0 && column < len(row.Cells) {
		value = row.Cells[column]
	}
	vi := map[string]string{
		h.value[0]: "Giá trị không hợp lệ (âm, quá 100 %, hoặc lẻ ở chỉ tiêu đếm).", h.of[0]: "Nhỏ hơn giá trị.",
		h.from[0]: "Sau ngày kết thúc kỳ.", h.to[0]: "Kỳ chưa kết thúc.", h.asOf[0]: "Trước ngày bắt đầu kỳ, hoặc sau ngày báo cáo.", h.unit[0]: "Chỉ tiêu này không nhận ở cấp đơn vị này.",
		h.department[0]: "Số liệu về sở, ngành được báo cáo ở cấp tỉnh.",
	}[heading]
	if vi == "" {
		vi = "Không hợp lệ."
	}
	return sheet.Fault{Row: row.Number, Column: heading, Value: value, Vi: vi, En: strings.TrimPrefix(f.Error(), f.Field+": ")}
}
