//go:build containers

package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

const (
	faults   = 20
	maxHold  = 4 * time.Second // of what is paused or cut off
	recovery = 2 * time.Minute // for anything to be as it was, by itself
)

// TestEveryAcknowledgedEventCountsOnceThroughContainerFaults runs on the province that `.ci/compose` has started: while sources post
// through the public APIs, each container in turn is killed, paused, restarted or cut off the network. IOC_FAULT_SEED repeats a run.
func TestEveryAcknowledgedEventCountsOnceThroughContainerFaults(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Minute)
	defer cancel()
	c := newContainers(t)
	requireCuts(t, ctx, c.url)
	requireReported(ctx, t, c.url)
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("IOC_FAULT_SEED"); s != "" {
		var err error
		seed, err = strconv.ParseUint(s, 10, 64)
		require.NoError(t, err, "IOC_FAULT_SEED")
	}
	t.Logf("IOC_FAULT_SEED=%d", seed)
	l := newLoad(ctx, t, c.url, fmt.Sprint(seed))
	c.requireAgreement(ctx) // whatever was posted before is counted
	before := c.counted(ctx)
	l.start(ctx)
	for i, f := range plan(rand.New(rand.NewPCG(seed, seed)), c.services) {
		began := time.Now()
		c.inflict(ctx, f)
		held := time.Since(began)
		l.awaitMore(ctx)
		t.Logf("fault %2d: %-7s %-12s %4.1f s, events are acknowledged after %4.1f s", i+1, f.kind, f.service, held.Seconds(), (time.Since(began) - held).Seconds())
	}
	l.stop()
	n := len(l.acknowledged)
	require.Greater(t, n, 10*faults, "the load is worth the name")
	c.requireHealthy(ctx)
	c.requireAgreement(ctx)
	want := tally{dossiers: before.dossiers + int64(n/2), payments: before.payments + int64(n/2)}
	assert.Equal(t, want, c.counted(ctx), "ClickHouse, as the API tells it")
	assert.Equal(t, want, c.shown(ctx, want), "the gateway, as a screen shows it")
	assert.Equal(t, fmt.Sprintf("%d\t%d\n", want.dossiers, want.payments),
		c.sql(ctx, "SELECT sumIf(amount, measure = 'dossiers.received'), sumIf(amount, measure = 'payments.succeeded') FROM ioc.ledger"))
	assert.Equal(t, fmt.Sprintf("%d\t%d\n", n, n), c.sql(ctx, "SELECT count(), uniqExact(id) FROM ioc.events WHERE source = '"+l.source+"' AND subject != 'clock/province'"))
	l.requireSameAnswers(ctx)
	requireCuts(t, ctx, c.url)
	t.Logf("%d events through %d faults, each counted once; %d attempts were not answered and made again", n, faults, l.again)
}

// TestNothingIsSaidToBeLoadedBeforeItIs runs while the history is loaded, and asks as soon as the gateway answers.
func TestNothingIsSaidToBeLoadedBeforeItIs(t *testing.T) {
	var status wire.Status
	url := "http://127.0.0.1:" + os.Getenv("IOC_PORT")
	require.Eventually(t, func() bool { return getJSON(t.Context(), url+"/api/v1/status", &status) == nil }, recovery, 100*time.Millisecond)
	assert.False(t, status.ScenarioLoaded)
	assert.True(t, status.Simulated, "a simulator is coming")
	require.ErrorContains(t, askHealth(t.Context(), url+"/readyz"), "503")
}

// tally is the figures that the load moves.
type tally struct{ dossiers, payments int64 }

// containers is the compose project that the environment names.
type containers struct {
	t        *testing.T
	url      string
	services []string
}

func newContainers(t *testing.T) *containers {
	c := &containers{t: t, url: "http://" + strings.TrimSpace(docker(t, t.Context(), "compose", "port", "gateway", "8080"))}
	c.services = strings.Fields(docker(t, t.Context(), "compose", "config", "--services"))
	slices.Sort(c.services)
	require.Greater(t, len(c.services), 15)
	return c
}

// docker runs a command of Docker in the project's folder.
func docker(t *testing.T, ctx context.Context, args ...string) string {
	t.Helper()
	out, err := tryDocker(ctx, args...)
	require.NoError(t, err)
	return out
}

func tryDocker(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "docker", args...)
	cmd.Dir = "../.."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("docker %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out), nil
}

// fault is what befalls one container.
type fault struct {
	kind, service string
	hold          time.Duration
}

// plan is the faults of a run: every service has one, every kind comes as often, in any order.
func plan(r *rand.Rand, services []string) []fault {
	targets := slices.Clone(services)
	for len(targets) < faults {
		targets = append(targets, services[r.IntN(len(services))])
	}
	kinds := []string{"kill", "pause", "restart", "cut"}
	all := make([]fault, faults)
	for i := range all {
		all[i].kind = kinds[i%len(kinds)]
		all[i].hold = time.Duration(r.Int64N(int64(maxHold)))
	}
	r.Shuffle(len(targets), func(i, k int) { targets[i], targets[k] = targets[k], targets[i] })
	for i := range all {
		all[i].service = targets[i]
	}
	r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all
}

// inflict lets a fault come and pass, once the container is back from the one before.
func (c *containers) inflict(ctx context.Context, f fault) {
	id := strings.TrimSpace(docker(c.t, ctx, "compose", "ps", "--all", "--quiet", f.service))
	require.NotEmpty(c.t, id, f.service)
	require.Eventually(c.t, func() bool {
		status, err := tryDocker(ctx, "inspect", "--format", "{{.State.Status}}", id)
		return err == nil && strings.TrimSpace(status) == "running"
	}, recovery, 50*time.Millisecond, "%s does not run", f.service)
	switch f.kind {
	case "kill":
		c.crash(ctx, id)
	case "pause":
		docker(c.t, ctx, "pause", id)
		require.NoError(c.t, ctxSleep(ctx, f.hold))
		docker(c.t, ctx, "unpause", id)
	case "restart":
		docker(c.t, ctx, "restart", id)
	case "cut":
		network := strings.TrimSpace(docker(c.t, ctx, "inspect", "--format", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}", id))
		docker(c.t, ctx, "network", "disconnect", network, id)
		require.NoError(c.t, ctxSleep(ctx, f.hold))
		docker(c.t, ctx, "network", "connect", "--alias", f.service, network, id)
	}
}

// crash kills a container's process behind the engine's back, so that its restart policy is what brings it back. A `docker kill` is
// somebody's wish, after which the engine starts nothing: where the process is out of reach, it is started as somebody would.
func (c *containers) crash(ctx context.Context, id string) {
	pid, err := strconv.Atoi(strings.TrimSpace(docker(c.t, ctx, "inspect", "--format", "{{.State.Pid}}", id)))
	require.NoError(c.t, err)
	group, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
	if pid > 1 && bytes.Contains(group, []byte(id)) && syscall.Kill(pid, syscall.SIGKILL) == nil {
		return
	}
	docker(c.t, ctx, "kill", id)
	docker(c.t, ctx, "start", id)
}

// requireHealthy waits until every container is well, by itself.
func (c *containers) requireHealthy(ctx context.Context) {
	var sick []string
	require.Eventually(c.t, func() bool {
		out, err := tryDocker(ctx, "compose", "ps", "--all", "--format", "{{.Service}} {{.State}} {{.Health}}")
		sick = nil
		for _, s := range c.services {
			if !slices.Contains(strings.Split(out, "\n"), s+" running healthy") {
				sick = append(sick, s)
			}
		}
		return err == nil && len(sick) == 0
	}, recovery, time.Second, "not healthy by themselves: %v", &sick)
}

// requireAgreement waits until the gateway and ClickHouse have compared their sums at the log's end, and holds them to agree.
func (c *containers) requireAgreement(ctx context.Context) {
	var status wire.Status
	require.Eventually(c.t, func() bool {
		err := getJSON(ctx, c.url+"/api/v1/status", &status)
		return err == nil && status.Agrees() && status.ComparedPosition == status.LogPosition
	}, recovery, 200*time.Millisecond, "%+v", &status)
}

// counted is what ClickHouse has counted, by the public API.
func (c *containers) counted(ctx context.Context) tally {
	var answer wire.ViewFigures
	require.NoError(c.t, getJSON(ctx, c.url+"/api/v1/views/province?from=2024-01-01&at="+loadDay, &answer))
	return tally{answer.Figures["dossiers.received"], answer.Figures["payments.succeeded"]}
}

// shown is what a screen shows once it has what is wanted, or at last.
func (c *containers) shown(ctx context.Context, want tally) (got tally) {
	s, err := screen.Dial(ctx, c.url, []string{"province"}, screen.Options{})
	require.NoError(c.t, err)
	defer s.Close()
	patient, cancel := context.WithTimeout(ctx, recovery)
	defer cancel()
	_ = s.Wait(patient, func(s *screen.Screen) bool {
		got = tally{s.Figure("province", "dossiers.received"), s.Figure("province", "payments.succeeded")}
		return got == want
	})
	return got
}

// sql asks the ClickHouse container itself.
func (c *containers) sql(ctx context.Context, query string) string {
	return docker(c.t, ctx, "compose", "exec", "-T", "clickhouse", "sh", "-c",
		`clickhouse-client --user "$CLICKHOUSE_USER" --password "$CLICKHOUSE_PASSWORD" --query "$0"`, query)
}
