package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// DataRequestBrief is what somebody asked about the own data, as the person sees it.
type DataRequestBrief struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	Kind       string        `json:"kind" enum:"correction,copy,erasure,restriction"`
	State      string        `json:"state" enum:"open,granted,refused"`
	MadeOn     calendar.Date `json:"made_on" format:"date"`
	DueOn      calendar.Date `json:"due_on" format:"date"`
	AnsweredOn calendar.Date `json:"answered_on,omitzero" format:"date"`
	Answer     string        `json:"answer,omitempty"`
}

// DataRequestRow is one request on the desk that answers it.
type DataRequestRow struct {
	Request     DataRequestBrief `json:"request"`
	PersonID    string           `json:"person_id"`
	Name        string           `json:"name" doc:"Masked"`
	Detail      string           `json:"detail" doc:"In the person's words"`
	StationName string           `json:"station_name"`
	Channel     string           `json:"channel" enum:"kiosk,counter"`
	DaysLeft    int              `json:"days_left" doc:"Until the last day for the answer; below zero once it has passed"`
	AnsweredBy  string           `json:"answered_by,omitempty"`
	Restricts   bool             `json:"restricts" doc:"The record is restricted by this request, now"`
}

// DataRequestList is the desk's list.
type DataRequestList struct {
	Items []DataRequestRow `json:"items"`
}

// DataRequestInput takes a request down at the window.
type DataRequestInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Kind      string `json:"kind" enum:"correction,copy,erasure,restriction"`
	Detail    string `json:"detail,omitempty" maxLength:"1500"`
}

// DataRequestMade is what the person takes home.
type DataRequestMade struct {
	Number  string        `json:"number"`
	DueOn   calendar.Date `json:"due_on" format:"date"`
	Waiting bool          `json:"waiting" doc:"Accepted at this station only so far; the number stays"`
}

// DataAnswerInput answers a request.
type DataAnswerInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Granted   bool   `json:"granted"`
	Answer    string `json:"answer" maxLength:"1500" doc:"What was done, or why not"`
}

// LiftInput opens a restricted record again.
type LiftInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"200"`
}

type dataRequestsQuery struct {
	State string `query:"state" enum:"open,answered" default:"open"`
}

// dataRequestsAtOnce is how many requests the list shows; an office has a handful.
const dataRequestsAtOnce = 200

func (a *API) dataRequestRoutes() {
	const path, handle = "/api/v1/data-requests", "case.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "data-requests", need: "case.read"}, a.listDataRequests)
	answer(a, route{method: http.MethodPost, path: "/api/v1/people/{id}/data-requests", id: "make-data-request", need: handle, status: http.StatusCreated}, a.makeDataRequest)
	perform(a, route{method: http.MethodPost, path: path + "/{id}/answer", id: "answer-data-request", need: handle}, a.answerDataRequest)
	perform(a, route{method: http.MethodPost, path: path + "/{id}/lift", id: "lift-restriction", need: handle}, a.liftRestriction)
}

func dataRequestBrief(r registry.DataRequest) DataRequestBrief {
	return DataRequestBrief{
		ID: r.ID, Number: r.Number, Kind: r.Kind, State: r.State, MadeOn: r.MadeOn, DueOn: r.DueOn, AnsweredOn: r.AnsweredOn, Answer: r.Answer,
	}
}

func (a *API) listDataRequests(ctx context.Context, in *dataRequestsQuery) (DataRequestList, error) {
	found, err := view(ctx, a, func(q store.Query) (DataRequestList, error) {
		read := registry.OpenDataRequests
		if in.State == "answered" {
			read = registry.AnsweredDataRequests
		}
		requests, err := read(q, dataRequestsAtOnce)
		if err != nil {
			return DataRequestList{}, err
		}
		people, err := registry.People(q, list(requests, func(r registry.DataRequest) string { return r.PersonID }))
		if err != nil {
			return DataRequestList{}, err
		}
		names, err := accountNames(q)
		l := DataRequestList{Items: []DataRequestRow{}}
		for i, r := range requests {
			l.Items = append(l.Items, DataRequestRow{
				Request: dataRequestBrief(r), PersonID: r.PersonID, Name: identity.MaskName(people[i].NameFull), Detail: r.Detail,
				StationName: a.stationName(r.Station), Channel: r.Channel, DaysLeft: a.today().DaysUntil(r.DueOn), AnsweredBy: names[r.AnsweredBy],
				Restricts: r.Restricts,
			})
		}
		return l, err
	})
	if err != nil {
		return DataRequestList{}, err
	}
	return found, a.listed(ctx, "data_request", list(found.Items, func(r DataRequestRow) string { return r.PersonID }))
}

func (a *API) makeDataRequest(ctx context.Context, in *bodyOnID[DataRequestInput]) (DataRequestMade, error) {
	b := in.Body
	done, err := execute[registry.MadeDataRequest](ctx, a, actor(ctx), b.RequestID, registry.MakeDataRequest{
		PersonID: in.ID, Request: b.Kind, Detail: b.Detail, Channel: "counter",
	})
	return a.dataRequestMade(done), err
}

func (a *API) dataRequestMade(done registry.MadeDataRequest) DataRequestMade {
	return DataRequestMade{Number: done.Number, DueOn: done.DueOn, Waiting: a.Station.IsWaiting(done.ID)}
}

func (a *API) answerDataRequest(ctx context.Context, in *bodyOnID[DataAnswerInput]) error {
	_, err := execute[registry.AnsweredDataRequest](ctx, a, actor(ctx), in.Body.RequestID, registry.AnswerDataRequest{
		ID: in.ID, Granted: in.Body.Granted, Answer: in.Body.Answer,
	})
	return err
}

func (a *API) liftRestriction(ctx context.Context, in *bodyOnID[LiftInput]) error {
	_, err := execute[registry.LiftedRestriction](ctx, a, actor(ctx), in.Body.RequestID, registry.LiftRestriction{RequestID: in.ID, Reason: in.Body.Reason})
	return err
}
