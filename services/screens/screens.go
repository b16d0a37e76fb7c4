// Package screens is the front end: a TypeScript program, built by Vite into dist and
// carried inside the binary.
package screens

//go:generate go run ./wiregen ../../pkg/wire src

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"langbiang.internal/ioc/pkg/page"
	"langbiang.internal/ioc/pkg/problem"
)

//go:embed all:dist
var dist embed.FS

// contentSecurityPolicy lets a screen load its own files and talk to its own gateway, nothing
// else. Attribute styles are allowed because the charts size their canvases with them.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const notBuilt = "The screens are not built into this binary. Run: make build\n"

// Handler serves the front end: its hashed assets for ever, and its one page, never cached,
// at every other path, so that a link to a screen or a view opens there. Paths under /api/
// are not pages: they get 404.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return http.HandlerFunc(serveNotBuilt)
	}
	return handler(files)
}

// Build names the front end that is carried: it changes whenever any of its files does, since the page names them
// by their hashes. "none" when it is not built.
func Build() string {
	page, err := fs.ReadFile(dist, "dist/index.html")
	if err != nil {
		return "none"
	}
	return fmt.Sprintf("%x", sha256.Sum256(page))[:8]
}

func handler(files fs.FS) http.Handler {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return http.HandlerFunc(serveNotBuilt)
	}
	assets := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(page.Policy, contentSecurityPolicy)
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			problem.Write(w, r, problem.New(problem.MethodNotAllowed, "", "%s is not taken at %s, only %s", r.Method, r.URL.Path, "GET, HEAD"))
		case under(name, "api"):
			problem.Write(w, r, problem.New(problem.NotFound, "", "there is nothing at %s", r.URL.Path))
		case isFile(files, name):
			w.Header().Set("Cache-Control", cacheControl(name))
			assets.ServeHTTP(w, r)
		case under(name, "assets"):
			problem.Write(w, r, problem.New(problem.NotFound, "", "there is nothing at %s", r.URL.Path)) // of an older build: a page in its place would be run as a script
		default:
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			http.ServeContent(w, r, "index.html", time.Time{}, bytes.NewReader(index))
		}
	})
}

func serveNotBuilt(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, notBuilt, http.StatusServiceUnavailable)
}

func isFile(files fs.FS, name string) bool {
	if name == "index.html" || strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	info, err := fs.Stat(files, name)
	return err == nil && info.Mode().IsRegular()
}

// cacheControl: what Vite puts under assets has its content's hash in its name.
func cacheControl(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func under(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
