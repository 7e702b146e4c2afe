package api

import (
	"net/http"

	"jiezhan/station/calendar"
)

// PictureInput brings one picture to the holder's own application.
type PictureInput struct {
	RequestID     string     `json:"request_id" maxLength:"64"`
	CardToken     string     `json:"card_token" maxLength:"64"`
	ApplicationID string     `json:"application_id" maxLength:"64"`
	Kind          string     `json:"kind" enum:"paper,portrait,signature"`
	Document      *GroupKind `json:"document,omitempty" doc:"The paper shown; only for the kind paper"`
	Content       []byte     `json:"content" doc:"JPEG of at most 200 KiB; a signature is PNG"`
}

// PictureAnswer says whether the picture is kept.
type PictureAnswer struct {
	ID   string `json:"id,omitempty"`
	Kept bool   `json:"kept"`
}

// AttachmentRow is what is told of one picture of an application, with a thumbnail while the picture is there.
type AttachmentRow struct {
	ID         string        `json:"id"`
	Kind       string        `json:"kind" enum:"paper,portrait,signature"`
	DocumentID string        `json:"document_id,omitempty"`
	Group      string        `json:"group,omitempty"`
	Document   string        `json:"document,omitempty" doc:"Kind of the paper shown"`
	At         string        `json:"at" format:"date-time"`
	Width      int           `json:"width"`
	Height     int           `json:"height"`
	Thumbnail  []byte        `json:"thumbnail,omitempty" doc:"JPEG of at most 160 pixels"`
	EraseOn    calendar.Date `json:"erase_on,omitzero" format:"date"`
	ErasedAt   string        `json:"erased_at,omitempty" format:"date-time"`
}

// AttachmentList is the pictures of an application, the oldest first.
type AttachmentList struct {
	Items []AttachmentRow `json:"items"`
}

// AttachmentContent is one picture whole.
type AttachmentContent struct {
	Mime    string `json:"mime" enum:"image/jpeg,image/png"`
	Content []byte `json:"content"`
}

func (a *API) attachmentRoutes() {
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/attachments", id: "kiosk-attach", need: kiosk, status: http.StatusCreated}, a.attachAtKiosk)
	answer(a, route{method: http.MethodGet, path: "/api/v1/permit-applications/{id}/attachments", id: "attachments", need: "case.read"}, a.listAttachments)
	answer(a, route{method: http.MethodGet, path: "/api/v1/attachments/{id}", id: "attachment", need: "case.read"}, a.openAttachment)
}
