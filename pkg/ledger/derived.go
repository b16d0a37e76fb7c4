package ledger

// Derived is a figure made of two others: Of in percent of Base.
type Derived struct {
	Name     string
	Of, Base string // names of figures
	Title    string
	TitleEn  string
}

// OnTimeRate is the share of the resolved that reports call on time.
var OnTimeRate = Derived{
	"dossiers.on_time_rate", "dossiers.resolved_in_time", "dossiers.resolved", "Tỷ lệ giải quyết đúng hạn", "Share resolved on time",
}

// Derivations lists every derived figure, in a stable order.
var Derivations = []Derived{
	{"dossiers.overdue_rate", "dossiers.overdue", "dossiers.open", "Tỷ lệ đang quá hạn", "Share of open dossiers overdue"},
	{"dossiers.resolved_rate", "dossiers.resolved", "dossiers.received", "Tỷ lệ giải quyết trên tiếp nhận", "Resolved per received"},
	{
		"dossiers.full_online_rate", "dossiers.resolved_full_online", "dossiers.received",
		"Tỷ lệ giải quyết trực tuyến toàn trình", "Share resolved wholly online",
	},
	OnTimeRate,
}

// Rate is the derived figure in percent of values by figure, and the base that it is of. Where the base is 0 there is none: nil.
func (d *Derived) Rate(values map[string]int64) (percent *float64, base int64) {
	if base = values[d.Base]; base != 0 {
		rate := float64(values[d.Of]) / float64(base) * 100
		percent = &rate
	}
	return percent, base
}
