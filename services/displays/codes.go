package displays

import (
	"crypto/rand"
	"encoding/base64"
	"math/big"
	"strings"
	"sync"
	"time"

	"langbiang.internal/ioc/pkg/event"
	"langbiang.internal/ioc/pkg/problem"
)

// Bounds of pairing.
const (
	CodeLetters   = 6
	CodeLifetime  = 10 * time.Minute
	MaxCodes      = 64 // displays that wait to be paired, at a time
	MaxWrongCodes = 10 // within wrongWindow, whoever types them; then nobody may try until it is over
	wrongWindow   = time.Minute

	// alphabet has no two letters that look alike from a distance: neither 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, nor U and V.
	alphabet = "ACDEFGHJKMNPRTVWXY34679"
)

var (
	errTooManyCodes = wait(3*time.Minute, problem.New(problem.TooManyRequests, "", "too many displays wait to be paired: try again in a few minutes"))
	errTooManyWrong = wait(wrongWindow, problem.New(problem.TooManyRequests, "", "too many wrong codes: wait a minute"))
	errWrongCode    = problem.New(problem.NotFound, "code", "no display shows this code now: codes last ten minutes")
)

// wait is a problem that tells how long to wait.
func wait(d time.Duration, p *problem.Problem) *problem.Problem {
	p.Wait = d
	return p
}

// offer is a display that waits to be paired. The token itself is the display's alone.
type offer struct {
	code, display, token string // token: its SHA-256 in hexadecimal
	expires              time.Time
}

// codes are the offers outstanding, in memory only: after a restart displays ask for new ones. Safe for concurrent use.
type codes struct {
	mu     sync.Mutex
	offers map[string]offer // by code
	wrong  []time.Time      // within the window, oldest first
}

func newCodes() *codes { return &codes{offers: make(map[string]offer)} }

// offer gives a display an id, a token and a code, or again the code of a token that has one.
func (c *codes) offer(token string, now time.Time) (o offer, fresh string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expireLocked(now)
	hash := event.DisplayTokenHash(token)
	for _, o := range c.offers {
		if token != "" && o.token == hash {
			return o, token, nil
		}
	}
	if len(c.offers) >= MaxCodes {
		return offer{}, "", errTooManyCodes
	}
	fresh = random(32)
	o = offer{code: c.codeLocked(), display: strings.ToLower(rand.Text()[:12]), token: event.DisplayTokenHash(fresh), expires: now.Add(CodeLifetime)}
	c.offers[o.code] = o
	return o, fresh, nil
}

// find is the offer that shows the code; it stands until it expires, so that a pairing that was refused can be tried again. Wrong codes
// are counted, all together.
func (c *codes) find(code string, now time.Time) (offer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expireLocked(now)
	if len(c.wrong) >= MaxWrongCodes {
		return offer{}, errTooManyWrong
	}
	o, ok := c.offers[normal(code)]
	if !ok {
		c.wrong = append(c.wrong, now)
		return offer{}, errWrongCode
	}
	return o, nil
}

func (c *codes) expireLocked(now time.Time) {
	for code, o := range c.offers {
		if !now.Before(o.expires) {
			delete(c.offers, code)
		}
	}
	for len(c.wrong) > 0 && now.Sub(c.wrong[0]) >= wrongWindow {
		c.wrong = c.wrong[1:]
	}
}

// codeLocked draws a code that no display shows, each letter as likely as any other.
func (c *codes) codeLocked() string {
	for {
		code := make([]byte, CodeLetters)
		for i := range code {
			n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // never fails
			code[i] = alphabet[n.Int64()]
		}
		if _, taken := c.offers[string(code)]; !taken {
			return string(code)
		}
	}
}

// normal is a code as it was typed: in any case, with spaces or hyphens.
func normal(code string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(code))
}

// random is a text of so many random bytes.
func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
