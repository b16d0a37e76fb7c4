package simulator

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-isatty"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/services/simulator/scenario"
)

// Progress is how far a simulator is.
type Progress struct {
	Date      calendar.Date `json:"date"` // last day that was sent whole; 0: none by this process
	Days      int           `json:"days"` // of the history, so far, whoever sent them
	DaysTotal int           `json:"days_total"`
	Events    int           `json:"events"` // sent by this process
	Loaded    bool          `json:"loaded"`
}

const (
	barWidth     = 30
	barInterval  = 100 * time.Millisecond
	lineInterval = 5 * time.Second
)

// progress shows the load as a bar on a terminal, as lines elsewhere.
type progress struct {
	out      io.Writer
	terminal bool
	now      func() time.Time
	name     string
	from, to calendar.Date

	mu      sync.Mutex
	state   Progress
	started time.Time
	shown   time.Time
}

func newProgress(out io.Writer, s *scenario.Scenario, now func() time.Time) *progress {
	file, isFile := out.(*os.File)
	return &progress{
		out: out, terminal: isFile && isatty.IsTerminal(file.Fd()), now: now, name: s.ID, from: s.From, to: s.To(),
		state: Progress{DaysTotal: int(s.To()-s.From) + 1},
	}
}

func (p *progress) read() Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

func (p *progress) begin(first calendar.Date) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started, p.shown = p.now(), p.now()
	p.state.Days = int(first - p.from)
	p.printf("Loading scenario %s from %s\n", p.name, first)
}

func (p *progress) day(date calendar.Date, events int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.Date = date
	p.state.Events += events
	if date <= p.to {
		p.state.Days = int(date-p.from) + 1
	}
	now := p.now()
	interval := lineInterval
	if p.terminal {
		interval = barInterval
	}
	if date > p.to || now.Sub(p.shown) < interval && date < p.to {
		return
	}
	p.shown = now
	line := fmt.Sprintf("%3d %%  %s  %d events, %.0f/s",
		p.state.Days*100/p.state.DaysTotal, date, p.state.Events, p.rateLocked(now))
	if p.terminal {
		full := p.state.Days * barWidth / p.state.DaysTotal
		p.printf("\r%s%s %s ", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), line)
		return
	}
	p.printf("%s\n", line)
}

func (p *progress) rateLocked(now time.Time) float64 {
	return float64(p.state.Events) / max(now.Sub(p.started).Seconds(), 1e-3)
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.breakLineLocked()
	now := p.now()
	p.printf("Loaded scenario %s: %d events in %.1f s, %.0f/s\n",
		p.name, p.state.Events, now.Sub(p.started).Seconds(), p.rateLocked(now))
}

// abort leaves the terminal's cursor on a line of its own.
func (p *progress) abort() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.breakLineLocked()
}

func (p *progress) breakLineLocked() {
	if p.terminal {
		p.printf("\n")
	}
}

// printf shows progress; a terminal that is gone is no reason to stop.
func (p *progress) printf(format string, args ...any) { _, _ = fmt.Fprintf(p.out, format, args...) }
