package event

import (
	"fmt"

	"langbiang.internal/ioc/pkg/calendar"
)

// CatalogueAmended says that procedures are published, changed or withdrawn as of a day. All are one stream, so that the
// catalogue of any day is known from it alone.
const CatalogueAmended Type = "catalogue.amended.v1"

var catalogues = describe[Catalogue](CatalogueAmended)

// CatalogueSubject is the stream of the province's catalogue.
const CatalogueSubject = "catalogue/province"

// MaxAmended bounds the procedures of one event; a large file makes several.
const MaxAmended = 50

// MaxProcedureNameBytes bounds the name of a procedure: some run over a page.
const MaxProcedureNameBytes = 4_000

// Catalogue is the data of every catalogue event.
type Catalogue struct {
	Document   string        `json:"document,omitzero"` // what publishes it
	ValidFrom  calendar.Date `json:"valid_from,omitzero"`
	Procedures []Procedure   `json:"procedures,omitzero"`
	Withdrawn  []string      `json:"withdrawn,omitzero"` // base codes
}

// Procedure is one administrative procedure from a day on.
type Procedure struct {
	Code      string       `json:"code"` // national base code: "1.013225"
	Name      string       `json:"name"`
	Field     string       `json:"field"`
	Level     ServiceLevel `json:"level"`
	HandledBy []string     `json:"handled_by,omitzero"` // kinds of unit, or "department:<id>"; may be empty
	// Days is the legal time in working days, or calendar days with CalendarDays; 0 is the same day, −1 that there is
	// none or it is not known. FeeVND likewise: −1 is not known.
	Days         int   `json:"days"`
	CalendarDays bool  `json:"calendar_days,omitzero"`
	FeeVND       int64 `json:"fee_vnd"`
	// OnlinePayment tells whether its fee can be paid online; nil is not known.
	OnlinePayment *bool  `json:"online_payment,omitzero"`
	Provenance    string `json:"provenance,omitzero"`
}

func (*Catalogue) noun() Noun { return NounCatalogue }

// Facets implements Data.
func (*Catalogue) Facets() Facets { return Facets{} }

// Validate reports what no source may send.
func (c *Catalogue) Validate() error {
	if err := checkTexts(member{"document", c.Document}); err != nil {
		return err
	}
	if n := len(c.Procedures) + len(c.Withdrawn); n == 0 || n > MaxAmended {
		return fieldError("data.procedures", "with data.withdrawn lists %d; 1 to %d are taken", n, MaxAmended)
	}
	for i := range c.Procedures {
		p := &c.Procedures[i]
		if err := checkCodes(member{"code", p.Code}); err != nil {
			return err
		}
		if err := checkTexts(member{"field", p.Field}, member{"provenance", p.Provenance}); err != nil {
			return err
		}
		if err := checkLengths(MaxProcedureNameBytes, []member{{"name", p.Name}}); err != nil {
			return err
		}
		if p.Code == "" || p.Name == "" || p.Days < -1 || p.FeeVND < -1 || len(p.HandledBy) > MaxListed {
			return fieldError(fmt.Sprintf("data.procedures[%d]", i), "needs a code, a name, and days and fee of −1 or more")
		}
		switch p.Level {
		case LevelFull, LevelPartial, LevelInfo:
		default:
			return fieldError(fmt.Sprintf("data.procedures[%d].level", i), "is none of full, partial, info")
		}
	}
	return nil
}
