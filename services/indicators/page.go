package indicators

import (
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"net/http"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/sheet"
	"langbiang.internal/ioc/pkg/topology"
)

//go:embed upload.html
var pages embed.FS

var uploadTemplate = template.Must(template.ParseFS(pages, "upload.html"))

// page is what the upload page shows.
type page struct {
	English  bool
	Agencies []topology.Agency
	Agency   string
	Problem  string // of the file as a whole
	Result   *Import
	File     string // base64: what is confirmed is what was checked
	Topology *topology.Topology
}

// T is one of two texts, by the page's language.
func (p *page) T(vi, en string) string {
	if p.English {
		return en
	}
	return vi
}

// Name is the indicator's name.
func (p *page) Name(id string) string {
	if x := p.Topology.Indicator(id); x != nil {
		return p.T(x.Name.Vi, x.Name.En)
	}
	return id
}

// UnitName is the unit's name.
func (p *page) UnitName(id string) string {
	if u := p.Topology.Unit(id); u != nil {
		return p.T(u.Name.Vi, u.Name.En)
	}
	return id
}

// Says is what is wrong with a cell.
func (p *page) Says(f sheet.Fault) string { return p.T(f.Vi, f.En) }

// Language is the other language's code, for the link to it.
func (p *page) Language() string { return p.T("en", "vi") }

func (s *Service) newPage(r *http.Request) *page {
	return &page{English: r.FormValue("lang") == "en", Agencies: s.Topology.Agencies, Agency: r.FormValue("agency"), Topology: s.Topology}
}

// uploadPage answers GET /upload: choose the agency and the file, or take a template.
func (s *Service) uploadPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, http.StatusOK, s.newPage(r))
}

// upload answers POST /upload: the file is checked first, and taken when the same file is confirmed.
func (s *Service) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 2*sheet.MaxBytes)
	if err := r.ParseMultipartForm(sheet.MaxBytes); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		http.Error(w, "the form cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	p := s.newPage(r)
	file, confirmed, err := uploaded(r)
	if err != nil {
		p.Problem = p.T("Hãy chọn một tệp.", "Choose a file.")
		s.show(w, http.StatusUnprocessableEntity, p)
		return
	}
	p.Result, err = s.take(r.Context(), p.Agency, file, !confirmed)
	var refusal *event.FieldError
	status := http.StatusOK
	switch {
	case errors.As(err, &refusal):
		p.Problem, status = refusal.Error(), http.StatusUnprocessableEntity
	case err != nil:
		s.Logger.ErrorContext(r.Context(), "an upload was not taken", "error", err)
		p.Problem, status = p.T("Hệ thống chưa nhận được, hãy gửi lại.", "It could not be taken: send it again."), http.StatusServiceUnavailable
	case len(p.Result.Errors) > 0:
		status = http.StatusUnprocessableEntity
	case !confirmed:
		p.File = base64.StdEncoding.EncodeToString(file)
	}
	s.show(w, status, p)
}

// uploaded is the file of a form, and whether it is one that was checked before.
func uploaded(r *http.Request) (file []byte, confirmed bool, err error) {
	if text := r.FormValue("confirmed"); text != "" {
		file, err = base64.StdEncoding.DecodeString(text)
		return file, true, err
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
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
