package problem

import (
	_ "embed"
	"html/template"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/page"
)

// TypesPath is the page of all kinds of problems; each has a page below it, to which its type leads.
const TypesPath = "/problems"

//go:embed list.html
var listHTML string

var listPage = template.Must(template.New("list").Parse(listHTML))

// Explained is a kind of problem in the list.
type Explained struct {
	Type   string `json:"type"`
	Code   Code   `json:"code"`
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"` // what it means, and what to do
}

// ServeList answers GET /problems and /problems/{code}: what all kinds of problems mean, or one, in the reader's language; as a page, or
// as JSON for whoever accepts no HTML. Problems: not_found.
func ServeList(w http.ResponseWriter, r *http.Request) {
	english := English(r)
	code, all := Code(r.PathValue("code")), []Explained{}
	for _, k := range Kinds() {
		if code == "" || code == k.Code {
			all = append(all, Explained{k.Type(), k.Code, k.Status, k.Title.In(english), k.Advice.In(english)})
		}
	}
	if len(all) == 0 {
		Write(w, r, New(NotFound, "code", "%q is no kind of problem", code))
		return
	}
	h := w.Header()
	h.Set("Content-Language", Words{"vi", "en"}.In(english))
	h.Set("Vary", "Accept, Accept-Language")
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		h.Set("Content-Type", "text/html; charset=utf-8")
		_ = listPage.Execute(w, map[string]any{"Nonce": page.Allow(h), "English": english, "Kinds": all, "One": code != ""}) // the client is gone if this fails
		return
	}
	h.Set("Content-Type", "application/json")
	var answer any = map[string]any{"problems": all}
	if code != "" {
		answer = all[0]
	}
	_ = json.MarshalWrite(w, answer) // the client is gone if this fails
}
