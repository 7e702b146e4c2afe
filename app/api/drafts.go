package api

import (
	"context"
	"errors"
	"net/http"

	"jiezhan/station/journal"
)

// DraftRow is a form that this account has not finished at this station.
type DraftRow struct {
	ID      string `json:"id"`
	Kind    string `json:"kind" enum:"registration"`
	SavedAt string `json:"saved_at" format:"date-time"`
	Until   string `json:"until" format:"date-time" doc:"It is gone after this"`
}

// DraftList is what this account has not finished here.
type DraftList struct {
	Items []DraftRow `json:"items"`
}

// DraftBody is what a form holds; only the page understands it.
type DraftBody struct {
	Kind string `json:"kind" enum:"registration"`
	Body string `json:"body" maxLength:"20000" doc:"JSON"`
}

type draftIn struct {
	ID   string `path:"id" maxLength:"64" pattern:"^[0-9a-f-]{36}$"`
	Body DraftBody
}

type draftID struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) draftRoutes() {
	const path, handle = "/api/v1/drafts", "case.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "drafts", need: handle}, a.listDrafts)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "draft", need: handle}, a.readDraft)
	answer(a, route{method: http.MethodPut, path: path + "/{id}", id: "save-draft", need: handle}, a.saveDraft)
	perform(a, route{method: http.MethodDelete, path: path + "/{id}", id: "drop-draft", need: handle}, a.dropDraft)
}

func draftRow(d journal.Draft) DraftRow {
	return DraftRow{ID: d.ID, Kind: d.Kind, SavedAt: timeText(d.SavedAt), Until: timeText(d.SavedAt.Add(journal.KeepDrafts))}
}

// listDrafts also wipes what is too old from the disk.
func (a *API) listDrafts(ctx context.Context, _ *struct{}) (DraftList, error) {
	now := a.Station.Now()
	if err := a.Station.Drafts().Expire(now); err != nil {
		return DraftList{}, err
	}
	drafts, err := a.Station.Drafts().Of(ctx, account(ctx).ID, now)
	return DraftList{Items: list(drafts, draftRow)}, err
}

func (a *API) readDraft(ctx context.Context, in *draftID) (DraftBody, error) {
	d, found, err := a.Station.Drafts().ByID(ctx, in.ID, account(ctx).ID, a.Station.Now())
	if err != nil || !found {
		return DraftBody{}, orNotFound(err)
	}
	return DraftBody{Kind: d.Kind, Body: d.Body}, nil
}

// saveDraft answers once the draft is on the disk.
func (a *API) saveDraft(ctx context.Context, in *draftIn) (DraftRow, error) {
	d := journal.Draft{ID: in.ID, Account: account(ctx).ID, Kind: in.Body.Kind, Body: in.Body.Body, SavedAt: a.Station.Now().UTC()}
	err := a.Station.Drafts().Save(d)
	if errors.Is(err, journal.ErrDraft) {
		return DraftRow{}, refuse("draft.refused")
	}
	return draftRow(d), err
}

func (a *API) dropDraft(ctx context.Context, in *draftID) error {
	return a.Station.Drafts().Drop(in.ID, account(ctx).ID)
}
