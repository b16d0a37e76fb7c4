package scenario

import (
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
)

// Batch is the events of one day for one service: NDJSON, one CloudEvent a line, in order of sending.
type Batch struct {
	Service string // its name: "dossiers"
	Lines   []byte
	// Marks are where each line ends and at which second of the day it is sent.
	Marks []Mark
}

// Mark is one line of a batch.
type Mark struct {
	End    int
	Second int32
}

// Line is the i-th event, with its line feed.
func (b *Batch) Line(i int) []byte {
	start := 0
	if i > 0 {
		start = b.Marks[i-1].End
	}
	return b.Lines[start:b.Marks[i].End]
}

// stamp is what all events of one day have in common.
type stamp struct {
	day      calendar.Date
	code     string // "240102"
	date     string // "2024-01-02T"
	offset   string // "+07:00"
	source   string
	noon     time.Time
	backfill bool
}

// lines writes events into a batch, without reflection: there are two million of them.
type lines struct {
	*Batch
	stamp  *stamp
	letter byte // distinguishes the ids of the batches of a day
}

// begin writes the attributes up to the subject's id, which the caller appends.
func (l *lines) begin(b []byte, t event.Type, subject string) []byte {
	b = append(b, `{"specversion":"1.0","id":"`...)
	b = l.appendID(b, len(l.Marks))
	b = append(b, `","source":"`...)
	b = append(b, l.stamp.source...)
	b = append(b, `","type":"`...)
	b = append(b, t...)
	b = append(b, `","subject":"`...)
	b = append(b, subject...)
	return b
}

// appendID writes an id that grows with the order of sending and depends on the day alone.
func (l *lines) appendID(b []byte, n int) []byte {
	b = append(b, l.letter)
	b = append(b, l.stamp.code...)
	b = append(b, '-')
	return appendPadded(b, n, 6)
}

// time closes the subject and writes time and flags.
func (l *lines) time(b []byte, second int64) []byte {
	b = append(b, `","time":"`...)
	b = append(b, l.stamp.date...)
	b = appendPadded(b, int(second/hour), 2)
	b = append(b, ':')
	b = appendPadded(b, int(second%hour/minute), 2)
	b = append(b, ':')
	b = appendPadded(b, int(second%minute), 2)
	b = append(b, l.stamp.offset...)
	if l.stamp.backfill {
		return append(b, `","simulated":true,"backfill":true`...)
	}
	return append(b, `","simulated":true`...)
}

// end closes the event, which is sent at that second of the day.
func (l *lines) end(b []byte, second int64) {
	l.Lines = append(b, '}', '\n')
	l.Marks = append(l.Marks, Mark{End: len(l.Lines), Second: int32(second)})
}

// write adds an event of the rarer kinds.
func (l *lines) write(second int64, t event.Type, subject string, data event.Data, simulated bool) error {
	e := event.Event{
		ID: string(l.appendID(nil, len(l.Marks))), Source: l.stamp.source, Type: t, Subject: subject,
		Simulated: simulated, Backfill: l.stamp.backfill, Data: data,
	}
	e.Time = l.stamp.noon.Add(time.Duration(second-12*hour) * time.Second)
	b, err := event.Marshal(&e)
	if err != nil {
		return err
	}
	l.Lines = append(append(l.Lines, b...), '\n')
	l.Marks = append(l.Marks, Mark{End: len(l.Lines), Second: int32(second)})
	return nil
}

// appendPadded writes n ≥ 0 with leading zeros to at least the given width.
func appendPadded(b []byte, n, width int) []byte {
	var digits [20]byte
	i := len(digits)
	for n > 0 || width > 0 {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
		width--
	}
	return append(b, digits[i:]...)
}
