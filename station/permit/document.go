package permit

import (
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Document is one proof named in an application (申请材料). The paper itself stays with the applicant.
type Document struct {
	ID    string        `json:"id"`
	Group Group         `json:"group"`
	Kind  string        `json:"kind"`
	State DocumentState `json:"state"`
}

const documentsOfApplication = `SELECT id, grp, kind, state FROM application_document WHERE application_id = ? ORDER BY seq`

func documentsOf(q store.Query, application string) ([]Document, error) {
	rows, err := q.Rows(documentsOfApplication, application)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	defer rows.Close()
	documents := []Document{}
	for rows.Next() {
		var d Document
		if err := rows.Scan(&d.ID, &d.Group, &d.Kind, &d.State); err != nil {
			return nil, fmt.Errorf("list documents: %w", err)
		}
		documents = append(documents, d)
	}
	return documents, rows.Err()
}

// addDocuments writes proofs behind those already there.
func addDocuments(tx *ledger.Tx, application string, already int, refs []DocumentRef, state DocumentState) error {
	for i, ref := range refs {
		_, err := tx.Exec(`INSERT INTO application_document (id, application_id, seq, grp, kind, state) VALUES (?,?,?,?,?,?)`,
			tx.NewID(), application, already+i+1, string(ref.Group), ref.Kind, string(state))
		if err != nil {
			return fmt.Errorf("write document: %w", err)
		}
	}
	return nil
}

func setDocument(tx *ledger.Tx, id string, state DocumentState) error {
	if _, err := tx.Exec(`UPDATE application_document SET state = ? WHERE id = ?`, string(state), id); err != nil {
		return fmt.Errorf("mark document: %w", err)
	}
	return nil
}

// maxDocuments bounds the proofs in one form; the Decree lists twelve kinds.
const maxDocuments = 20

// checkRefs judges proofs named in a form for a condition: known, needed, each named once.
func checkRefs(v *ledger.Check, c Condition, refs []DocumentRef) {
	v.That(len(refs) <= maxDocuments, "documents", "permit.documents_too_many")
	named := map[DocumentRef]bool{}
	for _, ref := range refs {
		if !ref.Known() {
			v.That(false, "documents", "permit.document_unknown")
			continue
		}
		v.That(!c.Known() || needed(c, ref.Group), "documents."+string(ref.Group), "permit.document_not_needed", "group", string(ref.Group))
		v.That(!named[ref], "documents."+string(ref.Group), "permit.document_twice", "group", string(ref.Group))
		named[ref] = true
	}
}

func needed(c Condition, g Group) bool {
	for _, required := range RequiredGroups(c) {
		if required == g {
			return true
		}
	}
	return false
}

// incomplete adds one problem for every required group without a proof that counts.
func incomplete(v *ledger.Check, missing []Group, code string) {
	for _, g := range missing {
		v.That(false, "documents."+string(g), code, "group", string(g))
	}
}
