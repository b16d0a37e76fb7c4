package ledger

import (
	"cmp"
	"slices"

	"langbiang.internal/ioc/pkg/event"
)

// Measures of dossiers. Those of statuses, and the next three, are stocks, +1 on entering and −1 on leaving; the others are flows.
const (
	// DossiersRunning and DossiersStopped are the open dossiers, by due date: received, not ended, and their legal clock
	// runs or stands still (statuses 5, 6, 8).
	DossiersRunning Measure = "dossiers.running"
	DossiersStopped Measure = "dossiers.stopped"
	// DossiersUnaccepted are those that came online and wait for their acceptance or another answer, by the date until when it is due.
	DossiersUnaccepted Measure = "dossiers.unaccepted"

	DossiersReceived           Measure = "dossiers.received"
	DossiersAcceptedLate       Measure = "dossiers.accepted_late"
	DossiersResolved           Measure = "dossiers.resolved"
	DossiersResolvedFullOnline Measure = "dossiers.resolved_full_online"
	DossiersRefused            Measure = "dossiers.refused" // never received
	DossiersRefusedLate        Measure = "dossiers.refused_late"
	DossiersApologised         Measure = "dossiers.apologised"
	DossiersTransferredIn      Measure = "dossiers.transferred_in"  // of the unit to which a dossier went
	DossiersTransferredOut     Measure = "dossiers.transferred_out" // of the unit from which it went
	DossiersPromiseBroken      Measure = "dossiers.promise_broken"
	DossiersFlagged            Measure = "dossiers.flagged"
	DossiersSupplementRepeated Measure = "dossiers.supplement_repeated"
	DossiersSupplementLate     Measure = "dossiers.supplement_late"
)

// Measures of what is told of dossiers' components and results. They are of the dossiers received (resolved) in a period, as the report
// on digitisation has them: a posting has the day and the unit of the receipt (the resolution), also where a source tells it later. So of any period
// and at any cut digitised + not_digitised = received, and electronic_result + no_electronic_result = resolved, each with its list: what is
// told later moves a dossier of that period from one to the other.
const (
	DossiersDigitised          Measure = "dossiers.digitised"
	DossiersNotDigitised       Measure = "dossiers.not_digitised"
	DossiersReused             Measure = "dossiers.reused"
	DossiersReusedNational     Measure = "dossiers.reused_national"
	DossiersElectronicResult   Measure = "dossiers.electronic_result"
	DossiersNoElectronicResult Measure = "dossiers.no_electronic_result"
)

// ending are the measures of received dossiers that end in one way: all of them, and by timeliness.
type ending struct{ all, early, onTime, late Measure }

func endingOf(all Measure) ending {
	return ending{all, all + "_early", all + "_on_time", all + "_late"}
}

var (
	resolvedEnding  = endingOf(DossiersResolved)
	rejectedEnding  = endingOf("dossiers.rejected")  // trả lại: refused after they were received
	withdrawnEnding = endingOf("dossiers.withdrawn") // xin rút, after they were received
)

// by is the measure of the endings of that timeliness.
func (x *ending) by(t event.Timeliness) Measure {
	switch t {
	case event.TimelyEarly:
		return x.early
	case event.TimelyLate:
		return x.late
	default:
		return x.onTime
	}
}

// DossierStatusPrefix is what the measures of statuses begin with; the status's number follows.
const DossierStatusPrefix = "dossiers.status."

var dossierStatus = [...]Measure{
	event.StatusSubmitted:           DossierStatusPrefix + "1",
	event.StatusReceived:            DossierStatusPrefix + "2",
	event.StatusRefused:             DossierStatusPrefix + "3",
	event.StatusProcessing:          DossierStatusPrefix + "4",
	event.StatusSupplementRequested: DossierStatusPrefix + "5",
	event.StatusFeeRequested:        DossierStatusPrefix + "6",
	event.StatusWithdrawn:           DossierStatusPrefix + "7",
	event.StatusPaused:              DossierStatusPrefix + "8",
	event.StatusResolved:            DossierStatusPrefix + "9",
	event.StatusReturned:            DossierStatusPrefix + "10",
}

// DossierStatus is the measure of dossiers in status s.
func DossierStatus(s event.DossierStatus) Measure { return dossierStatus[s] }

var channels = [...]string{event.ChannelDirect: "direct", event.ChannelOnline: "online", event.ChannelPost: "post"}

// ChannelAspect is the aspect of postings of dossiers that came by c.
func ChannelAspect(c event.Channel) string {
	if int(c) < len(channels) {
		return channels[c]
	}
	return ""
}

var dossiers = noun{
	of: event.NounDossier, postings: counts(dossierPostings), figures: dossierFigures(),
	axes:  []Axis{{"status", ByStatus}, {"channel", ByAspect}},
	pages: []string{"procedure", "channel", "status", "field", "level", "department", "day"},
	source: Source{
		"Cách đếm của báo cáo cấp tỉnh về giải quyết thủ tục hành chính; thời hạn theo các Nghị định 61/2018/NĐ-CP và 107/2021/NĐ-CP, " +
			"như thường được hiểu.",
		"The counting of the provincial report on administrative procedures; deadlines by Decrees 61/2018 and 107/2021, as commonly read.",
		true,
	},
}

func dossierPostings(dst []Posting, at moment, e *event.Event, d *event.Dossier) []Posting {
	base := Posting{
		Unit: d.Unit, Department: d.Department, Procedure: d.Procedure, Aspect: ChannelAspect(d.Channel), Level: string(d.Level),
		Day: at.day, Hour: NoHour, Amount: 1,
	}
	if d.PreviousUnit != "" {
		dst = dossierTransfer(dst, base, at, d)
	} else {
		dst = dossierStocks(dst, base, d)
	}
	dst = dossierMaterials(dst, base, d)
	base.Hour = at.hour
	flow := func(m Measure) {
		base.Measure = m
		dst = append(dst, base)
	}
	if d.CountsReceived {
		flow(DossiersReceived)
		if d.AcceptedLate {
			flow(DossiersAcceptedLate)
		}
	}
	end := func(x *ending) {
		flow(x.all)
		flow(x.by(d.Timeliness))
	}
	switch {
	case d.CountsResolved:
		end(&resolvedEnding)
		if d.Level == event.LevelFull && d.Channel == event.ChannelOnline {
			flow(DossiersResolvedFullOnline)
		}
		if d.PromiseBroken {
			flow(DossiersPromiseBroken)
		}
	case d.CountsRejected:
		end(&rejectedEnding)
	case d.CountsWithdrawn:
		end(&withdrawnEnding)
	case d.To == event.StatusRefused && d.From != d.To:
		flow(DossiersRefused)
		if d.RefusedLate {
			flow(DossiersRefusedLate)
		}
	}
	for _, told := range [...]struct {
		is bool
		m  Measure
	}{
		{e.Type == event.DossierApologised && d.Promised != 0, DossiersApologised},
		{len(d.Flags) > 0, DossiersFlagged},
		{slices.Contains(d.Flags, event.FlagSupplementRepeated), DossiersSupplementRepeated},
		{slices.Contains(d.Flags, event.FlagSupplementLate), DossiersSupplementLate},
	} {
		if told.is {
			flow(told.m)
		}
	}
	return dst
}

// dossierStocks appends what d changes in the dossiers that are there.
func dossierStocks(dst []Posting, base Posting, d *event.Dossier) []Posting {
	if d.From != d.To {
		if d.From != 0 {
			dst = stock(dst, base, dossierStatus[d.From], true, false)
		}
		if d.To != 0 {
			dst = stock(dst, base, dossierStatus[d.To], false, true)
		}
	}
	dst = datedStock(dst, base, DossiersUnaccepted, d.PreviousAcceptDue != 0, d.PreviousAcceptDue, d.AcceptDue != 0, d.AcceptDue)
	was, is := openMeasure(d.From, d.Unaccepted), openMeasure(d.To, d.Unaccepted)
	if was == is && d.Due == d.PreviousDue {
		return dst
	}
	if was != "" {
		base.Due = d.PreviousDue
		dst = stock(dst, base, was, true, false)
	}
	if is != "" {
		base.Due = d.Due
		dst = stock(dst, base, is, false, true)
	}
	return dst
}

// dossierTransfer appends the stocks in which a dossier stands, out of the unit that it leaves and into the one to which it goes, and
// a flow of either. What it has counted in so far stays where that was.
func dossierTransfer(dst []Posting, base Posting, at moment, d *event.Dossier) []Posting {
	from := base
	from.Unit = d.PreviousUnit
	dst = stock(dst, from, dossierStatus[d.To], true, false)
	dst = stock(dst, base, dossierStatus[d.To], false, true)
	from.Due, base.Due = d.Due, d.Due
	open := openMeasure(d.To, d.Unaccepted)
	dst = stock(dst, from, open, true, false)
	dst = stock(dst, base, open, false, true)
	from.Due, from.Hour, from.Measure = 0, at.hour, DossiersTransferredOut
	base.Due, base.Hour, base.Measure = 0, at.hour, DossiersTransferredIn
	return append(dst, from, base)
}

// dossierMaterials appends what d makes known of the components and the result. What a source told before the receipt (the resolution) is on
// the event that counts it; what is told of a dossier that never counts is not counted.
func dossierMaterials(dst []Posting, base Posting, d *event.Dossier) []Posting {
	add := func(m Measure, amount int64) {
		base.Measure, base.Amount = m, amount
		dst = append(dst, base)
	}
	told := base
	if d.CountsReceived && !d.Digitised {
		add(DossiersNotDigitised, 1)
	}
	if d.CountsReceived || d.ReceivedOn != 0 {
		if !d.CountsReceived {
			base.Day, base.Unit = d.ReceivedOn, cmp.Or(d.ReceivedUnit, d.Unit)
		}
		if d.Digitised {
			add(DossiersDigitised, 1)
		}
		if d.Digitised && !d.CountsReceived {
			add(DossiersNotDigitised, -1)
		}
		if d.Reused {
			add(DossiersReused, 1)
		}
		if d.ReusedNational {
			add(DossiersReusedNational, 1)
		}
	}
	base = told
	switch {
	case d.CountsResolved && d.ElectronicResult:
		add(DossiersElectronicResult, 1)
	case d.CountsResolved:
		add(DossiersNoElectronicResult, 1)
	case d.ElectronicResult && d.ResolvedOn != 0:
		base.Day = d.ResolvedOn
		add(DossiersElectronicResult, 1)
		add(DossiersNoElectronicResult, -1)
	}
	return dst
}

// openMeasure is the measure that counts a dossier in status s as open, "" if it is not.
func openMeasure(s event.DossierStatus, unaccepted bool) Measure {
	switch {
	case s.ClockRuns():
		return DossiersRunning
	case s == event.StatusSupplementRequested && unaccepted, !s.Open():
		return ""
	}
	return DossiersStopped
}

// CountsOpen tells whether m counts dossiers that are open.
func CountsOpen(m Measure) bool { return m == DossiersRunning || m == DossiersStopped }

func dossierFigures() []Figure {
	running, open := []Measure{DossiersRunning}, []Measure{DossiersRunning, DossiersStopped}
	one := func(m Measure) Figure { return Figure{Name: string(m), Kind: Flow, Measures: []Measure{m}} }
	report := func(f Figure) Figure { f.Report = true; return f }
	curve := func(f Figure) Figure { f.Curve, f.Banded = true, true; return f }
	daily := func(f Figure) Figure { f.Daily = true; return f }
	through := func(c event.Channel) Figure {
		f := one(DossiersReceived)
		f.Name, f.Only, f.Report = f.Name+"."+ChannelAspect(c), Only{ByAspect, ChannelAspect(c)}, true
		return f
	}
	cohort := func(m Measure) Figure {
		return Figure{Name: string(m), Kind: Cohort, Measures: []Measure{m}, Report: true}
	}
	figures := []Figure{
		curve(one(DossiersReceived)), through(event.ChannelOnline), through(event.ChannelDirect), through(event.ChannelPost),
		report(one(DossiersAcceptedLate)),
		curve(one(DossiersResolved)),
		daily(one(DossiersResolvedFullOnline)),
		one(resolvedEnding.early), one(resolvedEnding.onTime), one(resolvedEnding.late),
		{Name: "dossiers.resolved_in_time", Kind: Flow, Measures: []Measure{resolvedEnding.early, resolvedEnding.onTime}, Report: true},
		one(rejectedEnding.all),
		report(one(rejectedEnding.early)), report(one(rejectedEnding.onTime)), report(one(rejectedEnding.late)),
		one(withdrawnEnding.all),
		report(one(withdrawnEnding.early)), report(one(withdrawnEnding.onTime)), report(one(withdrawnEnding.late)),
		report(one(DossiersRefused)), report(one(DossiersRefusedLate)),
		one(DossiersApologised), report(one(DossiersPromiseBroken)),
		report(one(DossiersTransferredIn)), report(one(DossiersTransferredOut)),
		one(DossiersDigitised), cohort(DossiersNotDigitised), one(DossiersReused), report(one(DossiersReusedNational)),
		one(DossiersElectronicResult), cohort(DossiersNoElectronicResult),
		one(DossiersFlagged), report(one(DossiersSupplementRepeated)), report(one(DossiersSupplementLate)),
		daily(Figure{Name: "dossiers.open", Kind: Stock, Measures: open}),
		{Name: "dossiers.carried_over", Kind: Opening, Measures: open, Report: true},
		{Name: "dossiers.overdue", Kind: Overdue, Measures: running},
		{Name: "dossiers.in_time", Kind: InTime, Measures: running},
		{Name: "dossiers.due_soon", Kind: DueSoon, Measures: running},
		{Name: "dossiers.paused", Kind: Stock, Measures: []Measure{DossiersStopped}},
		{Name: "dossiers.unaccepted", Kind: Stock, Measures: []Measure{DossiersUnaccepted}, Report: true},
		{Name: "dossiers.unaccepted_overdue", Kind: Overdue, Measures: []Measure{DossiersUnaccepted}, Report: true},
	}
	for s := event.StatusSubmitted; s <= event.StatusReturned; s++ {
		m := DossierStatus(s)
		figures = append(figures, Figure{Name: string(m), Kind: Stock, Measures: []Measure{m}})
	}
	return figures
}
