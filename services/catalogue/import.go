package catalogue

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
)

// Import is what became of a file.
type Import struct {
	// Sheet was read, with its headings in HeadingRow; Sheets are those of the workbook: another one is taken with sheet=.
	Sheet      string        `json:"sheet,omitzero"`
	HeadingRow int           `json:"heading_row,omitzero"`
	Sheets     []sheet.Found `json:"sheets"`

	Rows      int           `json:"rows"`      // below the headings
	Added     int           `json:"added"`     // procedures that were not in the catalogue
	Changed   int           `json:"changed"`   // procedures that are another from the day on
	Unchanged int           `json:"unchanged"` // as they were
	DryRun    bool          `json:"dry_run"`
	ValidFrom calendar.Date `json:"valid_from"`
	Position  uint64        `json:"position,omitzero"`
	Warnings  []sheet.Fault `json:"warnings"` // rows that were taken as one reads them
	Errors    []sheet.Fault `json:"errors"`   // rows that were left out
}

// order is how a file is to be taken.
type order struct {
	sheet, document string
	strict, dry     bool
}

func readOrder(r *http.Request) (o order, err error) {
	query := r.URL.Query()
	o.sheet, o.document = query.Get("sheet"), query.Get("document")
	if o.strict, err = intake.Flag(query, "strict"); err != nil {
		return o, err
	}
	o.dry, err = intake.Flag(query, "dry_run")
	return o, err
}

// importFile answers POST /api/v1/catalogue/procedures?valid_from=2025-04-01[&sheet=…][&dry_run=true][&strict=true][&document=…], whose
// body is the file. Rows that cannot be read are left out and told; with strict nothing is taken then.
// Problems: bad_request, too_large, invalid, unavailable.
func (s *Service) importFile(w http.ResponseWriter, r *http.Request) {
	o, err := readOrder(r)
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	file, ok := intake.ReadFile(w, r, sheet.MaxBytes)
	if !ok {
		return
	}
	from, ok := s.day(w, r, "valid_from")
	if !ok {
		return
	}
	result, err := s.take(r.Context(), file, Import{DryRun: o.dry, ValidFrom: from}, o)
	switch {
	case err != nil:
		s.Refuse(w, r, err)
	case len(result.Errors) > 0 && (o.strict || result.HeadingRow == 0):
		sheet.WriteFaults(w, r, result.Errors, result)
	default:
		intake.WriteJSON(w, http.StatusOK, result)
	}
}

// take amends the catalogue by a file. Its error is a *sheet.Refusal where the file is to blame; without the headings, which are errors
// of the result, or with a fault of the table as a whole nothing is taken.
func (s *Service) take(ctx context.Context, file []byte, result Import, o order) (*Import, error) {
	result.Warnings, result.Errors, result.Sheets = []sheet.Fault{}, []sheet.Fault{}, []sheet.Found{}
	defer func() { result = *result.few() }()
	table, err := s.ReadSheet(ctx, file, &sheet.Want{Columns: columns, Beside: beside, Sheet: o.sheet})
	if refusal := new(sheet.Refusal); errors.As(err, &refusal) && len(refusal.Faults) > 0 {
		result.Errors, result.Sheets = refusal.Faults, append(result.Sheets, refusal.Sheets...)
		return &result, nil
	}
	if err != nil {
		return nil, err
	}
	result.Sheet, result.HeadingRow, result.Sheets = table.Sheet, table.HeadingRow, append(result.Sheets, table.Sheets...)
	if len(table.Errors) > 0 {
		result.Errors, result.HeadingRow = table.Errors, 0
		return &result, nil
	}
	procedures := s.read(table, &result)
	if o.strict && len(result.Errors) > 0 {
		return &result, nil
	}
	current, err := s.follower.Newest(ctx)
	if err != nil {
		return nil, err
	}
	var amended []event.Procedure
	for i := range procedures {
		p := &procedures[i]
		known, there := current.At(p.Code, result.ValidFrom)
		if known.Code != "" { // also of one that was withdrawn and is there again
			p.keep(known)
		}
		switch {
		case !there:
			result.Added++
		case same(known, p.Procedure):
			result.Unchanged++
			continue
		default:
			result.Changed++
		}
		amended = append(amended, p.Procedure)
	}
	if result.DryRun {
		return &result, nil
	}
	return &result, s.amend(ctx, &result, amended, o.document)
}

// few is the result with as many faults as are told.
func (i Import) few() *Import {
	i.Errors, i.Warnings = sheet.Few(i.Errors), sheet.Few(i.Warnings)
	return &i
}

// amend appends the procedures in one commit, MaxAmended an event.
func (s *Service) amend(ctx context.Context, result *Import, amended []event.Procedure, document string) error {
	at, err := intake.Today(ctx, s.Log, s.Topology.Location(), s.Now())
	if err != nil {
		return err
	}
	var events []event.Event
	for chunk := range slices.Chunk(amended, event.MaxAmended) {
		events = append(events, event.Event{
			Source: "/api/v1/catalogue/procedures", Type: event.CatalogueAmended, Subject: event.CatalogueSubject,
			Time: at.Add(time.Duration(len(events)) * time.Microsecond),
			Data: &event.Catalogue{Document: document, ValidFrom: result.ValidFrom, Procedures: chunk},
		})
	}
	position, err := s.All(ctx, events, func([]intake.Recorded) any { return result.few() })
	result.Position = uint64(position)
	return err
}
