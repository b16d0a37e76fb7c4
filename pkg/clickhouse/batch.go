package clickhouse

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// Bounds are the first and the last position of a batch.
type Bounds struct{ First, Last eventlog.Position }

// Batch collects, column by column, the rows of consecutive log entries. Its memory is
// used again after Reset.
type Batch struct {
	ledger   *ledger.Ledger
	bounds   Bounds
	events   eventColumns
	postings ledgerColumns
	scratch  []ledger.Posting
	data     bytes.Buffer // the events' data, JSON, one after the other
	ends     []int        // where each ends in it
	encoder  *jsontext.Encoder
	// Waiting are its entries until they are in ClickHouse.
	Waiting eventlog.Waiting
}

// NewBatch makes an empty batch whose postings l makes.
func NewBatch(l *ledger.Ledger) *Batch {
	b := &Batch{ledger: l}
	b.encoder = jsontext.NewEncoder(&b.data)
	return b
}

// Reset empties b.
func (b *Batch) Reset() {
	b.bounds = Bounds{}
	b.events.reset()
	b.postings.reset()
	b.data.Reset()
	b.ends = b.ends[:0]
	b.encoder.Reset(&b.data)
	b.Waiting.Reset()
}

// Bounds are the positions that b holds; zero when it is empty.
func (b *Batch) Bounds() Bounds { return b.bounds }

// Events is the number of events in b.
func (b *Batch) Events() int { return len(b.events.position) }

// Postings is the number of postings in b.
func (b *Batch) Postings() int { return len(b.postings.position) }

// Bytes is about how much memory b's data takes.
func (b *Batch) Bytes() int { return b.data.Len() }

// Add appends an entry of the log: the position after the last one. An entry that holds no
// events counts its position only.
func (b *Batch) Add(entry *eventlog.Entry) error {
	if b.bounds.First != 0 && entry.Position != b.bounds.Last+1 {
		return fmt.Errorf("position %d does not follow %d", entry.Position, b.bounds.Last)
	}
	for i := range entry.Events {
		if err := b.addEvent(entry, i); err != nil {
			return fmt.Errorf("position %d, event %d: %w", entry.Position, i, err)
		}
	}
	if b.bounds.First == 0 {
		b.bounds.First = entry.Position
	}
	b.bounds.Last = entry.Position
	b.Waiting.Add(entry)
	return nil
}

func (b *Batch) addEvent(entry *eventlog.Entry, i int) error {
	e := &entry.Events[i]
	if err := json.MarshalEncode(b.encoder, e.Data); err != nil {
		return fmt.Errorf("encode data: %w", err)
	}
	b.ends = append(b.ends, b.data.Len())
	b.events.add(entry, i, e)
	b.scratch = b.ledger.Postings(b.scratch[:0], e)
	for j := range b.scratch {
		b.postings.add(entry, i, e, &b.scratch[j])
	}
	return nil
}

// seal finishes the columns before they are sent.
func (b *Batch) seal() {
	data := b.data.Bytes()
	b.events.data = b.events.data[:0]
	start := 0
	for _, end := range b.ends {
		b.events.data = append(b.events.data, bytes.TrimSuffix(data[start:end], []byte{'\n'}))
		start = end
	}
}

type eventColumns struct {
	position                                 []uint64
	idx                                      []uint32
	id, source, typ, subject                 []string
	occurred, counted, recorded              []time.Time
	correlation, causation                   []string
	extensions                               [][]byte
	unit, department, procedure, flagsJoined []string
	simulated, backfill                      []bool
	data                                     [][]byte
}

func (c *eventColumns) reset() {
	c.position, c.idx = c.position[:0], c.idx[:0]
	for _, s := range []*[]string{
		&c.id, &c.source, &c.typ, &c.subject, &c.correlation, &c.causation,
		&c.unit, &c.department, &c.procedure, &c.flagsJoined,
	} {
		clear(*s) // the strings hold on to the log's memory
		*s = (*s)[:0]
	}
	c.occurred, c.counted, c.recorded = c.occurred[:0], c.counted[:0], c.recorded[:0]
	clear(c.extensions)
	c.extensions = c.extensions[:0]
	c.simulated, c.backfill = c.simulated[:0], c.backfill[:0]
}

func (c *eventColumns) add(entry *eventlog.Entry, i int, e *event.Event) {
	f := e.Data.Facets()
	c.position = append(c.position, uint64(entry.Position))
	c.idx = append(c.idx, uint32(i))
	c.id = append(c.id, e.ID)
	c.source = append(c.source, e.Source)
	c.typ = append(c.typ, string(e.Type))
	c.subject = append(c.subject, e.Subject)
	c.occurred = append(c.occurred, e.Time)
	c.counted = append(c.counted, countedAt(e))
	c.recorded = append(c.recorded, entry.Recorded)
	c.correlation = append(c.correlation, e.Correlation)
	c.causation = append(c.causation, e.Causation)
	c.extensions = append(c.extensions, e.Extensions)
	c.unit = append(c.unit, f.Unit)
	c.department = append(c.department, f.Department)
	c.procedure = append(c.procedure, f.Procedure)
	c.flagsJoined = append(c.flagsJoined, joinFlags(f.Flags))
	c.simulated = append(c.simulated, e.Simulated)
	c.backfill = append(c.backfill, e.Backfill)
}

// countedAt is when e counts, where that is not its time: else the epoch.
func countedAt(e *event.Event) time.Time {
	if e.Counted.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return e.Counted
}

// columns are in the order of insertEvents.
func (c *eventColumns) columns() []any {
	return []any{
		c.position, c.idx, c.id, c.source, c.typ, c.subject, c.occurred, c.counted, c.recorded, c.correlation, c.causation, c.extensions,
		c.unit, c.department, c.procedure, c.simulated, c.backfill, c.flagsJoined, c.data,
	}
}

type ledgerColumns struct {
	position                             []uint64
	idx                                  []uint32
	measure, unit, department, procedure []string
	day, due                             []time.Time
	hour                                 []uint8
	amount                               []int64
	recorded, occurred                   []int64 // milliseconds
	simulated                            []uint8
	stream                               []uint64
	aspect, level                        []string
}

func (c *ledgerColumns) reset() {
	c.position, c.idx = c.position[:0], c.idx[:0]
	for _, s := range []*[]string{&c.measure, &c.unit, &c.department, &c.procedure, &c.aspect, &c.level} {
		clear(*s)
		*s = (*s)[:0]
	}
	c.day, c.due, c.hour, c.amount = c.day[:0], c.due[:0], c.hour[:0], c.amount[:0]
	c.recorded, c.occurred, c.simulated = c.recorded[:0], c.occurred[:0], c.simulated[:0]
	c.stream = c.stream[:0]
}

func (c *ledgerColumns) add(entry *eventlog.Entry, i int, e *event.Event, x *ledger.Posting) {
	c.position = append(c.position, uint64(entry.Position))
	c.idx = append(c.idx, uint32(i))
	c.measure = append(c.measure, string(x.Measure))
	c.unit = append(c.unit, x.Unit)
	c.department = append(c.department, x.Department)
	c.procedure = append(c.procedure, x.Procedure)
	c.day = append(c.day, ledger.Storable(x.Day).Time())
	c.hour = append(c.hour, x.Hour)
	c.due = append(c.due, ledger.Storable(x.Due).Time())
	c.amount = append(c.amount, x.Amount)
	c.recorded = append(c.recorded, entry.Recorded.UnixMilli())
	c.occurred = append(c.occurred, e.At().UnixMilli())
	var simulated uint8
	if e.Simulated {
		simulated = 1
	}
	c.simulated = append(c.simulated, simulated)
	c.stream = append(c.stream, xxhash.Sum64String(e.Subject))
	c.aspect = append(c.aspect, x.Aspect)
	c.level = append(c.level, x.Level)
}

// columns are in the order of insertLedger, with the batch's marker as the last row.
func (c *ledgerColumns) columns(b Bounds) []any {
	epoch := time.Unix(0, 0).UTC()
	return []any{
		append(c.position, uint64(b.Last)), append(c.idx, 0), append(c.measure, ""), append(c.unit, ""),
		append(c.department, ""), append(c.procedure, ""), append(c.day, epoch), append(c.hour, ledger.NoHour),
		append(c.due, epoch), append(c.amount, 0), append(c.recorded, 0), append(c.occurred, 0), append(c.simulated, 0),
		append(c.stream, 0), append(c.aspect, ""), append(c.level, ""),
	}
}

func joinFlags(flags []event.Flag) string {
	if len(flags) < 2 {
		for _, f := range flags {
			return string(f)
		}
		return ""
	}
	texts := make([]string, len(flags))
	for i, f := range flags {
		texts[i] = string(f)
	}
	return strings.Join(texts, ",")
}
