package clickhouse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/eventlog"
	"langbiang.internal/ioc/pkg/ledger"
)

// statusSQL is of every dossier the status into which the last posting up to the cut moved it. A posting's address is one number here, as
// eventlog.MaxCommitEvents fits 16 bits; the number of a status follows the %[2]d characters that its measure's name begins with.
const statusSQL = `SELECT stream, argMax(toUInt8(substring(measure, %[2]d + 1)), bitShiftLeft(position, 16) + idx) AS status
    FROM ledger
    WHERE measure IN @statuses AND amount > 0 AND day <= toDate32(@at) AND position <= @upTo%[1]s
    GROUP BY stream`

// beforeSQL keeps the postings of what occurred before a moment.
const beforeSQL = `occurred < fromUnixTimestamp64Milli(@before, 'UTC')`

// keySQL is the SQL of a dimension's keys.
func keySQL(d ledger.Dimension) string {
	switch d {
	case ledger.ByDay:
		return "if(day < toDate32(@from), '', toString(day))"
	case ledger.ByStatus:
		return "if(status = 0, '', toString(status))"
	default:
		return string(d)
	}
}

// Scope is what a question is about: postings at a cut, and the period that its figures are of.
type Scope struct {
	// Within keeps the postings whose dimension has one of the values; a dimension that it does not name keeps all.
	Within map[ledger.Dimension][]string
	// Outside leaves out the postings whose dimension has one of the values.
	Outside  map[ledger.Dimension][]string
	From, At calendar.Date     // both days included
	UpTo     eventlog.Position // the cut: postings of later positions are not seen
	Before   time.Time         // a moment of the day At: what occurred from then on is not seen; zero: all of the day is
}

func (s *Scope) period() ledger.Period { return ledger.Period{From: s.From, At: s.At} }

// where is the condition that the postings of the figures meet, all of them together, and its arguments.
func (s *Scope) where(figures []ledger.Figure) (string, []any) {
	var measures []string
	for i := range figures {
		for _, m := range slices.Concat(figures[i].Measures, figures[i].Less) {
			measures = append(measures, string(m))
		}
	}
	slices.Sort(measures)
	parts := []string{"measure IN @measures", hullSQL(rangesOf(figures, s.period())), "position <= @upTo"}
	args := []any{
		named("measures", slices.Compact(measures)),
		named("from", dayText(s.From)),
		named("at", dayText(s.At)),
		named("upTo", min(uint64(s.UpTo), 1<<63-1)),
	}
	if !s.Before.IsZero() {
		parts = append(parts, beforeSQL)
		args = append(args, named("before", s.Before.UnixMilli()))
	}
	for _, d := range [...]ledger.Dimension{ledger.ByUnit, ledger.ByDepartment, ledger.ByProcedure, ledger.ByAspect, ledger.ByLevel} {
		if values, ok := s.Within[d]; ok {
			parts = append(parts, string(d)+" IN @"+string(d))
			args = append(args, named(string(d), values))
		}
		if values := s.Outside[d]; len(values) > 0 {
			parts = append(parts, string(d)+" NOT IN @not_"+string(d))
			args = append(args, named("not_"+string(d), values))
		}
	}
	if values, ok := s.Within[ledger.ByStatus]; ok {
		sql, statuses := s.statuses()
		parts = append(parts, "stream IN (SELECT stream FROM ("+sql+") WHERE toString(status) IN @status)")
		args = append(args, statuses, named("status", values))
	}
	return strings.Join(parts, " AND "), args
}

// movedSQL keeps the postings of the scope's units, and of all others in which dossiers of theirs were or are: they have their status there.
const movedSQL = ` AND (unit IN @unit OR unit IN (SELECT unit FROM ledger WHERE measure IN ('%[1]s', '%[2]s')
        AND stream IN (SELECT stream FROM ledger WHERE measure IN ('%[1]s', '%[2]s') AND unit IN @unit)))`

// statuses is statusSQL for the scope.
func (s *Scope) statuses() (sql string, measures driver.NamedValue) {
	within := ""
	if !s.Before.IsZero() {
		within = " AND " + beforeSQL
	}
	if _, ok := s.Within[ledger.ByUnit]; ok {
		within += fmt.Sprintf(movedSQL, ledger.DossiersTransferredIn, ledger.DossiersTransferredOut)
	}
	var names []string
	for status := event.StatusSubmitted; status <= event.StatusReturned; status++ {
		names = append(names, string(ledger.DossierStatus(status)))
	}
	return fmt.Sprintf(statusSQL, within, len(ledger.DossierStatusPrefix)), named("statuses", names)
}
