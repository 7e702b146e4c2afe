package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// HouseholdInput opens a household in a room with its householder.
type HouseholdInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	RoomID    string        `json:"room_id" maxLength:"64"`
	HeadID    string        `json:"head_id" maxLength:"64"`
	On        calendar.Date `json:"on" format:"date"`
}

// MemberInput puts a person into a household.
type MemberInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	PersonID  string        `json:"person_id" maxLength:"64"`
	Relation  string        `json:"relation" enum:"1,2,3,4,5,6,7,8" doc:"GB/T 4761, to the householder"`
	On        calendar.Date `json:"on" format:"date"`
}

// LeaveInput takes a person out of the household.
type LeaveInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	On        calendar.Date `json:"on" format:"date"`
}

// HeadInput makes a person the householder; all relations are stated anew.
type HeadInput struct {
	RequestID string            `json:"request_id" maxLength:"64"`
	Relations map[string]string `json:"relations" doc:"Of all other members to the new householder, by person"`
	On        calendar.Date     `json:"on" format:"date"`
}

// HouseholdDone names the household.
type HouseholdDone struct {
	ID string `json:"id"`
}

func (a *API) householdRoutes() {
	const handle = "case.handle"
	answer(a, route{method: http.MethodPost, path: "/api/v1/households", id: "create-household", need: handle, status: http.StatusCreated},
		func(ctx context.Context, in *bodyOf[HouseholdInput]) (HouseholdDone, error) {
			b := in.Body
			return a.changeHousehold(ctx, b.RequestID, registry.CreateHousehold{RoomID: b.RoomID, HeadID: b.HeadID, On: b.On})
		})
	answer(a, route{method: http.MethodPost, path: "/api/v1/households/{id}/members", id: "join-household", need: handle},
		func(ctx context.Context, in *bodyOnID[MemberInput]) (HouseholdDone, error) {
			b := in.Body
			return a.changeHousehold(ctx, b.RequestID, registry.JoinHousehold{HouseholdID: in.ID, PersonID: b.PersonID, Relation: b.Relation, On: b.On})
		})
	answer(a, route{method: http.MethodPost, path: "/api/v1/people/{id}/leave-household", id: "leave-household", need: handle},
		func(ctx context.Context, in *bodyOnID[LeaveInput]) (HouseholdDone, error) {
			return a.changeHousehold(ctx, in.Body.RequestID, registry.LeaveHousehold{PersonID: in.ID, On: in.Body.On})
		})
	answer(a, route{method: http.MethodPost, path: "/api/v1/people/{id}/become-householder", id: "become-householder", need: handle},
		func(ctx context.Context, in *bodyOnID[HeadInput]) (HouseholdDone, error) {
			b := in.Body
			return a.changeHousehold(ctx, b.RequestID, registry.ChangeHouseholder{PersonID: in.ID, Relations: b.Relations, On: b.On})
		})
}

func (a *API) changeHousehold(ctx context.Context, requestID string, c ledger.Command) (HouseholdDone, error) {
	done, err := execute[registry.HouseholdChanged](ctx, a, actor(ctx), requestID, c)
	return HouseholdDone{ID: done.HouseholdID}, err
}
