package permit

import (
	"slices"

	"jiezhan/station/ledger"
)

// AcceptApplication says that the application is complete (受理); from then on the office's days run (art. 9).
type AcceptApplication struct {
	ID string `json:"id"`
	// Seen are the identifiers of the proofs that lay before the clerk: at least one of every required group.
	Seen []string `json:"seen"`
}

// Kind is permit.accept.v1.
func (AcceptApplication) Kind() string { return "permit.accept.v1" }

// Validate judges the list alone.
func (c AcceptApplication) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Seen) <= maxDocuments, "seen", "permit.documents_too_many")
	return v.Refusal()
}

// Apply marks the proofs as seen and starts the clock.
func (c AcceptApplication) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionAccept)
	if err != nil {
		return nil, err
	}
	documents, err := documentsOf(tx, r.ID)
	if err != nil {
		return nil, err
	}
	if refusal := c.judge(r, documents); refusal != nil {
		return nil, refusal
	}
	// Without a registration there is no permit (art. 2); a move within the street does not matter, because the residence goes on.
	if refusal, err := livesHere(tx, r.PersonID); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	rules, err := RulesNow(tx)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		if slices.Contains(c.Seen, d.ID) {
			if err := setDocument(tx, d.ID, Seen); err != nil {
				return nil, err
			}
		}
	}
	r.Period = r.Period.Accept(tx.Stamp.Today(), LimitOf(r.Kind, rules))
	return r.move(tx, ActionAccept, Accepted, "")
}

func (c AcceptApplication) judge(r record, documents []Document) *ledger.Refusal {
	var v ledger.Check
	for _, id := range c.Seen {
		v.That(slices.ContainsFunc(documents, func(d Document) bool { return d.ID == id }), "seen", "permit.document_of_other_application")
	}
	seen := func(d Document) bool { return slices.Contains(c.Seen, d.ID) }
	incomplete(&v, missingGroups(r.Condition, documents, seen), "permit.documents_missing")
	return v.Refusal()
}
