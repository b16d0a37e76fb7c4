package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/eventlog/sqlite"
)

// BenchmarkImport appends two million events as a half-year's import does, and prints a table. Run it once:
//
//	go test -run - -bench Import -benchtime 1x ./pkg/eventlog/sqlite
func BenchmarkImport(b *testing.B) {
	const commits, perCommit = 1000, 2000
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "log.db")
		log := open(b, path)
		shares := []share{}
		for _, writers := range []int{1} {
			shares = append(shares, importInto(b, log, commits, perCommit, writers))
		}
		start := time.Now()
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
		closed := time.Since(start)
		size := fileSize(b, path)
		start = time.Now()
		log = open(b, path)
		opened := time.Since(start)
		read := readAll(b, log)
		resend := importAgain(b, log, perCommit)
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
		fmt.Printf("\n%-34s %12s %12s\n", "import of 2,000,000 events", "wall", "CPU/event")
		for _, s := range append(shares, read, resend) {
			fmt.Printf("%-34s %12s %12s\n", s.name, s.wall.Round(time.Millisecond), s.cpu/time.Duration(s.events))
		}
		fmt.Printf("slowest append %s, close %s, open %s, file %d MB, heap in use %d MB\n", shares[0].slowest.Round(time.Millisecond),
			closed.Round(time.Millisecond), opened.Round(time.Millisecond), size>>20, heap()>>20)
	}
}

type share struct {
	name      string
	wall, cpu time.Duration
	slowest   time.Duration
	events    int
}

func processor() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

func fileSize(b *testing.B, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// scenario is the nth commit.
func scenario(n, events int) eventlog.Commit {
	c := eventlog.Commit{Events: make([]event.Event, events)}
	seen := make(map[string]bool, events)
	for i := range c.Events {
		// Of 10 events, 3 open a dossier and 7 are of one of the last 30,000.
		newest := n*600 + i*600/events
		dossier, step := newest, 0
		if i%10 >= 3 {
			step = 1 + i%3
			dossier = max(newest-(i*7919+n*104729)%30000, 0)
		}
		subject := fmt.Sprintf("dossier/000.00.19.H36-24-%06d", dossier)
		c.Events[i] = event.Event{
			ID: fmt.Sprintf("h1-d-%06d-%d-%d", dossier, step, n*events+i), Source: "https://dvc.lamdong.gov.vn/h1-2024", Type: event.DossierAssigned,
			Subject: subject, Time: time.Date(2024, 1, 1, 8, 0, n*60+i/100, 0, time.UTC), Simulated: true, Backfill: true,
			Data: &event.Dossier{
				Unit: "commune/24769", Department: "education", Procedure: "1.000111", Channel: event.ChannelOnline, Level: event.LevelFull,
				From: event.StatusReceived, To: event.StatusProcessing, Due: calendar.Date(19800 + n%100),
			},
		}
		if !seen[subject] {
			seen[subject] = true
			c.Streams = append(c.Streams, eventlog.StreamUpdate{
				Stream: subject, Expected: eventlog.AnyVersion,
				State: fmt.Appendf(nil, `{"status":4,"unit":"commune/24769","procedure":"1.000111","received":"2024-01-%02d","due":"2024-02-01","channel":2,"level":"full"}`, n%28+1),
			})
		}
	}
	return c
}

// importInto makes the commits first, in parts, so that only the log is measured.
func importInto(b *testing.B, log *sqlite.Log, commits, perCommit, writers int) share {
	const part = 20
	s := share{name: "append", events: commits * perCommit}
	for from := 0; from < commits; from += part {
		made := make([]eventlog.Commit, part)
		for i := range made {
			made[i] = scenario(from+i, perCommit)
		}
		start, cpu := time.Now(), processor()
		for _, c := range made {
			one := time.Now()
			names := make([]string, len(c.Streams))
			for i := range names {
				names[i] = c.Streams[i].Stream
			}
			if _, err := log.Streams(b.Context(), names); err != nil {
				b.Fatal(err)
			}
			if _, err := log.Append(b.Context(), c); err != nil {
				b.Fatal(err)
			}
			s.slowest = max(s.slowest, time.Since(one))
		}
		s.wall += time.Since(start)
		s.cpu += processor() - cpu
	}
	return s
}

func readAll(b *testing.B, log *sqlite.Log) share {
	s := share{name: "read raw from the beginning"}
	start, cpu := time.Now(), processor()
	for p := eventlog.Position(0); ; {
		entries, err := log.ReadRaw(b.Context(), p, 0)
		if err != nil {
			b.Fatal(err)
		}
		if len(entries) == 0 {
			break
		}
		p = entries[len(entries)-1].Position
		s.events += 2000 * len(entries)
	}
	s.wall, s.cpu = time.Since(start), processor()-cpu
	return s
}

func importAgain(b *testing.B, log *sqlite.Log, perCommit int) share {
	s := share{name: "resend of 10 old commits"}
	for n := range 10 {
		c := scenario(n, perCommit)
		start, cpu := time.Now(), processor()
		if _, err := log.Append(b.Context(), c); err == nil {
			b.Fatal("taken twice")
		}
		s.wall, s.cpu, s.events = s.wall+time.Since(start), s.cpu+processor()-cpu, s.events+perCommit
	}
	return s
}

// BenchmarkLive appends single events of concurrent writers at 1,000 a second, and as fast as it goes.
func BenchmarkLive(b *testing.B) {
	for b.Loop() {
		log := open(b, filepath.Join(b.TempDir(), "log.db"))
		fmt.Printf("\n%-40s %10s %10s %10s %10s\n", "single appends, 8 writers", "appends/s", "p50", "p99", "max")
		for _, every := range []time.Duration{8 * time.Millisecond, 0} {
			live(b, log, every)
		}
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func live(b *testing.B, log *sqlite.Log, every time.Duration) {
	const writers, each = 8, 625
	took := make([][]time.Duration, writers)
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			next := time.Now()
			for i := range each {
				time.Sleep(time.Until(next))
				next = next.Add(every)
				c := scenario(w, 1)
				c.Events[0].ID = fmt.Sprint(every, w, i)
				one := time.Now()
				if _, err := log.Append(b.Context(), c); err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(one))
			}
		})
	}
	wg.Wait()
	wall := time.Since(start)
	all := slices.Concat(took...)
	slices.Sort(all)
	name := "1,000 a second"
	if every == 0 {
		name = "as fast as it goes"
	}
	fmt.Printf("%-40s %10.0f %10s %10s %10s\n", name, float64(len(all))/wall.Seconds(), all[len(all)/2], all[len(all)*99/100], all[len(all)-1])
}
