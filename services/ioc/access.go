package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"langbiang.internal/ioc/pkg/problem"
)

// accessFlags say where to serve and who may come in.
type accessFlags struct {
	Listen string `help:"Address to serve on. Any but loopback needs --insecure-no-auth." default:"127.0.0.1:8080" env:"IOC_LISTEN" placeholder:"ADDR"`
	exposureFlags
}

// exposureFlags say who may come in.
type exposureFlags struct {
	Hosts          []string `help:"Host names that requests may ask for, beside loopback; {service} is each service's. Without it and with --insecure-no-auth: any." env:"IOC_HOSTS" placeholder:"NAME"`
	Ops            string   `name:"ops-listen" help:"Address for operators: /metrics and /debug/pprof; none for no such. Any but loopback needs --insecure-no-auth. Default: 127.0.0.1:9090, where that is free." env:"IOC_OPS_ADDR" placeholder:"ADDR"`
	Rate           int      `help:"Requests a second of one address, and five seconds' worth of them at once; 0: no bound. This machine's own are not counted." default:"300" env:"IOC_RATE"`
	BehindGateway  bool     `help:"Everything comes through a gateway of ours, which bounds it: who asks is the address that it names." env:"IOC_BEHIND_GATEWAY"`
	InsecureNoAuth bool     `help:"Serve on an address that others can reach although nobody has to sign in." env:"IOC_INSECURE_NO_AUTH"`
}

var errOpenToAll = errors.New("nobody has to sign in here, so only loopback is served: " +
	"listen on 127.0.0.1, or say --insecure-no-auth if whoever can reach the address may read and write everything")

func (f *accessFlags) check() error { return f.checkAddresses(f.Listen) }

// checkAddresses refuses addresses that others can reach, that for operators included.
func (f *exposureFlags) checkAddresses(listen string) error {
	if f.Ops == "" || f.Ops == noOps {
		return f.checkAddress("--listen", listen)
	}
	return errors.Join(f.checkAddress("--listen", listen), f.checkAddress("--ops-listen", f.Ops))
}

// checkAddress refuses an address that others can reach, unless that was asked for aloud.
func (f *exposureFlags) checkAddress(flag, address string) error {
	if f.InsecureNoAuth {
		return nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%s %q: %w", flag, address, err)
	}
	if !isLoopback(host) {
		return fmt.Errorf("%s %s: %w", flag, address, errOpenToAll)
	}
	return nil
}

// guard is where every request is let in or turned away. Without sign-in it lets in whoever
// reaches the address, but no page of another site: a request that changes something must come from
// our own page or from no browser, and the host asked for must be loopback or one of ours, so that a
// foreign name that is made to point here opens nothing. What another site's page asks for without leading there, it does not get. An address that is no text names nothing.
func guard(next http.Handler, served func(host string) bool) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, problem.New(problem.Forbidden, "", "a page of another site may change nothing here"))
	}))
	sameOrigin := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !served(hostOf(r.Host)) {
			problem.Write(w, r, problem.New(problem.Forbidden, "", "%s is not served here; --hosts names what is, beside loopback", r.Host))
			return
		}
		if isEmbedded(r) {
			problem.Write(w, r, problem.New(problem.Forbidden, "", "a page of another site may read nothing here"))
			return
		}
		if query, err := url.QueryUnescape(r.URL.RawQuery); err == nil && !utf8.ValidString(r.URL.Path+query) {
			problem.Write(w, r, problem.New(problem.BadRequest, "", "the address is not valid UTF-8"))
			return
		}
		sameOrigin.ServeHTTP(w, r)
	})
}

// served tells whether requests may ask for the host.
func (f *exposureFlags) served(host string) bool {
	_, service := offered(host)
	return isLoopback(host) || slices.Contains(f.Hosts, host) || service && slices.Contains(f.Hosts, serviceName) ||
		f.InsecureNoAuth && len(f.Hosts) == 0
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
