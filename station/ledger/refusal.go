package ledger

import "strings"

// Class groups refusals by what the person can do about them.
type Class string

const (
	// Invalid input can be corrected in the form.
	Invalid Class = "invalid"
	// Conflict means that the register already holds something that forbids this.
	Conflict Class = "conflict"
	// WrongState means that the record has moved on.
	WrongState Class = "wrong_state"
	// NotFound means that the record named is not in the register.
	NotFound Class = "not_found"
	// NotPermitted means that this actor may not do this.
	NotPermitted Class = "not_permitted"
)

// Problem names one thing wrong. Code travels; the words a person reads are in the message catalogues.
type Problem struct {
	Field  string            `json:"field,omitempty"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Refusal is an answer, not a failure: the same on every station, stored as the outcome of its request.
type Refusal struct {
	Class    Class     `json:"class"`
	Problems []Problem `json:"problems"`
}

// Error joins the codes, for logs.
func (r *Refusal) Error() string {
	codes := make([]string, len(r.Problems))
	for i, p := range r.Problems {
		codes[i] = p.Code
		if p.Field != "" {
			codes[i] = p.Field + ": " + p.Code
		}
	}
	return "refused: " + strings.Join(codes, ", ")
}

// Code is the first problem's code, the one an outcome is known by.
func (r *Refusal) Code() string {
	if len(r.Problems) == 0 {
		return string(r.Class)
	}
	return r.Problems[0].Code
}

// Refuse makes a refusal with one problem; params come in pairs of name and value.
func Refuse(class Class, field, code string, params ...string) *Refusal {
	return &Refusal{Class: class, Problems: []Problem{{Field: field, Code: code, Params: pairs(params)}}}
}

func pairs(params []string) map[string]string {
	if len(params) == 0 {
		return nil
	}
	m := map[string]string{}
	for i := 0; i+1 < len(params); i += 2 {
		m[params[i]] = params[i+1]
	}
	return m
}

// Check gathers every problem of a form, for Validate.
type Check []Problem

// That records a problem where ok does not hold.
func (c *Check) That(ok bool, field, code string, params ...string) {
	if !ok {
		*c = append(*c, Problem{Field: field, Code: code, Params: pairs(params)})
	}
}

// Refusal is nil, or Invalid with every problem found.
func (c Check) Refusal() *Refusal {
	if len(c) == 0 {
		return nil
	}
	return &Refusal{Class: Invalid, Problems: c}
}
