package intake

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/text/language"
)

var languages = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// English tells whether who asks wants English: by lang=en in the query, else by the Accept-Language header. Otherwise it is Vietnamese.
func English(r *http.Request) bool {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return lang == "en"
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return false
	}
	_, at, _ := languages.Match(wanted...)
	return at == 1
}

// Spoken is a refusal that can say itself in English or Vietnamese, and which parameter or part of the request it is about.
type Spoken interface {
	error
	In(english bool) string
	About() string
}

// WriteErrorTo answers a request that failed, in the language of who asks where the error can say itself in it.
func WriteErrorTo(w http.ResponseWriter, r *http.Request, err error) {
	var spoken Spoken
	if errors.As(err, &spoken) {
		WriteFault(w, Fault{Code: "invalid", Message: spoken.In(English(r)), Field: spoken.About()})
		return
	}
	WriteError(w, err)
}

// ReadFile reads a body that is a file of at most limit bytes, or answers why not, in the language of who asks.
func ReadFile(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(BodyPatience)) // not every server can
	defer func() { _ = control.SetReadDeadline(time.Time{}) }()
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	fault := Fault{Code: "bad_request", Message: "Tệp bị đứt giữa chừng: hãy gửi lại."}
	switch english := English(r); {
	case err == nil:
		return file, true
	case errors.As(err, &over) && english:
		fault = Fault{Code: "too_large", Message: fmt.Sprintf("the file has more than %d bytes", limit)}
	case errors.As(err, &over):
		fault = Fault{Code: "too_large", Message: fmt.Sprintf("Tệp có hơn %d byte.", limit)}
	case english:
		fault.Message = "the file ended early: send it again"
	}
	WriteFault(w, fault)
	return nil, false
}
