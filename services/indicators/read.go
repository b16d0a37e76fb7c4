package indicators

import (
	"cmp"
	"fmt"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/sheet"
)

// read makes reports of the rows, and faults of what cannot be read: all of them, so that one upload shows everything.
func (s *Service) read(table *sheet.Table, result *Import) []line {
	result.Errors, result.Warnings = append(result.Errors, table.Errors...), append(result.Warnings, table.Warnings...)
	var lines []line
	seen := make(map[string]int)
	for i := range table.Rows {
		r := reader{service: s, row: &table.Rows[i]}
		if r.outside() {
			result.Warnings = append(result.Warnings, r.row.Fault(cIndicator, "Dòng này không phải số liệu: không đọc.", "is no row of the table: it was not read"))
			continue
		}
		result.Rows++
		data, empty := r.report()
		if first := seen[fmt.Sprint(subjectOf(&data))]; first != 0 && !empty && len(r.wrong) == 0 {
			r.refuse(cIndicator, sheet.Words{Vi: fmt.Sprintf("Trùng với dòng %d.", first), En: fmt.Sprintf("stands in row %d already", first)})
		}
		switch {
		case len(r.wrong) > 0:
			result.Errors = append(result.Errors, r.wrong...)
		case empty:
			result.Empty++
		default:
			seen[fmt.Sprint(subjectOf(&data))] = r.row.Number
			result.Warnings = append(result.Warnings, r.told...)
			lines = append(lines, line{r.row, data})
		}
	}
	if len(lines) > MaxImported {
		result.Errors = append(result.Errors, sheet.Fault{
			Vi: fmt.Sprintf("Tệp có %d số liệu; mỗi lần nhận tối đa %d.", len(lines), MaxImported), En: fmt.Sprintf("the file has %d reports; at most %d are taken", len(lines), MaxImported),
		})
	}
	return lines
}

// subjectOf is what a report is about: two rows of a file may not say the same thing.
func subjectOf(d *event.Indicator) []any {
	return []any{d.Indicator, d.Unit, d.Department, d.From, d.To}
}

// reader reads one row.
type reader struct {
	service     *Service
	row         *sheet.Row
	wrong, told []sheet.Fault
}

func (r *reader) refuse(column int, w sheet.Words) {
	r.wrong = append(r.wrong, r.row.Fault(column, w.Vi, w.En))
}

func (r *reader) tell(column int, w sheet.Words) {
	r.told = append(r.told, r.row.Fault(column, w.Vi, w.En))
}

// outside tells whether a row has nothing of a report: a section's title, a note, the signatures below a table.
func (r *reader) outside() bool {
	row := r.row
	return row.Text(cValue) == "" && row.Text(cOf) == "" && !row.Wrong(cValue) && !row.Wrong(cOf) && row.Day(cFrom) == 0 && row.Day(cTo) == 0 &&
		r.service.Topology.Indicator(row.Text(cIndicator)) == nil
}

// report is what the row says; empty tells that it has no value yet.
func (r *reader) report() (d event.Indicator, empty bool) {
	r.wrong, r.told = r.row.Faults()
	if r.row.Ragged() {
		return d, false
	}
	t := r.service.Topology
	d.Indicator, d.Department, d.Method, d.Note = r.row.Text(cIndicator), r.row.Text(cDepartment), r.row.Text(cMethod), r.row.Text(cNote)
	measured := ""
	if definition := t.Indicator(d.Indicator); definition == nil {
		r.refuse(cIndicator, sheet.Words{Vi: "Chỉ tiêu không có trong danh mục.", En: "is not an indicator"})
	} else {
		measured = definition.Measured
	}
	if d.Department != "" && t.Department(d.Department) == nil {
		r.refuse(cDepartment, sheet.Words{Vi: "Mã sở, ngành không có trong danh mục.", En: "is not the id of a department"})
	}
	d.From, d.To, d.AsOf = r.row.Day(cFrom), r.row.Day(cTo), r.row.Day(cAsOf)
	for _, column := range []int{cFrom, cTo} {
		if r.row.Text(column) == "" && !r.row.Wrong(column) {
			r.refuse(column, sheet.Words{Vi: "Thiếu ngày (ví dụ 30/6/2024).", En: "is not a date (such as 2024-06-30)"})
		}
	}
	if unit := t.Resolve(r.row.Text(cUnit), d.To); unit != nil {
		d.Unit = unit.ID
	} else if !r.row.Wrong(cUnit) {
		r.refuse(cUnit, sheet.Words{Vi: "Mã đơn vị không có trong danh mục.", En: "is not the code of a unit"})
	}
	d.Value = r.number(cValue, measured)
	d.Of = r.number(cOf, measured)
	return d, r.row.Text(cValue) == ""
}

// number is what a cell says; nil for nothing or no data.
func (r *reader) number(column int, measured string) *event.Decimal {
	if noData(r.row.Text(column)) {
		return nil
	}
	digits, told, wrong := r.row.Figure(column, sheet.Measure{Whole: measured == "count" || measured == "vnd", Percent: measured == "percent"})
	if told != nil {
		r.tell(column, *told)
	}
	if wrong != nil {
		r.refuse(column, *wrong)
	}
	if digits == "" {
		return nil
	}
	n, rounds, err := parseDecimal(digits, measured)
	switch {
	case err != nil:
		r.refuse(column, unkept(sheet.Digits(digits), measured))
		return nil
	case rounds:
		r.tell(column, sheet.Words{Vi: fmt.Sprintf("Chỉ giữ %d chữ số thập phân: được ghi là %s.", places, vietnamese(n)), En: fmt.Sprintf("has more than %d digits after the point: it is recorded as %s", places, n)})
	case measured == "percent" && n > 0 && n < event.DecimalUnit && !strings.HasSuffix(r.row.Text(column), "%"):
		r.tell(column, sheet.Words{Vi: fmt.Sprintf("Được ghi là %s %% (nhỏ hơn 1 %%).", vietnamese(n)), En: fmt.Sprintf("is recorded as %s %%, less than one percent", n)})
	}
	return &n
}

// unkept is why a number cannot be recorded.
func unkept(n sheet.Digits, measured string) sheet.Words {
	_, fraction, _ := strings.Cut(string(n), ".")
	switch {
	case measured == "count" && fraction != "":
		return sheet.Words{Vi: fmt.Sprintf(fractional, n.Vi()), En: fmt.Sprintf("%s is not a whole number, and this is counted", n)}
	case len(fraction) > places: // of money, which is not rounded
		return sheet.Words{Vi: fmt.Sprintf("“%s” có quá %d chữ số thập phân.", n.Vi(), places), En: fmt.Sprintf("%s has more than %d digits after the point", n, places)}
	}
	return sheet.Words{Vi: fmt.Sprintf("“%s” quá lớn.", n.Vi()), En: fmt.Sprintf("%s is too large", n)}
}

const fractional = "“%s” là số lẻ; chỉ tiêu này đếm số nguyên."

// impossible is which rule of checkValue a value breaks.
func impossible(value event.Decimal, measured string) string {
	switch {
	case value < 0:
		return fmt.Sprintf("“%s” là số âm.", vietnamese(value))
	case measured == "percent":
		return fmt.Sprintf("“%s” quá 100 %%.", vietnamese(value))
	}
	return fmt.Sprintf(fractional, vietnamese(value))
}

// vietnamese is a number as Vietnamese writes it.
func vietnamese(n event.Decimal) string { return sheet.Digits(n.String()).Vi() }

// fields are the columns whose cells the aggregate may refuse, and what is wrong with them then: in English what the aggregate
// says, where nothing stands.
var fields = map[string]struct {
	column int
	sheet.Words
}{
	"data.indicator":  {cIndicator, sheet.Words{Vi: "Không hợp lệ."}},
	"data.unit":       {cUnit, sheet.Words{Vi: "Chỉ tiêu này không nhận ở cấp đơn vị này."}},
	"data.department": {cDepartment, sheet.Words{Vi: "Số liệu về sở, ngành được gửi ở cấp tỉnh."}},
	"data.from":       {cFrom, sheet.Words{Vi: "Sau ngày kết thúc kỳ, {to}.", En: "lies after the end of the period, {to}"}},
	"data.to":         {cTo, sheet.Words{Vi: "Kỳ chưa kết thúc: kỳ này hết ngày {to}, sổ cái mới đến ngày {on}.", En: "is in a period that is not over: it ends on {to}, the log has reached {on}"}},
	"data.value":      {cValue, sheet.Words{Vi: "{impossible}"}},
	"data.of":         {cOf, sheet.Words{Vi: "Nhỏ hơn giá trị."}},
	"data.as_of":      {cAsOf, sheet.Words{Vi: "Trước ngày bắt đầu kỳ, {from}, hoặc sau ngày gửi, {on}.", En: "lies before the period, which begins on {from}, or after the day of the report, {on}"}},
}

// cellFault is the fault of the cell that the aggregate refuses; of the row as a whole where it is no cell's. The report is of the day on.
func (s *Service) cellFault(row *sheet.Row, f *event.FieldError, d *event.Indicator, on calendar.Date) sheet.Fault {
	at, ok := fields[f.Field]
	if !ok {
		return row.Fault(cIndicator, "Không hợp lệ.", f.Message)
	}
	fill := []string{"{from}", written(d.From), "{to}", written(d.To), "{on}", written(on)}
	if d.Value != nil {
		fill = append(fill, "{impossible}", impossible(*d.Value, s.Topology.Indicator(d.Indicator).Measured))
	}
	filled := strings.NewReplacer(fill...)
	return row.Fault(at.column, filled.Replace(at.Vi), filled.Replace(cmp.Or(at.En, f.Message)))
}
