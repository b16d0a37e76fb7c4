package history_test

import (
	"net/http"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/history"
)

func TestTheAPI(t *testing.T) {
	p := newProvince(t, small())
	p.record(worked())
	p.record(june())
	api := intaketest.NewAPI(t, "history", p.handler)
	const figure = "figure=dossiers.open"
	api.Get("/api/v1/breakdowns/province?by=unit&"+figure, http.StatusOK)
	api.Get("/api/v1/breakdowns/province?by=channel&from=2024-06-01&at=2024-06-15&upto=9&procedure=1.013225&"+figure, http.StatusOK)
	api.Get("/api/v1/breakdowns/province?by=unit&map=2025-07&unassigned=true&"+figure, http.StatusOK)
	api.Get("/api/v1/lists/province?map=2025-07&own=true&"+figure, http.StatusOK)
	api.Get("/api/v1/reports/province?map=2025-07", http.StatusOK)
	api.Get("/api/v1/breakdowns/province?by=x&"+figure, http.StatusBadRequest)
	api.Get("/api/v1/breakdowns/x?by=unit&"+figure, http.StatusNotFound)
	api.Get("/api/v1/reports/province?by=field&level=full&channel=online", http.StatusOK)
	api.Get("/api/v1/reports/province?by=x", http.StatusBadRequest)
	api.Get("/api/v1/reports/x", http.StatusNotFound)
	api.Get("/api/v1/reports/payments/province?by=procedure&from=2024-06-01&at=2024-06-17", http.StatusOK)
	api.Get("/api/v1/reports/payments/province?by=method", http.StatusBadRequest)
	api.Get("/api/v1/reports/payments/x", http.StatusNotFound)
	api.Get("/api/v1/lists/province?limit=2&"+figure, http.StatusOK)
	api.Get("/api/v1/lists/province?limit=0&"+figure, http.StatusBadRequest)
	api.Get("/api/v1/lists/x?"+figure, http.StatusNotFound)
	api.Get("/api/v1/timeline/dossier/3", http.StatusOK)
	api.Get("/api/v1/timeline/dossier/3?cursor=x", http.StatusBadRequest)
	api.Get("/api/v1/timeline/dossier/99", http.StatusNotFound)
	api.Get("/api/v1/scorecard?period=2024-06", http.StatusOK)
	api.Get("/api/v1/scorecard?period=2024-06&group=communes&view=district/672", http.StatusOK)
	api.Get("/api/v1/sources?days=2", http.StatusOK)
	api.Get("/api/v1/sources?days=0", http.StatusBadRequest)
	api.Get("/api/v1/scorecard?period=2024-Q9", http.StatusBadRequest)
}

func TestWhatTheServiceNeedsIsAskedFor(t *testing.T) {
	_, err := history.New(history.Config{})
	assert.ErrorContains(t, err, "DB, Topology, Logger and Now are required")
}

func TestAClosedDatabaseIsSaidToBeAway(t *testing.T) {
	p := newProvince(t, nil)
	require.NoError(t, p.db.Close())
	for _, path := range []string{
		"/api/v1/breakdowns/province?figure=dossiers.open&by=unit", "/api/v1/reports/province", "/api/v1/reports/payments/province", "/api/v1/lists/province?figure=dossiers.open",
		"/api/v1/timeline/dossier/1", "/api/v1/scorecard?period=2024",
	} {
		w := p.serve(path, "")
		assert.Equal(t, http.StatusServiceUnavailable, w.Code, path)
		assert.Contains(t, w.Body.String(), `"code":"unavailable"`, path)
	}
}

func TestWhatStandsIsToldFromWhatHappened(t *testing.T) {
	p := newProvince(t, nil)
	p.record(worked())
	for figure, stands := range map[string]bool{
		"dossiers.open": true, "dossiers.status.4": true, "dossiers.unaccepted_overdue": true, "payments.exceptions": true, "feeds.national_down": true,
		"dossiers.received": false, "dossiers.not_digitised": false, "payments.amount_vnd": false, "alarms.raised": false,
	} {
		assert.Equal(t, stands, get[wire.List](p, "/api/v1/lists/province?figure="+figure).Standing, figure)
		assert.Equal(t, stands, get[wire.Breakdown](p, "/api/v1/breakdowns/province?by=day&from=2024-06-01&at=2024-06-17&figure="+figure).Standing, figure)
	}
}

func TestTheDocumentNamesTheFigures(t *testing.T) {
	p := newProvince(t, nil)
	var doc struct {
		Components struct {
			Parameters map[string]struct {
				Schema struct {
					Enum []string `json:"enum"`
				} `json:"schema"`
			} `json:"parameters"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal(p.serve("/api/v1/history/openapi.json", "").Body.Bytes(), &doc))
	var names []string
	for _, f := range ledger.Figures() {
		names = append(names, f.Name)
	}
	assert.Equal(t, names, doc.Components.Parameters["Figure"].Schema.Enum)
}
