package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// OpenAPI is the description of every route (OpenAPI 3.1), generated from the Go types. It is served at /api/openapi.json and committed
// for the frontend, whose types are made from it.
func OpenAPI() ([]byte, error) {
	return describeOnly().describe()
}

func (a *API) describe() ([]byte, error) {
	compact, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func (a *API) serveDescription(w http.ResponseWriter, r *http.Request) {
	description, err := a.describe()
	if err != nil {
		WriteProblem(w, problemOf(r.Context(), a.log, err))
		return
	}
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(description) // whoever asked has gone
}

// registerSchema makes sure that a type which no route answers stands in the document.
func registerSchema(r huma.Registry, example any) {
	t := reflect.TypeOf(example)
	r.Schema(t, true, t.Name())
}
