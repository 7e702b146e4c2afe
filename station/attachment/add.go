package attachment

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// maxPages bounds the pictures of one paper, maxPictures those of one application.
const maxPages, maxPictures = 4, 12

// Add brings one picture to an application. The applicant adds to the own application until it is accepted. Take has made the picture.
type Add struct {
	ApplicationID string `json:"application_id"`
	// Shows is what the picture shows.
	Shows Kind `json:"kind"`
	// Document names the paper that a picture of a paper shows; empty for the others.
	Document  permit.DocumentRef `json:"document,omitzero"`
	Content   []byte             `json:"content"`
	Thumbnail []byte             `json:"thumbnail"`
}

// Added is the answer to Add.
type Added struct {
	ID string `json:"id,omitempty"`
	// Kept is false for a picture taken in while the station was cut off whose application the office has not taken, or has closed meanwhile.
	Kept bool `json:"kept"`
}

// topic is the topic of a change to the pictures of an application, the application's own; the id is the application's.
const topic = "permit"

// Kind is the verb on the wire.
func (Add) Kind() string { return "attachment.add.v1" }

// Validate judges the picture.
func (c Add) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ApplicationID != "", "application_id", "attachment.application_unknown")
	v.That(c.Shows.Known(), "kind", "attachment.kind_unknown")
	v.That((c.Shows == Paper) == c.Document.Known(), "document", "attachment.document_unknown")
	code := flaw(c.Shows, c.Content)
	v.That(code == "", "content", code)
	v.That(isThumbnail(c.Thumbnail), "thumbnail", "attachment.not_a_picture")
	return v.Refusal()
}

// Apply keeps the picture. One that was taken in while cut off and that the office has no place for falls away without a conflict: its application
// is on the desk already, or is past needing it, and the paper is in its owner's hands.
func (c Add) Apply(tx *ledger.Tx) (any, error) {
	a, found, err := permit.ApplicationByID(tx, c.ApplicationID, tx.Stamp.Today())
	if err != nil {
		return nil, err
	}
	document, refusal := c.judge(tx.Stamp.Actor, a, found)
	if refusal == nil {
		refusal, err = c.room(tx)
	}
	switch {
	case err != nil:
		return nil, err
	case refusal != nil && tx.Stamp.Captured != nil:
		return Added{}, nil
	case refusal != nil:
		return nil, refusal
	}
	tx.About(a.Person.ID)
	return c.write(tx, document)
}

// judge holds the picture against its application, and finds the paper it shows; a signature shows none.
func (c Add) judge(actor ledger.Actor, a permit.Application, found bool) (document string, refusal *ledger.Refusal) {
	switch {
	case !found:
		return "", ledger.Refuse(ledger.NotFound, "application_id", "attachment.application_unknown")
	case actor.Kind != ledger.Resident || actor.ID != a.Person.ID:
		return "", ledger.Refuse(ledger.NotPermitted, "application_id", "attachment.not_own")
	case a.State != permit.Submitted && a.State != permit.Returned:
		return "", ledger.Refuse(ledger.WrongState, "application_id", "attachment.application_closed")
	case c.Shows == Signature:
		return "", nil
	}
	i := slices.IndexFunc(a.Documents, func(d permit.Document) bool { return d.Group == c.document().Group && d.Kind == c.document().Kind })
	if i < 0 {
		return "", ledger.Refuse(ledger.NotFound, "document", "attachment.document_unknown")
	}
	return a.Documents[i].ID, nil
}

// document is the paper shown; a portrait shows itself.
func (c Add) document() permit.DocumentRef {
	if c.Shows == Portrait {
		return permit.DocumentRef{Group: permit.PhotoGroup, Kind: "portrait"}
	}
	return c.Document
}

// room refuses a second portrait or signature, and more pages than a paper has.
func (c Add) room(q store.Query) (*ledger.Refusal, error) {
	there, err := Of(q, c.ApplicationID)
	if err != nil {
		return nil, err
	}
	same := 0
	for _, a := range there {
		if a.Shows == c.Shows && a.Document == c.document() {
			same++
		}
	}
	switch {
	case c.Shows != Paper && same > 0:
		return ledger.Refuse(ledger.Conflict, "content", "attachment.already_there"), nil
	case same >= maxPages, len(there) >= maxPictures:
		return ledger.Refuse(ledger.Conflict, "content", "attachment.too_many"), nil
	}
	return nil, nil // nothing to refuse
}

func (c Add) write(tx *ledger.Tx, document string) (any, error) {
	s, _ := sizeOf(c.Shows, c.Content) // Validate has read it
	id, sum := tx.NewID(), sha256.Sum256(c.Content)
	_, err := tx.Exec(`INSERT INTO attachment (id, application_id, document_id, kind, grp, doc_kind, at, station, sha256, size, width, height)
		VALUES (?,?,nullif(?, ''),?,?,?,?,?,?,?,?,?)`, id, c.ApplicationID, document, string(c.Shows), string(c.document().Group), c.document().Kind,
		ledger.FormatTime(tx.Stamp.At), tx.Stamp.Station, sum[:], len(c.Content), s.width, s.height)
	if err != nil {
		return nil, fmt.Errorf("write attachment: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO attachment_content (attachment_id, thumbnail, content) VALUES (?,?,?)`, id, c.Thumbnail, c.Content)
	if err != nil {
		return nil, fmt.Errorf("write attachment: %w", err)
	}
	tx.Changed(topic, c.ApplicationID)
	return Added{ID: id, Kept: true}, nil
}
