package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/sheet"
)

// codes are the forms in which a procedure's code is written: the national base code, with or without the province's suffix.
var codes = regexp.MustCompile(`^(\d\.\d{6})((\.000\.00\.00)?\.[A-Z]\d{2})?$`)

// levels are the service levels of Decree 42/2022, and those that were there before it.
var levels = map[string]struct {
	level event.ServiceLevel
	old   bool
}{
	"toàn trình": {event.LevelFull, false}, "một phần": {event.LevelPartial, false}, "còn lại": {event.LevelInfo, false},
	"mức độ 4": {event.LevelFull, true}, "mức độ 3": {event.LevelPartial, true}, "mức độ 2": {event.LevelInfo, true}, "mức độ 1": {event.LevelInfo, true},
}

// rank orders levels: of two rows that disagree, the one that offers more counts.
var rank = map[event.ServiceLevel]int{event.LevelInfo: 0, event.LevelPartial: 1, event.LevelFull: 2}

// The columns of a file, as columns has them.
const (
	cCode = iota
	cName
	cField
	cOrg
	cLevel
	cDays
	cCalendarDays
	cFee
	cOnlinePayment
)

// columns are those that a file has, with their English and Vietnamese headings.
var columns = []sheet.Column{
	cCode:          {Names: []string{"code", "Mã thủ tục"}, Needed: true},
	cName:          {Names: []string{"name", "Tên thủ tục"}, Needed: true},
	cField:         {Names: []string{"field", "Lĩnh vực"}, Needed: true},
	cOrg:           {Names: []string{"org", "Cơ quan thực hiện"}, Needed: true},
	cLevel:         {Names: []string{"level", "Mức độ"}, Needed: true},
	cDays:          {Names: []string{"days", "Thời hạn giải quyết"}, Kind: sheet.Number},
	cCalendarDays:  {Names: []string{"calendar_days", "Tính theo ngày lịch"}},
	cFee:           {Names: []string{"fee_vnd", "Phí, lệ phí"}, Kind: sheet.Number},
	cOnlinePayment: {Names: []string{"online_payment", "Thanh toán trực tuyến"}},
}

var beside = []string{"STT", "TT", "Số TT", "No", "#"}

// read makes procedures of the rows: warnings where a row had to be understood, errors where it cannot be.
func (s *Service) read(table *sheet.Table, result *Import) []told {
	result.Rows, result.Warnings = len(table.Rows), append(result.Warnings, table.Warnings...)
	var all []told
	first := make(map[string]int) // code → place in all
	for i := range table.Rows {
		r := reader{service: s, row: &table.Rows[i], result: result}
		p, ok := r.procedure()
		if !ok {
			continue
		}
		if at, twice := first[p.Code]; twice {
			r.merge(&all[at], p)
			continue
		}
		first[p.Code] = len(all)
		all = append(all, p)
	}
	return all
}

// reader reads one row.
type reader struct {
	service *Service
	row     *sheet.Row
	result  *Import
}

func (r *reader) fault(to *[]sheet.Fault, column int, vi, en string) {
	*to = append(*to, r.row.Fault(column, vi, en))
}

// code is the base code of the row. A national code may lack the province's suffix; one with another province's is not of here.
func (r *reader) code() string {
	code := codes.FindStringSubmatch(strings.ToUpper(r.row.Text(cCode)))
	if code == nil {
		r.fault(&r.result.Errors, cCode, "Không phải mã thủ tục (ví dụ 1.001193.000.00.00.H36).", "is not the code of a procedure (such as 1.001193.000.00.00.H36)")
		return ""
	}
	own := r.service.Topology.ProcedureSuffix
	switch suffix := code[2]; {
	case suffix == "":
		r.fault(&r.result.Warnings, cCode, "Mã quốc gia, không có đuôi của tỉnh.", "is a national code without the province's suffix")
	case own != "" && !strings.HasSuffix(suffix, "."+own):
		r.fault(&r.result.Errors, cCode, "Đuôi mã của tỉnh khác; đuôi của tỉnh này là "+own+".", "has another province's suffix; this one's is "+own)
	}
	return code[1]
}

func (r *reader) procedure() (p told, ok bool) {
	before := len(r.result.Errors)
	wrong, noted := r.row.Faults()
	r.result.Errors, r.result.Warnings = append(r.result.Errors, wrong...), append(r.result.Warnings, noted...)
	if r.row.Ragged() {
		return p, false
	}
	p.Code = r.code()
	p.Name, p.Field = r.row.Text(cName), r.row.Text(cField)
	if p.Name == "" || len(p.Name) > event.MaxProcedureNameBytes {
		r.fault(&r.result.Errors, cName, "Thiếu tên, hoặc tên quá dài.", "is missing, or too long")
	}
	level, known := levels[strings.ToLower(r.row.Text(cLevel))]
	switch {
	case !known:
		r.fault(&r.result.Errors, cLevel, "Mức độ không rõ.", "is not a service level")
	case level.old:
		r.fault(&r.result.Warnings, cLevel, "Mức độ theo cách ghi cũ.", fmt.Sprintf("is an old name; it was read as %s", level.level))
	}
	p.Level = level.level
	p.HandledBy = r.handledBy(p.Field)
	p.Days, p.Provenance = -1, "imported catalogue"
	r.optional(&p)
	return p, len(r.result.Errors) == before
}

// handledBy is who handles the procedure: kinds of unit, and for departments the one that answers for the field, if it is one of the
// topology's, else the province.
func (r *reader) handledBy(field string) (by []string) {
	t := r.service.Topology
	add := func(h string) {
		if !slices.Contains(by, h) {
			by = append(by, h)
		}
	}
	has := func(kind string) bool { return (&aggregate{topology: t}).handles(kind) }
	for org := range strings.SplitSeq(r.row.Text(cOrg), ";") {
		switch org = strings.ToLower(strings.TrimSpace(org)); {
		case org == "":
		case strings.HasPrefix(org, "ubnd huyện") && has("district"):
			add("district")
		case strings.HasPrefix(org, "ubnd xã") && has("commune"):
			add("commune")
		case t.FieldOwner(field) != "" && strings.HasPrefix(org, "sở"):
			add("department:" + t.FieldOwner(field))
		default:
			add(t.Root().Kind)
		}
	}
	if len(by) == 0 {
		r.fault(&r.result.Errors, cOrg, "Thiếu cơ quan thực hiện.", "is missing: who handles it?")
	}
	return by
}

// merge takes a second row about one procedure into the first.
func (r *reader) merge(p *told, again told) {
	en := "stands in more than one row; who handles it was put together"
	vi := "Mã xuất hiện ở nhiều dòng; cơ quan thực hiện được gộp."
	if p.Name != again.Name {
		vi += " Tên khác nhau, lấy tên ở dòng đầu."
		en += "; the rows disagree about the name: the first counts"
	}
	if p.Field != again.Field {
		vi += fmt.Sprintf(" Lĩnh vực khác nhau (%s; %s), lấy lĩnh vực ở dòng đầu.", p.Field, again.Field)
		en += fmt.Sprintf("; the rows disagree about the field, %q and %q: the first counts", p.Field, again.Field)
	}
	if p.complete(&again) {
		vi += " Thời hạn, phí hoặc thanh toán khác nhau, lấy ở dòng đầu."
		en += "; the rows disagree about the legal time, the fee or its payment: the first counts"
	}
	if p.Level != again.Level {
		vi += " Mức độ khác nhau, lấy mức cao hơn."
		en += fmt.Sprintf("; the rows disagree about the level, %s and %s: the higher counts", p.Level, again.Level)
	}
	r.fault(&r.result.Warnings, cCode, vi, en)
	if rank[again.Level] > rank[p.Level] {
		p.Level = again.Level
	}
	for _, h := range again.HandledBy {
		if !slices.Contains(p.HandledBy, h) {
			p.HandledBy = append(p.HandledBy, h)
		}
	}
}
