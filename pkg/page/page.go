// Package page is what the pages say to the browser that services make themselves: what it may load and run of them, and nothing else.
package page

import (
	"crypto/rand"
	"net/http"
)

// Policy is the header by which a browser is told what it may load and run.
const Policy = "Content-Security-Policy"

// Nothing is the policy of what is no page: nothing of it is loaded or run, and no page may have it in a frame.
const Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Allow has a browser load this site's own files, and run the scripts and styles of the page that name the nonce that it returns; the
// page's forms go to this site.
func Allow(h http.Header) (nonce string) {
	nonce = rand.Text()
	h.Set(Policy, "default-src 'none'; script-src 'nonce-"+nonce+"'; style-src 'self' 'nonce-"+nonce+"'; img-src 'self' data:; font-src 'self'; "+
		"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	return nonce
}
