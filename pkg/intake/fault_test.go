package intake_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/disktest"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

func TestALogThatIsNotThereAnyMoreIsNotAnsweredWithSendItAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
	require.NoError(t, err)
	defer log.Close()
	h := handler(newIntake(t, log, quiet()))
	require.Equal(t, http.StatusOK, post(t, h, "application/cloudevents+json", line("1", "m", "a")).Code)
	require.NoError(t, os.Rename(path, path+".away"))
	w := post(t, h, "application/cloudevents+json", line("2", "m", "b"))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), `"code":"log_replaced"`)
	assert.Contains(t, w.Body.String(), log.ID())
	assert.NotContains(t, w.Body.String(), "send it again")
	assert.Equal(t, "60", w.Header().Get("Retry-After"))
}

func TestAFullDiskIsNamedInTheAnswer(t *testing.T) {
	disk := disktest.New(t, 8<<20)
	log, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(disk.Dir, "log.db")})
	require.NoError(t, err)
	defer log.Close()
	h := handler(newIntake(t, log, quiet()))
	disk.Fill(t, 0)
	for n := 0; ; n++ { // until what SQLite had set aside is used up
		w := post(t, h, "application/cloudevents+json", line(string(rune('a'+n)), "m", string(rune('a'+n))))
		if w.Code == http.StatusOK {
			continue
		}
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Contains(t, w.Body.String(), `"code":"log_full"`)
		assert.Contains(t, w.Body.String(), "no room left")
		return
	}
}
