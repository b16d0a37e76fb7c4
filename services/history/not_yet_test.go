package history_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"langbiang.internal/ioc/pkg/event"
)

func TestADayThatTheClockHasNotOpenedIsRefusedWithTheLastOneOpened(t *testing.T) {
	p := newProvince(t, nil)
	p.record(commits{
		{happened(event.ClockDayOpened, event.ClockSubject, on("06-16"), &event.Clock{Date: date("2024-06-16")})},
		{happened(event.ClockDayOpened, event.ClockSubject, on("06-17"), &event.Clock{Date: date("2024-06-17")})},
	})
	get := func(path string, status int) string {
		w := httptest.NewRecorder()
		p.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/"+path, nil))
		assert.Equal(t, status, w.Code, path)
		return w.Body.String()
	}
	for path, field := range map[string]string{
		"reports/province?at=2024-06-18":                                "at",
		"reports/payments/province?at=2030-01-01":                       "at",
		"lists/province?figure=dossiers.open&at=2030-01-01":             "at",
		"lists/province?figure=dossiers.open&at=2024-06-17&upto=1":      "at",
		"breakdowns/province?figure=dossiers.open&by=day&at=2030-01-01": "at",
		"reports/province?from=2024-06-18":                              "from",
		"scorecard?period=2024-Q3":                                      "period",
	} {
		answer := get(path, http.StatusBadRequest)
		assert.Contains(t, answer, `"code":"not_yet"`, path)
		assert.Contains(t, answer, `"field":"`+field+`"`, path)
		assert.Contains(t, answer, `the last day that the log's clock has opened is 2024-06-1`, path)
		assert.Contains(t, answer, `"reached":"2024-06-1`, path)
	}
	for _, path := range []string{"reports/province?at=2024-06-17", "reports/province?at=2024-06-16&upto=1", "scorecard?period=2024-06"} {
		get(path, http.StatusOK)
	}
}
