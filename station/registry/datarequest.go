package registry

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// answerWithin is how many days the office has to answer a request about somebody's own data.
const answerWithin = 15

const maxDetail = 500 // characters

// DataRequestKinds lists what somebody may ask about the own data (PIPL art. 45 to 47): correction, copy, erasure, restriction.
func DataRequestKinds() []string { return []string{"correction", "copy", "erasure", "restriction"} }

// The states of a data request.
const (
	RequestOpen    = "open"
	RequestGranted = "granted"
	RequestRefused = "refused"
)

// MakeDataRequest takes down what somebody asks about the own data.
type MakeDataRequest struct {
	PersonID string `json:"person_id"`
	// Request is one of DataRequestKinds.
	Request string `json:"request"`
	// Detail is what is wrong or wanted, in the person's words; a correction at the window needs it.
	Detail string `json:"detail,omitempty"`
	// Channel is "kiosk" or "counter".
	Channel string `json:"channel"`
}

// MadeDataRequest is the answer to MakeDataRequest.
type MadeDataRequest struct {
	ID     string        `json:"id"`
	Number string        `json:"number"`
	DueOn  calendar.Date `json:"due_on"`
}

// Kind is the verb on the wire.
func (MakeDataRequest) Kind() string { return "data_request.make.v1" }

// Validate judges the form.
func (c MakeDataRequest) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	v.That(slices.Contains(DataRequestKinds(), c.Request), "kind", "data_request.kind_unknown")
	told := c.Channel == "kiosk" || strings.TrimSpace(c.Detail) != "" // at the kiosk nobody types; whoever answers asks back
	v.That(c.Request != "correction" || told, "detail", "data_request.detail_required")
	v.That(shorter(c.Detail, maxDetail), "detail", "data_request.detail_too_long")
	v.That(c.Channel == "kiosk" || c.Channel == "counter", "channel", "residence.channel_unknown")
	return v.Refusal()
}

// Apply opens the request. A resident asks about the own record only; one that was merged meanwhile stands for the other.
func (c MakeDataRequest) Apply(tx *ledger.Tx) (any, error) {
	if survivor, err := MergedInto(tx, c.PersonID); err != nil {
		return nil, err
	} else if survivor != "" {
		c.PersonID = survivor
	}
	p, found, err := PersonByID(tx, c.PersonID) // also where the record is restricted
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "person_id", "person.unknown"))
	}
	tx.About(p.ID)
	if actor := tx.Stamp.Actor; actor.Kind == ledger.Resident && actor.ID != p.ID {
		survivor, err := MergedInto(tx, actor.ID)
		if err != nil || survivor != p.ID {
			return nil, orRefuse(err, ledger.Refuse(ledger.NotPermitted, "person_id", "data_request.not_own"))
		}
	}
	made := MadeDataRequest{ID: tx.NewID(), Number: tx.Stamp.Number, DueOn: tx.Stamp.Today().AddDays(answerWithin)}
	_, err = tx.Exec(`INSERT INTO data_request VALUES (?,?,?,?,?,?,?,?,?,'open','','','')`, made.ID, made.Number, p.ID, c.Request, strings.TrimSpace(c.Detail),
		tx.Stamp.Today().String(), made.DueOn.String(), c.Channel, tx.Stamp.Station)
	if err != nil {
		return nil, fmt.Errorf("make data request: %w", err)
	}
	tx.Changed("data_request", made.ID)
	return made, nil
}

// AnswerDataRequest closes a request: granted, or refused with the reason that the law asks for (art. 50).
type AnswerDataRequest struct {
	ID      string `json:"id"`
	Granted bool   `json:"granted"`
	// Answer is what was done, or why not; it is read to the person.
	Answer string `json:"answer"`
}

// AnsweredDataRequest is the answer to AnswerDataRequest.
type AnsweredDataRequest struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (AnswerDataRequest) Kind() string { return "data_request.answer.v1" }

// Validate judges the form.
func (c AnswerDataRequest) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "", "id", "data_request.unknown")
	v.That(strings.TrimSpace(c.Answer) != "", "answer", "data_request.answer_required")
	v.That(shorter(c.Answer, maxDetail), "answer", "data_request.detail_too_long")
	return v.Refusal()
}

// Apply closes the request.
func (c AnswerDataRequest) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	r, found, err := DataRequestByID(tx, c.ID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "id", "data_request.unknown"))
	}
	tx.About(r.PersonID)
	if r.State != RequestOpen {
		return nil, ledger.Refuse(ledger.WrongState, "id", "data_request.answered_already")
	}
	state := RequestRefused
	if c.Granted {
		state = RequestGranted
		if err := r.grant(tx); err != nil {
			return nil, err
		}
	}
	_, err = tx.Exec(`UPDATE data_request SET state = ?, answer = ?, answered_on = ?, answered_by = ? WHERE id = ?`, state, strings.TrimSpace(c.Answer),
		tx.Stamp.Today().String(), tx.Stamp.Actor.ID, r.ID)
	if err != nil {
		return nil, fmt.Errorf("answer data request: %w", err)
	}
	tx.Changed("data_request", r.ID)
	return AnsweredDataRequest{ID: r.ID}, nil
}

// DataRequest is what somebody asked about the own data.
type DataRequest struct {
	ID, Number, PersonID string
	// Kind is one of DataRequestKinds, State RequestOpen, RequestGranted or RequestRefused.
	Kind, Detail, State string
	// DueOn is the last day for the answer; AnsweredOn is no date while open.
	MadeOn, DueOn, AnsweredOn calendar.Date
	// AnsweredBy is an account.
	Answer, AnsweredBy string
	Channel, Station   string
	// Restricts says that the record is restricted by this request, now.
	Restricts bool
}

const dataRequestColumns = `SELECT id, number, person_id, kind, detail, made_on, due_on, channel, station, state, answer, answered_on, answered_by,
	EXISTS (SELECT 1 FROM person_restriction x WHERE x.request_id = data_request.id AND x.lifted_on = '') FROM data_request `

func scanDataRequest(scan func(...any) error) (r DataRequest, err error) {
	return r, scan(&r.ID, &r.Number, &r.PersonID, &r.Kind, &r.Detail, &r.MadeOn, &r.DueOn, &r.Channel, &r.Station, &r.State, &r.Answer, &r.AnsweredOn,
		&r.AnsweredBy, &r.Restricts)
}

// DataRequestByID reads one request.
func DataRequestByID(q store.Query, id string) (DataRequest, bool, error) {
	r, err := scanDataRequest(q.Row(dataRequestColumns+`WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return DataRequest{}, false, nil
	}
	return r, err == nil, err
}

// OpenDataRequests lists the requests that wait for an answer, the most urgent first.
func OpenDataRequests(q store.Query, limit int) ([]DataRequest, error) {
	return collect(q, scanDataRequest, dataRequestColumns+`WHERE state = 'open' ORDER BY due_on, id LIMIT ?`, limit)
}

// AnsweredDataRequests lists those that have their answer, the latest first.
func AnsweredDataRequests(q store.Query, limit int) ([]DataRequest, error) {
	return collect(q, scanDataRequest, dataRequestColumns+`WHERE state <> 'open' ORDER BY answered_on DESC, id DESC LIMIT ?`, limit)
}

// DataRequestsOf lists a person's own, the latest first.
func DataRequestsOf(q store.Query, personID string) ([]DataRequest, error) {
	return collect(q, scanDataRequest, dataRequestColumns+`WHERE person_id = ? ORDER BY made_on DESC, id DESC`, personID)
}
