package catalogue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/calendar"
	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/sheet"
)

// Import is what became of a file.
type Import struct {
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

// importFile answers POST /api/v1/catalogue/procedures?valid_from=2025-04-01[&dry_run=true][&strict=true][&document=…], whose body is
// the file. Rows that cannot be read are left out and told; with strict nothing is taken then.
func (s *Service) importFile(w http.ResponseWriter, r *http.Request) {
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, sheet.MaxBytes+1))
	if err != nil {
		intake.WriteFault(w, intake.Fault{Code: "too_large", Message: fmt.Sprintf("the file has more than %d bytes", sheet.MaxBytes)})
		return
	}
	from, ok := s.day(w, r, "valid_from")
	if !ok {
		return
	}
	query := r.URL.Query()
	result, err := s.take(r.Context(), file, Import{DryRun: query.Get("dry_run") == "true", ValidFrom: from}, query.Get("strict") == "true", query.Get("document"))
	var refusal *event.FieldError
	switch {
	case errors.As(err, &refusal) || err != nil:
		intake.WriteError(w, err)
	case len(result.Errors) > 0 && query.Get("strict") == "true":
		intake.WriteJSON(w, http.StatusUnprocessableEntity, result)
	default:
		intake.WriteJSON(w, http.StatusOK, result)
	}
}

func (s *Service) take(ctx context.Context, file []byte, result Import, strict bool, document string) (*Import, error) {
	result.Warnings, result.Errors = []sheet.Fault{}, []sheet.Fault{}
	table, err := sheet.Read(file)
	if err != nil {
		return nil, event.Refuse("file", "%v", err)
	}
	procedures, err := s.read(table, &result)
	if err != nil || strict && len(result.Errors) > 0 {
		return &result, err
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
	if result.DryRun || len(amended) == 0 {
		return &result, nil
	}
	return &result, s.amend(ctx, &result, amended, document)
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
			ID: uuid.NewString(), Source: "/api/v1/catalogue/procedures", Type: event.CatalogueAmended, Subject: event.CatalogueSubject,
			Time: at.Add(time.Duration(len(events)) * time.Microsecond),
			Data: &event.Catalogue{Document: document, ValidFrom: result.ValidFrom, Procedures: chunk},
		})
	}
	recorded, refused, err := s.intake.Together(ctx, events, false)
	if err != nil {
		return err
	}
	for _, refusal := range refused {
		if refusal != nil {
			return refusal
		}
	}
	for i := range recorded {
		result.Position = max(result.Position, uint64(recorded[i].Position))
	}
	return nil
}
