package api

import (
	"context"
	"net/http"

	"jiezhan/station/identity"
	"jiezhan/station/registry"
)

// DocumentInput takes down a document that somebody the register knows has shown at the window.
type DocumentInput struct {
	RequestID string          `json:"request_id" maxLength:"64"`
	Document  CounterDocument `json:"document"`
	Renamed   bool            `json:"renamed,omitempty" doc:"The person has the name of this document now; the former one is kept"`
	Reason    string          `json:"reason,omitempty" maxLength:"200" doc:"What proves the change of name; only with renamed"`
}

// DocumentDone says what a person should look at.
type DocumentDone struct {
	Warnings []string `json:"warnings"`
}

// ReopenInput takes back the end of a registration. After a death it takes a second officer, who confirms with login and password.
type ReopenInput struct {
	RequestID     string      `json:"request_id" maxLength:"64"`
	Reason        string      `json:"reason" maxLength:"200"`
	SecondOfficer *LoginInput `json:"second_officer,omitempty"`
}

func (a *API) personDocumentRoutes() {
	answer(a, route{method: http.MethodPost, path: "/api/v1/people/{id}/documents", id: "show-document", need: "case.handle", status: http.StatusCreated}, a.showDocument)
	perform(a, route{method: http.MethodPost, path: "/api/v1/residences/{id}/reopen", id: "reopen-residence", need: "registration.reopen"}, a.reopenResidence)
}

func (a *API) showDocument(ctx context.Context, in *bodyOnID[DocumentInput]) (DocumentDone, error) {
	b := in.Body
	if identity.TidyNumber(b.Document.IDNumber) != identity.TidyNumber(b.Document.NumberAgain) {
		return DocumentDone{}, wrongField("number_again", "document.number_differs")
	}
	done, err := execute[registry.ShownDocument](ctx, a, actor(ctx), b.RequestID, registry.ShowDocument{
		PersonID: in.ID, Card: b.Document.card(), Renamed: b.Renamed, Reason: b.Reason,
	})
	return DocumentDone{Warnings: append([]string{}, done.Warnings...)}, err
}

func (a *API) reopenResidence(ctx context.Context, in *bodyOnID[ReopenInput]) error {
	c := registry.ReopenResidence{ResidenceID: in.ID, Reason: in.Body.Reason}
	if in.Body.SecondOfficer != nil {
		second, err := a.second(ctx, *in.Body.SecondOfficer)
		if err != nil {
			return err
		}
		c.SecondOfficer = second
	}
	_, err := execute[registry.ReopenedResidence](ctx, a, actor(ctx), in.Body.RequestID, c)
	return err
}
