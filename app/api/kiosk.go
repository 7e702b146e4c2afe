package api

import (
	"net/http"

	"jiezhan/station/calendar"
)

// CardView is the card on the reader, masked by the server.
type CardView struct {
	Token        string   `json:"token" doc:"Names this placement of the card in later requests"`
	Kind         string   `json:"kind" enum:"resident,foreign_2017,foreign_2023,hmt"`
	Name         string   `json:"name"`
	IDNumber     string   `json:"id_number"`
	Sex          string   `json:"sex" doc:"GB/T 2261.1"`
	Address      string   `json:"address"`
	ValidTo      *string  `json:"valid_to" format:"date"`
	LongTerm     bool     `json:"long_term"`
	Expired      bool     `json:"expired"`
	MinorUnder16 bool     `json:"minor_under_16"`
	Warnings     []string `json:"warnings"`
	PlacedAt     string   `json:"placed_at" format:"date-time"`
}

// CardState is what the reader shows at the moment; also the data of the card event.
type CardState struct {
	State string    `json:"state" enum:"none,placed,read,unreadable,unsupported,removed"`
	Fault string    `json:"fault,omitempty"`
	Card  *CardView `json:"card,omitempty"`
}

// Holder is what the station knows about the person who said "this is me".
type Holder struct {
	Card           CardView        `json:"card"`
	Known          bool            `json:"known"`
	PhoneMasked    string          `json:"phone_masked,omitempty"`
	Registrations  []Registration  `json:"registrations"`
	SuggestedRooms []SuggestedRoom `json:"suggested_rooms"`
	Applications   []CaseRow       `json:"applications"`
	Permits        []HolderPermit  `json:"permits"`
	Register       Verdict         `json:"register"`
	Apply          Verdict         `json:"apply"`
	ProofKinds     ProofKinds      `json:"proof_kinds"`
	Draft          *VisitDraft     `json:"draft,omitempty" doc:"A form that a power cut ended"`
}

// Verdict says whether something may be done now, and if not, why.
type Verdict struct {
	Allowed bool              `json:"allowed"`
	Code    string            `json:"code,omitempty"`
	Params  map[string]string `json:"params,omitempty"`
}

// SuggestedRoom is a room the person probably means.
type SuggestedRoom struct {
	RoomID  string `json:"room_id"`
	Address string `json:"address"`
	Reason  string `json:"reason" enum:"previous,household"`
}

// HolderPermit is a residence permit (居住证) with its number masked.
type HolderPermit struct {
	ID              string        `json:"id"`
	NumberMasked    string        `json:"number_masked"`
	State           string        `json:"state"`
	IssuedOn        calendar.Date `json:"issued_on" format:"date"`
	EndorseFrom     calendar.Date `json:"endorse_from,omitzero" format:"date"`
	EndorseUntil    calendar.Date `json:"endorse_until,omitzero" format:"date"`
	ContinuousSince calendar.Date `json:"continuous_since,omitzero" format:"date"`
	Kind            string        `json:"kind" enum:"resident,hmt"`
	ValidTo         calendar.Date `json:"valid_to,omitzero" format:"date"`
	Years           int           `json:"years" doc:"Whole years of residence today"`
	Endorsable      bool          `json:"endorsable" doc:"It can be endorsed today"`
	EndorseCode     string        `json:"endorse_code,omitempty" doc:"Why not"`
	// EndorseParams are those of EndorseCode, such as the day from which it can be endorsed.
	EndorseParams map[string]string `json:"endorse_params,omitempty"`
	Reportable    bool              `json:"reportable" doc:"The card can be reported lost or damaged"`
	Replacement   string            `json:"replacement,omitempty" enum:"reported,made" doc:"How far the new card for it is"`
}

// ProofKinds lists which papers prove which condition.
type ProofKinds struct {
	Employment []string `json:"employment"`
	Dwelling   []string `json:"dwelling"`
	Study      []string `json:"study"`
}

// Registration is a residence registration (居住登记).
type Registration struct {
	ID           string        `json:"id"`
	Number       string        `json:"number"`
	Address      string        `json:"address"`
	RoomID       string        `json:"room_id"`
	Since        calendar.Date `json:"since" format:"date"`
	RegisteredOn calendar.Date `json:"registered_on" format:"date"`
	State        string        `json:"state" enum:"active,changed,ended"`
	EndedOn      calendar.Date `json:"ended_on,omitzero" format:"date"`
	EndReason    string        `json:"end_reason,omitempty" enum:"moved_away,settled,deceased,entered_in_error"`
	EligibleOn   calendar.Date `json:"eligible_on,omitzero" format:"date" doc:"First day on which a permit may be applied for"`
	Waiting      bool          `json:"waiting" doc:"Accepted at this station only so far"`
}

// ConfirmInput is the holder's "yes, this is me".
type ConfirmInput struct {
	CardToken string `json:"card_token" maxLength:"64"`
}

// RegisterInput registers a residence at the kiosk.
type RegisterInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	CardToken string        `json:"card_token" maxLength:"64"`
	RoomID    string        `json:"room_id" maxLength:"64"`
	Since     calendar.Date `json:"since" format:"date"`
	Phone     string        `json:"phone,omitempty" maxLength:"40" doc:"Left out: keep the known one"`
	MovedFrom string        `json:"moved_from,omitempty" maxLength:"64" doc:"Registration that this one replaces"`
	Statement bool          `json:"statement" doc:"The person states that this is true"`
}

// GroupKind names one document by group and kind.
type GroupKind struct {
	Group string `json:"group" maxLength:"40"`
	Kind  string `json:"kind" maxLength:"40"`
}

// ApplyInput applies for a residence permit at the kiosk.
type ApplyInput struct {
	RequestID      string      `json:"request_id" maxLength:"64"`
	CardToken      string      `json:"card_token" maxLength:"64"`
	RegistrationID string      `json:"registration_id" maxLength:"64"`
	Condition      string      `json:"condition" enum:"employment,dwelling,study"`
	Documents      []GroupKind `json:"documents" maxItems:"30"`
	Phone          string      `json:"phone,omitempty" maxLength:"40"`
	Statement      bool        `json:"statement"`
}

// Receipt is what the person takes home.
type Receipt struct {
	RecordID   string        `json:"record_id" doc:"What was taken in: the registration or application"`
	Number     string        `json:"number"`
	Kind       string        `json:"kind" enum:"residence,permit_application,residence_end"`
	At         string        `json:"at" format:"date-time"`
	Address    string        `json:"address"`
	Holder     string        `json:"holder"`
	Warnings   []string      `json:"warnings"`
	Next       []string      `json:"next" doc:"Codes of what happens next"`
	DueOn      calendar.Date `json:"due_on,omitzero" format:"date"`
	EligibleOn calendar.Date `json:"eligible_on,omitzero" format:"date"`
	Waiting    bool          `json:"waiting" doc:"Accepted at this station only so far (本机受理); the number stays"`
}

// ReceiptAnswer wraps the receipt.
type ReceiptAnswer struct {
	Receipt Receipt `json:"receipt"`
}

// KioskCaseList is the holder's own cases.
type KioskCaseList struct {
	Items []CaseRow `json:"items"`
}

// WipeInput names the placement to forget; left out, all are forgotten.
type WipeInput struct {
	CardToken string `json:"card_token,omitempty" maxLength:"64"`
}

type cardQuery struct {
	CardToken string `query:"card_token" required:"true" maxLength:"64"`
}

type wipeIn struct{ Body *WipeInput }

func (a *API) kioskRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/kiosk/card", id: "kiosk-card", need: kiosk}, a.readCard)
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/confirm", id: "kiosk-confirm", need: kiosk}, a.confirm)
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/residences", id: "kiosk-register", need: kiosk, status: 201}, a.registerAtKiosk)
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/permit-applications", id: "kiosk-apply", need: kiosk, status: 201}, a.applyAtKiosk)
	answer(a, route{method: http.MethodGet, path: "/api/v1/kiosk/cases", id: "kiosk-cases", need: kiosk}, a.casesAtKiosk)
	perform(a, route{method: http.MethodPost, path: "/api/v1/kiosk/wipe", id: "kiosk-wipe", need: kiosk}, a.wipe)
}
