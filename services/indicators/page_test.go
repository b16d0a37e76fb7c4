package indicators

import (
	"bytes"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake/intaketest"
)

func TestAFormThatIsNotReadIsRefusedOnThePageByWhatIsWrongWithIt(t *testing.T) {
	s := newService(t, intaketest.Log(t), nil)
	const form = "multipart/form-data; boundary=x"
	for name, c := range map[string]struct {
		kind, body string
		status     int
		vi, en     string
	}{
		"no form":        {"application/json", "{}", http.StatusUnsupportedMediaType, "không phải biểu mẫu", "is not the form"},
		"no type":        {"", "x", http.StatusUnsupportedMediaType, "không phải biểu mẫu", "is not the form"},
		"no boundary":    {"multipart/form-data", "x", http.StatusBadRequest, "không đọc được", "cannot be read"},
		"cut off":        {form, "--x\r\nContent-Disposition: form-data; name=\"agency\"\r\n\r\nso-y", http.StatusBadRequest, "không đọc được", "cannot be read"},
		"spoilt content": {form, "--x\r\nContent-Disposition: form-data; name=\"confirmed\"\r\n\r\n%%%\r\n--x--\r\n", http.StatusBadRequest, "không đọc được", "cannot be read"},
		"no file":        {form, "--x\r\nContent-Disposition: form-data; name=\"agency\"\r\n\r\nso-y-te\r\n--x--\r\n", http.StatusUnprocessableEntity, "Hãy chọn một tệp", "Choose a file"},
		"fields alone":   {"application/x-www-form-urlencoded", "agency=so-y-te", http.StatusUnprocessableEntity, "Hãy chọn một tệp", "Choose a file"},
	} {
		for language, says := range map[string]string{"vi": c.vi, "en": c.en} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/upload?lang="+language, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			assert.Equal(t, c.status, w.Code, name)
			assert.Contains(t, w.Body.String(), `<form class="form"`, "%s: the page is there to go on with", name)
			_, alert, _ := strings.Cut(w.Body.String(), `role="alert">`)
			assert.Contains(t, alert, says, name)
		}
	}
}

func TestTheUploadPageCallsThePagesAsTheyCallThemselves(t *testing.T) {
	texts, err := os.ReadFile("../screens/src/i18n/desk.ts")
	require.NoError(t, err)
	called := make(map[string][]byte)
	for _, found := range regexp.MustCompile(`'desk\.(\w+)': pair\('([^']+)', '([^']+)'\)`).FindAllSubmatch(texts, -1) {
		called[string(found[1])] = bytes.Join(found[2:4], []byte(" / "))
	}
	for _, link := range (&page{}).Pages() {
		assert.Equal(t, string(called[link.Path]), link.Vi+" / "+link.En, link.Path)
	}
	nav, err := os.ReadFile("../screens/src/views/desk/Nav.svelte")
	require.NoError(t, err)
	_, list, _ := strings.Cut(string(nav), "const NAV = [")
	list, _, _ = strings.Cut(list, "]")
	order := regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(list, -1)
	require.Len(t, order, len((&page{}).Pages()))
	for i, link := range (&page{}).Pages() {
		assert.Equal(t, order[i][1], link.Path)
	}
	w := httptest.NewRecorder()
	newService(t, intaketest.Log(t), nil).Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/upload?lang=en", nil))
	assert.Contains(t, html.UnescapeString(w.Body.String()), `<a href="/scorecard?lang=en">766 scorecard</a>`)
}
