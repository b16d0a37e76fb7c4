package history

import (
	"context"
	"slices"
	"strconv"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/topology"
	"langbiang.internal/ioc/pkg/wire"
)

// procedures is the catalogue of a day: what is offered then, and what is known of everything that ever was. Dossiers of a
// procedure that is withdrawn keep its name and its field.
type procedures struct {
	offered []event.Procedure
	known   map[string]*event.Procedure // by code
	codes   []string                    // of known, in order
}

// procedures reads the catalogue of a day as of a position.
func (s *Service) procedures(ctx context.Context, on calendar.Date, upTo eventlog.Position) (*procedures, error) {
	c, err := s.Catalogue.UpTo(ctx, upTo)
	if err != nil {
		return nil, err
	}
	p := &procedures{offered: c.All(on), known: make(map[string]*event.Procedure), codes: c.Codes()}
	for _, code := range p.codes {
		if known, ok := c.Known(code, on); ok {
			p.known[code] = &known
		}
	}
	return p, nil
}

// field is the field of a procedure, "" where the catalogue does not know it.
func (p *procedures) field(code string) string {
	if found := p.known[code]; found != nil {
		return found.Field
	}
	return ""
}

// inField are the procedures of a field, none for what the catalogue does not know.
func (p *procedures) inField(field string) []string {
	return p.where(func(of string) bool { return of == field })
}

// withField are the procedures whose field is known.
func (p *procedures) withField() []string {
	return p.where(func(of string) bool { return of != "" })
}

func (p *procedures) where(is func(field string) bool) []string {
	codes := []string{}
	for _, code := range p.codes {
		if is(p.field(code)) {
			codes = append(codes, code)
		}
	}
	return codes
}

// The names of keys that no data file has. They are what the codes of the national specifications mean.
var (
	keyNames = map[string]map[string]wire.Text{
		"channel": {
			"online": {Vi: "Trực tuyến", En: "Online"}, "direct": {Vi: "Trực tiếp", En: "In person"}, "post": {Vi: "Bưu chính công ích", En: "By post"},
		},
		"level": {
			string(event.LevelFull):    {Vi: "Toàn trình", En: "Wholly online"},
			string(event.LevelPartial): {Vi: "Một phần", En: "Partly online"},
			string(event.LevelInfo):    {Vi: "Còn lại", En: "Information only"},
		},
		"status": statusNames(),
		"method": {
			event.MethodOnline: {Vi: "Trực tuyến", En: "Online"}, "tien-mat": {Vi: "Tiền mặt", En: "Cash"}, "chuyen-khoan": {Vi: "Chuyển khoản", En: "Bank transfer"},
		},
		"severity": {
			string(event.AlertLow):         {Vi: "Thấp", En: "Low"},
			string(event.AlertMedium):      {Vi: "Trung bình", En: "Medium"},
			string(event.AlertHigh):        {Vi: "Cao", En: "High"},
			string(event.AlertCritical):    {Vi: "Nghiêm trọng", En: "Critical"},
			string(event.IncidentOrdinary): {Vi: "Thông thường", En: "Ordinary"},
			string(event.IncidentSevere):   {Vi: "Nghiêm trọng", En: "Severe"},
			"watch":                        {Vi: "Theo dõi", En: "Watch"},
			"late":                         {Vi: "Báo động", En: "Alarm"},
		},
	}
	// The national codes of a dossier's status.
	statuses = [...]wire.Text{
		event.StatusSubmitted:           {Vi: "Mới đăng ký", En: "Just registered"},
		event.StatusReceived:            {Vi: "Được tiếp nhận", En: "Accepted"},
		event.StatusRefused:             {Vi: "Không được tiếp nhận", En: "Not accepted"},
		event.StatusProcessing:          {Vi: "Đang xử lý", En: "In process"},
		event.StatusSupplementRequested: {Vi: "Yêu cầu bổ sung giấy tờ", En: "Supplement asked for"},
		event.StatusFeeRequested:        {Vi: "Yêu cầu thực hiện nghĩa vụ tài chính", En: "Fee asked for"},
		event.StatusWithdrawn:           {Vi: "Công dân yêu cầu rút hồ sơ", En: "Withdrawn by the citizen"},
		event.StatusPaused:              {Vi: "Dừng xử lý", En: "Stopped"},
		event.StatusResolved:            {Vi: "Đã xử lý xong", En: "Processed"},
		event.StatusReturned:            {Vi: "Đã trả kết quả", En: "Result handed over"},
	}
	categories = [event.IncidentCategories]wire.Text{
		{Vi: "Tấn công từ chối dịch vụ", En: "Denial of service"},
		{Vi: "Tấn công giả mạo", En: "Spoofing and phishing"},
		{Vi: "Tấn công sử dụng mã độc", En: "Malware"},
		{Vi: "Truy cập trái phép, chiếm quyền điều khiển", En: "Intrusion, loss of control"},
		{Vi: "Thay đổi giao diện", En: "Defacement"},
		{Vi: "Mã hóa phần mềm, dữ liệu, thiết bị", En: "Ransomware"},
		{Vi: "Phá hoại thông tin, dữ liệu, phần mềm", En: "Destruction of data or software"},
		{Vi: "Nghe trộm, gián điệp, lấy cắp thông tin", En: "Eavesdropping, espionage, theft of data"},
		{Vi: "Tấn công tổng hợp nhiều hình thức", En: "Attack in several forms"},
		{Vi: "Sự cố do lỗi hệ thống, thiết bị, phần mềm, hạ tầng", En: "Failure of systems or infrastructure"},
		{Vi: "Sự cố do lỗi người quản trị, vận hành", En: "Operators' error"},
		{Vi: "Sự cố do thảm họa tự nhiên", En: "Natural disaster"},
	}
	noneNames = map[string]wire.Text{
		"unit":       {Vi: "Không thuộc đơn vị nào dưới đây", En: "In none of the units below"}, // the unit's own
		"department": {Vi: "Không thuộc sở có IOC", En: "Of no department with a centre"},
		"procedure":  {Vi: "Không gắn với thủ tục", En: "Without a procedure"},
		"field":      {Vi: "Không rõ lĩnh vực", En: "Field not known"},
		"day":        {Vi: "Trước kỳ", En: "Before the period"},
	}
	unassignedName = wire.Text{Vi: "Không gán được cho đơn vị nào của bản đồ", En: "Cannot be assigned to a unit of the map"}
	notGiven       = wire.Text{Vi: "Không ghi", En: "Not given"}
)

func statusNames() map[string]wire.Text {
	names := make(map[string]wire.Text)
	for status := event.StatusSubmitted; status <= event.StatusReturned; status++ {
		names[strconv.Itoa(int(status))] = statuses[status]
	}
	return names
}

// keyName is what a key of an axis of the question is called; the key itself where nothing is known of it.
func (s *Service) keyName(q *question, a ledger.Axis, key string) wire.Text {
	name := a.Name
	if name == "aspect" || name == "level" {
		name = ledger.AxisOf(q.noun, a.By)
	}
	if key == "" {
		if text, ok := noneNames[name]; ok {
			return text
		}
		return notGiven
	}
	if name == "unit" && key == unassigned {
		return unassignedName
	}
	if text, ok := keyNames[name][key]; ok {
		return text
	}
	plain := wire.Text{Vi: key, En: key}
	switch name {
	case "procedure":
		if p := q.catalogue.known[key]; p != nil {
			return wire.Text{Vi: p.Name, En: p.Name}
		}
	case "department":
		if d := s.Topology.Department(key); d != nil {
			return short(d.Short, d.Name)
		}
	case "category":
		if n, err := strconv.Atoi(key); err == nil && n >= 1 && n <= len(categories) {
			return categories[n-1]
		}
	case "indicator":
		if i := slices.IndexFunc(s.Topology.Indicators, func(x topology.Indicator) bool { return x.ID == key }); i >= 0 {
			return text(s.Topology.Indicators[i].Name)
		}
	case "rule":
		if i := slices.IndexFunc(s.Topology.Rules, func(x topology.Rule) bool { return x.ID == key }); i >= 0 {
			return text(s.Topology.Rules[i].Title)
		}
		return wire.Text{Vi: "Quy tắc ngoài danh mục", En: "A rule outside the catalogue"}
	case "issuer":
		return s.issuerName(key)
	}
	return plain
}

// issuerName is the name of the agency that reports.
func (s *Service) issuerName(id string) wire.Text {
	for _, a := range s.Topology.Agencies {
		if a.ID == id {
			return short(a.Short, a.Name)
		}
	}
	return wire.Text{Vi: id, En: id}
}

func text(t topology.Text) wire.Text { return wire.Text{Vi: t.Vi, En: t.En} }

func short(t, name topology.Text) wire.Text {
	if t == (topology.Text{}) {
		t = name
	}
	return text(t)
}
