package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// PermitRow is one residence permit (居住证) in a list; personal values are masked.
type PermitRow struct {
	ID              string         `json:"id"`
	Kind            string         `json:"kind" enum:"resident,hmt"`
	NumberMasked    string         `json:"number_masked"`
	State           string         `json:"state" enum:"made,active,suspended,expired,replaced,ended" doc:"On the day of the answer"`
	Card            string         `json:"card" enum:"held,handed_in,void,destroyed" doc:"Where the plastic is"`
	PersonID        string         `json:"person_id"`
	Holder          string         `json:"holder"`
	Phone           string         `json:"phone"`
	Address         string         `json:"address" doc:"Where the holder is registered, or was last"`
	Community       string         `json:"community" doc:"12-digit code"`
	IssuedOn        calendar.Date  `json:"issued_on" format:"date"`
	ValidTo         calendar.Date  `json:"valid_to,omitzero" format:"date"`
	EndorseFrom     calendar.Date  `json:"endorse_from,omitzero" format:"date"`
	EndorseUntil    calendar.Date  `json:"endorse_until,omitzero" format:"date"`
	ContinuousSince calendar.Date  `json:"continuous_since,omitzero" format:"date"`
	Told            *PermitTold    `json:"told,omitempty"`
	Replacement     *CardExchange  `json:"replacement,omitempty" doc:"The one under way"`
	LeftOn          *calendar.Date `json:"left_on,omitempty" format:"date" doc:"When the last registration ended"`
	LeftFor         string         `json:"left_for,omitempty"`
	Waiting         bool           `json:"waiting" doc:"Its last step is accepted at this station only so far"`
}

// PermitTold is how the holder was told of this window or suspension.
type PermitTold struct {
	At      string `json:"at" format:"date-time"`
	Means   string `json:"means" enum:"phone,message,letter,visit"`
	Officer string `json:"officer"`
}

// CardExchange is an exchange of a card or its re-issue.
type CardExchange struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	PermitID    string `json:"permit_id" doc:"The old card"`
	NewPermitID string `json:"new_permit_id,omitempty"`
	Cause       string `json:"cause" enum:"damaged,lost,changed,expiring"`
	Note        string `json:"note,omitempty"`
	State       string `json:"state" enum:"reported,made,delivered,withdrawn"`
	CostFen     int    `json:"cost_fen"`
	CostReceipt string `json:"cost_receipt,omitempty"`
	ReportedAt  string `json:"reported_at" format:"date-time"`
	StationName string `json:"station_name"`
}

// PermitList is one page of permits.
type PermitList struct {
	Items      []PermitRow `json:"items"`
	NextCursor string      `json:"next_cursor,omitempty"`
}

// PermitFile is one permit with everything a desk needs to work on it.
type PermitFile struct {
	Permit       PermitRow        `json:"permit"`
	Years        int              `json:"years" doc:"Whole years of residence today"`
	Cards        []PermitRow      `json:"cards" doc:"The chain of cards, the first one first"`
	Endorsements []Endorsement    `json:"endorsements"`
	Replacements []CardExchange   `json:"replacements"`
	History      []PermitHistory  `json:"history"`
	Corrections  []CardCorrection `json:"corrections" doc:"What was mistyped from a card and put right, both versions"`
	EndedOn      calendar.Date    `json:"ended_on,omitzero" format:"date"`
	EndReason    string           `json:"end_reason,omitempty"`
	Endorse      Verdict          `json:"endorse" doc:"Whether it can be endorsed now, and if not, why"`
	Allowed      []string         `json:"allowed" doc:"What this account may do with it now"`
}

// Endorsement is one yearly endorsement (签注).
type Endorsement struct {
	On        calendar.Date `json:"on" format:"date"`
	WindowEnd calendar.Date `json:"window_end" format:"date"`
	Late      bool          `json:"late"`
	Condition string        `json:"condition,omitempty"`
	Number    string        `json:"number"`
	Station   string        `json:"station_name"`
}

// CardCorrection is what was mistyped from a card and put right; numbers are masked.
type CardCorrection struct {
	At           string        `json:"at" format:"date-time"`
	PermitID     string        `json:"permit_id"`
	NumberBefore string        `json:"number_before"`
	NumberAfter  string        `json:"number_after"`
	NewNumber    bool          `json:"new_number" doc:"The number was wrong, also where the masks are alike"`
	IssuedBefore calendar.Date `json:"issued_before" format:"date"`
	IssuedAfter  calendar.Date `json:"issued_after" format:"date"`
	Reason       string        `json:"reason"`
	ActorName    string        `json:"actor_name"`
	StationName  string        `json:"station_name"`
}

// PermitHistory is one step of a permit.
type PermitHistory struct {
	At            string `json:"at" format:"date-time"`
	Action        string `json:"action"`
	ActorName     string `json:"actor_name"`
	ActorRole     string `json:"actor_role"`
	SecondOfficer string `json:"second_officer,omitempty"`
	StationName   string `json:"station_name"`
	Note          string `json:"note,omitempty"`
}

type permitQuery struct {
	View      string `query:"view" enum:"opening,open,closing,lately,suspended,replacing,unregistered" default:"open"`
	Community string `query:"community" maxLength:"12" doc:"12-digit code; left out, all"`
	Cursor    string `query:"cursor" maxLength:"200"`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) permitRoutes() {
	const path, read, handle = "/api/v1/permits", "case.read", "case.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "permits", need: read}, a.listPermits)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "permit", need: read}, a.openPermit)
	a.permitSteps(path+"/{id}/", handle)
	a.permitOfficeRoutes(handle)
	a.permitKioskRoutes()
}

// listPermits lists permits, once the looks are on their way to the record.
func (a *API) listPermits(ctx context.Context, in *permitQuery) (PermitList, error) {
	var people []string
	permits, err := view(ctx, a, func(q store.Query) (PermitList, error) {
		page, err := permit.Permits(q, permit.CardFilter{
			View: permit.CardView(in.View), Day: a.today(), Community: in.Community, Cursor: in.Cursor, Limit: in.Limit,
		})
		if err != nil {
			return PermitList{}, err
		}
		names, err := accountNames(q)
		return PermitList{Items: list(page.Rows, func(l permit.CardLine) PermitRow {
			people = append(people, l.PersonID)
			return a.permitLine(l, names)
		}), NextCursor: page.Next}, err
	})
	if err != nil {
		return PermitList{}, err
	}
	return permits, a.listed(ctx, "case", people)
}

// openPermit shows a permit, once the look is on record.
func (a *API) openPermit(ctx context.Context, in *onID) (PermitFile, error) {
	v, err := a.permitFile(ctx, in.ID)
	if err == nil {
		err = a.mayOpen(ctx, v.Permit.PersonID)
	}
	if err != nil {
		return PermitFile{}, err
	}
	return v, a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: v.Permit.PersonID, What: registry.Opened, Purpose: "case"})
}

// permitFile reads a permit as the account logged on may see it.
func (a *API) permitFile(ctx context.Context, id string) (PermitFile, error) {
	return view(ctx, a, func(q store.Query) (PermitFile, error) {
		f, known, err := permit.FileOf(q, id, a.today())
		if err != nil || !known {
			return PermitFile{}, orNotFound(err)
		}
		names, err := accountNames(q)
		return a.permitFileView(ctx, f, names), err
	})
}
