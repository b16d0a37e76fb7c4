package indicators

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/clickhouse"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/ledger"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/topology"
)

const queryTimeout = 10 * time.Second

// Reported is a figure that an issuer reports, with its name and what to think of it.
type Reported struct {
	Indicator topology.Text `json:"indicator"`
	ID        string        `json:"id"`
	Programme string        `json:"programme"`
	Measured  string        `json:"measured"`
	Unit      string        `json:"unit"`
	// Department is whom the figure is about, or through whom it is seen: by default the issuer's own.
	Department string         `json:"department"`
	Issuer     string         `json:"issuer"`
	IssuedBy   topology.Text  `json:"issued_by"`
	From       calendar.Date  `json:"from"`
	To         calendar.Date  `json:"to"`
	AsOf       calendar.Date  `json:"as_of"`
	Value      *event.Decimal `json:"value"` // null: no data
	Of         *event.Decimal `json:"of"`
	Target     *event.Decimal `json:"target"`
	Status     string         `json:"status"` // ok, watch, late, or none where nothing says
	Method     string         `json:"method"`
	Document   string         `json:"document"`
	Note       string         `json:"note"`
	Simulated  bool           `json:"simulated"`
	Position   uint64         `json:"position"`
}

// reported answers GET /api/v1/indicators/reported?unit=68&at=2024-06-30: what is reported of a unit itself, two issuers' figures
// one after the other. Problems: not_yet, invalid, unavailable.
func (s *Service) reported(w http.ResponseWriter, r *http.Request) {
	unit := cmp.Or(r.URL.Query().Get("unit"), s.Topology.Root().ID)
	at, ok := s.queryDay(w, r, "at")
	if !ok {
		return
	}
	if s.Topology.Unit(unit) == nil {
		problem.Write(w, r, event.Refuse("unit", "%q is not a unit of this province", unit))
		return
	}
	all, err := s.Reported(r.Context(), unit, at)
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	intake.WriteJSON(w, http.StatusOK, all)
}

// Reported is what is reported of the unit as of a day.
func (s *Service) Reported(ctx context.Context, unit string, at calendar.Date) ([]Reported, error) {
	if s.db == nil {
		return nil, errNoDB
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	events, err := s.db.Reported(ctx, unit, at)
	if err != nil {
		return nil, err
	}
	order := make(map[string]int)
	for i := range s.Topology.Indicators {
		order[s.Topology.Indicators[i].ID] = i
	}
	all := []Reported{}
	for i := range events {
		d, ok := events[i].Event.Data.(*event.Indicator)
		if !ok {
			continue
		}
		definition := s.Topology.Indicator(d.Indicator)
		if definition == nil {
			continue
		}
		x := Reported{
			Indicator: definition.Name, ID: d.Indicator, Programme: definition.Programme, Measured: definition.Measured, Unit: d.Unit,
			Department: d.Department, Issuer: d.Issuer, From: d.From, To: d.To, AsOf: d.AsOf, Value: d.Value, Of: d.Of, Target: definition.Target,
			Status: Judge(definition, d.Value), Method: d.Method, Document: d.Document, Note: d.Note,
			Simulated: events[i].Event.Simulated, Position: uint64(events[i].Position),
		}
		if agency := s.Topology.Agency(d.Issuer); agency != nil {
			x.IssuedBy = agency.Name
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Reported) int {
		return cmp.Or(cmp.Compare(order[a.ID], order[b.ID]), cmp.Compare(a.Issuer, b.Issuer), cmp.Compare(a.Department, b.Department))
	})
	return all, nil
}

// Judge tells what to think of a value by the indicator's thresholds: late, watch, ok, or none where there are none or no value.
func Judge(x *topology.Indicator, value *event.Decimal) string {
	if value == nil || x.Better == "" || x.Watch == nil && x.Late == nil {
		return "none"
	}
	worse := func(than *event.Decimal) bool {
		switch {
		case than == nil:
			return false
		case x.Better == "up":
			return *value < *than
		}
		return *value >= *than
	}
	switch {
	case worse(x.Late):
		return "late"
	case worse(x.Watch):
		return "watch"
	}
	return "ok"
}

// Kept is how one agency keeps its contract for one unit, in a period. The four words are our own reading: đúng is the share
// of reports that were not corrected afterwards, đủ that of the expected periods that were reported, in time or late, sạch that of the reports that
// were not odd (repeated, out of order), sống that of the expected periods reported in time.
type Kept struct {
	Agency    string        `json:"agency"`
	Name      topology.Text `json:"name"`
	Unit      string        `json:"unit"`
	Reports   int64         `json:"reports"`
	Due       int64         `json:"due"` // expected periods that are accounted for
	OnTime    int64         `json:"on_time"`
	Late      int64         `json:"late"`
	Missed    int64         `json:"missed"`
	Corrected int64         `json:"corrected"`
	Flagged   int64         `json:"flagged"`
	Silent    int64         `json:"silent"` // reports that are missing at the end
	Reminders int64         `json:"reminders"`
	LastAsOf  calendar.Date `json:"last_as_of"`
	LagDays   int64         `json:"lag_days"` // from LastAsOf to the period's end; −1 without a report
	Correct   *float64      `json:"correct"`  // đúng, of Reports; null without a base
	Complete  *float64      `json:"complete"` // đủ, of Due
	Clean     *float64      `json:"clean"`    // sạch, of Reports
	Live      *float64      `json:"live"`     // sống, of Due
}

// freshness answers GET /api/v1/indicators/freshness?from=2024-01-01&at=2024-06-30[&agency=…].
// Problems: not_yet, invalid, unavailable.
func (s *Service) freshness(w http.ResponseWriter, r *http.Request) {
	at, ok := s.queryDay(w, r, "at")
	if !ok {
		return
	}
	from := firstOfYear(at)
	if text := r.URL.Query().Get("from"); text != "" {
		var err error
		if from, err = calendar.ParseDate(text); err != nil || from > at {
			problem.Write(w, r, event.Refuse("from", "%q is not a day up to %s", text, at))
			return
		}
	}
	agency := r.URL.Query().Get("agency")
	if agency != "" && s.Topology.Agency(agency) == nil {
		problem.Write(w, r, event.Refuse("agency", "%q is not an agency of this province", agency))
		return
	}
	if s.db == nil {
		s.unavailable(w, r, errNoDB)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	contracts, err := s.db.Contracts(ctx, from, at)
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	all := []Kept{}
	for i := range contracts {
		if agency == "" || contracts[i].Issuer == agency {
			all = append(all, s.kept(&contracts[i], at))
		}
	}
	intake.WriteJSON(w, http.StatusOK, all)
}

func (s *Service) kept(c *clickhouse.Contract, at calendar.Date) Kept {
	k := Kept{
		Agency: c.Issuer, Unit: c.Unit, Reports: c.Sums[ledger.IndicatorsReports], Due: c.Sums[ledger.IndicatorsDue],
		OnTime: c.Sums[ledger.IndicatorsOnTime], Late: c.Sums[ledger.IndicatorsLate], Missed: c.Sums[ledger.IndicatorsMissed],
		Corrected: c.Sums[ledger.IndicatorsCorrected], Flagged: c.Sums[ledger.IndicatorsFlagged], Silent: c.Sums[ledger.IndicatorsSilent],
		Reminders: c.Sums[ledger.IndicatorsReminders], LastAsOf: c.LastAsOf, LagDays: -1,
	}
	if agency := s.Topology.Agency(c.Issuer); agency != nil {
		k.Name = agency.Name
	}
	if c.LastAsOf != 0 {
		k.LagDays = int64(at - c.LastAsOf)
	}
	k.Correct, k.Clean = share(k.Reports-k.Corrected, k.Reports), share(k.Reports-k.Flagged, k.Reports)
	k.Complete, k.Live = share(min(k.OnTime+k.Late, k.Due), k.Due), share(min(k.OnTime, k.Due), k.Due)
	return k
}

// share is n/of, or nothing without a base: that is not 0.
func share(n, of int64) *float64 {
	if of <= 0 {
		return nil
	}
	x := float64(max(n, 0)) / float64(of)
	return &x
}

var errNoDB = errors.New("this process has no ClickHouse")

func (s *Service) unavailable(w http.ResponseWriter, r *http.Request, err error) {
	s.Logger.Warn("reports were not read", "error", err)
	problem.Write(w, r, problem.New(problem.Unavailable, "", "ClickHouse did not answer: try again in a moment"))
}

// queryDay reads a day of the query, one that the log's clock has opened; without it, it is the day that the log's clock has reached.
func (s *Service) queryDay(w http.ResponseWriter, r *http.Request, name string) (calendar.Date, bool) {
	if text := r.URL.Query().Get(name); text != "" {
		day, err := calendar.ParseDate(text)
		if err != nil {
			problem.Write(w, r, event.Refuse(name, "%v", err))
			return 0, false
		}
		reached, err := intake.Reached(r.Context(), s.Log, s.Topology.Location())
		switch {
		case err != nil:
			s.Refuse(w, r, err)
		case reached != 0 && day > reached:
			problem.Write(w, r, problem.NewNotYet(name, day, reached))
			return 0, false
		}
		return day, err == nil
	}
	at, err := s.today(r.Context())
	if err != nil {
		s.Refuse(w, r, err)
	}
	return calendar.DateOf(at, s.Topology.Location()), err == nil
}

func firstOfYear(d calendar.Date) calendar.Date {
	return calendar.DateOf(time.Date(d.Year(), 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
}
