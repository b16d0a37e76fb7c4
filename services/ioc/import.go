package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// importCommand sends files to a running province through its public APIs.
type importCommand struct {
	Procedures importProcedures `cmd:"" help:"The catalogue of procedures: CSV or XLSX with the columns code, name, field, org, level, and perhaps days, calendar_days, fee_vnd, online_payment."`
	Indicators importIndicators `cmd:"" help:"The figures that an agency reports: its template, filled in."`
}

// importPatience is for one file to be taken.
const importPatience = 2 * time.Minute

// target is where a file goes.
type target struct {
	File   string `arg:"" help:"CSV or XLSX." type:"existingfile"`
	To     string `help:"Where the province is." default:"http://127.0.0.1:8080" env:"IOC_BASE"`
	DryRun bool   `help:"Only check, take nothing."`
}

type importProcedures struct {
	target
	ValidFrom string `help:"First day on which the file says what is so, YYYY-MM-DD. Default: today." placeholder:"DATE"`
	Strict    bool   `help:"Take nothing if a row cannot be read."`
	Document  string `help:"What publishes it."`
}

type importIndicators struct {
	target
	Agency string `help:"Agency id: who reports." required:""`
}

// fileFault is what is wrong with a cell of a file.
type fileFault struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
}

var errNotTaken = errors.New("the file was not taken")

func (c *importProcedures) Run(p *process) error {
	query := url.Values{"strict": {strconv.FormatBool(c.Strict)}, "document": {c.Document}}
	if c.ValidFrom != "" {
		query.Set("valid_from", c.ValidFrom)
	}
	var r struct {
		Rows      int         `json:"rows"`
		Added     int         `json:"added"`
		Changed   int         `json:"changed"`
		Unchanged int         `json:"unchanged"`
		ValidFrom string      `json:"valid_from"`
		Position  uint64      `json:"position"`
		Warnings  []fileFault `json:"warnings"`
		Errors    []fileFault `json:"errors"`
	}
	if err := c.send(p.ctx, "/api/v1/catalogue/procedures", query, &r); err != nil {
		return err
	}
	printFaults("understood", r.Warnings)
	printFaults("left out", r.Errors)
	say("%d rows: %d procedures added, %d changed, %d unchanged from %s on; %d rows understood with a warning, %d left out%s",
		r.Rows, r.Added, r.Changed, r.Unchanged, r.ValidFrom, len(r.Warnings), len(r.Errors), c.where(r.Position))
	if c.Strict && len(r.Errors) > 0 {
		return errNotTaken
	}
	return nil
}

func (c *importIndicators) Run(p *process) error {
	var r struct {
		Rows      int         `json:"rows"`
		Taken     int         `json:"taken"`
		Unchanged int         `json:"unchanged"`
		Empty     int         `json:"empty"`
		Position  uint64      `json:"position"`
		Errors    []fileFault `json:"errors"`
	}
	if err := c.send(p.ctx, "/api/v1/indicators/import", url.Values{"agency": {c.Agency}}, &r); err != nil {
		return err
	}
	printFaults("wrong", r.Errors)
	if len(r.Errors) > 0 {
		say("%d faults: nothing was taken", len(r.Errors))
		return errNotTaken
	}
	say("%d rows: %d reported, %d unchanged, %d left empty%s", r.Rows, r.Taken, r.Unchanged, r.Empty, c.where(r.Position))
	return nil
}

func (t *target) where(position uint64) string {
	switch {
	case t.DryRun:
		return " (dry run: nothing was taken)"
	case position > 0:
		return fmt.Sprintf("; log position %d", position)
	}
	return ""
}

// send posts the file and reads the answer, which says what was wrong with it where it was not taken.
func (t *target) send(ctx context.Context, path string, query url.Values, into any) error {
	file, err := os.ReadFile(t.File)
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	if t.DryRun {
		query.Set("dry_run", "true")
	}
	ctx, cancel := context.WithTimeout(ctx, importPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.To+path+"?"+query.Encode(), bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("--to %s: %w", t.To, err)
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("send the file: %w", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	var refusal struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &refusal) == nil && refusal.Error.Message != "" {
		return errors.New(refusal.Error.Message)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%s answers %s: %.200s", t.To, answer.Status, body)
	}
	return nil
}

func printFaults(what string, faults []fileFault) {
	for _, f := range faults {
		fmt.Printf("  %s: row %d, %s %q: %s\n", what, f.Row, f.Column, f.Value, f.En)
	}
}
