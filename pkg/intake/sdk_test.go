package intake_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

// sent is a request of testdata/sdk: notes, then the request as that SDK writes it, its length left out.
func sent(t *testing.T, name string) *http.Request {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "sdk", name+".http"))
	require.NoError(t, err)
	for bytes.HasPrefix(b, []byte("#")) {
		_, b, _ = bytes.Cut(b, []byte("\n"))
	}
	head, body, ok := bytes.Cut(b, []byte("\n\n"))
	require.True(t, ok, "a head and a body")
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(string(head), "\n", "\r\n") + "\r\n\r\n")))
	require.NoError(t, err)
	made := httptest.NewRequestWithContext(t.Context(), http.MethodPost, r.URL.Path, bytes.NewReader(bytes.TrimSpace(body)))
	made.Header = r.Header
	return made
}

func send(t *testing.T, h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWhatEachSDKSendsIsTakenWhole(t *testing.T) {
	whole := time.Date(2024, 6, 15, 1, 0, 0, 0, time.UTC)
	for name, want := range map[string]struct {
		id, source, extensions string
		after                  time.Duration // of the second
	}{
		"go-binary": {
			"50% của đợt 1", "//dịch-vụ.example/go",
			`{"sequence":"7","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}`, 123456789,
		},
		"go-structured":          {"g-2", "//example/go", `{"final":true,"sequence":7}`, 0},
		"go-batch":               {"g-3", "//example/go", ``, 0},
		"java-binary":            {"j-1", "//example/java", `{"partitionkey":"lâm-đồng"}`, 1},
		"java-structured":        {"j-2", "//example/java", `{"sequence":7}`, 0},
		"javascript-binary":      {"s-1", "//example/javascript", `{"final":"true"}`, 0},
		"javascript-structured":  {"s-2", "//example/javascript", `{"final":true}`, 0},
		"csharp-binary":          {"c#1 € 100%", "//dịch-vụ.example/csharp", `{"partitionkey":"lâm đồng"}`, 123456700},
		"csharp-structured":      {"c-2", "//example/csharp", ``, 0},
		"csharp-batch":           {"c-3", "//example/csharp", ``, 0},
		"python-1-binary":        {"p-1", "//example/python", ``, 123456000},
		"python-1-structured":    {"p-2", "//example/python", ``, 123456000},
		"python-2-binary":        {"p-3", "//dịch-vụ.example/python", `{"final":"True"}`, 0},
		"conformance-binary":     {"4321", "/mycontext/subcontext", `{"comexampleextension1":"value","comexampleextension2":"{\"othervalue\": 5}"}`, 0},
		"conformance-structured": {"4322", "/mycontext/subcontext", `{"comexampleextension1":"value","comexampleextension2":"{\"othervalue\": 5}"}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			log := openLog(t)
			h := handler(newIntake(t, log, quiet()))
			w := send(t, h, sent(t, name))
			require.Equal(t, http.StatusOK, w.Code, w.Body.String())
			stored, err := log.Load(t.Context(), "model/"+name)
			require.NoError(t, err)
			require.Len(t, stored, 1)
			e := stored[0].Event
			assert.Equal(t, want.id, e.ID)
			assert.Equal(t, want.source, e.Source)
			assert.Equal(t, want.extensions, string(e.Extensions))
			assert.WithinDuration(t, whole.Add(want.after), e.Time, 0)
			assert.Equal(t, "Đà Lạt", e.Data.(*event.Model).Site)
			assert.Equal(t, name == "python-1-structured", e.Simulated)

			again := send(t, h, sent(t, name))
			assert.Equal(t, w.Body.String(), again.Body.String(), "sent again it is the same event")
		})
	}
}

func TestDataThatNobodyCalledJSONAreRefusedInWords(t *testing.T) {
	w := send(t, handler(newIntake(t, openLog(t), quiet())), sent(t, "java-form"))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.JSONEq(t, `{"accepted":0,"rejected":1,"position":0,"items":[{"index":0,"id":"j-3","source":"//example/java","status":"rejected","error":
		{"code":"invalid","field":"datacontenttype","message":"datacontenttype is \"application/x-www-form-urlencoded\"; only JSON is taken: application/json or another type that ends in +json"}}]}`,
		older(t, w))
}

// binary is a request in binary content mode with headers in pairs over a good one's; "" leaves a header out.
func binary(t *testing.T, h http.Handler, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/models/events", strings.NewReader(body))
	good := []string{
		"ce-specversion", "1.0", "ce-id", "1", "ce-source", "//s", "ce-type", "model.site_activated.v1", "ce-subject", "model/m",
		"ce-time", "2024-06-15T01:00:00Z", "Content-Type", "application/json",
	}
	for pairs := append(good, headers...); len(pairs) > 0; pairs = pairs[2:] {
		r.Header.Set(pairs[0], pairs[1])
		if pairs[1] == "" {
			r.Header.Del(pairs[0])
		}
	}
	return send(t, h, r)
}

func TestABinaryEventIsRefusedByTheHeaderToBlame(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	for _, c := range []struct{ body, header, value, message string }{
		{`{}`, "ce-specversion", "0.3", `specversion is \"0.3\"; only \"1.0\" is spoken here`},
		{`{}`, "ce-id", "", `id is missing`},
		{`{}`, "ce-time", "15/06/2024", `time \"15/06/2024\" is no RFC 3339 time like 2026-11-20T09:00:00+07:00`},
		{`{}`, "ce-id", "a%C0%A0", `id is not valid UTF-8`},
		{`{}`, "ce-source", "//a%E2%80%AEb", `source contains U+202E, which turns the direction of writing`},
		{`{}`, "ce-id", "a%E2%80%A8b", `id contains U+2028, a line separator`},
		{`{}`, "ce-data", "x", `data is the body in binary content mode`},
		{`{}`, "ce-datacontenttype", "text/xml", `datacontenttype is the Content-Type in binary content mode`},
		{`{}`, "ce-trace_id", "x", `trace_id is no attribute`},
		{`{}`, "ce-recordedtime", "2024-06-15T01:00:00Z", `recordedtime is set by the log`},
		{`{}`, "ce-datadigest", "0123456789abcdef", `datadigest is set by the log`},
		{`{}`, "Content-Type", "text/xml", `datacontenttype is \"text/xml\"; only JSON is taken`},
		{`{}`, "Content-Type", "application/json; charset=utf-16", `datacontenttype \"application/json; charset=utf-16\" says that the text is UTF-16: send UTF-8`},
		{`[1]`, "ce-x", "", `data must hold a JSON object`},
		{`{"site":`, "ce-x", "", `data holds no JSON`},
		{`{"site":5}`, "ce-x", "", `data.site is a JSON`},
	} {
		w := binary(t, h, c.body, c.header, c.value)
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, c.message)
		assert.Contains(t, w.Body.String(), `"message":"`+c.message, w.Body.String())
	}
	assert.Equal(t, http.StatusUnsupportedMediaType, binary(t, h, "\xff\xfe{\x00}\x00").Code)
	assert.Equal(t, http.StatusOK, binary(t, h, `{"site":"x"}`, "Content-Type", "").Code, "no content type is no other than JSON")
	assert.Equal(t, http.StatusOK, binary(t, h, "\xef\xbb\xbf{\"site\":\"x\"}", "Content-Type", "application/octet-stream").Code, "the same again, after a byte order mark")
	assert.Equal(t, http.StatusOK, binary(t, h, `{"site":"x"}`, "ce-id", `"1"`).Code, "a quoted value is what it quotes")
}

func TestMediaTypesSayWhatTheyAreNotTaken(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	for contentType, status := range map[string]int{
		`application/cloudevents+json; charset=utf-8`:            http.StatusOK,
		`Application/CloudEvents+JSON;CharSet="UTF-8"`:           http.StatusOK,
		`application/cloudevents+json ; charset=utf8;`:           http.StatusOK,
		`application/cloudevents-batch+json; charset="utf-8"`:    http.StatusOK,
		`application/x-ndjson;charset=UTF-8`:                     http.StatusOK,
		`application/cloudevents+json; charset=utf-16`:           http.StatusUnsupportedMediaType,
		`application/cloudevents-batch+json; charset=iso-8859-1`: http.StatusUnsupportedMediaType,
		`application/x-ndjson; charset=windows-1258`:             http.StatusUnsupportedMediaType,
		`application/cloudevents+avro`:                           http.StatusUnsupportedMediaType,
		`application/cloudevents+json; charset`:                  http.StatusUnsupportedMediaType,
		``:                                                       http.StatusUnsupportedMediaType,
	} {
		body := line("a", "m1", "x")
		if strings.Contains(contentType, "batch") {
			body = batchOf(body)
		}
		w := post(t, h, contentType, body)
		assert.Equal(t, status, w.Code, "%s: %s", contentType, w.Body)
	}
	w := post(t, h, "application/cloudevents+json; charset=utf-16", "{}")
	assert.Contains(t, w.Body.String(), `says that the text is UTF-16: send UTF-8`)
	for _, contentType := range []string{event.ContentType, event.BatchContentType, event.StreamContentType} {
		for body, name := range map[string]string{"\xff\xfe[\x00": "UTF-16", "\xfe\xff\x00[": "UTF-16", "{\x00\"\x00": "UTF-16", "\xff\xfe\x00\x00": "UTF-32"} {
			w := post(t, h, contentType, body)
			assert.Equal(t, http.StatusUnsupportedMediaType, w.Code, "%s %q", contentType, body)
			assert.Contains(t, w.Body.String(), "the body is written in "+name+": send it in UTF-8")
		}
	}
}

func TestDataInBase64AreDecodedOrRefusedInWords(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	with := func(id, members string) string {
		return strings.Replace(line(id, "m-"+id, "x"), `"data":{"site":"x"}`, members, 1)
	}
	for id, members := range map[string]string{
		"none":    `"data_base64":"eyJzaXRlIjoieCJ9"`,
		"json":    `"datacontenttype":"Application/JSON; charset=UTF-8","data_base64":"eyJzaXRlIjoieCJ9"`,
		"plus":    `"datacontenttype":"application/vnd.x.y+json","data_base64":"eyJzaXRlIjoieCJ9"`,
		"bytes":   `"datacontenttype":"application/octet-stream","data_base64":"eyJzaXRlIjoieCJ9"`,
		"mark":    `"data_base64":"77u/eyJzaXRlIjoieCJ9"`,
		"nothing": `"data":null,"data_base64":"eyJzaXRlIjoieCJ9"`,
	} {
		w := post(t, h, event.ContentType, with(id, members))
		require.Equal(t, http.StatusOK, w.Code, "%s: %s", id, w.Body)
		stored, err := log.Load(t.Context(), "model/m-"+id)
		require.NoError(t, err)
		assert.Equal(t, "x", stored[0].Event.Data.(*event.Model).Site, id)
	}
	for members, message := range map[string]string{
		`"data":{},"data_base64":"e30="`:                         `data_base64 and data cannot both be there`,
		`"data_base64":"e30"`:                                    `data_base64 is not base64 as RFC 4648 has it`,
		`"data_base64":"WzFd"`:                                   `data_base64 must hold a JSON object`,
		`"data_base64":"PHgvPg=="`:                               `data_base64 holds no JSON`,
		`"data_base64":"//57AH0A"`:                               `data_base64 is written in UTF-16: send UTF-8`,
		`"datacontenttype":"text/xml","data_base64":"e30="`:      `datacontenttype is \"text/xml\"; only JSON is taken`,
		`"datacontenttype":"application/xml","data":"<x/>"`:      `datacontenttype is \"application/xml\"; only JSON is taken`,
		`"datacontenttype":"application/octet-stream","data":{}`: `datacontenttype is \"application/octet-stream\"; only JSON is taken`,
		`"data":"{\"site\":\"x\"}"`:                              `data must be a JSON object, not a string that holds one`,
	} {
		w := post(t, h, event.ContentType, with("z", members))
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, members)
		assert.Contains(t, w.Body.String(), `"id":"z","source":"test","status":"rejected"`)
		assert.Contains(t, w.Body.String(), `"message":"`+message, w.Body.String())
	}
}

func TestAStreamIsReadThroughMarksBlankLinesAndEveryLineEnd(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	const mark = "\xef\xbb\xbf"
	body := mark + line("a", "m1", "x") + "\r\n\r\n \t\r\n" + line("b", "m1", "x") + "\n" + mark + "\n" + mark + line("c", "m1", "x")
	w := post(t, h, event.StreamContentType, body)
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, `{"accepted":3,"rejected":0,"position":1,"items":[]}`+"\n", w.Body.String())
	assert.Equal(t, http.StatusOK, post(t, h, event.ContentType, mark+line("a", "m1", "x")).Code)
	assert.Equal(t, http.StatusOK, post(t, h, event.BatchContentType, mark+batchOf(line("a", "m1", "x"))).Code)
	assert.Equal(t, http.StatusOK, post(t, h, event.StreamContentType, "\r\n\r\n").Code, "nothing was refused")

	w = post(t, h, event.StreamContentType, line("d", "m1", "bad")+"\n"+line("e", "m1", "bad"))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Contains(t, w.Body.String(), `"rejected":2`)
}

func TestWhatIsRefusedWhileItIsReadSaysWhichItIs(t *testing.T) {
	h := handler(newIntake(t, openLog(t), quiet()))
	const who = `"id":"q","source":"//s"`
	for name, text := range map[string]string{
		"another kind":   `{"specversion":"1.0",` + who + `,"type":5}`,
		"a bad time":     `{"time":"x",` + who + `}`,
		"twice":          `{` + who + `,"type":"a","type":"b"}`,
		"bad UTF-8":      `{` + who + ",\"subject\":\"\xff\"}",
		"a bad field":    strings.Replace(strings.Replace(line("q", "m", "x"), `"site"`, `"cite"`, 1), `"test"`, `"//s"`, 1),
		"an object":      strings.Replace(strings.Replace(line("q", "m", "x"), `"data"`, `"ext":{},"data"`, 1), `"test"`, `"//s"`, 1),
		"another nature": strings.Replace(strings.Replace(line("q", "m", "x"), `"id"`, `"trace_id":"1","id"`, 1), `"test"`, `"//s"`, 1),
	} {
		for _, w := range []*httptest.ResponseRecorder{
			post(t, h, event.ContentType, text), post(t, h, event.BatchContentType, batchOf(text)), post(t, h, event.StreamContentType, text),
		} {
			assert.Equal(t, http.StatusUnprocessableEntity, w.Code, "%s: %s", name, w.Body)
			assert.Contains(t, w.Body.String(), `"index":0,`+who+`,"status":"rejected"`, name)
		}
	}
	for name, text := range map[string]string{
		"cut off":  `{` + who + `,"type":`,
		"too long": `{` + who + `,"type":"` + strings.Repeat("x", event.MaxEventBytes) + `"}`,
	} {
		w := post(t, h, event.StreamContentType, text)
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, name)
		assert.Contains(t, w.Body.String(), `"index":0,`+who+`,"status":"rejected"`, name)
	}
	good := line("g", "m", "x")
	w := post(t, h, event.BatchContentType, batchOf(`{`+who+`,"type":"a","type":"b"}`, `{`+who+",\"subject\":\"\xff\"}", good))
	assert.Equal(t, http.StatusOK, w.Code, "a bad item harms no other: %s", w.Body)
	assert.Contains(t, w.Body.String(), `"accepted":1,"rejected":2`)
	w = post(t, h, event.BatchContentType, `[`+good+`,]`)
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Contains(t, w.Body.String(), "offset", "it says where")
}

func TestTheSameIDWithOtherContentIsAConflictThatNamesTheFirst(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	post(t, h, event.ContentType, line("z", "m0", "x"))
	first := line("a", "m1", "x")
	want := post(t, h, event.ContentType, first).Body.String()
	for name, same := range map[string]string{
		"as it was":              first,
		"another order, escapes": `{"data": {"sites": null, "site": "\u0078"}, "time": "2024-06-15T15:00:00.000+07:00", "subject":"model/m1","type":"model.site_activated.v1","source":"test","id":"a","specversion":"1.0"}`,
		"another trace":          strings.Replace(first, `"data"`, `"traceparent":"00-1","data"`, 1),
		"in base64":              strings.Replace(first, `"data":{"site":"x"}`, `"data_base64":"eyJzaXRlIjoieCJ9"`, 1),
	} {
		assert.Equal(t, want, post(t, h, event.ContentType, same).Body.String(), name)
	}
	for other, why := range map[string]string{
		line("a", "m2", "x"): `for model.site_activated.v1 of model/m1`,
		line("a", "m1", "y"): `with other data`,
		strings.Replace(first, "08:00:00Z", "08:00:01Z", 1):             `for another time, 2024-06-15T08:00:00Z`,
		strings.Replace(first, `"data"`, `"simulated":true,"data"`, 1):  `with other marks (simulated, backfill)`,
		strings.Replace(first, `"data"`, `"backfill":"true","data"`, 1): `with other marks (simulated, backfill)`,
	} {
		w := post(t, h, event.ContentType, other)
		assert.Equal(t, http.StatusConflict, w.Code)
		assert.JSONEq(t, `{"accepted":0,"rejected":1,"position":0,"items":[{"index":0,"id":"a","source":"test","status":"rejected","error":
			{"code":"conflict","field":"id","position":2,"message":"id \"a\" is used already by its source, at position 2, `+why+`"}}]}`, older(t, w))
		w = post(t, h, event.StreamContentType, other+"\n"+line("n", "m1", "bad"))
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code, "one is a conflict, one is bad")
	}
	w := post(t, h, event.BatchContentType, batchOf(line("b", "m1", "x"), line("b", "m1", "y"), line("b", "m1", "x")))
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), `at position 3, with other data`, "in one request too")
	assert.Contains(t, w.Body.String(), `"accepted":2,"rejected":1`)
	stored, err := log.Load(t.Context(), "model/m1")
	require.NoError(t, err)
	assert.Len(t, stored, 2)
}

func TestWhatTheLogHasFromBeforeDigestsIsTheSameEvent(t *testing.T) {
	log := openLog(t)
	in := newIntake(t, log, quiet())
	_, err := in.Submit(t.Context(), event.Event{
		ID: "a", Source: "test", Type: event.ModelSiteActivated, Subject: "model/m1", Time: now, Data: &event.Model{Site: "x"},
	}, nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, post(t, handler(in), event.ContentType, line("a", "m1", "y")).Code)
}

func TestOneTextSpelledTwoWaysIsOneIdentity(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	composed := line("hồ-sơ", "m1", "Đà Lạt")
	assert.Equal(t, http.StatusOK, post(t, h, event.ContentType, composed).Code)
	for _, spelled := range []string{
		strings.NewReplacer("ồ", "o\u0302\u0300", "ơ", "o\u031b", "ạ", "a\u0323").Replace(composed),
		strings.NewReplacer("ồ", `o\u0302\u0300`, "ạ", `a\u0323`).Replace(composed),
	} {
		w := post(t, h, event.ContentType, spelled)
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Contains(t, w.Body.String(), `"position":1`)
	}
	assert.EqualValues(t, 1, head(t, log))
}

func TestAttributesThatMeanNothingHereAreKeptWithinBounds(t *testing.T) {
	log := openLog(t)
	h := handler(newIntake(t, log, quiet()))
	with := func(id, members string) string {
		return strings.Replace(line(id, "m1", "x"), `"data"`, members+`,"data"`, 1)
	}
	w := post(t, h, event.ContentType, with("a", `"tracestate":"k=v","traceparent":"00-1","dataschema":"https://example/s","nothing":null,"n":-5,"yes":true`))
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	stored, err := log.Load(t.Context(), "model/m1")
	require.NoError(t, err)
	assert.Equal(t, `{"dataschema":"https://example/s","n":-5,"traceparent":"00-1","tracestate":"k=v","yes":true}`, string(stored[0].Event.Extensions))

	many := make([]string, event.MaxExtensions+1)
	for i := range many {
		many[i] = `"x` + string(rune('a'+i)) + `":1`
	}
	require.Equal(t, http.StatusOK, post(t, h, event.ContentType, with("b", strings.Join(many[1:], ","))).Code)
	for members, message := range map[string]string{
		strings.Join(many, ","): `event has 21 attributes besides those known here; at most 20 are taken`,
		`"ext":{"a":1}`:         `ext is a JSON object or array: an attribute is a string, a boolean or an integer`,
		`"ext":[1]`:             `ext is a JSON object or array`,
		`"ext":1.5`:             `ext is 1.5: numbers of attributes are integers of 32 bits, send others as strings`,
		`"ext":2147483648`:      `ext is 2147483648`,
		`"traceParent":"x"`:     `traceParent is no attribute: a name is 1 to 20 of the letters a to z and digits`,
		`"` + strings.Repeat("x", event.MaxExtensionNameBytes+1) + `":1`: strings.Repeat("x", event.MaxExtensionNameBytes+1) + ` is no attribute`,
		`"ext":"` + strings.Repeat("x", event.MaxExtensionBytes) + `"`:   `ext is 1026 bytes; at most 1024 are taken`,
	} {
		w := post(t, h, event.ContentType, with("c", members))
		assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
		assert.Contains(t, w.Body.String(), `"message":"`+message, w.Body.String())
	}
}

// ConflictError is what a program sees of a conflict.
var _ error = (*intake.ConflictError)(nil)
