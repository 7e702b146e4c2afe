//go:build !faults

package bench

import "net/http"

// more has nothing to add outside of trials.
func (driver) more(*http.ServeMux) {}
