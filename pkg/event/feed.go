package event

// Feed events: whether a link to another system is up. The national monitoring centre's is one.
const (
	FeedUp   Type = "feed.up.v1"
	FeedDown Type = "feed.down.v1"
)

var feeds = describe[Feed](FeedUp, FeedDown)

// Feed is the data of every feed event. A source must give Name first; Unit defaults to the province.
type Feed struct {
	Name       string `json:"name,omitzero"`
	Unit       string `json:"unit,omitzero"`
	Department string `json:"department,omitzero"`
	Up         bool   `json:"up,omitzero"`
	WasUp      bool   `json:"was_up,omitzero"`
	Known      bool   `json:"known,omitzero"`  // not its first event
	Reason     string `json:"reason,omitzero"` // with down
	Flags      []Flag `json:"flags,omitzero"`
}

func (*Feed) noun() Noun { return NounFeed }

// Facets implements Data.
func (f *Feed) Facets() Facets { return Facets{f.Unit, f.Department, "", f.Flags} }

// NationalFeed is the id of the link to the national monitoring centre.
const NationalFeed = "national"

// FeedSubject is the stream of the feed with that id.
func FeedSubject(id string) string { return string(NounFeed) + "/" + id }

// Validate reports what no source may send.
func (f *Feed) Validate() error {
	if err := checkCodes(member{"unit", f.Unit}); err != nil {
		return err
	}
	return checkTexts(member{"name", f.Name}, member{"reason", f.Reason})
}
