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

// Dimension is one of the things by which the ledger's entries can be told apart.
type Dimension string

// The dimensions. ByDay is the local date; what happened before the scope's first day has the key "".
const (
	ByUnit       Dimension = "unit"
	ByDepartment Dimension = "department"
	ByProcedure  Dimension = "procedure"
	ByAspect     Dimension = "aspect"
	ByLevel      Dimension = "level"
	ByDay        Dimension = "day"
	// ByStatus is the status that an entry's dossier has at the cut, "1" to "10", whatever it had when the entry was made.
	ByStatus Dimension = "status"
)

// statusSQL is of every dossier the status into which the last entry up to the cut moved it. An entry's address is one number here, as
// eventlog.MaxCommitEvents fits 16 bits; the number of a status follows the %[2]d characters that its measure's name begins with.
const statusSQL = `SELECT stream, argMax(toUInt8(substring(measure, %[2]d + 1)), bitShiftLeft(position, 16) + idx) AS status
    FROM ledger
    WHERE measure IN @statuses AND amount > 0 AND day <= toDate32(@at) AND position <= @upTo%[1]s
    GROUP BY stream`

// column is the SQL of the dimension's keys.
func (d Dimension) column() string {
	if d == ByDay {
		return "if(day < toDate32(@from), '', toString(day))"
	}
	if d == ByStatus {
		return "if(status = 0, '', toString(status))"
	}
	return string(d)
}

// Scope is what a question is about: entries at a cut, and the period that its figures are of.
type Scope struct {
	// Within keeps the entries whose dimension has one of the values; a dimension that it does not name keeps all.
	Within map[Dimension][]string
	// Outside leaves out the entries whose dimension has one of the values.
	Outside  map[Dimension][]string
	From, At calendar.Date     // both days included
	UpTo     eventlog.Position // the cut: entries of later positions are not seen
}

// conditions say which entries a figure of each kind sums, as DB.Figures does over the rollup.
var conditions = [...]string{
	ledger.Flow:    "day BETWEEN toDate32(@from) AND toDate32(@at)",
	ledger.Stock:   "day <= toDate32(@at)",
	ledger.Overdue: "day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at)",
	ledger.DueSoon: "day <= toDate32(@at) AND due BETWEEN toDate32(@at) AND addDays(toDate32(@at), 1)",
	ledger.InTime:  "day <= toDate32(@at) AND (due = toDate32('1970-01-01') OR due >= toDate32(@at))",
	ledger.Opening: "day < toDate32(@from)",
	ledger.Cohort:  "day BETWEEN toDate32(@from) AND toDate32(@at)",
}

// where is the condition that the entries of the figures meet, all kinds of them together, and its arguments.
func (s *Scope) where(figures []ledger.Figure) (string, []any) {
	var measures []string
	var kinds []ledger.Kind
	for _, f := range figures {
		for _, m := range f.Measures {
			measures = append(measures, string(m))
		}
		kinds = append(kinds, f.Kind)
	}
	slices.Sort(measures)
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	days := conditions[ledger.Stock]
	if len(kinds) == 1 {
		days = conditions[kinds[0]]
	}
	parts := []string{"measure IN @measures", days, "position <= @upTo"}
	args := []any{
		named("measures", slices.Compact(measures)),
		named("from", ledger.Storable(s.From).Time().Format(time.DateOnly)),
		named("at", ledger.Storable(s.At).Time().Format(time.DateOnly)),
		named("upTo", min(uint64(s.UpTo), 1<<63-1)),
	}
	for _, d := range [...]Dimension{ByUnit, ByDepartment, ByProcedure, ByAspect, ByLevel} {
		if values, ok := s.Within[d]; ok {
			parts = append(parts, string(d)+" IN @"+string(d))
			args = append(args, named(string(d), values))
		}
		if values := s.Outside[d]; len(values) > 0 {
			parts = append(parts, string(d)+" NOT IN @not_"+string(d))
			args = append(args, named("not_"+string(d), values))
		}
	}
	if values, ok := s.Within[ByStatus]; ok {
		sql, statuses := s.statuses()
		parts = append(parts, "stream IN (SELECT stream FROM ("+sql+") WHERE toString(status) IN @status)")
		args = append(args, statuses, named("status", values))
	}
	return strings.Join(parts, " AND "), args
}

// statuses is statusSQL for the scope: a dossier stays in the unit that it was received in.
func (s *Scope) statuses() (sql string, measures driver.NamedValue) {
	within := ""
	if _, ok := s.Within[ByUnit]; ok {
		within = " AND unit IN @unit"
	}
	var names []string
	for status := event.StatusSubmitted; status <= event.StatusReturned; status++ {
		names = append(names, string(ledger.DossierStatus(status)))
	}
	return fmt.Sprintf(statusSQL, within, len(ledger.DossierStatusPrefix)), named("statuses", names)
}
