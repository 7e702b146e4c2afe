package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jiezhan/paper"
	"jiezhan/paper/pdf"
	"jiezhan/paper/preview"
	"jiezhan/paper/words"
)

// PaperForm is in which form a paper is wanted. (The library does not see embedded types that are not exported.)
type PaperForm struct {
	Format string `query:"format" enum:"pdf,png" default:"pdf" doc:"A file to print, or a picture of all its pages"`
	Lang   string `query:"lang" enum:"zh-CN,en" default:"zh-CN"`
}

type applicationPaper struct {
	PaperForm
	ID   string `path:"id" maxLength:"64"`
	Kind string `path:"kind" enum:"receipt,notice,extension,refusal,slip"`
}

type registrationPaper struct {
	PaperForm
	ID string `path:"id" maxLength:"64"`
}

type ownPaper struct {
	CardToken string `query:"card_token" required:"true" maxLength:"64"`
	Number    string `query:"number" required:"true" maxLength:"64" doc:"On the receipt"`
	Lang      string `query:"lang" enum:"zh-CN,en" default:"zh-CN"`
}

// printed is a paper on its way: a file, not JSON.
type printed struct {
	ContentType string `header:"Content-Type"`
	// Disposition lets the browser show the file; its name is that of the sort of paper.
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) paperRoutes() {
	const path = "/api/v1/permit-applications/{id}/papers/{kind}"
	file(a, route{method: http.MethodGet, path: path, id: "application-paper", need: "case.read"}, a.printApplication)
	file(a, route{method: http.MethodGet, path: "/api/v1/registrations/{id}/papers/receipt", id: "registration-paper", need: "case.read"}, a.printRegistration)
	file(a, route{method: http.MethodGet, path: "/api/v1/papers/handout", id: "handout-paper", need: loggedOn}, a.printHandout)
	file(a, route{method: http.MethodGet, path: "/api/v1/rentals/{id}/papers/file", id: "rental-paper", need: "rental.read"}, a.printRental)
	file(a, route{method: http.MethodGet, path: "/api/v1/papers/reminders", id: "reminders-paper", need: "case.read"}, a.printReminders)
	file(a, route{method: http.MethodGet, path: "/api/v1/data-requests/{id}/papers/copy", id: "copy-paper", need: "case.handle"}, a.printCopy)
	file(a, route{method: http.MethodGet, path: "/api/v1/kiosk/papers/own-data", id: "kiosk-own-paper", need: kiosk}, a.showOwnCopy)
	file(a, route{method: http.MethodGet, path: "/api/v1/kiosk/papers/receipt", id: "kiosk-paper", need: kiosk}, a.showOwnReceipt)
}

// file registers a route that answers a paper.
func file[I any](a *API, r route, do func(context.Context, *I) (*printed, error)) {
	a.routes = append(a.routes, r)
	operation := r.operation(a, http.StatusOK)
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	operation.Responses = map[string]*huma.Response{"200": {
		Description: "The paper", Content: map[string]*huma.MediaType{"application/pdf": binary, "image/png": binary},
	}}
	huma.Register(a.huma, operation, func(ctx context.Context, in *I) (*printed, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return out, nil
	})
}

// A form is a paper that can be set in a language; see paper/forms.
type form interface {
	Document(words.Lang) (paper.Document, error)
}

// put makes the file out of a form; kind is its name.
func (p PaperForm) put(kind string, f form) (*printed, error) {
	document, err := f.Document(words.Lang(p.Lang))
	if err != nil {
		return nil, err
	}
	write, contentType := pdf.Write, "application/pdf"
	if p.Format == "png" {
		write, contentType = preview.PNG, "image/png"
	}
	body, err := write(document)
	return &printed{ContentType: contentType, Disposition: `inline; filename="` + kind + "." + p.Format + `"`, Body: body}, err
}
