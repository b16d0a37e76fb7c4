package dossiers

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/topology"
)

// stream is n events as a dossier system would send them: seven a dossier, interleaved.
func stream(n int) []byte {
	var b bytes.Buffer
	verbs := []string{"submitted", "received", "assigned", "fee_requested", "resumed", "resolved", "returned"}
	const interleaved = 1000
	start := time.Date(2024, 1, 2, 1, 0, 0, 0, time.UTC)
	for i := range n {
		block, inBlock := i/(interleaved*len(verbs)), i%(interleaved*len(verbs))
		step, dossier := inBlock/interleaved, block*interleaved+inBlock%interleaved
		data := "{}"
		if step == 0 {
			data = `{"procedure":"1.001193","unit":"24769"}`
		}
		fmt.Fprintf(&b, `{"specversion":"1.0","id":"%d","source":"simulator/h1-2024/dossiers","type":"dossier.%s.v1","subject":"dossier/000.00.19.H36-240102-%07d","time":%q,"simulated":true,"backfill":true,"data":%s}`+"\n",
			i, verbs[step], dossier, start.Add(time.Duration(i)*time.Second).Format(time.RFC3339), data)
	}
	return b.Bytes()
}

// BenchmarkStream takes lines through the port into an SQLite log: parse, decide, encode, append.
func BenchmarkStream(b *testing.B) {
	top, err := topology.Default()
	require.NoError(b, err)
	log, err := sqlite.Open(b.Context(), sqlite.Config{Path: filepath.Join(b.TempDir(), "log.db")})
	require.NoError(b, err)
	defer log.Close()
	s, err := New(intake.Common{Log: log, Topology: top, Logger: slog.New(slog.DiscardHandler), Now: time.Now})
	require.NoError(b, err)
	body := stream(b.N)
	h := s.Handler()
	before := cpu(b)
	b.ReportAllocs()
	b.ResetTimer()
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/api/v1/dossiers/events", bytes.NewReader(body))
	r.Header.Set("Content-Type", event.StreamContentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	b.StopTimer()
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N), "cpu-ns/op")
	require.Equal(b, http.StatusOK, w.Code)
	require.Contains(b, w.Body.String(), fmt.Sprintf(`"accepted":%d,"rejected":0`, b.N))
}

// BenchmarkDecide is the decision alone, with what it takes to keep the state.
func BenchmarkDecide(b *testing.B) {
	top, err := topology.Default()
	require.NoError(b, err)
	a := aggregateOf(top)
	first := &event.Event{
		Type: event.DossierReceived, Subject: "dossier/x", Time: time.Date(2024, 1, 2, 1, 0, 0, 0, time.UTC),
		Data: &event.Dossier{Procedure: "1.001193", Unit: "24769"},
	}
	var snapshot []byte
	b.ReportAllocs()
	for b.Loop() {
		data, err := a.Decide(State{}, first)
		if err != nil {
			b.Fatal(err)
		}
		e := *first
		e.Data = data
		snapshot = a.Encode(snapshot[:0], a.Evolve(State{}, &e))
	}
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
