package api

import (
	"net/http"

	"jiezhan/station/calendar"
)

// PersonRow is one hit of a search, masked.
type PersonRow struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	IDNumber  string `json:"id_number"`
	Sex       string `json:"sex"`
	BirthYear int    `json:"birth_year"`
	Address   string `json:"address"`
	State     string `json:"state"`
	Phone     string `json:"phone"`
	TwoOpen   bool   `json:"two_open" doc:"More than one registration is in force"`
	Matched   string `json:"matched" enum:"name,pinyin,id_number,address,phone"`
}

// PeopleList is one page of hits.
type PeopleList struct {
	Items      []PersonRow `json:"items"`
	TookUS     int64       `json:"took_us" doc:"Time of the search in microseconds"`
	More       bool        `json:"more"`
	NextCursor string      `json:"next_cursor,omitempty"`
	// NeedsPurpose says that a name with the last four of a number is looked for only once a purpose is stated.
	NeedsPurpose bool `json:"needs_purpose,omitempty" doc:"Nobody was found; a name with the last four of a number needs a purpose"`
}

// Person is one record, masked; single values are shown by reveal.
type Person struct {
	ID            string           `json:"id"`
	Name          string           `json:"name"`
	IDNumber      string           `json:"id_number"`
	Sex           string           `json:"sex"`
	EthnicCode    string           `json:"ethnic_code"`
	Birth         calendar.Date    `json:"birth" format:"date"`
	Nationality   string           `json:"nationality"`
	HukouAddress  string           `json:"hukou_address"`
	Phone         string           `json:"phone"`
	Warnings      []string         `json:"warnings" doc:"What to look at in the record; those of documents stand there"`
	Documents     []PersonDocument `json:"documents"`
	Registrations []Registration   `json:"registrations"`
	Applications  []CaseRow        `json:"applications"`
	Permits       []HolderPermit   `json:"permits"`
	Apply         Verdict          `json:"apply" doc:"Whether a residence permit can be applied for now, and if not, why"`
	File          PersonFile       `json:"file"`
}

// PersonDocument is an identity document the register knows.
type PersonDocument struct {
	Kind         string  `json:"kind"`
	NumberMasked string  `json:"number_masked"`
	ValidFrom    string  `json:"valid_from"`
	ValidTo      *string `json:"valid_to"`
	Verified     bool    `json:"verified" doc:"Read from the chip"`
	VerifiedBy   string  `json:"verified_by" enum:"chip,mrz,seen,copy,import"`
	// Warnings are codes that a person should look at.
	Warnings []string `json:"warnings"`
}

// RevealInput asks for one value in full.
type RevealInput struct {
	Field  string `json:"field" enum:"id_number,name,phone,hukou_address"`
	Reason string `json:"reason" maxLength:"200"`
}

// Revealed is one value in full, to be hidden again soon.
type Revealed struct {
	Value            string `json:"value"`
	HideAfterSeconds int    `json:"hide_after_seconds"`
}

// Look is one look at a person's record.
type Look struct {
	At          string `json:"at" format:"date-time"`
	ActorName   string `json:"actor_name"`
	ActorRole   string `json:"actor_role"`
	StationName string `json:"station_name"`
	What        string `json:"what" enum:"listed,opened,revealed,printed,kiosk,exported"`
	Field       string `json:"field,omitempty"`
	Purpose     string `json:"purpose"`
	Reason      string `json:"reason,omitempty"`
}

// LookList is who looked at a record.
type LookList struct {
	Items []Look `json:"items"`
}

type peopleQuery struct {
	Q       string `query:"q" required:"true" maxLength:"100"`
	Purpose string `query:"purpose" enum:"case,counter,correction,audit" doc:"What the search is for; a name with the last four of a number is looked for only with one"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor  string `query:"cursor" maxLength:"200"`
}

type personQuery struct {
	ID      string `path:"id" maxLength:"64"`
	Purpose string `query:"purpose" required:"true" enum:"case,counter,correction,audit"`
}

func (a *API) peopleRoutes() {
	const path = "/api/v1/people"
	answer(a, route{method: http.MethodGet, path: path, id: "people", need: "person.read"}, a.findPeople)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "person", need: "person.read"}, a.openPerson)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal", need: "person.reveal"}, a.reveal)
}
