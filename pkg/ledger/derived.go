package ledger

// Derived is a figure made of two others: Of in percent of Base.
type Derived struct {
	Name     string
	Of, Base string // names of figures
	Title    string
	TitleEn  string
}

// Derivations lists every derived figure, in a stable order.
var Derivations = []Derived{
	{OverdueRate, "dossiers.overdue", "dossiers.open", "Tỷ lệ đang xử lý quá hạn", "Share of open dossiers overdue"},
	{ResolvedRate, "dossiers.resolved", "dossiers.received", "Tỷ lệ giải quyết trên tiếp nhận", "Resolved per received"},
	{
		FullOnlineRate, "dossiers.resolved_full_online", "dossiers.received",
		"Tỷ lệ giải quyết trực tuyến toàn trình", "Share resolved wholly online",
	},
	{OnTimeRate, "dossiers.resolved_in_time", "dossiers.resolved", "Tỷ lệ giải quyết đúng hạn", "Share resolved on time"},
}

// The names of the derived figures.
const (
	OverdueRate    = "dossiers.overdue_rate"
	ResolvedRate   = "dossiers.resolved_rate"
	FullOnlineRate = "dossiers.full_online_rate"
	OnTimeRate     = "dossiers.on_time_rate"
)

// Rate is the derived figure in percent, and the base that it is of. Where the base is 0 there is none: nil.
func Rate(name string, value func(figure string) int64) (percent *float64, base int64) {
	for i := range Derivations {
		d := &Derivations[i]
		if d.Name != name {
			continue
		}
		if base = value(d.Base); base != 0 {
			rate := float64(value(d.Of)) / float64(base) * 100
			percent = &rate
		}
	}
	return percent, base
}
