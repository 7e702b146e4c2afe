package api

import "jiezhan/station/calendar"

// Application is one application for a residence permit with everything a desk needs to work on it. Personal data is masked.
type Application struct {
	ID               string            `json:"id"`
	Number           string            `json:"number"`
	State            string            `json:"state"`
	Holder           ApplicationHolder `json:"holder"`
	PermitKind       string            `json:"permit_kind" enum:"resident,hmt"`
	AppliedBy        string            `json:"applied_by" enum:"self,guardian,close_relative"`
	Proxy            *Proxy            `json:"proxy,omitempty"`
	Condition        string            `json:"condition" enum:"employment,dwelling,study"`
	Registration     Registration      `json:"registration"`
	Documents        []DocumentRow     `json:"documents"`
	RequiredGroups   []string          `json:"required_groups"`
	MissingGroups    []string          `json:"missing_groups"`
	Notice           *Notice           `json:"notice,omitempty"`
	Clock            Clock             `json:"clock"`
	Decision         *Decision         `json:"decision,omitempty"`
	Permit           *MadePermit       `json:"permit,omitempty"`
	History          []HistoryLine     `json:"history"`
	Extension        *TimeExtension    `json:"extension,omitempty" doc:"The longer time that was recorded"`
	MostDays         int               `json:"most_days" doc:"To how many days in all the time may be extended now; 0 where it may not"`
	ExtendByTwo      bool              `json:"extend_by_two" doc:"An extension asks for a second officer"`
	LeftFor          string            `json:"left_for,omitempty" doc:"Why the applicant lives here no longer: the reason for which the last registration ended"`
	SupplyBy         calendar.Date     `json:"supply_by" format:"date" doc:"Last day for papers, where a notice of today names no other"`
	Allowed          []string          `json:"allowed" doc:"What this account may do with it now"`
	SubmittedAt      string            `json:"submitted_at" format:"date-time"`
	SubmittedStation string            `json:"submitted_station"`
	Waiting          bool              `json:"waiting" doc:"The application or its last step is accepted at this station only so far"`
}

// ApplicationHolder is the person who is to hold the permit.
type ApplicationHolder struct {
	PersonID     string        `json:"person_id"`
	Name         string        `json:"name"`
	IDNumber     string        `json:"id_number"`
	Sex          string        `json:"sex"`
	EthnicCode   string        `json:"ethnic_code"`
	Birth        calendar.Date `json:"birth" format:"date"`
	HukouAddress string        `json:"hukou_address"`
	Phone        string        `json:"phone"`
	PhotoPresent bool          `json:"photo_present"`
	Warnings     []string      `json:"warnings"`
}

// Proxy is the person who applies for another (Decree 663 article 9).
type Proxy struct {
	Name     string `json:"name" maxLength:"100"`
	IDNumber string `json:"id_number" maxLength:"40"`
	Relation string `json:"relation" maxLength:"40"`
	Reason   string `json:"reason" maxLength:"200"`
}

// DocumentRow is one paper of an application.
type DocumentRow struct {
	ID    string `json:"id"`
	Group string `json:"group"`
	Kind  string `json:"kind"`
	State string `json:"state" enum:"declared,seen,missing,supplied"`
}

// Notice is the one notice of everything missing.
type Notice struct {
	At       string        `json:"at" format:"date-time"`
	Items    []NoticeItem  `json:"items"`
	SupplyBy calendar.Date `json:"supply_by,omitzero" format:"date"`
}

// NoticeItem is one missing paper.
type NoticeItem struct {
	Group string `json:"group" maxLength:"40"`
	Kind  string `json:"kind,omitempty" maxLength:"40"`
	Note  string `json:"note" maxLength:"200"`
}

// Decision is the authority's decision as recorded.
type Decision struct {
	Kind          string        `json:"kind" enum:"approved,refused"`
	ReasonCode    string        `json:"reason_code,omitempty"`
	ReasonText    string        `json:"reason_text,omitempty"`
	DecisionRef   string        `json:"decision_ref"`
	DecidedOn     calendar.Date `json:"decided_on" format:"date"`
	Officer       string        `json:"officer"`
	SecondOfficer string        `json:"second_officer,omitempty"`
}

// MadePermit is the card that came out of the application.
type MadePermit struct {
	ID       string        `json:"id"`
	Number   string        `json:"number"`
	IssuedOn calendar.Date `json:"issued_on" format:"date"`
	State    string        `json:"state"`
}

// TimeExtension is the longer time that one application was given.
type TimeExtension struct {
	At         string        `json:"at" format:"date-time"`
	Days       int           `json:"days" doc:"From acceptance in all"`
	DaysBefore int           `json:"days_before"`
	DueBefore  calendar.Date `json:"due_before" format:"date"`
	RuleRef    string        `json:"rule_ref"`
	Reason     string        `json:"reason"`
	Means      string        `json:"means" enum:"phone,message,letter,visit" doc:"How the applicant was told"`
}

// HistoryLine is one step of a case.
type HistoryLine struct {
	At          string `json:"at" format:"date-time"`
	Action      string `json:"action"`
	ActorName   string `json:"actor_name"`
	ActorRole   string `json:"actor_role"`
	StationName string `json:"station_name"`
	Note        string `json:"note,omitempty"`
}

// IntakeInput takes an application at the window; only here may another person apply.
type IntakeInput struct {
	RequestID      string      `json:"request_id" maxLength:"64"`
	PersonID       string      `json:"person_id" maxLength:"64"`
	RegistrationID string      `json:"registration_id" maxLength:"64"`
	Permit         string      `json:"permit,omitempty" enum:"resident,hmt" doc:"The kind asked for; left out, that of mainland residents"`
	Condition      string      `json:"condition" enum:"employment,dwelling,study"`
	Documents      []GroupKind `json:"documents" maxItems:"30"`
	AppliedBy      string      `json:"applied_by" enum:"self,guardian,close_relative"`
	Proxy          *Proxy      `json:"proxy,omitempty"`
	Phone          string      `json:"phone,omitempty" maxLength:"40"`
	Statement      bool        `json:"statement"`
}

// CompletionInput tells the person, once, everything that is missing.
type CompletionInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	Items     []NoticeItem  `json:"items" maxItems:"30"`
	SupplyBy  calendar.Date `json:"supply_by,omitzero" format:"date"`
}

// SupplyInput adds papers.
type SupplyInput struct {
	RequestID string      `json:"request_id" maxLength:"64"`
	Documents []GroupKind `json:"documents" maxItems:"30"`
}

// AcceptInput accepts; the originals named were seen.
type AcceptInput struct {
	RequestID string   `json:"request_id" maxLength:"64"`
	Seen      []string `json:"seen" maxItems:"60" doc:"Document ids"`
}

// ApproveInput records that the authority approved.
type ApproveInput struct {
	RequestID   string        `json:"request_id" maxLength:"64"`
	DecisionRef string        `json:"decision_ref" maxLength:"100"`
	DecidedOn   calendar.Date `json:"decided_on" format:"date"`
}

// RefuseInput records that the authority refused; a second officer confirms with login and password.
type RefuseInput struct {
	RequestID     string        `json:"request_id" maxLength:"64"`
	ReasonCode    string        `json:"reason_code" maxLength:"40"`
	ReasonText    string        `json:"reason_text" maxLength:"1000"`
	DecisionRef   string        `json:"decision_ref" maxLength:"100"`
	DecidedOn     calendar.Date `json:"decided_on" format:"date"`
	SecondOfficer LoginInput    `json:"second_officer"`
}

// MakeInput records that the card was made.
type MakeInput struct {
	RequestID    string        `json:"request_id" maxLength:"64"`
	PermitNumber string        `json:"permit_number" maxLength:"40"`
	IssuedOn     calendar.Date `json:"issued_on" format:"date"`
}

// HandOutInput records that the card was handed out.
type HandOutInput struct {
	RequestID       string `json:"request_id" maxLength:"64"`
	ReceivedBy      string `json:"received_by" enum:"holder,proxy"`
	IdentityChecked bool   `json:"identity_checked"`
}

// WithdrawInput ends an application at the applicant's wish.
type WithdrawInput struct {
	RequestID  string `json:"request_id" maxLength:"64"`
	ReasonText string `json:"reason_text" maxLength:"1000"`
}

// ExtendInput gives an application more time; the applicant has been told.
type ExtendInput struct {
	RequestID     string      `json:"request_id" maxLength:"64"`
	Days          int         `json:"days" minimum:"1" maximum:"30" doc:"From acceptance in all"`
	ReasonText    string      `json:"reason_text" maxLength:"1000"`
	Means         string      `json:"means" enum:"phone,message,letter,visit"`
	SecondOfficer *LoginInput `json:"second_officer,omitempty" doc:"Where the local rules ask for one"`
}

// CloseInput ends a case that was granted, because the applicant left, settled or died.
type CloseInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	Reason    string        `json:"reason" enum:"moved_away,settled,deceased"`
	On        calendar.Date `json:"on" format:"date"`
	Note      string        `json:"note,omitempty" maxLength:"1000"`
}
