package api

import (
	"context"
	"net/http"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// CounterDocument is a document as a member of staff typed it from the paper.
type CounterDocument struct {
	Kind        string        `json:"kind" enum:"resident,temporary,household_book,birth_certificate,hmt,hm_travel,taiwan_travel,foreign_2023,foreign_2017,passport,military"`
	Name        string        `json:"name" maxLength:"200"`
	SexCode     string        `json:"sex_code" enum:"0,1,2,9"`
	EthnicCode  string        `json:"ethnic_code,omitempty" maxLength:"2" doc:"GB/T 3304, as printed on the document"`
	Birth       calendar.Date `json:"birth" format:"date"`
	Address     string        `json:"address,omitempty" maxLength:"600" doc:"Of the household register"`
	IDNumber    string        `json:"id_number" maxLength:"60"`
	NumberAgain string        `json:"number_again" maxLength:"60" doc:"The number typed a second time, without looking at the first"`
	Issuer      string        `json:"issuer,omitempty" maxLength:"300" doc:"Who issued it; of a passport the country, three letters of ISO 3166"`
	Nationality string        `json:"nationality,omitempty" maxLength:"3" doc:"Left out: CHN"`
	ValidFrom   calendar.Date `json:"valid_from,omitzero" format:"date"`
	ValidTo     calendar.Date `json:"valid_to,omitzero" format:"date"`
	LongTerm    bool          `json:"long_term,omitempty"`
	Verified    string        `json:"verified" enum:"seen,mrz,copy"`
}

// CounterRegistration takes down a residence at the window: of somebody the register knows, or of the holder of a document.
type CounterRegistration struct {
	RequestID string           `json:"request_id" maxLength:"64"`
	PersonID  string           `json:"person_id,omitempty" maxLength:"64" doc:"Somebody the register knows; then no document"`
	Document  *CounterDocument `json:"document,omitempty"`
	RoomID    string           `json:"room_id" maxLength:"64"`
	Since     calendar.Date    `json:"since" format:"date"`
	Phone     string           `json:"phone,omitempty" maxLength:"40" doc:"Left out: keep the known one"`
	MovedFrom string           `json:"moved_from,omitempty" maxLength:"64" doc:"Registration that this one replaces"`
	Statement bool             `json:"statement" doc:"The person states that this is true"`
	DraftID   string           `json:"draft_id,omitempty" maxLength:"64" doc:"Draft to forget once this is saved"`
}

// CounterRegistered is what became of it.
type CounterRegistered struct {
	ID       string   `json:"id"`
	Number   string   `json:"number"`
	PersonID string   `json:"person_id"`
	Warnings []string `json:"warnings"`
	Waiting  bool     `json:"waiting" doc:"Accepted at this station only so far"`
}

// EndInput ends a registration.
type EndInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	On        calendar.Date `json:"on" format:"date"`
	Reason    string        `json:"reason" enum:"moved_away,settled,deceased,entered_in_error"`
}

// MRZInput is the two lines at the foot of a passport's data page.
type MRZInput struct {
	Lines string `json:"lines" maxLength:"200"`
}

// MRZFields is what the lines say, for the form. Nothing of it is kept.
type MRZFields struct {
	Name        string        `json:"name"`
	IDNumber    string        `json:"id_number"`
	Issuer      string        `json:"issuer"`
	Nationality string        `json:"nationality"`
	Birth       calendar.Date `json:"birth" format:"date"`
	ValidTo     calendar.Date `json:"valid_to" format:"date"`
	SexCode     string        `json:"sex_code"`
}

func (a *API) counterRoutes() {
	const handle = "case.handle"
	answer(a, route{method: http.MethodPost, path: "/api/v1/residences", id: "register-residence", need: handle, status: http.StatusCreated}, a.registerAtCounter)
	perform(a, route{method: http.MethodPost, path: "/api/v1/residences/{id}/end", id: "end-residence", need: handle}, a.endAtCounter)
	answer(a, route{method: http.MethodPost, path: "/api/v1/mrz", id: "read-mrz", need: handle}, a.readMRZ)
}

// registerAtCounter takes down a registration; a draft of it is forgotten then.
func (a *API) registerAtCounter(ctx context.Context, in *bodyOf[CounterRegistration]) (CounterRegistered, error) {
	b := in.Body
	card, err := a.counterCard(ctx, b)
	if err != nil {
		return CounterRegistered{}, err
	}
	done, err := execute[registry.RegisteredResidence](ctx, a, actor(ctx), b.RequestID, registry.RegisterResidence{
		Card: card, RoomID: b.RoomID, Since: b.Since, Phone: b.Phone, MovedFrom: b.MovedFrom, Statement: b.Statement, Channel: "counter",
	})
	if err != nil {
		return CounterRegistered{}, err
	}
	if b.DraftID != "" {
		if err := a.Station.Drafts().Drop(b.DraftID, account(ctx).ID); err != nil {
			a.log.WarnContext(ctx, "a draft that was saved stays until its time is over", "error", err)
		}
	}
	return CounterRegistered{
		ID: done.ID, Number: done.Number, PersonID: done.PersonID, Warnings: append([]string{}, done.Warnings...), Waiting: a.registrationWaits(done.Number),
	}, nil
}

// counterCard is the document typed, or for somebody known the one shown last.
func (a *API) counterCard(ctx context.Context, b CounterRegistration) (registry.CardData, error) {
	if (b.Document == nil) == (b.PersonID == "") {
		return registry.CardData{}, wrongField("document", "required")
	}
	if b.Document != nil {
		if identity.TidyNumber(b.Document.IDNumber) != identity.TidyNumber(b.Document.NumberAgain) {
			return registry.CardData{}, wrongField("number_again", "document.number_differs")
		}
		return b.Document.card(), nil
	}
	return view(ctx, a, func(q store.Query) (registry.CardData, error) {
		person, known, err := registry.PersonByID(q, b.PersonID)
		if err != nil || !known {
			return registry.CardData{}, orNotFound(err)
		}
		documents, err := registry.Documents(q, b.PersonID)
		if err != nil || len(documents) == 0 {
			return registry.CardData{}, orNotFound(err)
		}
		return documents[0].Card(person), nil
	})
}

func (d CounterDocument) card() registry.CardData {
	return registry.CardData{
		Kind: registry.DocumentKind(d.Kind), Name: strings.TrimSpace(d.Name), SexCode: d.SexCode, EthnicCode: d.EthnicCode, Birth: d.Birth,
		Address: d.Address, IDNumber: d.IDNumber, Issuer: d.Issuer, Nationality: d.Nationality, ValidFrom: d.ValidFrom, ValidTo: d.ValidTo,
		LongTerm: d.LongTerm, Verified: d.Verified,
	}
}

func (a *API) endAtCounter(ctx context.Context, in *bodyOnID[EndInput]) error {
	_, err := execute[registry.EndedResidence](ctx, a, actor(ctx), in.Body.RequestID, registry.EndResidence{
		ResidenceID: in.ID, On: in.Body.On, Reason: in.Body.Reason,
	})
	return err
}

// readMRZ fills a form from the lines of a passport. It reads no register.
func (a *API) readMRZ(_ context.Context, in *bodyOf[MRZInput]) (MRZFields, error) {
	m, err := identity.ParseMRZ(in.Body.Lines, a.today())
	if code := identity.Code(err); code != "" {
		return MRZFields{}, refusal(ledger.Refuse(ledger.Invalid, "lines", code))
	}
	return MRZFields{
		Name: m.Name(), IDNumber: m.Number, Issuer: m.Issuer, Nationality: m.Nationality, Birth: m.Birth, ValidTo: m.Expiry, SexCode: m.SexCode,
	}, nil
}
