package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// running is the program started by a test.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	out  string // file
	gone chan error
}

// startTestDemo starts a demo on dir and waits until it serves.
func startTestDemo(t *testing.T, dir string, flags ...string) *running {
	t.Helper()
	return startProgram(t, "serving     ", append([]string{"demo", "--data", dir, "--listen", "127.0.0.1:0"}, flags...)...)
}

// startProgram starts the program and waits until it has said, after the mark, at which address it serves.
func startProgram(t *testing.T, mark string, args ...string) *running {
	t.Helper()
	out, err := os.CreateTemp(t.TempDir(), "demo-*.log")
	require.NoError(t, err)
	defer out.Close()
	r := &running{t: t, out: out.Name(), gone: make(chan error, 1)}
	r.cmd = exec.Command(binary, args...)
	r.cmd.Stdout, r.cmd.Stderr = out, out
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(t, r.cmd.Start())
	go func() { r.gone <- r.cmd.Wait() }()
	t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	r.await(time.Minute, "serving", func() bool {
		_, after, _ := strings.Cut(r.said(), mark)
		end := strings.IndexAny(after, " \n")
		r.url = after[:max(end, 0)]
		return end > 0
	})
	return r
}

func (r *running) said() string {
	b, err := os.ReadFile(r.out)
	require.NoError(r.t, err)
	return string(b)
}

// await polls for something that the program does by itself.
func (r *running) await(limit time.Duration, what string, done func() bool) {
	r.t.Helper()
	deadline := time.Now().Add(limit)
	for !done() {
		select {
		case err := <-r.gone:
			r.gone <- err
			require.FailNow(r.t, "the program ended", "waiting for %s: %v\n%s", what, err, r.said())
		default:
		}
		require.True(r.t, time.Now().Before(deadline), "waited in vain for %s:\n%s", what, r.said())
		time.Sleep(20 * time.Millisecond)
	}
}

func (r *running) awaitReady() {
	r.t.Helper()
	r.await(10*time.Minute, "readiness", func() bool {
		resp, err := get(r.t.Context(), r.url+"/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

func (r *running) status() (s wire.Status) {
	r.t.Helper()
	require.NoError(r.t, getJSON(r.t.Context(), r.url+"/api/v1/status", &s))
	return s
}

// terminate asks the program to end, and holds it to ending cleanly.
func (r *running) terminate() {
	r.t.Helper()
	require.NoError(r.t, r.cmd.Process.Signal(syscall.SIGTERM))
	r.wait()
}

func (r *running) wait() {
	r.t.Helper()
	select {
	case err := <-r.gone:
		require.NoError(r.t, err, r.said())
	case <-time.After(time.Minute):
		require.FailNow(r.t, "the program does not end", r.said())
	}
}

// engines are the ClickHouse processes below the program.
func (r *running) engines() []int { return processTree(r.cmd.Process.Pid)[1:] }

func TestTheDemoComesOutExactThroughKillsAndGoesOnWhereItWas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r := startTestDemo(t, dir, "--live=false")
	for _, at := range []uint64{100, 400} {
		r.await(5*time.Minute, "the load to get going", func() bool { return r.status().LogPosition >= at })
		for _, pid := range r.engines() {
			require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
		}
	}
	r.awaitReady()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	requireCuts(t, ctx, r.url)
	requireReported(ctx, t, r.url)
	before := r.status()
	assert.True(t, before.Agrees(), before.Difference)
	assert.Equal(t, &before.LogPosition, before.ProjectedPosition)
	raised := r.figure("province", "alarms.raised")

	acked := r.postUntilTerminated()
	require.NotEmpty(t, acked)

	began := time.Now()
	r = startTestDemo(t, dir, "--live=false")
	s, err := screen.Dial(ctx, r.url, []string{"province"}, screen.Options{})
	for err != nil { // the gateway is restoring
		require.Less(t, time.Since(began), time.Minute, "%v", err)
		s, err = screen.Dial(ctx, r.url, []string{"province"}, screen.Options{})
	}
	defer s.Close()
	r.awaitReady()
	// The rules look once something is not history any more: each alarm that they raise is an entry of its own.
	r.await(time.Minute, "nothing is loaded again, nothing acknowledged is lost", func() bool {
		ours := uint64(int64(len(acked)) + r.figure("province", "alarms.raised") - raised)
		return r.status().LogPosition == before.LogPosition+ours
	})
	require.NoError(t, s.Wait(ctx, func(s *screen.Screen) bool {
		return s.Figure("province", "dossiers.received") == 313_772+int64(len(acked))
	}))
	for id, position := range acked {
		a, err := postOne(ctx, r.url, "2024-06-30", id, "672")
		require.NoError(t, err)
		assert.Equal(t, position, a.position, "a resend is answered as the first time")
	}

	// The whole program killed while ClickHouse is behind the log.
	for n := range 50 {
		_, err := postOne(ctx, r.url, "2024-06-30", 1_000_000+n, "673")
		require.NoError(t, err)
	}
	require.NoError(t, r.cmd.Process.Kill())
	require.Error(t, <-r.gone, "it was killed")
	r = startTestDemo(t, dir, "--live=false")
	r.awaitReady()
	r.await(time.Minute, "the sums to agree", func() bool {
		s := r.status()
		return s.Agrees() && s.ComparedPosition == s.LogPosition
	})
	var answer wire.ViewFigures
	require.NoError(t, getJSON(ctx, r.url+"/api/v1/views/province", &answer))
	assert.EqualValues(t, 313_772+len(acked)+50, answer.Figures["dossiers.received"])
	r.terminate()
}

// postUntilTerminated posts events from several writers, ends the program with SIGTERM meanwhile, and
// returns number and position of every event that was acknowledged.
func (r *running) postUntilTerminated() map[int]uint64 {
	acked := make(map[int]uint64)
	var mu sync.Mutex
	var writers sync.WaitGroup
	enough := make(chan struct{})
	for w := range 4 {
		writers.Go(func() {
			for n := w; ; n += 4 {
				a, err := postOne(context.Background(), r.url, "2024-06-30", n, "672")
				if err != nil {
					return
				}
				mu.Lock()
				acked[n] = a.position
				if len(acked) == 200 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(time.Minute):
		require.FailNow(r.t, "two hundred events are not acknowledged in a minute", r.said())
	}
	r.terminate()
	writers.Wait()
	return acked
}

func TestAnInventedProvinceOfAnotherDepthRunsFromItsFile(t *testing.T) {
	r := startTestDemo(t, filepath.Join(t.TempDir(), "data"), "--live=false", "--topology", "../../pkg/topology/testdata/minimal.json")
	r.awaitReady()
	var screens []wire.Screen
	require.NoError(t, getJSON(t.Context(), r.url+"/api/v1/screens", &screens))
	assert.Len(t, screens, 3)
	requireCuts(t, t.Context(), r.url)
	var topo wire.Topology
	require.NoError(t, getJSON(t.Context(), r.url+"/api/v1/topology", &topo))
	var sum int64
	for _, v := range topo.Views {
		if v.Kind == "commune" && v.Department == "" {
			assert.Equal(t, "province", v.Parent, "no districts between")
			sum += r.received(v.ID)
		}
	}
	province := r.received("province")
	assert.EqualValues(t, 313_772, province)
	assert.LessOrEqual(t, sum, province, "the rest is handled by departments, at the province itself")
	assert.Greater(t, sum, province/2)
	r.terminate()
}

func (r *running) received(view string) int64 { return r.figure(view, "dossiers.received") }

func (r *running) figure(view, name string) int64 {
	var answer wire.ViewFigures
	require.NoError(r.t, getJSON(r.t.Context(), fmt.Sprintf("%s/api/v1/views/%s", r.url, view), &answer))
	return answer.Figures[name]
}
