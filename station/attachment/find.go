package attachment

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// Attachment is what is told of one picture.
type Attachment struct {
	ID, ApplicationID string
	// DocumentID is the paper it shows; empty for a signature.
	DocumentID string
	Shows      Kind
	Document   permit.DocumentRef
	// At is when it was taken in, in the form of ledger.FormatTime; Station where.
	At, Station string
	// SHA256 is that of the picture.
	SHA256 []byte
	// Size is in bytes, Width and Height in pixels.
	Size, Width, Height int
	// EraseOn is the first day on which it has to go; zero while the case is open.
	EraseOn calendar.Date
	// ErasedAt is when it was erased, in the form of ledger.FormatTime; empty while it is there.
	ErasedAt string
	// Thumbnail is a JPEG of at most 160 pixels, empty once the picture is erased. Of does not read it.
	Thumbnail []byte
}

const (
	columns = `a.id, a.application_id, coalesce(a.document_id, ''), a.kind, a.grp, a.doc_kind, a.at, a.station, a.sha256, a.size, a.width, a.height,
	a.erase_on, coalesce(a.erased_at, '')`
	listOf     = `SELECT ` + columns + `, NULL FROM attachment a WHERE a.application_id = ? ORDER BY a.at, a.id`
	listShown  = `SELECT ` + columns + `, c.thumbnail FROM attachment a LEFT JOIN attachment_content c ON c.attachment_id = a.id WHERE a.application_id = ? ORDER BY a.at, a.id`
	attachment = `SELECT ` + columns + `, NULL FROM attachment a WHERE a.id = ?`
)

func scan(row interface{ Scan(dest ...any) error }) (Attachment, error) {
	var a Attachment
	err := row.Scan(&a.ID, &a.ApplicationID, &a.DocumentID, &a.Shows, &a.Document.Group, &a.Document.Kind, &a.At, &a.Station, &a.SHA256, &a.Size,
		&a.Width, &a.Height, &a.EraseOn, &a.ErasedAt, &a.Thumbnail)
	return a, err
}

// Of lists what is told of the pictures of an application, the oldest first, without thumbnails.
func Of(q store.Query, application string) ([]Attachment, error) { return list(q, listOf, application) }

// Shown lists the pictures of an application with their thumbnails, for a desk that has the application open.
func Shown(q store.Query, application string) ([]Attachment, error) {
	return list(q, listShown, application)
}

func list(q store.Query, query string, args ...any) ([]Attachment, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("list attachments: %w", err)
	}
	defer rows.Close()
	all := []Attachment{}
	for rows.Next() {
		a, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list attachments: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Content reads one picture whole. It answers the picture's row without content where it was erased.
func Content(q store.Query, id string) (a Attachment, content []byte, found bool, err error) {
	a, err = scan(q.Row(attachment, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Attachment{}, nil, false, nil
	}
	if err != nil {
		return Attachment{}, nil, false, fmt.Errorf("read attachment: %w", err)
	}
	if a.ErasedAt != "" {
		return a, nil, true, nil
	}
	if err := q.Row(`SELECT content FROM attachment_content WHERE attachment_id = ?`, id).Scan(&content); err != nil {
		return Attachment{}, nil, false, fmt.Errorf("read picture: %w", err)
	}
	return a, content, true, nil
}
