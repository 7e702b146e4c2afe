package api

import (
	"errors"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// adaptHuma sets the library's package variables once: our problems instead of its errors, and no null where a list is meant.
func adaptHuma() { adaptOnce.Do(setHuma) }

var adaptOnce sync.Once //nolint:gochecknoglobals // guards variables that are global in the library

func setHuma() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewError = newProblem
}

// newProblem is what huma calls when a request does not even reach its handler.
func newProblem(status int, _ string, errs ...error) huma.StatusError {
	switch status {
	case 0: // huma asks for an example while it writes the OpenAPI document
		return &Problem{}
	case 400:
		return refuse("body.malformed")
	case 408:
		return refuse("body.timeout")
	case 413:
		return refuse("body.too_large")
	case 415:
		return refuse("body.unsupported_type")
	case 422:
		p := refuse("validation")
		for _, err := range errs {
			p.Errors = append(p.Errors, fieldProblem(err))
		}
		return p
	default:
		return refuse("internal")
	}
}

// fieldProblem names what huma found wrong with one value. The value itself is left out: it may be personal.
func fieldProblem(err error) FieldProblem {
	var detail *huma.ErrorDetail
	if !errors.As(err, &detail) {
		return FieldProblem{Code: "format.invalid"}
	}
	field := fieldName(detail.Location)
	for _, m := range messages() {
		start, end, cut := strings.Cut(m.text, "%")
		rest, found := strings.CutPrefix(detail.Message, start)
		if !found {
			continue
		}
		if cut && len(end) > 1 {
			rest = strings.TrimSuffix(rest, end[1:])
		}
		problem := FieldProblem{Field: field, Code: m.code}
		switch {
		case m.code == "required" && rest != "":
			problem.Field = strings.TrimPrefix(field+"."+rest, ".")
		case m.param != "":
			problem.Params = map[string]string{m.param: rest}
		}
		return problem
	}
	if strings.HasPrefix(detail.Message, "required ") { // a parameter of the query
		return FieldProblem{Field: field, Code: "required"}
	}
	return FieldProblem{Field: field, Code: "wrong_type"}
}

// message ties a sentence of huma's validator to our code; what follows the fixed start of the sentence is the parameter.
type message struct{ text, code, param string }

func messages() []message {
	return []message{
		{validation.MsgExpectedRequiredProperty, "required", ""},
		{validation.MsgUnexpectedProperty, "unknown_field", ""},
		{"unknown query parameter", "unknown_field", ""},
		{validation.MsgExpectedMaxLength, "too_long", "max"},
		{validation.MsgExpectedMinLength, "too_short", "min"},
		{validation.MsgExpectedMaxItems, "too_many", "max"},
		{validation.MsgExpectedMinItems, "too_few", "min"},
		{validation.MsgExpectedMinimumNumber, "too_small", "min"},
		{validation.MsgExpectedMaximumNumber, "too_big", "max"},
		{validation.MsgExpectedOneOf, "not_listed", ""},
		{validation.MsgExpectedRFC3339Date, "date.invalid", ""},
		{validation.MsgExpectedMatchPattern, "format.invalid", ""},
		{validation.MsgExpectedBePattern, "format.invalid", ""},
	}
}

// fieldName is the name of a field as the register's refusals write it: body.items[0].note becomes items.0.note.
func fieldName(location string) string {
	for _, part := range []string{"body", "query", "path", "header"} {
		if rest, found := strings.CutPrefix(location, part); found {
			location = strings.TrimPrefix(rest, ".")
			break
		}
	}
	return strings.NewReplacer("[", ".", "]", "").Replace(location)
}
