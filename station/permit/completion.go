package permit

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// SupplyDays is how long the applicant has to bring what the notice names, where the notice says nothing else. No law sets it.
const SupplyDays = 15

// SupplyBy is the last day for papers that a notice of today asks for, where it names no other; it does not fall on a day on which the office is shut.
func SupplyBy(today calendar.Date) calendar.Date { return today.AddDays(SupplyDays).OrNextWorkday() }

// maxSupplyDays bounds the day a notice may name; an open end would leave a person in doubt.
const maxSupplyDays = 180

// NoticeItem is one thing missing or wrong.
type NoticeItem struct {
	Group Group `json:"group"`
	// Kind is the proof meant, where one of the group is.
	Kind string `json:"kind,omitempty"`
	// Note says in words what would be right.
	Note string `json:"note"`
}

// Notice is the one notice of everything missing (一次性告知, art. 9; Administrative Licensing Law art. 32).
type Notice struct {
	At       string
	Officer  string
	SupplyBy calendar.Date
	Items    []NoticeItem
}

// RequestCompletion gives the notice. There is only one: what it forgets may not be asked for later.
type RequestCompletion struct {
	ID    string       `json:"id"`
	Items []NoticeItem `json:"items"`
	// SupplyBy is the last day for the papers; left out, it is SupplyBy of today.
	SupplyBy calendar.Date `json:"supply_by,omitzero"`
}

// Kind is permit.request_completion.v1.
func (RequestCompletion) Kind() string { return "permit.request_completion.v1" }

// Validate judges the notice alone.
func (c RequestCompletion) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Items) > 0, "items", "permit.notice_empty")
	v.That(len(c.Items) <= maxDocuments, "items", "permit.documents_too_many")
	for i, item := range c.Items {
		field := fmt.Sprintf("items.%d", i)
		known := slices.Contains(Kinds(item.Group), item.Kind) || (item.Kind == "" && len(Kinds(item.Group)) > 0)
		v.That(known, field, "permit.document_unknown")
		text(&v, field+".note", item.Note, "permit.notice_note_required")
	}
	if !c.SupplyBy.IsZero() {
		v.That(c.SupplyBy.After(stamp.Today()), "supply_by", "permit.supply_by_past")
		v.That(!c.SupplyBy.After(stamp.Today().AddDays(maxSupplyDays)), "supply_by", "permit.supply_by_too_late")
	}
	return v.Refusal()
}

// Apply keeps the notice, marks the proofs it names, and stops the office's clock where it runs.
func (c RequestCompletion) Apply(tx *ledger.Tx) (any, error) {
	r, err := c.begin(tx)
	if err != nil {
		return nil, err
	}
	for i, item := range c.Items {
		if !needed(r.Condition, item.Group) {
			return nil, ledger.Refuse(ledger.Invalid, fmt.Sprintf("items.%d", i), "permit.document_not_needed", "group", string(item.Group))
		}
	}
	documents, err := documentsOf(tx, r.ID)
	if err != nil {
		return nil, err
	}
	if err := c.write(tx, r.ID); err != nil {
		return nil, err
	}
	for _, d := range documents {
		if slices.ContainsFunc(c.Items, func(i NoticeItem) bool { return i.Group == d.Group }) {
			if err := setDocument(tx, d.ID, Missing); err != nil {
				return nil, err
			}
		}
	}
	r.Period = r.Period.Wait(tx.Stamp.Today())
	return r.move(tx, ActionRequestCompletion, Returned, "")
}

// begin tells "there was a notice already" from "too late for a notice", because the first is ours to explain.
func (c RequestCompletion) begin(tx *ledger.Tx) (record, error) {
	r, err := begin(tx, c.ID, ActionRequestCompletion)
	given, failure := noticeGiven(tx, c.ID)
	if failure != nil {
		return record{}, failure
	}
	if given && officer(tx.Stamp.Actor, needs(ActionRequestCompletion)) == nil {
		return record{}, ledger.Refuse(ledger.Conflict, "", "permit.notice_already_given")
	}
	return r, err
}

func (c RequestCompletion) write(tx *ledger.Tx, application string) error {
	supplyBy := c.SupplyBy
	if supplyBy.IsZero() {
		supplyBy = SupplyBy(tx.Stamp.Today())
	}
	_, err := tx.Exec(`INSERT INTO notice (application_id, at, officer, supply_by) VALUES (?,?,?,?)`,
		application, ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, supplyBy)
	if err != nil {
		return fmt.Errorf("write notice: %w", err)
	}
	for i, item := range c.Items {
		_, err := tx.Exec(`INSERT INTO notice_item (application_id, seq, grp, kind, note) VALUES (?,?,?,?,?)`,
			application, i+1, string(item.Group), item.Kind, strings.TrimSpace(item.Note))
		if err != nil {
			return fmt.Errorf("write notice: %w", err)
		}
	}
	return nil
}

func noticeGiven(q store.Query, application string) (bool, error) {
	var n int
	if err := q.Row(`SELECT count(*) FROM notice WHERE application_id = ?`, application).Scan(&n); err != nil {
		return false, fmt.Errorf("look for a notice: %w", err)
	}
	return n > 0, nil
}

// SupplyDocuments records what the applicant brought after the notice. While something named there is still missing the
// application goes on waiting; else it returns to where the notice met it, and a stopped clock goes on.
type SupplyDocuments struct {
	ID        string        `json:"id"`
	Documents []DocumentRef `json:"documents"`
}

// Kind is permit.supply.v1.
func (SupplyDocuments) Kind() string { return "permit.supply.v1" }

// Validate judges the list alone.
func (c SupplyDocuments) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Documents) > 0, "documents", "required")
	checkRefs(&v, "", c.Documents)
	return v.Refusal()
}

// Apply adds the proofs, or marks those known before as brought.
func (c SupplyDocuments) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionSupply)
	if err != nil {
		return nil, err
	}
	var v ledger.Check
	checkRefs(&v, r.Condition, c.Documents)
	if refusal := v.Refusal(); refusal != nil {
		return nil, refusal
	}
	documents, err := c.write(tx, r.ID)
	if err != nil {
		return nil, err
	}
	to := Returned
	if len(missingGroups(r.Condition, documents, present)) == 0 {
		to = Submitted
		if !r.Period.AcceptedOn.IsZero() {
			to = Accepted
		}
		r.Period = r.Period.Resume(tx.Stamp.Today())
	}
	return r.move(tx, ActionSupply, to, "")
}

func (c SupplyDocuments) write(tx *ledger.Tx, application string) ([]Document, error) {
	documents, err := documentsOf(tx, application)
	if err != nil {
		return nil, err
	}
	var fresh []DocumentRef
	for _, ref := range c.Documents {
		i := slices.IndexFunc(documents, func(d Document) bool { return d.Group == ref.Group && d.Kind == ref.Kind })
		if i < 0 {
			fresh = append(fresh, ref)
			continue
		}
		if err := setDocument(tx, documents[i].ID, Supplied); err != nil {
			return nil, err
		}
	}
	if err := addDocuments(tx, application, len(documents), fresh, Supplied); err != nil {
		return nil, err
	}
	return documentsOf(tx, application)
}
