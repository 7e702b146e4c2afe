package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// A need is what a caller must be or may do to use a route: one of the words below, or a permission of station/staff.
type need string

const (
	anybody  need = "anybody"
	kiosk    need = "kiosk"    // the browser of this very machine
	loggedOn need = "loggedOn" // any staff session
	reporter need = "reporter" // a reporting point logged on at a terminal
)

// A route is one line of the API: where, who, and what it is called in the OpenAPI document.
type route struct {
	method, path string
	id           string
	need         need
	// status of a success; 0 means 200, or 204 where nothing is answered.
	status int
}

// maxBody bounds every request body, in bytes.
const maxBody = 1 << 20

type reply[T any] struct{ Body T }

type bodyOf[T any] struct{ Body T }

type onID struct {
	ID string `path:"id" maxLength:"64"`
}

type bodyOnID[T any] struct {
	ID   string `path:"id" maxLength:"64"`
	Body T
}

type nothing struct{}

func (r route) operation(a *API, success int) huma.Operation {
	if r.status != 0 {
		success = r.status
	}
	return huma.Operation{
		OperationID: r.id, Method: r.method, Path: r.path, DefaultStatus: success, MaxBodyBytes: maxBody,
		RejectUnknownQueryParameters: true,
		Extensions:                   map[string]any{"x-needs": string(r.need)},
		Middlewares:                  huma.Middlewares{a.admit(r.need)},
	}
}

// answer registers a route that answers a body.
func answer[I, T any](a *API, r route, do func(context.Context, *I) (T, error)) {
	a.routes = append(a.routes, r)
	huma.Register(a.huma, r.operation(a, http.StatusOK), func(ctx context.Context, in *I) (*reply[T], error) {
		body, err := do(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return &reply[T]{Body: body}, nil
	})
}

// perform registers a route that answers nothing.
func perform[I any](a *API, r route, do func(context.Context, *I) error) {
	a.routes = append(a.routes, r)
	huma.Register(a.huma, r.operation(a, http.StatusNoContent), func(ctx context.Context, in *I) (*nothing, error) {
		if err := do(ctx, in); err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return nil, nil //nolint:nilnil // huma's way to say: no body
	})
}
