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
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"langbiang.internal/ioc/pkg/intake"
	"langbiang.internal/ioc/pkg/problem"
	"langbiang.internal/ioc/pkg/sheet"
)

// importCommand sends files to a running province through its public APIs.
type importCommand struct {
	Procedures importProcedures `cmd:"" help:"The catalogue of procedures: CSV or XLSX with the columns code, name, field, org, level, and perhaps days, calendar_days, fee_vnd, online_payment."`
	Indicators importIndicators `cmd:"" help:"The figures that an agency reports: its template, filled in."`
}

// Bounds of sending a file.
const (
	importPatience   = 2 * time.Minute // for the answer to one request
	firstResendPause = 250 * time.Millisecond
	lastResendPause  = 5 * time.Second
)

// target is where a file goes.
type target struct {
	File     string        `arg:"" help:"CSV or XLSX." type:"existingfile"`
	To       string        `help:"Where the province is." default:"http://127.0.0.1:8080" env:"IOC_BASE"`
	DryRun   bool          `help:"Only check, take nothing."`
	Sheet    string        `help:"Sheet to take. Default: the first visible one that has the headings." placeholder:"NAME"`
	Lang     string        `help:"Language of what is said: vi or en." enum:"vi,en" default:"vi" env:"IOC_LANG"`
	Patience time.Duration `help:"For how long the file is sent again while nobody confirms it; it is taken once." default:"30s"`
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

// fileFault is what is wrong with a cell of a file, or to be told of it.
type fileFault struct {
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
}

// fileRead is where a table was found in a file.
type fileRead struct {
	Sheet      string `json:"sheet"`
	HeadingRow int    `json:"heading_row"`
	Sheets     []struct {
		Name       string `json:"name"`
		State      string `json:"state"`
		HeadingRow int    `json:"heading_row"`
		Taken      bool   `json:"taken"`
	} `json:"sheets"`
	Warnings []fileFault `json:"warnings"`
	Errors   []fileFault `json:"errors"`
}

var errNotTaken = errors.New("the file was not taken")

func (c *importProcedures) Run(p *process) error {
	query := url.Values{"strict": {strconv.FormatBool(c.Strict)}, "document": {c.Document}}
	if c.ValidFrom != "" {
		query.Set("valid_from", c.ValidFrom)
	}
	var r struct {
		fileRead
		Rows      int    `json:"rows"`
		Added     int    `json:"added"`
		Changed   int    `json:"changed"`
		Unchanged int    `json:"unchanged"`
		ValidFrom string `json:"valid_from"`
		Position  uint64 `json:"position"`
	}
	if err := c.send(p.ctx, "/api/v1/catalogue/procedures", query, &r); err != nil {
		return err
	}
	c.printRead(&r.fileRead)
	c.printFaults(c.text("lưu ý", "note"), r.Warnings)
	if r.HeadingRow == 0 {
		return c.refused(r.Errors)
	}
	c.printFaults(c.text("bỏ qua", "left out"), r.Errors)
	say(c.text("%d dòng: thêm %d thủ tục, đổi %d, giữ nguyên %d, từ %s; %d lưu ý, %d lỗi%s",
		"%d rows: %d procedures added, %d changed, %d unchanged from %s on; %d notes, %d faults%s"),
		r.Rows, r.Added, r.Changed, r.Unchanged, r.ValidFrom, len(r.Warnings), len(r.Errors), c.where(r.Position))
	if c.Strict && len(r.Errors) > 0 {
		return errNotTaken
	}
	return nil
}

// fileChange is what is recorded of a row, and what the file shows of it.
type fileChange struct {
	Cell      string   `json:"cell"`
	Shown     string   `json:"shown"`
	Indicator string   `json:"indicator"`
	Unit      string   `json:"unit"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Value     *float64 `json:"value"`
}

func (c *importIndicators) Run(p *process) error {
	var r struct {
		fileRead
		Rows      int          `json:"rows"`
		Taken     int          `json:"taken"`
		Unchanged int          `json:"unchanged"`
		Empty     int          `json:"empty"`
		Position  uint64       `json:"position"`
		Changes   []fileChange `json:"changes"`
	}
	if err := c.send(p.ctx, "/api/v1/indicators/import", url.Values{"agency": {c.Agency}}, &r); err != nil {
		return err
	}
	c.printRead(&r.fileRead)
	c.printFaults(c.text("lưu ý", "note"), r.Warnings)
	if len(r.Errors) > 0 {
		return c.refused(r.Errors)
	}
	for _, x := range r.Changes {
		value := c.text("không có số liệu", "no data")
		if x.Value != nil {
			number := sheet.Digits(strconv.FormatFloat(*x.Value, 'f', -1, 64))
			value = c.text(number.Vi(), string(number))
		}
		fmt.Printf("  %s %q → %s: %s, %s, %s – %s\n", x.Cell, x.Shown, value, x.Indicator, x.Unit, x.From, x.To)
	}
	say(c.text("%d dòng: ghi %d, không đổi %d, để trống %d%s", "%d rows: %d reported, %d unchanged, %d left empty%s"),
		r.Rows, r.Taken, r.Unchanged, r.Empty, c.where(r.Position))
	return nil
}

// text is one of two texts, by the language that is asked for.
func (t *target) text(vi, en string) string {
	if t.Lang == "en" {
		return en
	}
	return vi
}

// printRead says which sheet and which row of headings were taken, and which others there are.
func (t *target) printRead(r *fileRead) {
	if r.HeadingRow > 0 && r.Sheet == "" {
		fmt.Printf(t.text("  tiêu đề ở dòng %d\n", "  headings in row %d\n"), r.HeadingRow)
	} else if r.HeadingRow > 0 {
		fmt.Printf(t.text("  trang “%s”, tiêu đề ở dòng %d\n", "  sheet %q, headings in row %d\n"), r.Sheet, r.HeadingRow)
	}
	for _, s := range r.Sheets {
		if !s.Taken && s.HeadingRow > 0 {
			fmt.Printf(t.text("  trang khác: --sheet %q (%s), tiêu đề ở dòng %d\n", "  another: --sheet %q (%s), headings in row %d\n"), s.Name, s.State, s.HeadingRow)
		}
	}
}

func (t *target) refused(faults []fileFault) error {
	t.printFaults(t.text("sai", "wrong"), faults)
	say(t.text("%d lỗi: không ghi gì", "%d faults: nothing was taken"), len(faults))
	return errNotTaken
}

func (t *target) where(position uint64) string {
	switch {
	case t.DryRun:
		return t.text(" (chạy thử: không ghi gì)", " (dry run: nothing was taken)")
	case position > 0:
		return fmt.Sprintf(t.text("; vị trí %d trong nhật ký", "; log position %d"), position)
	}
	return ""
}

// send posts the file and reads the answer, which says what was wrong with it where it was not taken. While nobody confirms it, the same
// is sent again, with the same key: it is one command, carried out once.
func (t *target) send(ctx context.Context, path string, query url.Values, into any) error {
	file, err := os.ReadFile(t.File)
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	query.Set("lang", t.Lang)
	if t.Sheet != "" {
		query.Set("sheet", t.Sheet)
	}
	if t.DryRun {
		query.Set("dry_run", "true")
	}
	address, key, begun := t.To+path+"?"+query.Encode(), uuid.NewString(), time.Now()
	for wait := firstResendPause; ; wait = min(2*wait, lastResendPause) {
		var again *unansweredError
		err := post(ctx, address, key, file, into)
		if !errors.As(err, &again) {
			return err
		}
		pause := max(wait, again.pause)
		if over := time.Since(begun)+pause > t.Patience; over && t.DryRun {
			return fmt.Errorf(t.text("không có trả lời; chạy thử không ghi gì: %w", "nobody answered; a dry run takes nothing: %w"), err)
		} else if over {
			return fmt.Errorf(t.text("không có xác nhận, nên chưa biết tệp đã được nhận hay chưa: %w", "nobody confirmed it, so whether the file was taken is not known: %w"), err)
		}
		fmt.Fprintf(os.Stderr, t.text("chưa có xác nhận (%v); gửi lại sau %s\n", "not confirmed (%v); sent again in %s\n"), err, pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// unansweredError is of a request of which it is not known whether it was carried out. The same may be sent again after a pause.
type unansweredError struct {
	pause time.Duration
	err   error
}

func (e *unansweredError) Error() string { return e.err.Error() }
func (e *unansweredError) Unwrap() error { return e.err }

// post is one request. Its error is an *unansweredError where the same may be sent again.
func post(ctx context.Context, address, key string, file []byte, into any) error {
	patient, cancel := context.WithTimeout(ctx, importPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(patient, http.MethodPost, address, bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Header.Set(intake.KeyHeader, key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil && ctx.Err() == nil {
		return &unansweredError{err: fmt.Errorf("send the file: %w", err)}
	} else if err != nil {
		return ctx.Err()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return &unansweredError{err: fmt.Errorf("read the answer: %w", err)}
	}
	var refusal problem.Body
	err = fmt.Errorf("%s: %.200s", answer.Status, body)
	if json.Unmarshal(body, &refusal) == nil && refusal.Detail != "" {
		err = errors.New(refusal.Detail)
	}
	cells := slices.ContainsFunc(refusal.Errors, func(i problem.Item) bool { return len(i.Cell) > 0 })
	switch {
	case answer.StatusCode >= http.StatusInternalServerError || answer.StatusCode == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &unansweredError{pause: time.Duration(seconds) * time.Second, err: err}
	case refusal.Detail != "" && !cells:
		return err
	}
	if json.Unmarshal(body, into) != nil {
		return err
	}
	return nil
}

func (t *target) printFaults(what string, faults []fileFault) {
	for _, f := range faults {
		fmt.Printf("  %s: %s%s\n", what, t.place(&f), t.text(f.Vi, f.En))
	}
}

// place names a fault's cell as the person finds it in the file.
func (t *target) place(f *fileFault) (place string) {
	if f.Sheet != "" {
		place = fmt.Sprintf(t.text("trang “%s”, ", "sheet %q, "), f.Sheet)
	}
	switch {
	case f.Cell != "":
		place += fmt.Sprintf(t.text("ô %s, ", "cell %s, "), f.Cell)
	case f.Row > 0:
		place += fmt.Sprintf(t.text("dòng %d, ", "row %d, "), f.Row)
	}
	if f.Column != "" {
		place += fmt.Sprintf("%s %q", f.Column, f.Value)
	}
	place = strings.TrimSuffix(place, ", ")
	if place != "" {
		place += ": "
	}
	return place
}
