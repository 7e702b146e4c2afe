package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// Problem is every answer that is not a success (RFC 9457). Code is stable; the words a person reads are in the catalogues.
type Problem struct {
	Type   string            `json:"type" doc:"urn:jiezhan:problem: followed by the code"`
	Title  string            `json:"title" doc:"For developers, in English"`
	Status int               `json:"status"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty" doc:"Values for the sentence in the catalogue"`
	Errors []FieldProblem    `json:"errors,omitempty" doc:"Every wrong field at once"`

	headers http.Header
}

// FieldProblem is one wrong field of a body or a query.
type FieldProblem struct {
	Field  string            `json:"field"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Error is the code.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are headers that go with the problem, such as Retry-After.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType makes it application/problem+json.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Refuse makes a problem of a code of this package's list, for what is served beside the API.
func Refuse(code string) *Problem { return refuse(code) }

// refuse makes a problem of a code listed in codes.go.
func refuse(code string, params ...string) *Problem {
	status, known := statuses[code]
	if !known {
		status = http.StatusInternalServerError
	}
	p := &Problem{Type: "urn:jiezhan:problem:" + code, Title: http.StatusText(status), Status: status, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if p.Params == nil {
			p.Params = map[string]string{}
		}
		p.Params[params[i]] = params[i+1]
	}
	return p
}

// wrongField is a validation problem of one field.
func wrongField(field, code string) *Problem {
	p := refuse("validation")
	p.Errors = []FieldProblem{{Field: field, Code: code}}
	return p
}

// refusal turns the register's answer into a problem. This is the one place where a class of refusal becomes a status.
func refusal(r *ledger.Refusal) *Problem {
	p := refuse("validation")
	if r.Class != ledger.Invalid {
		p.Code = r.Code()
		p.Type = "urn:jiezhan:problem:" + p.Code
		p.Status = classStatus(r.Class)
		p.Title = http.StatusText(p.Status)
		if len(r.Problems) > 0 {
			p.Params = r.Problems[0].Params
		}
	}
	for _, one := range r.Problems {
		if r.Class == ledger.Invalid || one.Field != "" {
			p.Errors = append(p.Errors, FieldProblem{Field: one.Field, Code: one.Code, Params: one.Params})
		}
	}
	return p
}

func classStatus(c ledger.Class) int {
	switch c {
	case ledger.Invalid:
		return http.StatusUnprocessableEntity
	case ledger.Conflict, ledger.WrongState:
		return http.StatusConflict
	case ledger.NotFound:
		return http.StatusNotFound
	case ledger.NotPermitted:
		return http.StatusForbidden
	default:
		return http.StatusUnprocessableEntity
	}
}

// problemOf turns whatever a handler answered into a problem. What is not for the person is logged here, once.
func problemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	var p *Problem
	var r *ledger.Refusal
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &r):
		return refusal(r)
	case errors.Is(err, station.ErrNoLeader):
		return refuse("cluster.no_leader")
	case errors.Is(err, station.ErrUncertain):
		return refuse("cluster.uncertain")
	case errors.Is(err, station.ErrCutOff):
		return refuse("cluster.cut_off")
	case errors.Is(err, station.ErrStale), errors.Is(err, station.ErrNotKept):
		return refuse("cluster.stopped")
	case errors.Is(err, station.ErrRejected): // the leader runs an older program
		return refusal(ledger.Refuse(ledger.WrongState, "", "version.not_raised"))
	case ctx.Err() != nil:
		return refuse("cluster.uncertain") // the page went away or waited too long; whoever still reads this may ask again
	default:
		log.ErrorContext(ctx, "request", "error", err)
		return refuse("internal")
	}
}

var _ huma.StatusError = (*Problem)(nil)
