package main

import (
	"maps"
	"strings"
)

const (
	// anyService stands for each service that is not named.
	anyService = "*"
	// serviceName stands for the name of a service, in what is said of any.
	serviceName = "{service}"
)

// elsewhere is where each service runs, by name; what is said of anyService holds for those of names that are not named themselves.
func elsewhere(given map[string]string, names []string) map[string]string {
	all := make(map[string]string)
	if of, ok := given[anyService]; ok {
		for _, name := range names {
			all[name] = strings.ReplaceAll(of, serviceName, name)
		}
	}
	maps.Copy(all, given)
	delete(all, anyService)
	return all
}
