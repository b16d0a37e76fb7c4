package indicators

import (
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
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
	English  bool
	Agencies []topology.Agency
	Agency   string
	Problem  string // of the file as a whole
	Result   *Import
	Name     string        // of the file
	File     string        // base64: what is confirmed, or read again, is what was checked
	Sheet    string        // that was asked for; "": none
	Sheets   []sheet.Found // of the workbook, to choose from
	Topology *topology.Topology
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
func (p *page) Day(d calendar.Date) string {
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
	return &page{English: r.FormValue("lang") == "en", Agencies: s.Topology.Agencies, Agency: r.FormValue("agency"), Topology: s.Topology}
}

// uploadPage answers GET /upload: choose the agency and the file, or take a template.
func (s *Service) uploadPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, http.StatusOK, s.newPage(r))
}

// upload answers POST /upload: the file is checked first, with another sheet of it where one is chosen, and taken when the same file
// is confirmed.
func (s *Service) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 2*sheet.MaxBytes)
	err := r.ParseMultipartForm(sheet.MaxBytes)
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	p := s.newPage(r)
	file, confirmed := []byte(nil), false
	if err == nil {
		file, confirmed, err = p.uploaded(r)
	}
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		p.Problem = p.T("Tệp quá lớn: tối đa 16 MB.", "The file is too large: at most 16 MB are taken.")
		s.show(w, http.StatusRequestEntityTooLarge, p)
	case err != nil:
		p.Problem = p.T("Hãy chọn một tệp.", "Choose a file.")
		s.show(w, http.StatusUnprocessableEntity, p)
	default:
		s.show(w, s.check(r, p, file, confirmed), p)
	}
}

// check checks or takes a file, writes down what became of it, and gives the status to answer with.
func (s *Service) check(r *http.Request, p *page, file []byte, confirmed bool) int {
	result, err := s.take(r.Context(), file, order{p.Agency, p.Sheet, !confirmed})
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
	if !confirmed && (len(p.Sheets) > 0 || p.Result != nil) {
		p.File = base64.StdEncoding.EncodeToString(file)
	}
	if p.Result == nil || len(p.Result.Errors) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// uploaded is the file of a form, and whether it is one that was checked before and is confirmed.
func (p *page) uploaded(r *http.Request) (file []byte, confirmed bool, err error) {
	p.Sheet, p.Name = r.FormValue("sheet"), r.FormValue("name")
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
	w.WriteHeader(status)
	if err := uploadTemplate.Execute(w, p); err != nil {
		s.Logger.Warn("the upload page broke off", "error", err)
	}
}
