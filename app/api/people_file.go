package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// PersonFile is what the register knows of a record beside the documents: household, statements, corrections, merges. Values are masked.
type PersonFile struct {
	MergedInto   string             `json:"merged_into,omitempty" doc:"This record was found to be another's; that one is in use"`
	TwoOpen      bool               `json:"two_open" doc:"More than one registration is in force"`
	Living       *LivingStatement   `json:"living,omitempty"`
	Household    *HouseholdView     `json:"household,omitempty"`
	Corrections  []CorrectionView   `json:"corrections"`
	Merges       []MergeView        `json:"merges"`
	DataRequests []DataRequestBrief `json:"data_requests"`
}

// LivingStatement is what the person stated last about the household register and the place they live in (人户分离).
type LivingStatement struct {
	Kind        string        `json:"kind" enum:"as_registered,registered_elsewhere,lives_elsewhere"`
	Place       string        `json:"place" doc:"Masked"`
	ConfirmedOn calendar.Date `json:"confirmed_on" format:"date"`
}

// HouseholdView is the household of a person (户).
type HouseholdView struct {
	ID      string            `json:"id"`
	Address string            `json:"address"`
	Members []HouseholdMember `json:"members"`
}

// HouseholdMember is one of a household, masked.
type HouseholdMember struct {
	PersonID string        `json:"person_id"`
	Name     string        `json:"name"`
	Relation string        `json:"relation" doc:"GB/T 4761 to the householder; 0 is the householder; empty where nobody said"`
	JoinedOn calendar.Date `json:"joined_on,omitzero" format:"date"`
}

// CorrectionView is one correction with both versions, masked.
type CorrectionView struct {
	Field         string `json:"field"`
	Before        string `json:"before"`
	After         string `json:"after"`
	Reason        string `json:"reason"`
	At            string `json:"at" format:"date-time"`
	ActorName     string `json:"actor_name"`
	SecondOfficer string `json:"second_officer,omitempty"`
	StationName   string `json:"station_name"`
}

// MergeView is a merge that the record took part in.
type MergeView struct {
	ID           string `json:"id"`
	SurvivorID   string `json:"survivor_id"`
	LoserID      string `json:"loser_id"`
	Reason       string `json:"reason"`
	At           string `json:"at" format:"date-time"`
	ActorName    string `json:"actor_name"`
	UndoneAt     string `json:"undone_at,omitempty" format:"date-time"`
	UndoneBy     string `json:"undone_by,omitempty"`
	ReasonUndone string `json:"reason_undone,omitempty"`
}

// CorrectionInput puts one field right. Number and day of birth take a second officer, who confirms with login and password.
type CorrectionInput struct {
	RequestID     string      `json:"request_id" maxLength:"64"`
	Field         string      `json:"field" enum:"name_full,id_number,birth,sex_code,nationality,address,phone,since"`
	ResidenceID   string      `json:"residence_id,omitempty" maxLength:"64" doc:"The registration to correct; only for since"`
	Value         string      `json:"value" maxLength:"600"`
	Reason        string      `json:"reason" maxLength:"200"`
	SecondOfficer *LoginInput `json:"second_officer,omitempty"`
}

// LivingInput takes down what somebody states about the two places.
type LivingInput struct {
	RequestID   string        `json:"request_id" maxLength:"64"`
	Living      string        `json:"living" enum:"as_registered,registered_elsewhere,lives_elsewhere"`
	Place       string        `json:"place,omitempty" maxLength:"600"`
	ConfirmedOn calendar.Date `json:"confirmed_on" format:"date"`
}

func (a *API) personFileRoutes() {
	const path, handle = "/api/v1/people/{id}", "case.handle"
	perform(a, route{method: http.MethodPost, path: path + "/corrections", id: "correct-person", need: handle}, a.correctPerson)
	perform(a, route{method: http.MethodPost, path: path + "/living", id: "confirm-living", need: handle}, a.confirmLiving)
}

// correctPerson has a field put right.
func (a *API) correctPerson(ctx context.Context, in *bodyOnID[CorrectionInput]) error {
	b := in.Body
	c := registry.CorrectRecord{PersonID: in.ID, ResidenceID: b.ResidenceID, Field: b.Field, Value: b.Value, Reason: b.Reason}
	if b.SecondOfficer != nil {
		second, err := a.second(ctx, *b.SecondOfficer)
		if err != nil {
			return err
		}
		c.SecondOfficer = second
	}
	_, err := execute[registry.Corrected](ctx, a, actor(ctx), b.RequestID, c)
	return err
}

func (a *API) confirmLiving(ctx context.Context, in *bodyOnID[LivingInput]) error {
	b := in.Body
	_, err := execute[registry.ConfirmedLiving](ctx, a, actor(ctx), b.RequestID, registry.ConfirmLiving{
		PersonID: in.ID, Living: b.Living, Place: b.Place, ConfirmedOn: b.ConfirmedOn,
	})
	return err
}

// personFile gathers what stands beside the documents of a record.
func (a *API) personFile(q store.Query, p registry.Person) (PersonFile, error) {
	names, err := accountNames(q)
	if err != nil {
		return PersonFile{}, err
	}
	f := PersonFile{}
	if f.MergedInto, err = registry.MergedInto(q, p.ID); err != nil {
		return f, err
	}
	corrections, err := registry.CorrectionsOf(q, p.ID)
	if err != nil {
		return f, err
	}
	f.Corrections = list(corrections, func(c registry.Correction) CorrectionView {
		return CorrectionView{
			Field: c.Field, Before: maskField(c.Field, c.Before), After: maskField(c.Field, c.After), Reason: c.Reason, At: c.At,
			ActorName: names[c.ActorID], SecondOfficer: names[c.SecondOfficer], StationName: a.stationName(c.Station),
		}
	})
	merges, err := registry.MergesOf(q, p.ID)
	if err != nil {
		return f, err
	}
	f.Merges = list(merges, func(m registry.Merge) MergeView {
		return MergeView{
			ID: m.ID, SurvivorID: m.Survivor, LoserID: m.Loser, Reason: m.Reason, At: m.At, ActorName: names[m.ActorID], UndoneAt: m.UndoneAt,
			UndoneBy: names[m.UndoneBy], ReasonUndone: m.ReasonUndone,
		}
	})
	return f, a.fillFile(q, &f, p)
}

func (a *API) fillFile(q store.Query, f *PersonFile, p registry.Person) error {
	living, stated, err := registry.LivingOf(q, p.ID)
	if err != nil {
		return err
	}
	if stated {
		f.Living = &LivingStatement{Kind: living.Kind, Place: identity.MaskAddress(living.Place), ConfirmedOn: living.ConfirmedOn}
	}
	household, found, err := registry.HouseholdOf(q, p.ID)
	if err != nil {
		return err
	}
	if found {
		f.Household = &HouseholdView{ID: household.ID, Address: household.Address, Members: list(household.Members, func(m registry.Member) HouseholdMember {
			return HouseholdMember{PersonID: m.Person.ID, Name: identity.MaskName(m.Person.NameFull), Relation: m.Relation, JoinedOn: m.JoinedOn}
		})}
	}
	requests, err := registry.DataRequestsOf(q, p.ID)
	if err != nil {
		return err
	}
	f.DataRequests = list(requests, dataRequestBrief)
	residences, err := registry.ResidencesOf(q, p.ID)
	open := 0
	for _, r := range residences {
		if r.State == registry.Active {
			open++
		}
	}
	f.TwoOpen = open > 1
	return err
}
