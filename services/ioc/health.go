package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

type healthCommand struct {
	URL string `arg:"" help:"What to ask, e.g. http://127.0.0.1:8080/healthz."`
}

func (c *healthCommand) Run(p *process) error {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	return askHealth(ctx, c.URL)
}

// askHealth is nil when the answer is 200.
func askHealth(ctx context.Context, url string) error {
	resp, err := get(ctx, url)
	if err != nil {
		return fmt.Errorf("ask %s: %w", url, err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", url, resp.Status, strings.TrimSpace(string(b)))
	}
	return nil
}
