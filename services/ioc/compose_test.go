package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"langbiang.internal/ioc/pkg/clickhouse/engine"
	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// TestTheComposeFileRunsAProvince starts what docker-compose.yml says, each container's command with its
// environment as a process of its own, over a real redis-server and the real ClickHouse, and waits until a
// screen shows the published figures. Container names become loopback ports; nothing else is changed.
func TestTheComposeFileRunsAProvince(t *testing.T) {
	project := loadCompose(t)
	requireOnlyTheGatewayPublished(t, project)
	f := newFleet(t, project)
	for _, name := range startOrder(project) {
		f.start(name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 12*time.Minute)
	defer cancel()
	base := "http://" + f.addresses["gateway:8080"]
	f.requireNotLoadedYet(ctx, base)
	s, err := screen.Dial(ctx, base, []string{"province", "district/672"}, screen.Options{})
	require.NoError(t, err)
	defer s.Close()
	// Halfway through the load the projector and ClickHouse die; the one is started again as its restart
	// policy says, the other by its supervisor.
	require.NoError(t, s.Wait(ctx, func(s *screen.Screen) bool { return s.Figure("province", "dossiers.received") > 100_000 }), f.tails())
	require.NoError(t, syscall.Kill(f.engine.PID(), syscall.SIGKILL))
	f.kill("projector")
	f.start("projector")
	require.NoError(t, s.Wait(ctx, func(s *screen.Screen) bool {
		return s.Figure("province", "dossiers.received") >= 313_772 && s.Figure("province", "payments.succeeded") >= 191_643
	}), f.tails())
	requireCuts(t, ctx, base)
	requireReported(ctx, t, base)
	f.awaitHealth("simulator", project.Services["simulator"])
	var status wire.Status
	require.NoError(t, getJSON(ctx, base+"/api/v1/status", &status))
	assert.True(t, status.ScenarioLoaded)
}

// requireNotLoadedYet holds everybody to saying so while the history is loaded.
func (f *fleet) requireNotLoadedYet(ctx context.Context, base string) {
	var status wire.Status
	require.NoError(f.t, getJSON(ctx, base+"/api/v1/status", &status))
	assert.False(f.t, status.ScenarioLoaded)
	assert.True(f.t, status.Simulated, "a simulator is coming")
	require.Error(f.t, askHealth(ctx, base+"/readyz"))
	require.Eventually(f.t, func() bool { // its process has only begun: it is asked until it answers
		out, err := f.health("simulator", f.project.Services["simulator"])
		return err != nil && strings.Contains(string(out), "of 182 days are loaded")
	}, time.Minute, 100*time.Millisecond)
}

// requireCuts waits for the projections and holds every published figure against the API.
func requireCuts(t *testing.T, ctx context.Context, base string) {
	t.Helper()
	var status wire.Status
	for !status.Agrees() || status.ComparedPosition == 0 {
		require.NoError(t, getJSON(ctx, base+"/api/v1/status", &status))
		require.NoError(t, ctxSleep(ctx, 200*time.Millisecond), "%+v", status)
	}
	type figures map[string]int64
	for cut, want := range map[string]figures{
		"2024-06-15": {"dossiers.received": 279_813, "dossiers.resolved": 257_417},
		"2024-06-30": {
			"dossiers.received": 313_772, "dossiers.resolved_full_online": 88_183, "payments.succeeded": 191_643,
			"incidents.opened": 7, "incidents.resolved": 7,
			"models.total": 33, "models.completed": 12, "models.in_progress": 18, "models.waiting": 3,
		},
	} {
		got := make(figures)
		// Live traffic never stops the projector for long: ask until it has passed the end of the history.
		require.Eventually(t, func() bool {
			var answer wire.ViewFigures
			if err := getJSON(ctx, base+"/api/v1/views/province?from=2024-01-01&at="+cut, &answer); err != nil {
				return false
			}
			for name := range want {
				got[name] = answer.Figures[name]
			}
			return maps.Equal(want, got)
		}, 30*time.Second, 200*time.Millisecond, "at %s", cut)
		assert.Equal(t, want, got, "at %s", cut)
	}
}

// requireReported looks for the figures that were published as reports: all of them, with their issuer and as-of date, and the two
// issuers that disagree side by side.
func requireReported(ctx context.Context, t *testing.T, base string) {
	want := map[string]float64{"services.online_total:68:bcd-06": 1179}
	for id, value := range map[string]float64{
		"community_teams.teams": 1368, "community_teams.members": 9287, "community_teams.districts_covered": 12,
		"mail.mailboxes": 6750, "mail.agencies_covered_pct": 100, "certificates.organisation": 1044,
		"certificates.personal": 4649, "certificates.service_device": 1, "certificates.total": 5694,
		"level_files.approved_by_province": 8, "level_files.approved_by_department": 23, "portals.compliant_pct": 100,
		"portals.ipv6_pct": 100, "portals.trust_certified_pct": 100, "services.full_online": 448,
		"services.partial_online": 727, "services.online_total": 1175,
		"payments.procedures_offering_pct": 100, "payments.procedures_with_transactions_pct": 100, "iocs.total": 14,
	} {
		want[id+":68:bao-cao-cds"] = value
	}
	for _, query := range []string{"", "?at=2024-06-30"} {
		var published map[string]float64
		require.Eventually(t, func() bool {
			published = make(map[string]float64)
			var answer wire.ViewFigures
			if err := getJSON(ctx, base+"/api/v1/views/province"+query, &answer); err != nil {
				return false
			}
			for id, card := range answer.Reported {
				if !card.Simulated && card.AsOf == "2024-06-30" {
					published[id] = card.Value
				}
			}
			return maps.Equal(want, published)
		}, time.Minute, 200*time.Millisecond, "%s", query)
		assert.Equal(t, want, published, "%s", query)
	}
}

func loadCompose(t *testing.T) *types.Project {
	options, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithName("langbiang"))
	require.NoError(t, err)
	project, err := options.LoadProject(t.Context())
	require.NoError(t, err)
	return project
}

func requireOnlyTheGatewayPublished(t *testing.T, project *types.Project) {
	for name, s := range project.Services {
		if name != "gateway" {
			assert.Empty(t, s.Ports, "%s publishes a port", name)
			continue
		}
		require.Len(t, s.Ports, 1)
		assert.Equal(t, "127.0.0.1", s.Ports[0].HostIP)
	}
}

// startOrder is the services, each after those that it depends on.
func startOrder(project *types.Project) []string {
	var order []string
	var visit func(name string)
	visit = func(name string) {
		if slices.Contains(order, name) {
			return
		}
		for _, d := range slices.Sorted(maps.Keys(project.Services[name].DependsOn)) {
			visit(d)
		}
		order = append(order, name)
	}
	for _, name := range slices.Sorted(maps.Keys(project.Services)) {
		visit(name)
	}
	return order
}

// fleet is the containers as processes.
type fleet struct {
	t         *testing.T
	project   *types.Project
	addresses map[string]string // "redis:6379" → "127.0.0.1:41234"
	dsn       string            // of the real ClickHouse
	dir       string
	engine    *engine.Engine
	processes map[string]*exec.Cmd
	logs      map[string]*output
}

func newFleet(t *testing.T, project *types.Project) *fleet {
	f := &fleet{t: t, project: project, addresses: make(map[string]string), dir: t.TempDir(), processes: make(map[string]*exec.Cmd), logs: make(map[string]*output)}
	for name := range project.Services {
		port := "8080"
		if name == "redis" {
			port = "6379"
		}
		f.addresses[name+":"+port] = freeAddress(t)
	}
	return f
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// start runs one container's command and waits for its health check.
func (f *fleet) start(name string) {
	s := f.project.Services[name]
	switch name {
	case "redis":
		f.startRedis(s)
	case "clickhouse":
		e, err := engine.Start(f.t.Context(), engine.Config{Dir: filepath.Join(f.dir, "clickhouse"), Program: []string{binary, engine.Command}})
		require.NoError(f.t, err)
		f.t.Cleanup(func() { assert.NoError(f.t, e.Close()) })
		f.engine = e
		f.dsn = e.DSN()
		return
	default:
		f.run(name, binary, s)
	}
	if s.HealthCheck != nil && name != "simulator" { // it is healthy at the end
		f.awaitHealth(name, s)
	}
}

func (f *fleet) startRedis(s types.ServiceConfig) {
	require.Equal(f.t, []string{"valkey-server", "/etc/redis/redis.conf"}, []string(s.Command))
	conf, err := filepath.Abs("../../deploy/redis.conf")
	require.NoError(f.t, err)
	host, port, err := net.SplitHostPort(f.addresses["redis:6379"])
	require.NoError(f.t, err)
	s.Command = []string{conf, "--bind", host, "--port", port, "--dir", f.dir}
	path, err := exec.LookPath("redis-server")
	require.NoError(f.t, err, "redis-server is not installed: `make needs`")
	f.run("redis", path, s)
}

func (f *fleet) run(name, program string, s types.ServiceConfig) {
	cmd := exec.Command(program)
	for _, a := range s.Command {
		cmd.Args = append(cmd.Args, f.local(name, a))
	}
	for key, value := range s.Environment {
		if value != nil {
			cmd.Env = append(cmd.Env, key+"="+f.local(name, *value))
		}
	}
	out := new(output)
	f.logs[name] = out
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(f.t, cmd.Start(), name)
	f.processes[name] = cmd
	f.t.Cleanup(func() {
		if f.processes[name] != cmd { // killed by the test
			return
		}
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil && name != "redis" {
			assert.NoError(f.t, err, "%s did not end cleanly:\n%s", name, tail(out))
		}
	})
}

// kill ends a container's process as a power cut does.
func (f *fleet) kill(name string) {
	cmd := f.processes[name]
	delete(f.processes, name)
	require.NoError(f.t, cmd.Process.Kill())
	_ = cmd.Wait() // says that it was killed
}

var clickhouseDSN = regexp.MustCompile(`^clickhouse://.*@clickhouse:9000/.*$`)

// local puts loopback addresses in the place of container names, the container's own wildcard included.
func (f *fleet) local(name, text string) string {
	if clickhouseDSN.MatchString(text) {
		return f.dsn
	}
	text = strings.ReplaceAll(text, "0.0.0.0:8080", f.addresses[name+":8080"])
	text = strings.ReplaceAll(text, "127.0.0.1:8080", f.addresses[name+":8080"])
	text = strings.ReplaceAll(text, "0.0.0.0:9090", "127.0.0.1:0")
	text = strings.ReplaceAll(text, "/var/lib/ioc", f.dir)
	const any = "*=http://{service}:8080"
	if strings.Contains(text, any) { // loopback has no names to find processes by: each is named
		names := passedOn([]string{name})
		if name == "simulator" {
			names = scenario.Services()
		}
		for i, service := range names {
			names[i] = service + "=http://" + service + ":8080"
		}
		text = strings.ReplaceAll(text, any, strings.Join(names, ","))
	}
	for container, address := range f.addresses {
		text = regexp.MustCompile(`(^|[/=])`+regexp.QuoteMeta(container)).ReplaceAllString(text, "${1}"+address)
	}
	return text
}

func (f *fleet) awaitHealth(name string, s types.ServiceConfig) {
	var out []byte
	require.Eventually(f.t, func() bool {
		var err error
		out, err = f.health(name, s)
		return err == nil
	}, time.Minute, 100*time.Millisecond, "%s is not healthy: %s\n%s", name, out, tail(f.logs[name]))
}

// health runs a container's health check.
func (f *fleet) health(name string, s types.ServiceConfig) ([]byte, error) {
	test := slices.Clone(s.HealthCheck.Test[1:])
	switch test[0] {
	case "/ioc":
		test[0] = binary
	case "valkey-cli ping | grep -q PONG":
		_, port, _ := net.SplitHostPort(f.addresses["redis:6379"])
		test = []string{"sh", "-c", strings.Replace(test[0], "valkey-cli", "redis-cli -p "+port, 1)}
	}
	for i := range test {
		test[i] = f.local(name, test[i])
	}
	return exec.Command(test[0], test[1:]...).CombinedOutput()
}

// tails is the last of what every process said.
func (f *fleet) tails() string {
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(f.logs)) {
		fmt.Fprintf(&all, "--- %s\n%s\n", name, tail(f.logs[name]))
	}
	return all.String()
}

// output is what a process says, readable while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func tail(o *output) string {
	if o == nil {
		return ""
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.text.String()
	return text[max(0, len(text)-2000):]
}
