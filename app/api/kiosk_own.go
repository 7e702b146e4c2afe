package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// OwnData is what the office holds about the person at the kiosk and who looked at it (PIPL art. 45). Values are masked for bystanders.
type OwnData struct {
	Known         bool               `json:"known"`
	Name          string             `json:"name"`
	IDNumber      string             `json:"id_number"`
	Sex           string             `json:"sex"`
	Birth         calendar.Date      `json:"birth" format:"date"`
	Phone         string             `json:"phone"`
	HukouAddress  string             `json:"hukou_address"`
	Registrations []Registration     `json:"registrations"`
	Applications  []CaseRow          `json:"applications"`
	Permits       []HolderPermit     `json:"permits"`
	Looks         []OwnLook          `json:"looks" doc:"Who looked: the office and the day, the latest first"`
	DataRequests  []DataRequestBrief `json:"data_requests"`
}

// OwnLook is one look as the person may know it: where and when and why, not the name of the officer.
type OwnLook struct {
	On          calendar.Date `json:"on" format:"date"`
	StationName string        `json:"station_name"`
	Role        string        `json:"role"`
	What        string        `json:"what" enum:"listed,opened,revealed,printed,kiosk,exported"`
	Purpose     string        `json:"purpose"`
}

// OwnCopy is the copy that the law grants: everything in full, for the person alone.
type OwnCopy struct {
	MadeAt        string             `json:"made_at" format:"date-time"`
	Office        string             `json:"office"`
	Name          string             `json:"name"`
	Sex           string             `json:"sex"`
	Birth         calendar.Date      `json:"birth" format:"date"`
	Nationality   string             `json:"nationality"`
	Phone         string             `json:"phone"`
	HukouAddress  string             `json:"hukou_address"`
	Documents     []OwnDocument      `json:"documents"`
	Registrations []Registration     `json:"registrations"`
	Applications  []CaseRow          `json:"applications"`
	Permits       []OwnPermit        `json:"permits"`
	Corrections   []OwnCorrection    `json:"corrections"`
	Looks         []OwnLook          `json:"looks"`
	DataRequests  []DataRequestBrief `json:"data_requests"`
}

// OwnDocument is a document in full.
type OwnDocument struct {
	Kind      string        `json:"kind"`
	Number    string        `json:"number"`
	Name      string        `json:"name"`
	Issuer    string        `json:"issuer"`
	ValidFrom calendar.Date `json:"valid_from" format:"date"`
	ValidTo   calendar.Date `json:"valid_to" format:"date"`
}

// OwnPermit is a residence permit with its whole number.
type OwnPermit struct {
	Number   string        `json:"number"`
	IssuedOn calendar.Date `json:"issued_on" format:"date"`
	State    string        `json:"state"`
}

// OwnCorrection is a correction in full, without who made it.
type OwnCorrection struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
	At     string `json:"at" format:"date-time"`
}

// OwnRequestInput asks about the own data.
type OwnRequestInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	CardToken string `json:"card_token" maxLength:"64"`
	Kind      string `json:"kind" enum:"correction,copy,erasure,restriction"`
	Detail    string `json:"detail,omitempty" maxLength:"1500"`
}

func (a *API) ownDataRoutes() {
	const path = "/api/v1/kiosk/own-data"
	answer(a, route{method: http.MethodGet, path: path, id: "kiosk-own-data", need: kiosk}, a.ownData)
	answer(a, route{method: http.MethodGet, path: path + "/copy", id: "kiosk-own-copy", need: kiosk}, a.ownCopy)
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/data-requests", id: "kiosk-data-request", need: kiosk, status: http.StatusCreated}, a.askAtKiosk)
}

// own reads the record of the card's holder and has read make something of it, once the look is on record.
func own[T any](ctx context.Context, a *API, token string, read func(q store.Query, p registry.Person) (T, error)) (T, error) {
	var got T
	placement, err := a.placement(token)
	if err != nil {
		return got, err
	}
	var personID string
	got, err = view(ctx, a, func(q store.Query) (T, error) {
		person, known, err := registry.PersonByNumber(q, placement.Card.IDNumber)
		if err != nil || !known {
			var none T
			return none, err
		}
		personID = person.ID
		return read(q, person)
	})
	if err != nil {
		return got, err
	}
	return got, a.lookAtKiosk(ctx, personID)
}

func (a *API) ownData(ctx context.Context, in *cardQuery) (OwnData, error) {
	shown, err := own(ctx, a, in.CardToken, func(q store.Query, p registry.Person) (OwnData, error) {
		record, err := a.personView(q, p)
		if err != nil {
			return OwnData{}, err
		}
		looks, err := a.ownLooks(q, p.ID)
		return OwnData{
			Known: true, Name: record.Name, IDNumber: identity.MaskNumberKiosk(p.IDNumber), Sex: p.SexCode, Birth: p.Birth, Phone: record.Phone,
			HukouAddress: record.HukouAddress, Registrations: record.Registrations, Applications: record.Applications, Permits: record.Permits,
			Looks: looks, DataRequests: record.File.DataRequests,
		}, err
	})
	if !shown.Known { // nothing is held about somebody the register does not know
		shown.Registrations, shown.Applications, shown.Permits = []Registration{}, []CaseRow{}, []HolderPermit{}
		shown.Looks, shown.DataRequests = []OwnLook{}, []DataRequestBrief{}
	}
	return shown, err
}

func (a *API) ownLooks(q store.Query, personID string) ([]OwnLook, error) {
	looks, err := registry.LooksAt(q, personID)
	return list(looks, func(l registry.Look) OwnLook {
		return OwnLook{On: calendar.On(l.At), StationName: a.stationName(l.Station), Role: roleOf(l.Actor), What: l.What, Purpose: l.Purpose}
	}), err
}

// ownCopy is everything in full. It leaves the station only for the card on its own reader.
func (a *API) ownCopy(ctx context.Context, in *cardQuery) (OwnCopy, error) {
	shown, err := own(ctx, a, in.CardToken, a.copyFor)
	if err == nil && shown.MadeAt == "" {
		return OwnCopy{}, refuse("not_found")
	}
	return shown, err
}

// copyFor makes the copy for a person.
func (a *API) copyFor(q store.Query, p registry.Person) (OwnCopy, error) {
	record, err := a.personView(q, p)
	if err != nil {
		return OwnCopy{}, err
	}
	c := OwnCopy{
		MadeAt: timeText(a.Station.Now()), Office: a.Office.Name, Name: p.NameFull, Sex: p.SexCode, Birth: p.Birth, Nationality: p.Nationality,
		Phone: fullValue(p, "phone"), HukouAddress: p.Address, Registrations: record.Registrations, Applications: record.Applications,
		DataRequests: record.File.DataRequests,
	}
	return c, a.fillCopy(q, &c, p.ID)
}

func (a *API) fillCopy(q store.Query, c *OwnCopy, personID string) error {
	documents, err := registry.Documents(q, personID)
	if err != nil {
		return err
	}
	c.Documents = list(documents, func(d registry.Document) OwnDocument {
		return OwnDocument{Kind: string(d.Kind), Number: d.Number, Name: d.NameFull, Issuer: d.Issuer, ValidFrom: d.ValidFrom, ValidTo: d.ValidTo}
	})
	corrections, err := registry.CorrectionsOf(q, personID)
	if err != nil {
		return err
	}
	c.Corrections = list(corrections, func(r registry.Correction) OwnCorrection {
		return OwnCorrection{Field: r.Field, Before: r.Before, After: r.After, At: r.At}
	})
	permits, err := permit.PermitsOf(q, personID, a.today())
	if err != nil {
		return err
	}
	c.Permits = list(permits, func(p permit.Permit) OwnPermit {
		return OwnPermit{Number: p.Number, IssuedOn: p.IssuedOn, State: string(p.State)}
	})
	c.Looks, err = a.ownLooks(q, personID)
	return err
}

// askAtKiosk takes down what the holder of the card asks about the own data.
func (a *API) askAtKiosk(ctx context.Context, in *bodyOf[OwnRequestInput]) (DataRequestMade, error) {
	b := in.Body
	p, err := a.placement(b.CardToken)
	if err != nil {
		return DataRequestMade{}, err
	}
	who, known, err := a.resident(ctx, p, b.RequestID)
	if err != nil {
		return DataRequestMade{}, err
	}
	if !known {
		return DataRequestMade{}, refusal(ledger.Refuse(ledger.NotFound, "", "data_request.nothing_held"))
	}
	done, err := execute[registry.MadeDataRequest](ctx, a, who, b.RequestID, registry.MakeDataRequest{
		PersonID: who.ID, Request: b.Kind, Detail: b.Detail, Channel: "kiosk",
	})
	return a.dataRequestMade(done), err
}
