package intake_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
)

// Of any stream each line that is not blank is accepted or refused, none is passed over; and sent again it changes nothing.
func FuzzStream(f *testing.F) {
	a, b := line("a", "m", "x"), line("b", "m", "y")
	for _, seed := range []string{
		a + "\n" + b + "\n", "\ufeff" + a + "\r\n\r\n" + b, "\n \t\n" + a, a + "\n" + strings.Replace(a, `"x"`, `"z"`, 1), "{\n}\n[]\nnull",
		line("c", "n", "bad") + "\n" + line("d", "n", "once") + "\n" + line("e", "n", "once"),
		strings.Repeat(" ", event.MaxEventBytes+100) + a + "\n" + b, "\xff\xfea\x00\n\x00", "\x00\x00", a + "\r" + b, a + "\n\xff\xfe\n",
	} {
		f.Add([]byte(seed))
	}
	log := openLog(f)
	h := handler(newIntake(f, log, quiet()))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := post(t, h, event.StreamContentType, string(body))
		if w.Code == http.StatusUnsupportedMediaType {
			require.NotEmpty(t, event.OtherEncoding(body))
			return
		}
		var first, again intake.Answer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &first))
		lines := 0
		for l := range bytes.SplitSeq(body, []byte("\n")) {
			if len(bytes.Trim(event.TrimMark(l), " \t\r")) > 0 {
				lines++
			}
		}
		require.Equal(t, lines, first.Accepted+first.Rejected, "%s", w.Body)
		if first.Accepted == 0 && lines > 0 {
			require.NotEqual(t, http.StatusOK, w.Code, "a stream in which every line is refused")
		}
		before := head(t, log)
		w = post(t, h, event.StreamContentType, string(body))
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &again))
		require.Equal(t, [...]int{first.Accepted, first.Rejected}, [...]int{again.Accepted, again.Rejected}, "%s", w.Body)
		require.Equal(t, before, head(t, log))
	})
}
