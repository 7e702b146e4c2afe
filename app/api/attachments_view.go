package api

import (
	"context"

	"jiezhan/station/attachment"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// attachAtKiosk takes a picture in for the holder of the card.
func (a *API) attachAtKiosk(ctx context.Context, in *bodyOf[PictureInput]) (PictureAnswer, error) {
	b := in.Body
	p, err := a.placement(b.CardToken)
	if err != nil {
		return PictureAnswer{}, err
	}
	who, known, err := a.resident(ctx, p, b.RequestID)
	if err != nil {
		return PictureAnswer{}, err
	}
	if !known {
		return PictureAnswer{}, refusal(ledger.Refuse(ledger.NotFound, "application_id", "attachment.application_unknown"))
	}
	picture, code := attachment.Take(attachment.Kind(b.Kind), b.Content)
	if code != "" {
		return PictureAnswer{}, wrongField("content", code)
	}
	c := attachment.Add{ApplicationID: b.ApplicationID, Shows: attachment.Kind(b.Kind), Content: picture.Content, Thumbnail: picture.Thumbnail}
	if b.Document != nil {
		c.Document = permit.DocumentRef{Group: permit.Group(b.Document.Group), Kind: b.Document.Kind}
	}
	done, err := execute[attachment.Added](ctx, a, who, b.RequestID, c)
	return PictureAnswer{ID: done.ID, Kept: done.Kept}, err
}

// listAttachments shows the thumbnails of an application's pictures, once the look is on record.
func (a *API) listAttachments(ctx context.Context, in *onID) (AttachmentList, error) {
	var person string
	pictures, err := view(ctx, a, func(q store.Query) ([]attachment.Attachment, error) {
		application, found, err := permit.ApplicationByID(q, in.ID, a.today())
		if err != nil || !found {
			return nil, orNotFound(err)
		}
		person = application.Person.ID
		return attachment.Shown(q, in.ID)
	})
	if err != nil || len(pictures) == 0 { // nothing to look at is no look
		return AttachmentList{Items: []AttachmentRow{}}, err
	}
	return AttachmentList{Items: list(pictures, attachmentRow)}, a.lookedAtPicture(ctx, person, "thumbnails")
}

// openAttachment shows one picture whole, once the look is on record.
func (a *API) openAttachment(ctx context.Context, in *onID) (AttachmentContent, error) {
	var shown attachment.Attachment
	var person string
	content, err := view(ctx, a, func(q store.Query) ([]byte, error) {
		picture, content, found, err := attachment.Content(q, in.ID)
		if err != nil || !found {
			return nil, orNotFound(err)
		}
		if picture.ErasedAt != "" {
			return nil, refusal(ledger.Refuse(ledger.NotFound, "", "attachment.erased"))
		}
		application, _, err := permit.ApplicationByID(q, picture.ApplicationID, a.today()) // a foreign key holds it
		shown, person = picture, application.Person.ID
		return content, err
	})
	if err != nil {
		return AttachmentContent{}, err
	}
	return AttachmentContent{Mime: mimeOf(shown.Shows), Content: content}, a.lookedAtPicture(ctx, person, string(shown.Shows))
}

// lookedAtPicture records which sort of picture somebody saw of a person.
func (a *API) lookedAtPicture(ctx context.Context, person, sort string) error {
	return a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: person, What: registry.Opened, Field: "picture_" + sort, Purpose: "case"})
}

func mimeOf(kind attachment.Kind) string {
	if kind == attachment.Signature {
		return "image/png"
	}
	return "image/jpeg"
}

func attachmentRow(p attachment.Attachment) AttachmentRow {
	return AttachmentRow{
		ID: p.ID, Kind: string(p.Shows), DocumentID: p.DocumentID, Group: string(p.Document.Group), Document: p.Document.Kind, At: p.At,
		Width: p.Width, Height: p.Height, Thumbnail: p.Thumbnail, EraseOn: p.EraseOn, ErasedAt: p.ErasedAt,
	}
}
