package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/go-json-experiment/json"

	"langbiang.internal/ioc/pkg/wire"
	"langbiang.internal/ioc/services/gateway/screen"
)

// benchCommand measures a fresh demo of this very binary, as separate processes, from outside.
type benchCommand struct {
	Rate     int           `help:"Events a second for the latency figure, each in a request of its own." default:"1000"`
	Duration time.Duration `help:"For how long." default:"20s"`
	Writers  int           `help:"Concurrent requests." default:"32"`
	Keep     string        `help:"Keep the data folder here instead of a temporary one." placeholder:"DIR"`
}

func (c *benchCommand) Run(p *process) error {
	dir := c.Keep
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "ioc-bench-"); err != nil {
			return fmt.Errorf("make a data folder: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	say("Langbiang %s on %d processors; data in %s", version, runtime.NumCPU(), dir)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	row := func(what, target, figure string, args ...any) {
		fmt.Fprintf(table, "%s\t%s\t%s\n", what, target, fmt.Sprintf(figure, args...))
	}
	row("what", "target", "measured")

	d, err := startDemo(p.ctx, dir)
	if err != nil {
		return err
	}
	if err := d.measureLoad(p.ctx, row); err != nil {
		return errors.Join(err, d.stop())
	}
	l, err := c.measureLatency(p.ctx, d.url)
	if err != nil {
		return errors.Join(err, d.stop())
	}
	l.report(row, c)
	row("memory after that: all processes", "≤ 1536 MiB", "%s", d.memory())
	if err := d.stop(); err != nil {
		return err
	}
	restart, err := measureRestart(p.ctx, dir)
	if err != nil {
		return err
	}
	row("second start to the first live frame", "≤ 3 s", "%.2f s", restart.Seconds())
	if err := table.Flush(); err != nil || l.lost == 0 {
		return err
	}
	return fmt.Errorf("%d sightings were lost", l.lost)
}

// demo is a running child.
type demo struct {
	cmd   *exec.Cmd
	url   string
	began time.Time
	ended chan error
}

// startDemo starts a demo without live traffic and waits until it serves.
func startDemo(ctx context.Context, dir string) (*demo, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this binary: %w", err)
	}
	out, err := os.Create(filepath.Join(dir, "demo.log"))
	if err != nil {
		return nil, fmt.Errorf("write the demo's log: %w", err)
	}
	defer out.Close()
	d := &demo{cmd: exec.CommandContext(ctx, self, "demo", "--data", filepath.Join(dir, "data"), "--listen", "127.0.0.1:0", "--live=false"), began: time.Now()}
	d.cmd.Stdout, d.cmd.Stderr = out, out
	d.cmd.Cancel = func() error { return d.cmd.Process.Signal(syscall.SIGTERM) }
	d.cmd.WaitDelay = 30 * time.Second
	if err := d.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the demo: %w", err)
	}
	d.ended = make(chan error, 1)
	go func() { d.ended <- d.cmd.Wait() }()
	for {
		b, _ := os.ReadFile(out.Name())
		if _, after, ok := strings.Cut(string(b), "serving     "); ok {
			if url, _, whole := strings.Cut(after, "\n"); whole {
				d.url = url
				return d, nil
			}
		}
		select {
		case err := <-d.ended:
			return nil, fmt.Errorf("the demo ended before it served (%w): %s", err, b)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
		if time.Since(d.began) > time.Minute {
			return nil, fmt.Errorf("the demo does not serve after a minute: %s", b)
		}
	}
}

func (d *demo) stop() error {
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop the demo: %w", err)
	}
	return <-d.ended
}

// measureLoad waits until the scenario is loaded and projected.
func (d *demo) measureLoad(ctx context.Context, row func(string, string, string, ...any)) error {
	for {
		resp, err := get(ctx, d.url+"/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				break
			}
		}
		if err := ctxSleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		if time.Since(d.began) > 10*time.Minute {
			return errors.New("the scenario is not loaded after ten minutes")
		}
	}
	took := time.Since(d.began)
	var status wire.Status
	if err := getJSON(ctx, d.url+"/api/v1/status", &status); err != nil {
		return err
	}
	row("scenario loaded and projected, from an empty folder", "≤ 40 s", "%.1f s (%d log entries, sums consistent: %t)",
		took.Seconds(), status.LogPosition, status.Agrees())
	row("memory at the end of the load: all processes", "≤ 1536 MiB", "%s", d.memory())
	return nil
}

// memory is the peak resident set of the demo and of its children.
func (d *demo) memory() string {
	total, peak := 0, 0
	for _, pid := range processTree(d.cmd.Process.Pid) {
		total += statusKiB(pid, "VmRSS:")
		peak += statusKiB(pid, "VmHWM:")
	}
	return fmt.Sprintf("%d MiB now, %d MiB at most", total/1024, peak/1024)
}

func processTree(pid int) []int {
	all := []int{pid}
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range tasks {
		b, _ := os.ReadFile(file)
		for _, child := range strings.Fields(string(b)) {
			if n, err := strconv.Atoi(child); err == nil {
				all = append(all, processTree(n)...)
			}
		}
	}
	return all
}

func statusKiB(pid int, field string) int {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, after, _ := strings.Cut(string(b), field)
	n, _ := strconv.Atoi(strings.Fields(after + " 0")[0])
	return n
}

// latency is what measureLatency saw.
type latency struct {
	sent, frames  int
	deltas        []time.Duration // acknowledged → received, one per event and screen that shows it
	acknowledges  []time.Duration
	lost          int // events that some screen never showed
	took          time.Duration
	bytesReceived int64
}

// sighting is the arrival of a view's frame at a position.
type sighting struct {
	position uint64
	at       time.Time
}

// measureLatency connects every screen, posts events at the rate and compares when each was acknowledged with
// when each screen that counts it received a frame at its position or beyond.
func (c *benchCommand) measureLatency(ctx context.Context, url string) (*latency, error) {
	var all []wire.Screen
	if err := getJSON(ctx, url+"/api/v1/screens", &all); err != nil {
		return nil, err
	}
	l := &latency{}
	seen := make([][]sighting, len(all))
	var mu sync.Mutex
	for i, s := range all {
		conn, err := screen.Dial(ctx, url, []string{s.View}, screen.Options{OnUpdate: func(u screen.Update) {
			mu.Lock()
			defer mu.Unlock()
			seen[i] = append(seen[i], sighting{u.Position, u.At})
			l.bytesReceived += int64(u.Bytes)
			l.frames++
		}})
		if err != nil {
			return nil, err
		}
		defer conn.Close()
		if err := conn.Wait(ctx, func(c *screen.Screen) bool { _, p := c.Frame(s.View); return p > 0 }); err != nil {
			return nil, fmt.Errorf("screen %s: %w", s.ID, err)
		}
	}
	acks, err := c.post(ctx, url, all)
	if err != nil {
		return nil, err
	}
	if err := ctxSleep(ctx, 2*time.Second); err != nil { // the last frames are on their way
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	l.took = acks[len(acks)-1].at.Sub(acks[0].at)
	for _, a := range acks {
		l.sent++
		l.acknowledges = append(l.acknowledges, a.took)
		for i, s := range all {
			if !a.shows(s.View) {
				continue
			}
			k, found := slices.BinarySearchFunc(seen[i], a.position, func(s sighting, p uint64) int {
				if s.position < p {
					return -1
				}
				return 1
			})
			if !found && k == len(seen[i]) {
				l.lost++
				continue
			}
			l.deltas = append(l.deltas, max(0, seen[i][k].at.Sub(a.at)))
		}
	}
	return l, nil
}

// ack is one event acknowledged by its service.
type ack struct {
	position uint64
	at       time.Time
	took     time.Duration
	district string
}

// shows tells whether the view counts the event: a construction permit in its district.
func (a ack) shows(view string) bool {
	return view == "province" || view == "department/construction" || view == "district/"+a.district
}

func (c *benchCommand) post(ctx context.Context, url string, all []wire.Screen) ([]ack, error) {
	var clock struct {
		Date string `json:"date"`
	}
	if err := getJSON(ctx, url+"/api/v1/clock", &clock); err != nil {
		return nil, err
	}
	var districts []string
	for _, s := range all {
		if d, ok := strings.CutPrefix(s.View, "district/"); ok {
			districts = append(districts, d)
		}
	}
	total := int(c.Duration.Seconds() * float64(c.Rate))
	jobs := make(chan int)
	results := make([]ack, total)
	errs := make(chan error, c.Writers)
	var writers sync.WaitGroup
	for range c.Writers {
		writers.Go(func() {
			for n := range jobs {
				a, err := postOne(ctx, url, clock.Date, n, districts[n%len(districts)])
				if err != nil {
					select {
					case errs <- err:
					default:
					}
					continue
				}
				results[n] = a
			}
		})
	}
	began := time.Now()
	for n := range total {
		if wait := time.Until(began.Add(time.Duration(n) * time.Second / time.Duration(c.Rate))); wait > 0 {
			time.Sleep(wait)
		}
		jobs <- n
	}
	close(jobs)
	writers.Wait()
	select {
	case err := <-errs:
		return nil, err
	default:
		return results, nil
	}
}

func postOne(ctx context.Context, url, date string, n int, district string) (ack, error) {
	body := fmt.Sprintf(`{"specversion":"1.0","id":"bench-%d","source":"//bench","type":"dossier.received.v1","subject":"dossier/BENCH-%d",`+
		`"time":"%sT09:00:00+07:00","simulated":true,"data":{"procedure":"1.013225","unit":%q}}`, n, n, date, district)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/api/v1/dossiers/events", bytes.NewReader([]byte(body)))
	if err != nil {
		return ack{}, err
	}
	req.Header.Set("Content-Type", "application/cloudevents+json")
	sent := time.Now()
	resp, err := benchClient.Do(req)
	if err != nil {
		return ack{}, err
	}
	defer resp.Body.Close()
	var answer struct {
		Position uint64 `json:"position"`
	}
	b, err := io.ReadAll(resp.Body)
	at := time.Now()
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("event %d: %s: %s", n, resp.Status, b)
	}
	if err == nil {
		err = json.Unmarshal(b, &answer)
	}
	return ack{position: answer.Position, at: at, took: at.Sub(sent), district: district}, err
}

func (l *latency) report(row func(string, string, string, ...any), c *benchCommand) {
	slices.Sort(l.deltas)
	slices.Sort(l.acknowledges)
	row(fmt.Sprintf("acknowledged → frame at the screen, %d events/s, 14 screens", c.Rate), "p99 ≤ 50 ms", "p50 %s, p99 %s, p99.9 %s, max %s",
		ms(quantile(l.deltas, 0.5)), ms(quantile(l.deltas, 0.99)), ms(quantile(l.deltas, 0.999)), ms(quantile(l.deltas, 1)))
	row("request sent → acknowledged (durable)", "", "p50 %s, p99 %s", ms(quantile(l.acknowledges, 0.5)), ms(quantile(l.acknowledges, 0.99)))
	row("events sent, and sightings lost", "0 lost", "%d in %.1f s, %d lost; %d frames, %d KiB received",
		l.sent, l.took.Seconds(), l.lost, l.frames, l.bytesReceived/1024)
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// measureRestart starts the demo again on the same folder and waits for the province's first frame.
func measureRestart(ctx context.Context, dir string) (time.Duration, error) {
	d, err := startDemo(ctx, dir)
	if err != nil {
		return 0, err
	}
	for {
		s, err := screen.Dial(ctx, d.url, []string{"province"}, screen.Options{})
		if err != nil {
			if err := ctxSleep(ctx, 5*time.Millisecond); err != nil {
				return 0, err
			}
			continue
		}
		err = s.Wait(ctx, func(s *screen.Screen) bool { _, p := s.Frame("province"); return p > 0 })
		took := time.Since(d.began)
		return took, errors.Join(err, s.Close(), d.stop())
	}
}

var benchClient = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}

func get(ctx context.Context, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return benchClient.Do(req)
}

func getJSON(ctx context.Context, url string, into any) error {
	resp, err := get(ctx, url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return json.UnmarshalRead(resp.Body, into)
}

func ctxSleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
