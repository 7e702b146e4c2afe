package api

import (
	"net/http"

	"jiezhan/station/calendar"
)

// Rental is a rental file (租赁备案) of a dwelling. Personal values are masked; single ones are shown by reveal.
type Rental struct {
	ID             string          `json:"id"`
	Number         string          `json:"number"`
	RoomID         string          `json:"room_id"`
	Address        string          `json:"address"`
	State          string          `json:"state" enum:"active,ended"`
	EndedOn        calendar.Date   `json:"ended_on,omitzero" format:"date"`
	ReporterID     string          `json:"reporter_id,omitempty"`
	Landlord       string          `json:"landlord" doc:"Masked"`
	LandlordPhone  string          `json:"landlord_phone,omitempty" doc:"Masked"`
	Agent          string          `json:"agent,omitempty" doc:"Masked"`
	AgentPhone     string          `json:"agent_phone,omitempty" doc:"Masked"`
	Authority      string          `json:"authority,omitempty" doc:"The paper by which the agent acts"`
	Begins         calendar.Date   `json:"begins" format:"date"`
	Until          calendar.Date   `json:"until,omitzero" format:"date" doc:"Left out where no end was agreed"`
	Written        bool            `json:"written"`
	ContractNumber string          `json:"contract_number,omitempty"`
	FiledOn        calendar.Date   `json:"filed_on,omitzero" format:"date"`
	Rooms          []RentalRoom    `json:"rooms"`
	HeadCount      int             `json:"head_count"`
	Limit          int             `json:"limit" doc:"Heads allowed by the city's rule; 0 where none is known"`
	UndertakenOn   calendar.Date   `json:"undertaken_on,omitzero" format:"date"`
	UndertakenTo   calendar.Date   `json:"undertaken_to,omitzero" format:"date"`
	VisitedOn      calendar.Date   `json:"visited_on,omitzero" format:"date"`
	Findings       []RentalFinding `json:"findings" doc:"What somebody should look at, about the dwelling and its papers"`
	Version        int             `json:"version"`
	ChangedAt      string          `json:"changed_at" format:"date-time"`
}

// RentalRoom is a room that is let.
type RentalRoom struct {
	Name string `json:"name" maxLength:"60"`
	Use  string `json:"use" enum:"living,kitchen,bathroom,balcony,passage,basement,storage"`
}

// RentalFinding is a code of the checks with the values of its sentence.
type RentalFinding struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// RentalFile is one file with its tenants and its history.
type RentalFile struct {
	Rental
	Tenants []RentalTenant `json:"tenants"`
	Steps   []RentalStep   `json:"steps"`
}

// RentalTenant is who rents, masked.
type RentalTenant struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	IDNumber     string        `json:"id_number"`
	Since        calendar.Date `json:"since" format:"date"`
	LeftOn       calendar.Date `json:"left_on,omitzero" format:"date"`
	Registered   bool          `json:"registered" doc:"Matched to a registration of residence"`
	Candidate    string        `json:"candidate,omitempty" doc:"Registration of the same number in this dwelling, to be matched"`
	CandidateDay calendar.Date `json:"candidate_since,omitzero" format:"date"`
}

// RentalStep is one change of a file.
type RentalStep struct {
	At          string `json:"at" format:"date-time"`
	Action      string `json:"action"`
	ActorName   string `json:"actor_name"`
	StationName string `json:"station_name"`
	Note        string `json:"note,omitempty"`
}

// RentalList is one page of files.
type RentalList struct {
	Items []Rental `json:"items"`
	Next  string   `json:"next" doc:"Cursor of the next page; empty at the end"`
}

// RentalTerms is what the form says of a dwelling. For a change, personal values that are left out stay as they are.
type RentalTerms struct {
	ReporterID     string        `json:"reporter_id,omitempty" maxLength:"64"`
	Landlord       *string       `json:"landlord,omitempty" maxLength:"60"`
	LandlordPhone  *string       `json:"landlord_phone,omitempty" maxLength:"30"`
	Agent          *string       `json:"agent,omitempty" maxLength:"60"`
	AgentPhone     *string       `json:"agent_phone,omitempty" maxLength:"30"`
	Authority      string        `json:"authority,omitempty" maxLength:"100"`
	Begins         calendar.Date `json:"begins" format:"date"`
	Until          calendar.Date `json:"until,omitzero" format:"date"`
	Written        bool          `json:"written"`
	ContractNumber string        `json:"contract_number,omitempty" maxLength:"60"`
	FiledOn        calendar.Date `json:"filed_on,omitzero" format:"date"`
	Rooms          []RentalRoom  `json:"rooms" maxItems:"30"`
	HeadCount      int           `json:"head_count" minimum:"0" maximum:"999"`
	UndertakenOn   calendar.Date `json:"undertaken_on,omitzero" format:"date"`
	UndertakenTo   calendar.Date `json:"undertaken_to,omitzero" format:"date"`
	VisitedOn      calendar.Date `json:"visited_on,omitzero" format:"date"`
}

// RentalForm opens a file.
type RentalForm struct {
	RequestID string `json:"request_id" maxLength:"64"`
	RoomID    string `json:"room_id" maxLength:"64"`
	RentalTerms
}

// RentalChange changes a file.
type RentalChange struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Version   int    `json:"version" minimum:"1" doc:"That of the file as the page showed it"`
	RentalTerms
}

// RentalRenewal puts a new contract in the place of the old one.
type RentalRenewal struct {
	RequestID      string        `json:"request_id" maxLength:"64"`
	Version        int           `json:"version" minimum:"1"`
	Begins         calendar.Date `json:"begins" format:"date"`
	Until          calendar.Date `json:"until,omitzero" format:"date"`
	Written        bool          `json:"written"`
	ContractNumber string        `json:"contract_number,omitempty" maxLength:"60"`
	FiledOn        calendar.Date `json:"filed_on,omitzero" format:"date"`
}

// RentalEnd closes a file.
type RentalEnd struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	Version   int           `json:"version" minimum:"1"`
	On        calendar.Date `json:"on" format:"date"`
	Reason    string        `json:"reason" maxLength:"200"`
}

// TenantForm enters a tenant.
type TenantForm struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	Name      string        `json:"name" maxLength:"60"`
	IDNumber  string        `json:"id_number" maxLength:"40"`
	Since     calendar.Date `json:"since" format:"date"`
}

// TenantLeave ends a tenancy.
type TenantLeave struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	TenantID  string        `json:"tenant_id" maxLength:"64"`
	On        calendar.Date `json:"on" format:"date"`
}

// TenantMatch says which registration is a tenant's.
type TenantMatch struct {
	RequestID   string `json:"request_id" maxLength:"64"`
	TenantID    string `json:"tenant_id" maxLength:"64"`
	ResidenceID string `json:"residence_id" maxLength:"64"`
}

// RentalReveal asks for one value in full.
type RentalReveal struct {
	Field    string `json:"field" enum:"landlord,landlord_phone,agent,agent_phone,name,id_number"`
	TenantID string `json:"tenant_id,omitempty" maxLength:"64" doc:"Whose name or number"`
	Reason   string `json:"reason" maxLength:"200"`
}

// RentalRules is what the city allows, as the office has entered it.
type RentalRules struct {
	PeoplePerRoom int           `json:"people_per_room" minimum:"0" maximum:"20" doc:"0: no limit known"`
	Undertaking   bool          `json:"undertaking" doc:"Every dwelling that is let needs the landlord's undertaking"`
	Reference     string        `json:"reference" maxLength:"100" doc:"The rule it comes from"`
	SetOn         calendar.Date `json:"set_on,omitzero" format:"date"`
}

// RentalRulesInput enters the rules.
type RentalRulesInput struct {
	RequestID     string `json:"request_id" maxLength:"64"`
	PeoplePerRoom int    `json:"people_per_room" minimum:"0" maximum:"20"`
	Undertaking   bool   `json:"undertaking,omitempty"`
	Reference     string `json:"reference" maxLength:"100"`
}

// ToRegister is a tenant whom nobody has registered yet: a note for the station, not a list of wrongdoers.
type ToRegister struct {
	RentalID string        `json:"rental_id"`
	Address  string        `json:"address"`
	Name     string        `json:"name" doc:"Masked"`
	Since    calendar.Date `json:"since" format:"date"`
}

// ToRegisterList is one page of them.
type ToRegisterList struct {
	Items []ToRegister `json:"items"`
	Next  int64        `json:"next" doc:"Cursor of the next page; 0 at the end"`
}

type rentalsQuery struct {
	Which    string `query:"which" enum:"active,ended,to_look,undertaking" default:"active"`
	Compound string `query:"compound" maxLength:"64"`
	After    string `query:"after" maxLength:"64"`
}

type toRegisterQuery struct {
	After int64 `query:"after" minimum:"0"`
}

func (a *API) rentalRoutes() {
	const path, see, handle = "/api/v1/rentals", "rental.read", "rental.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "rentals", need: see}, a.listRentals)
	answer(a, route{method: http.MethodPost, path: path, id: "open-rental", need: handle, status: http.StatusCreated}, a.openRental)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "rental", need: see}, a.readRental)
	answer(a, route{method: http.MethodPut, path: path + "/{id}", id: "change-rental", need: handle}, a.changeRental)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/renew", id: "renew-rental", need: handle}, a.renewRental)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/end", id: "end-rental", need: handle}, a.endRental)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/tenants", id: "add-tenant", need: handle}, a.addTenant)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/tenants/leave", id: "tenant-left", need: handle}, a.tenantLeft)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/tenants/match", id: "match-tenant", need: handle}, a.matchTenant)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal-rental", need: see}, a.revealRental)
	answer(a, route{method: http.MethodGet, path: "/api/v1/tenants-to-register", id: "tenants-to-register", need: see}, a.listToRegister)
	answer(a, route{method: http.MethodGet, path: "/api/v1/rental-rules", id: "rental-rules", need: loggedOn}, a.readRentalRules)
	answer(a, route{method: http.MethodPut, path: "/api/v1/rental-rules", id: "set-rental-rules", need: "office.manage"}, a.setRentalRules)
}
