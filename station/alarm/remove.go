package alarm

import (
	"fmt"

	"jiezhan/station/ledger"
)

// RemoveSubscriber ends a subscription. The signals of the account stay, and the account is free for another.
type RemoveSubscriber struct {
	ID      string `json:"id"`
	BasedOn int    `json:"based_on"`
}

// RemovedSubscriber is the answer to RemoveSubscriber.
type RemovedSubscriber struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (RemoveSubscriber) Kind() string { return "alarm.remove_subscriber.v1" }

// Validate judges the form.
func (c RemoveSubscriber) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "", "id", "subscriber.unknown")
	v.That(c.BasedOn > 0, "based_on", "subscriber.version_required")
	return v.Refusal()
}

// Apply ends the subscription, unless somebody changed it meanwhile.
func (c RemoveSubscriber) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayManage(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	s, found, err := SubscriberByID(tx, c.ID)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, ledger.Refuse(ledger.NotFound, "id", "subscriber.unknown")
	case s.Version != c.BasedOn:
		return nil, ledger.Refuse(ledger.Conflict, "based_on", "subscriber.changed_meanwhile")
	}
	_, err = tx.Exec(`UPDATE subscriber SET removed_at = ?, version = version + 1 WHERE id = ?`, ledger.FormatTime(tx.Stamp.At), s.ID)
	if err != nil {
		return nil, fmt.Errorf("remove subscriber: %w", err)
	}
	if err := rekey(tx, s, Subscriber{row: s.row}); err != nil {
		return nil, err
	}
	tx.Changed(subscriberTopic, s.ID)
	return RemovedSubscriber{ID: s.ID}, nil
}
