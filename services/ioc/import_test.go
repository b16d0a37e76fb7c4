package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/intake/intaketest"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/indicators"
)

var servingAt = regexp.MustCompile(`msg=serving url=(\S+)`)

// startServing starts some services on a new province and waits until they serve.
func startServing(t *testing.T, services ...string) *running {
	t.Helper()
	out, err := os.CreateTemp(t.TempDir(), "serve-*.log")
	require.NoError(t, err)
	defer out.Close()
	r := &running{t: t, out: out.Name(), gone: make(chan error, 1)}
	flags := []string{"serve", "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0", "--clock", "api"}
	r.cmd = exec.Command(binary, append(flags, services...)...)
	r.cmd.Stdout, r.cmd.Stderr = out, out
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(t, r.cmd.Start())
	go func() { r.gone <- r.cmd.Wait() }()
	t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	r.await(time.Minute, "serving", func() bool {
		found := servingAt.FindStringSubmatch(r.said())
		if found != nil {
			r.url = found[1]
		}
		return found != nil
	})
	return r
}

// imports runs `ioc import` with a file of that text; it tells what the program said, and whether the file was taken.
func (r *running) imports(text string, args ...string) (said string, taken bool) {
	r.t.Helper()
	file := filepath.Join(r.t.TempDir(), "file.csv")
	require.NoError(r.t, os.WriteFile(file, []byte(text), 0o600))
	args = append([]string{"import", args[0], file, "--to", r.url}, args[1:]...)
	out, err := exec.CommandContext(r.t.Context(), binary, args...).CombinedOutput()
	return string(out), err == nil
}

// fields are those by which the province's report has its dossiers.
func (r *running) fields(ctx context.Context) (fields []string) {
	var report wire.Report
	require.NoError(r.t, getJSON(ctx, r.url+"/api/v1/reports/province?from=2024-06-01&at=2024-06-30&by=field", &report))
	for _, row := range report.Rows {
		fields = append(fields, row.Key)
	}
	return fields
}

// The command line against a running province: what it says of a file, and that the reports follow what it took.
func TestFilesAreImportedFromTheCommandLine(t *testing.T) {
	r := startServing(t, "dossiers", "catalogue", "indicators", "projector", "history")
	received := `{"specversion":"1.0","id":"1","source":"//test","type":"dossier.received.v1","subject":"dossier/B-1",` +
		`"time":"2024-06-14T01:00:00Z","data":{"procedure":"1.013225","unit":"672"}}`
	answer, err := http.Post(r.url+"/api/v1/dossiers/events", "application/cloudevents+json", strings.NewReader(received))
	require.NoError(t, err)
	said, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode, "%s", said)
	r.await(time.Minute, "the projection", func() bool { return len(r.fields(t.Context())) == 1 })
	require.Equal(t, []string{"Hoạt động xây dựng"}, r.fields(t.Context()))

	const procedures = `code,name,field,org,level
1.013225.H36,Giấy phép xây dựng,Xây dựng mới,UBND Huyện,Mức độ 4
1.000001,Mới,Khác,UBND Xã,Toàn trình
1.000002.H55,Của tỉnh khác,Khác,UBND Xã,Toàn trình
`
	text, taken := r.imports(procedures, "procedures", "--valid-from", "2024-06-01", "--dry-run", "--lang", "en")
	assert.True(t, taken, text)
	assert.Equal(t, `  headings in row 1
  note: cell E2, level "Mức độ 4": is an old name; it was read as full
  note: cell A3, code "1.000001": is a national code without the province's suffix
  left out: cell A4, code "1.000002.H55": has another province's suffix; this one's is H36
3 rows: 1 procedures added, 1 changed, 0 unchanged from 2024-06-01 on; 2 notes, 1 faults (dry run: nothing was taken)
`, text)
	text, taken = r.imports(procedures, "procedures", "--valid-from", "2024-06-01", "--strict")
	assert.False(t, taken, text)
	assert.Equal(t, []string{"Hoạt động xây dựng"}, r.fields(t.Context()), "neither has changed anything")
	text, taken = r.imports(procedures, "procedures", "--valid-from", "2024-06-01", "--document", "QĐ 1", "--lang", "en")
	assert.True(t, taken, text)
	assert.Contains(t, text, "1 procedures added, 1 changed, 0 unchanged from 2024-06-01 on; 2 notes, 1 faults; log position 2\n")
	r.await(time.Minute, "the report to follow", func() bool { return r.fields(t.Context())[0] == "Xây dựng mới" })

	const reports = `indicator,unit,from,to,value
iocs.indicators_fed,68,2024-05-01,2024-05-31,283
`
	text, taken = r.imports(reports, "indicators", "--agency", "so-tttt", "--dry-run")
	assert.True(t, taken, text)
	assert.Equal(t, `  tiêu đề ở dòng 1
  E2 "283" → 283: iocs.indicators_fed, 68, 2024-05-01 – 2024-05-31
1 dòng: ghi 1, không đổi 0, để trống 0 (chạy thử: không ghi gì)
`, text)
	spoilt := strings.Replace(reports, "283", "nhiều", 1)
	text, taken = r.imports(spoilt, "indicators", "--agency", "so-tttt", "--dry-run", "--lang", "en")
	assert.False(t, taken, text)
	assert.Contains(t, text, `  wrong: cell E2, value "nhiều": is not a number`)
	assert.Contains(t, text, "1 faults: nothing was taken")
	text, taken = r.imports(spoilt, "indicators", "--agency", "so-tttt")
	assert.False(t, taken, text)
	assert.Contains(t, text, `  sai: ô E2, value "nhiều": Không phải số.`)
	text, taken = r.imports(reports, "indicators", "--agency", "so-tttt", "--sheet", "Hai")
	assert.False(t, taken, text)
	assert.Contains(t, text, "Tệp CSV không có trang tính để chọn")
	text, taken = r.imports("x", "procedures", "--to", "http://127.0.0.1:1", "--patience", "1s")
	assert.False(t, taken, text)
	r.terminate()
}

// The link is lost after the file was taken, then the server is busy: the file is sent again and taken once.
func TestAFileWhoseAnswerIsLostIsSentAgainAndTakenOnce(t *testing.T) {
	log := intaketest.Log(t)
	service, err := indicators.New(indicators.Config{Common: intake.Common{Log: log, Topology: intaketest.Topology(t), Logger: intaketest.Quiet(), Now: func() time.Time {
		return time.Date(2024, 6, 10, 5, 0, 0, 0, time.UTC)
	}}})
	require.NoError(t, err)
	var keys []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		switch len(keys) {
		case 1:
			service.Handler().ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			service.Handler().ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "file.csv")
	require.NoError(t, os.WriteFile(file, []byte("indicator,unit,from,to,value\niocs.indicators_fed,68,2024-05-01,2024-05-31,283\n"), 0o600))
	send := func(patience time.Duration) (taken int, err error) {
		var told struct {
			Taken    int    `json:"taken"`
			Position uint64 `json:"position"`
		}
		to := target{File: file, To: server.URL, Lang: "en", Patience: patience}
		err = to.send(t.Context(), "/api/v1/indicators/import", url.Values{"agency": {"so-tttt"}}, &told)
		return told.Taken, err
	}
	taken, err := send(time.Minute)
	require.NoError(t, err)
	assert.Equal(t, 1, taken, "as the first was answered, not as unchanged")
	require.Len(t, keys, 3)
	assert.NotEmpty(t, keys[0])
	assert.Equal(t, []string{keys[0], keys[0]}, keys[1:])
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, eventlog.Position(1), head)

	taken, err = send(time.Minute)
	require.NoError(t, err)
	assert.Equal(t, 0, taken, "another run is another command: nothing has changed")
	assert.NotEqual(t, keys[0], keys[3])

	server.Close()
	_, err = send(0)
	assert.ErrorContains(t, err, "whether the file was taken is not known")
}

func TestADryRunThatNobodyAnswersHasTakenNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file.csv")
	require.NoError(t, os.WriteFile(file, []byte("indicator\n"), 0o600))
	to := target{File: file, To: "http://127.0.0.1:1", Lang: "en", DryRun: true}
	err := to.send(t.Context(), "/api/v1/indicators/import", url.Values{}, new(any))
	assert.ErrorContains(t, err, "nobody answered; a dry run takes nothing: send the file")
}
