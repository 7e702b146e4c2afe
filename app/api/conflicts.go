package api

import "net/http"

// ConflictRow is one line of the conflict desk (冲突台): an entry made while a station was cut off that the office could not take as it was.
type ConflictRow struct {
	ID          string            `json:"id"`
	Kind        string            `json:"kind" doc:"The command, such as residence.register.v1"`
	Number      string            `json:"number" doc:"The number on the person's receipt"`
	Holder      string            `json:"holder" doc:"Masked"`
	PersonID    string            `json:"person_id,omitempty"`
	Station     string            `json:"station"`
	StationName string            `json:"station_name"`
	CapturedAt  string            `json:"captured_at" format:"date-time" doc:"When it was accepted at the station"`
	RefusedAt   string            `json:"refused_at" format:"date-time" doc:"When the office did not take it"`
	Outcome     string            `json:"outcome" enum:"taken,superseded,wrong_state,not_permitted,expired,old_epoch,unknown_version"`
	Code        string            `json:"code" doc:"The refusal"`
	Params      map[string]string `json:"params,omitempty"`
	State       string            `json:"state" enum:"open,resolved"`
	Action      string            `json:"action,omitempty" enum:"amended,attached,dropped"`
	Reason      string            `json:"reason,omitempty"`
	ResolvedBy  string            `json:"resolved_by_name,omitempty"`
	ResolvedAt  string            `json:"resolved_at,omitempty" format:"date-time"`
}

// ConflictList is one page of the conflict desk.
type ConflictList struct {
	Items      []ConflictRow `json:"items"`
	Open       int           `json:"open" doc:"How many are open"`
	NextCursor string        `json:"next_cursor,omitempty"`
}

// Conflict is one conflict with both versions. Personal data is masked.
type Conflict struct {
	Row       ConflictRow       `json:"row"`
	Mine      []Fact            `json:"mine" doc:"As the cut-off station took it in"`
	Base      []Fact            `json:"base" doc:"As the record stood when it did"`
	Theirs    []Fact            `json:"theirs" doc:"As the record stands now"`
	Meanwhile []MeanwhileStep   `json:"meanwhile" doc:"What the office did to the record since"`
	Amendable []AmendableField  `json:"amendable"`
	Records   []AttachableEntry `json:"records" doc:"Existing records it can be attached to"`
	Allowed   []string          `json:"allowed" doc:"What may be done with it now: amend, attach, drop"`
}

// Fact is one value of a version.
type Fact struct {
	Field   string `json:"field" enum:"number,station,address,since,registered_on,phone,state,condition,applied_by,documents,submitted_at,ended_on,end_reason,reason_text,cause,permit_state,endorse_until"`
	Value   string `json:"value" doc:"Masked where personal; a code for state, condition, applied_by, end_reason; codes with commas between for documents; a name for station"`
	Differs bool   `json:"differs" doc:"Not the same in all versions that have it"`
}

// MeanwhileStep is something that was done to the record after the station was cut off.
type MeanwhileStep struct {
	At          string `json:"at" format:"date-time"`
	Kind        string `json:"kind"`
	StationName string `json:"station_name"`
	ActorName   string `json:"actor_name"`
}

// AmendableField is a value that staff may change before they submit again.
type AmendableField struct {
	Field   string   `json:"field" enum:"since,phone,room_id,registration_id,condition"`
	Value   string   `json:"value" doc:"As entered; empty for a phone, which is personal. A field left out of the changes stays as it was entered"`
	Type    string   `json:"type" enum:"date,phone,room,registration,text"`
	Label   string   `json:"label,omitempty" doc:"The value for people: the address of a room or registration, a masked phone"`
	Options []Option `json:"options,omitempty" doc:"All values there are to choose from"`
}

// Option is one value to choose.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty" doc:"Empty where the value is a code"`
}

// AttachableEntry is a record that the entry may be attached to.
type AttachableEntry struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Kind   string `json:"kind" enum:"residence,permit_application"`
	Label  string `json:"label" doc:"Address"`
	State  string `json:"state"`
}

// AmendInput submits an entry again with changes.
type AmendInput struct {
	RequestID string            `json:"request_id" maxLength:"64"`
	Changes   map[string]string `json:"changes" doc:"By the fields in amendable; empty submits it again as it was"`
}

// AttachInput says that an existing record is what the entry meant.
type AttachInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	RecordID  string `json:"record_id" maxLength:"64"`
}

// DropInput gives an entry up.
type DropInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"400"`
}

type conflictQuery struct {
	State  string `query:"state" enum:"open,resolved" default:"open"`
	Cursor string `query:"cursor" maxLength:"200"`
}

func (a *API) conflictRoutes() {
	const path, may = "/api/v1/conflicts", "conflict.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "conflicts", need: may}, a.listConflicts)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "conflict", need: may}, a.openConflict)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/amend", id: "amend-conflict", need: may}, a.amendConflict)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/attach", id: "attach-conflict", need: may}, a.attachConflict)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/drop", id: "drop-conflict", need: may}, a.dropConflict)
}
