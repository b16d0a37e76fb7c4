package route

import (
	"context"
	"net/http"
	"net/netip"
)

type fromKey struct{}

// WithFrom notes the address that a request comes from.
func WithFrom(r *http.Request, from netip.Addr) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), fromKey{}, from))
}

// From is the address that a request comes from, as it was noted; else that of its socket. One who has many addresses of IPv6 has one
// here: their network's.
func From(r *http.Request) netip.Addr {
	if from, ok := r.Context().Value(fromKey{}).(netip.Addr); ok {
		return from
	}
	at, _ := netip.ParseAddrPort(r.RemoteAddr)
	return Network(at.Addr())
}

// networkBits are those of an IPv6 address that name a network of one subscriber.
const networkBits = 64

// Network is whom an address stands for: itself, or the network of an IPv6 address.
func Network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if !a.Is6() || a.IsLoopback() {
		return a
	}
	p, _ := a.Prefix(networkBits) // an IPv6 address has so many
	return p.Addr()
}
