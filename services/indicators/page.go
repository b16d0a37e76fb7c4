package indicators

import (
	"bytes"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	onpage "langbiang.internal/ioc/pkg/page"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed upload.html
var pages embed.FS

var uploadTemplate = template.Must(template.New("upload.html").Funcs(template.FuncMap{"dict": dict}).ParseFS(pages, "upload.html"))

// dict makes what a part of the page is given, from names and values in turn.
func dict(pairs ...any) map[string]any {
	all := make(map[string]any)
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i].(string)] = pairs[i+1]
	}
	return all
}

// page is what the upload page shows.
type page struct {
	Nonce    string // of what the page runs
	English  bool
	Asked    bool // for the language: no other takes its place
	Agencies []topology.Agency
	Agency   string
	Problem  string // of the file as a whole
	Result   *Import
	Name     string        // of the file
	File     string        // base64: what is confirmed, or read again, is what was checked
	Key      string        // of the command to record it
	Again    bool          // it was confirmed, and nobody knows yet whether it was recorded
	Sheet    string        // that was asked for; "": none
	Sheets   []sheet.Found // of the workbook, to choose from
	Topology *topology.Topology
}

// pageLink is a page of the desk, called as it calls itself.
type pageLink struct{ Path, Vi, En string }

// Pages are those of the desk's menu.
func (p *page) Pages() []pageLink {
	return []pageLink{
		{"needs", "Việc cần xử lý", "What needs somebody"},
		{"brief", "Điểm tin sáng", "Morning brief"},
		{"lists", "Số liệu chi tiết", "Drill-down"},
		{"reports", "Báo cáo", "Reports"},
		{"payments", "Thanh toán", "Payments"},
		{"scorecard", "Bộ chỉ số 766", "766 scorecard"},
		{"freshness", "Tình hình gửi số liệu", "Freshness of figures"},
		{"explanations", "Giải trình", "Explanations"},
		{"security", "An toàn thông tin", "Security"},
		{"models", "Mô hình điểm Đề án 06", "Scheme 06 pilot models"},
		{"maps", "Bản đồ hành chính", "Maps of units"},
		{"reported", "Số liệu các cơ quan gửi", "Figures that agencies report"},
	}
}

// T is one of two texts, by the page's language.
func (p *page) T(vi, en string) string { return sheet.Words{Vi: vi, En: en}.In(p.English) }

// Indicator is the indicator's name.
func (p *page) Indicator(id string) string {
	if x := p.Topology.Indicator(id); x != nil {
		return p.T(x.Name.Vi, x.Name.En)
	}
	return id
}

// About is the name of the unit, and of the department, if the figure is about one.
func (p *page) About(c Change) string {
	name := c.Unit
	if u := p.Topology.Unit(c.Unit); u != nil {
		name = p.T(u.Name.Vi, u.Name.En)
	}
	if d := p.Topology.Department(c.Department); d != nil {
		name = p.T(d.Name.Vi, d.Name.En) + ", " + name
	}
	return name
}

// Day is a day as people write it here.
func (p *page) Day(d calendar.Date) string { return written(d) }

// written is a day as people write it here.
func written(d calendar.Date) string {
	parts := strings.Split(d.String(), "-")
	if len(parts) != 3 {
		return ""
	}
	return parts[2] + "/" + parts[1] + "/" + parts[0]
}

// Number is a number with its thousands grouped, in the way of the page's language.
func (p *page) Number(d *event.Decimal) string {
	if d == nil {
		return p.T("không có số liệu", "no data")
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	digits, minus := strings.CutPrefix(whole, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + p.T(".", ",") + digits[i:]
	}
	if minus {
		digits = "−" + digits
	}
	if fraction != "" {
		digits += p.T(",", ".") + fraction
	}
	return digits
}

// Says is what is wrong with a cell.
func (p *page) Says(f sheet.Fault) string { return f.Says(p.English) }

// Others are the sheets that were not taken.
func (p *page) Others() []sheet.Found {
	return slices.DeleteFunc(slices.Clone(p.Sheets), func(s sheet.Found) bool { return s.Taken })
}

// State is how a sheet is hidden.
func (p *page) State(s sheet.Found) string {
	switch s.State {
	case "hidden":
		return p.T("đang ẩn", "hidden")
	case "very_hidden":
		return p.T("ẩn kỹ", "very hidden")
	}
	return ""
}

// Language is the other language's code, for the link to it.
func (p *page) Language() string { return p.T("en", "vi") }

// newPage is a page in the language of the form or the query; like every page in Vietnamese, unless English is asked for.
func (s *Service) newPage(r *http.Request) *page {
	return &page{English: r.FormValue("lang") == "en", Asked: r.FormValue("lang") != "", Agencies: s.Topology.Agencies, Agency: r.FormValue("agency"), Topology: s.Topology}
}

// uploadPage answers GET /upload: choose the agency and the file, or take a template.
func (s *Service) uploadPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, http.StatusOK, s.newPage(r))
}

// errNoForm says that what was sent to the upload page is no form.
var errNoForm = errors.New("not a form")

// readForm reads the form of a request, with a file or with fields alone.
func readForm(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" && kind != "application/x-www-form-urlencoded" {
		return errNoForm
	}
	err = r.ParseMultipartForm(sheet.MaxBytes)
	if errors.Is(err, http.ErrNotMultipart) {
		return nil // its fields were read
	}
	return err
}

// refused is what is said of a form that was not read, and the status to answer with.
func (p *page) refused(err error) (status int) {
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		p.Problem = p.T("Tệp quá lớn: tối đa 16 MB.", "The file is too large: at most 16 MB are taken.")
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errNoForm):
		p.Problem = p.T("Nội dung gửi lên không phải biểu mẫu của trang này. Hãy chọn tệp dưới đây rồi bấm “Kiểm tra”.",
			"What was sent is not the form of this page. Choose a file below and press “Check”.")
		return http.StatusUnsupportedMediaType
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		p.Problem = p.T("Hãy chọn một tệp.", "Choose a file.")
		return http.StatusUnprocessableEntity
	}
	p.Problem = p.T("Biểu mẫu gửi lên bị hỏng, không đọc được. Hãy chọn lại tệp rồi bấm “Kiểm tra”.",
		"The form that was sent is damaged and cannot be read. Choose the file again and press “Check”.")
	return http.StatusBadRequest
}

// upload answers POST /upload: the file is checked first, with another sheet of it where one is chosen, and taken when the same file
// is confirmed.
func (s *Service) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 2*sheet.MaxBytes)
	err := readForm(r)
	p := s.newPage(r)
	file, confirmed := []byte(nil), false
	if err == nil {
		file, confirmed, err = p.uploaded(r)
	}
	switch {
	case err != nil:
		s.show(w, p.refused(err), p)
	case confirmed:
		s.show(w, s.confirm(r, p, file), p)
	default:
		s.show(w, s.check(r, p, file), p)
	}
}

// confirm records a file that was checked, as its import by the API with the form's key does: once, however often the form is sent.
func (s *Service) confirm(r *http.Request, p *page, file []byte) int {
	query := url.Values{"agency": {p.Agency}, "sheet": {p.Sheet}, "lang": {p.T("vi", "en")}}
	command := r.Clone(r.Context())
	command.URL = &url.URL{Path: importPath, RawQuery: query.Encode()}
	command.Header = http.Header{}
	if p.Key != "" {
		command.Header.Set(intake.KeyHeader, p.Key)
	}
	command.Body, command.ContentLength = io.NopCloser(bytes.NewReader(file)), int64(len(file))
	answer := s.Ask(s.importFile, command)
	var told struct {
		Import `json:",inline"`
		Detail string        `json:"detail"` // of a problem
		Error  problem.Fault `json:"error"`
	}
	err := json.Unmarshal(answer.Body, &told)
	switch {
	case err != nil || answer.Status >= http.StatusInternalServerError:
		p.Problem = p.T("Hệ thống chưa trả lời. Hãy gửi lại: số liệu không bị ghi hai lần.", "It was not answered. Send it again: nothing is recorded twice.")
		p.File, p.Again = base64.StdEncoding.EncodeToString(file), true
		return http.StatusServiceUnavailable
	case told.Error.Field == intake.KeyHeader:
		p.Problem = p.T("Lần kiểm tra này đã được xác nhận với nội dung khác. Hãy chọn tệp, kiểm tra lại rồi xác nhận.",
			"What was checked was confirmed with other content already: choose the file, check it again and confirm.")
	case told.Error.Code != "":
		p.Problem = told.Detail
	default:
		p.Result, p.Sheets = &told.Import, told.Sheets
	}
	return answer.Status
}

// check checks a file, writes down what became of it, and gives the status to answer with.
func (s *Service) check(r *http.Request, p *page, file []byte) int {
	result, err := s.take(r.Context(), file, order{p.Agency, p.Sheet, true})
	var refusal *sheet.Refusal
	switch {
	case errors.As(err, &refusal):
		p.Problem, p.Sheets = refusal.In(p.English), refusal.Sheets
	case err != nil:
		s.Logger.ErrorContext(r.Context(), "an upload was not taken", "error", err)
		p.Problem = p.T("Hệ thống chưa nhận được, hãy gửi lại.", "It could not be taken: send it again.")
		return http.StatusServiceUnavailable
	default:
		p.Result, p.Sheets = result, result.Sheets
	}
	if len(p.Sheets) > 0 || p.Result != nil {
		p.File, p.Key = base64.StdEncoding.EncodeToString(file), uuid.NewString()
	}
	if p.Result == nil || len(p.Result.Errors) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// uploaded is the file of a form, and whether it is one that was checked before and is confirmed.
func (p *page) uploaded(r *http.Request) (file []byte, confirmed bool, err error) {
	p.Sheet, p.Name, p.Key = r.FormValue("sheet"), r.FormValue("name"), r.FormValue("key")
	for _, field := range []string{"confirmed", "checked"} {
		if text := r.FormValue(field); text != "" {
			file, err = base64.StdEncoding.DecodeString(text)
			return file, field == "confirmed", err
		}
	}
	f, header, err := r.FormFile("file")
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	p.Name = header.Filename
	file, err = io.ReadAll(f)
	return file, false, err
}

func (s *Service) show(w http.ResponseWriter, status int, p *page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	p.Nonce = onpage.Allow(w.Header())
	w.WriteHeader(status)
	if err := uploadTemplate.Execute(w, p); err != nil {
		s.Logger.Warn("the upload page broke off", "error", err)
	}
}
