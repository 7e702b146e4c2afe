// Package control knows how a command typed at a station reaches the program that runs there: JSON over HTTP on a socket in the data folder, which
// only the station's own user may open. It does not know what the commands mean.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

// maxBody bounds a request; commands are a few words.
const maxBody = 64 << 10

// Problem is why a command was not carried out, as a code for the catalogue of the command line.
type Problem struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
	// Detail is for technicians: the text of an internal error.
	Detail string `json:"detail,omitempty"`
}

// Error is the code with its detail.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Code + ": " + p.Detail
	}
	return p.Code
}

// Mux collects what a station does when asked.
type Mux struct {
	inner *http.ServeMux
	// explain turns an error into what the other side reads.
	explain func(error) *Problem
}

// NewMux makes one that answers errors as explain words them.
func NewMux(explain func(error) *Problem) *Mux {
	return &Mux{inner: http.NewServeMux(), explain: explain}
}

// ServeHTTP answers one request.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.inner.ServeHTTP(w, r) }

// Handle has do answer the command of that name. In and Out are JSON objects; unknown fields of In are refused.
func Handle[In, Out any](m *Mux, name string, do func(context.Context, In) (Out, error)) {
	m.inner.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
		var in In
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&in); err != nil {
			reply(w, http.StatusBadRequest, &Problem{Code: "control.malformed", Detail: err.Error()})
			return
		}
		out, err := do(r.Context(), in)
		if err != nil {
			reply(w, http.StatusConflict, m.problem(err))
			return
		}
		reply(w, http.StatusOK, out)
	})
}

func (m *Mux) problem(err error) *Problem {
	var known *Problem
	if errors.As(err, &known) {
		return known
	}
	return m.explain(err)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may have gone
}
