package ledger

import (
	"encoding/json"
	"fmt"
)

// Outcome is what became of a request. Applied or refused, it is stored under the request id and never changes.
type Outcome struct {
	RequestID string `json:"request_id"`
	// Index is the log index at which the request was decided; 0 while it waits.
	Index uint64 `json:"index"`
	// Waiting says that the request was accepted on this station only, which is cut off: its peers have yet to decide. It is never stored in
	// the register.
	Waiting bool `json:"waiting,omitempty"`
	// Refusal is nil where the command was applied.
	Refusal *Refusal `json:"refusal,omitempty"`
	// Result is what Apply answered, as JSON.
	Result json.RawMessage `json:"result,omitempty"`
}

// Err is the refusal as an error, or nil.
func (o Outcome) Err() error {
	if o.Refusal == nil {
		return nil
	}
	return o.Refusal
}

// Result reads the result of an applied command; a refused one answers its refusal.
func Result[T any](o Outcome) (T, error) {
	var result T
	if err := o.Err(); err != nil {
		return result, err
	}
	if err := json.Unmarshal(o.Result, &result); err != nil {
		return result, fmt.Errorf("read the result of %s: %w", o.RequestID, err)
	}
	return result, nil
}

// Everything is the topic of the change that says: read everything again.
const Everything = "*"

// Change tells screens which record to read again. It carries no personal data.
type Change struct {
	Topic string `json:"topic"`
	ID    string `json:"id"`
}
