package journal

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// IsWaiting says whether an unsettled entry is known by key: its request id, its number, the id of the record it makes, or the id of one that its
// payload names.
func (j *Journal) IsWaiting(key string) bool {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return key != "" && j.known[key] > 0
}

// Count is how many entries there are of a sort.
type Count struct {
	// Pending entries are not settled; Waiting are those of them that somebody handed in.
	Pending, Waiting int
	// Attention need those that were handed in and not taken as they were.
	Attention int
}

// Count is how many entries there are of each sort.
func (j *Journal) Count() Count {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.count
}

// weight is what an entry of a kind counts where people read the number.
func (j *Journal) weight(kind string) int {
	if slices.Contains(j.quiet, kind) {
		return 0
	}
	return 1
}

// wait notes that an entry waits. The caller holds mu.
func (j *Journal) wait(e Entry) {
	keys := append([]string{e.RequestID, e.RecordID, e.Number}, named(e.Envelope.Payload)...)
	j.open[e.Place] = keys
	j.count.Pending++
	j.count.Waiting += j.weight(e.Kind)
	for _, key := range keys {
		j.known[key]++
	}
}

// settled notes that an entry waits no longer. The caller holds mu.
func (j *Journal) settled(e Entry) {
	j.count.Pending--
	j.count.Waiting -= j.weight(e.Kind)
	for _, key := range j.open[e.Place] {
		if j.known[key]--; j.known[key] == 0 {
			delete(j.known, key)
		}
	}
	delete(j.open, e.Place)
}

// named lists the ids that stand at the top of a payload: the records that a command works on.
func named(payload []byte) []string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(payload, &fields) != nil {
		return nil // what is no object names nothing
	}
	var ids []string
	for _, value := range fields {
		var id string
		if json.Unmarshal(value, &id) == nil && uuid.Validate(id) == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
