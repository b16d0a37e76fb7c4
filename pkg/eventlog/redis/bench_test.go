package redis_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"langbiang.internal/ioc/pkg/eventlog/eventlogtest"
	"langbiang.internal/ioc/pkg/eventlog/redis/redistest"
)

// BenchmarkAppend prints how commits of 2,000 events and single events of 8 writers go into a real
// server that syncs every write. Run it once:
//
//	go test -run - -bench Append -benchtime 1x ./pkg/eventlog/redis
func BenchmarkAppend(b *testing.B) {
	for b.Loop() {
		log := open(b, redistest.Start(b), "lamdong")
		const bulk = 100
		var took []time.Duration
		for n := range bulk {
			c := eventlogtest.Bulk(n, 2000, 1500)
			start := time.Now()
			if _, err := log.Append(b.Context(), c); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
		row("commits of 2,000 events", took, 0)

		const writers, each = 8, 250
		parts := make([][]time.Duration, writers)
		var wg sync.WaitGroup
		start := time.Now()
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					c := eventlogtest.CommitOf(eventlogtest.Event(fmt.Sprintf("dossier/%d", w), fmt.Sprintf("%d-%d", w, i)))
					one := time.Now()
					if _, err := log.Append(b.Context(), c); err != nil {
						b.Error(err)
						return
					}
					parts[w] = append(parts[w], time.Since(one))
				}
			})
		}
		wg.Wait()
		row("single events, 8 writers", slices.Concat(parts...), time.Since(start))
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func row(name string, took []time.Duration, wall time.Duration) {
	if wall == 0 {
		for _, d := range took {
			wall += d
		}
	}
	slices.Sort(took)
	fmt.Printf("%-26s %8.0f commits/s   p50 %10s   p99 %10s\n", name, float64(len(took))/wall.Seconds(), took[len(took)/2], took[len(took)*99/100])
}
