package catalogue

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/topology/topologytest"
)

// The faults were counted by hand: of 1,299 rows, 4 have a level of before Decree 42/2022, 5 repeat a code, 6 have no suffix.
func TestTheProvincesRealCatalogue(t *testing.T) {
	b, err := os.ReadFile(topologytest.Beside(t, "lamdong_tthc_catalogue_2025-04.csv"))
	require.NoError(t, err)
	file := string(b)
	s, err := New(intake.Common{Log: intaketest.Log(t), Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	take := func() (result Import) {
		w := intaketest.Send(t, s.Handler(), "/api/v1/catalogue/procedures?valid_from=2025-04-01", "text/csv", file)
		require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &result))
		return result
	}
	result := take()
	assert.Empty(t, result.Errors)
	assert.Equal(t, 1299, result.Rows)
	assert.Equal(t, []int{1239, 5, 50}, []int{result.Added, result.Changed, result.Unchanged}, "1,294 base codes, 55 of them known before")
	told := make(map[string][]int)
	for _, f := range result.Warnings {
		switch {
		case f.Column == "level":
			told["old level"] = append(told["old level"], f.Row)
		case strings.Contains(f.En, "more than one row"):
			told["repeated"] = append(told["repeated"], f.Row)
		case strings.Contains(f.En, "without the province's suffix"):
			told["bare"] = append(told["bare"], f.Row)
		}
	}
	assert.Equal(t, map[string][]int{
		"old level": {65, 366, 705, 1218}, "repeated": {253, 589, 758, 761, 861}, "bare": {905, 933, 980, 1009, 1119, 1195},
	}, told)
	assert.Len(t, result.Warnings, 15)

	c, err := s.follower.Newest(t.Context())
	require.NoError(t, err)
	levels := make(map[string]int)
	for _, p := range c.All(result.ValidFrom) {
		levels[string(p.Level)]++
		if s.Topology.Procedure(p.Code) == nil {
			assert.Equal(t, []int64{-1, -1}, []int64{int64(p.Days), p.FeeVND}, p.Code)
			assert.Nil(t, p.OnlinePayment, p.Code)
		}
	}
	assert.Equal(t, map[string]int{"full": 560, "partial": 555, "info": 179}, levels)
	again := take()
	assert.Equal(t, []int{0, 0, 1294}, []int{again.Added, again.Changed, again.Unchanged})
}
