package office

import (
	"fmt"
	"strings"

	"jiezhan/station/ledger"
)

// Found makes the office. Its first station is admitted after it, like every other.
type Found struct {
	OfficeID string `json:"office_id"`
	Name     string `json:"name"`
	Epoch    string `json:"epoch"`
}

// Founded is the answer to Found and Recover.
type Founded struct {
	OfficeID string `json:"office_id"`
	Epoch    string `json:"epoch"`
}

// Kind is the verb on the wire.
func (Found) Kind() string { return "office.found.v1" }

// Validate judges the form.
func (c Found) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(identifier(c.OfficeID), "office_id", "office.id_invalid")
	checkName(&v, c.Name)
	v.That(identifier(c.Epoch), "epoch", "office.epoch_invalid")
	return v.Refusal()
}

// Apply founds the office, once. Founding the same one again changes nothing: a first start that was broken off asks again.
func (c Found) Apply(tx *ledger.Tx) (any, error) {
	if refusal := managed(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	o, founded, err := Current(tx)
	if err != nil {
		return nil, err
	}
	if founded && o.ID != c.OfficeID {
		return nil, ledger.Refuse(ledger.Conflict, "office_id", "office.founded", "name", o.Name)
	}
	if founded {
		return Founded{OfficeID: o.ID, Epoch: o.Epoch}, nil
	}
	_, err = tx.Exec(`INSERT INTO office (one, id, name, epoch, founded_at) VALUES (1,?,?,?,?)`,
		c.OfficeID, strings.TrimSpace(c.Name), c.Epoch, ledger.FormatTime(tx.Stamp.At))
	if err != nil {
		return nil, fmt.Errorf("found the office: %w", err)
	}
	tx.Changed(topic, "")
	return Founded{OfficeID: c.OfficeID, Epoch: c.Epoch}, nil
}
