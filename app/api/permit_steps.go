package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

// EndorseInput endorses a permit at the window.
type EndorseInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Condition string `json:"condition,omitempty" enum:"employment,dwelling,study" doc:"The ground that still holds; left out where none does"`
	Statement bool   `json:"statement"`
}

// ReportCardInput reports a card damaged, lost or no longer right.
type ReportCardInput struct {
	RequestID       string `json:"request_id" maxLength:"64"`
	Cause           string `json:"cause" enum:"damaged,lost,changed,expiring"`
	Note            string `json:"note,omitempty" maxLength:"1000"`
	Statement       bool   `json:"statement"`
	OldCardReceived bool   `json:"old_card_received,omitempty"`
}

// NewCardInput records the card that came in place of another.
type NewCardInput struct {
	RequestID     string        `json:"request_id" maxLength:"64"`
	ReplacementID string        `json:"replacement_id" maxLength:"64"`
	PermitNumber  string        `json:"permit_number" maxLength:"40"`
	IssuedOn      calendar.Date `json:"issued_on" format:"date"`
}

// HandOutNewInput records that the new card was handed out.
type HandOutNewInput struct {
	RequestID       string `json:"request_id" maxLength:"64"`
	ReplacementID   string `json:"replacement_id" maxLength:"64"`
	ReceivedBy      string `json:"received_by" enum:"holder,proxy"`
	IdentityChecked bool   `json:"identity_checked"`
	OldCardReceived bool   `json:"old_card_received,omitempty"`
	OldCardLost     bool   `json:"old_card_lost,omitempty" doc:"Lost before it could be handed in; its number is void"`
	CostReceipt     string `json:"cost_receipt,omitempty" maxLength:"100"`
}

// WithdrawReportInput takes a report back.
type WithdrawReportInput struct {
	RequestID     string `json:"request_id" maxLength:"64"`
	ReplacementID string `json:"replacement_id" maxLength:"64"`
	ReasonText    string `json:"reason_text" maxLength:"1000"`
}

// EndPermitInput records that a permit ended.
type EndPermitInput struct {
	RequestID    string        `json:"request_id" maxLength:"64"`
	Reason       string        `json:"reason" enum:"moved_away,settled,deceased"`
	On           calendar.Date `json:"on" format:"date"`
	Note         string        `json:"note,omitempty" maxLength:"1000"`
	CardReceived bool          `json:"card_received,omitempty"`
}

// CorrectPermitInput puts right what was mistyped from the card; what is left out is right.
type CorrectPermitInput struct {
	RequestID    string        `json:"request_id" maxLength:"64"`
	PermitNumber string        `json:"permit_number,omitempty" maxLength:"40"`
	IssuedOn     calendar.Date `json:"issued_on,omitzero" format:"date" required:"false"`
	Reason       string        `json:"reason" maxLength:"1000"`
}

// FraudInput records that the authority withdrew a permit; a second officer confirms with login and password.
type FraudInput struct {
	RequestID     string        `json:"request_id" maxLength:"64"`
	ReasonText    string        `json:"reason_text" maxLength:"1000"`
	DecisionRef   string        `json:"decision_ref" maxLength:"100"`
	DecidedOn     calendar.Date `json:"decided_on" format:"date"`
	SecondOfficer LoginInput    `json:"second_officer"`
}

func (a *API) permitSteps(path string, handle need) {
	at := func(verb, id string) route {
		return route{method: http.MethodPost, path: path + verb, id: id, need: handle}
	}
	cardStep(a, at("endorse", "endorse-permit"), func(id string, b EndorseInput) (string, ledger.Command) {
		return b.RequestID, permit.EndorsePermit{PermitID: id, Condition: permit.Condition(b.Condition), Statement: b.Statement, Channel: permit.Counter}
	})
	cardStep(a, at("report", "report-card"), func(id string, b ReportCardInput) (string, ledger.Command) {
		return b.RequestID, permit.ReportCard{
			PermitID: id, Cause: permit.Cause(b.Cause), Note: b.Note, Statement: b.Statement, OldCardReceived: b.OldCardReceived, Channel: permit.Counter,
		}
	})
	cardStep(a, at("old-card", "receive-old-card"), func(id string, b RequestOnly) (string, ledger.Command) {
		return b.RequestID, permit.ReceiveOldCard{PermitID: id}
	})
	cardStep(a, at("new-card", "record-new-card"), func(_ string, b NewCardInput) (string, ledger.Command) {
		return b.RequestID, permit.RecordNewCard{ReplacementID: b.ReplacementID, PermitNumber: b.PermitNumber, IssuedOn: b.IssuedOn}
	})
	cardStep(a, at("hand-out-new", "hand-out-new-card"), func(_ string, b HandOutNewInput) (string, ledger.Command) {
		return b.RequestID, permit.HandOutNewCard{
			ReplacementID: b.ReplacementID, ReceivedBy: permit.Receiver(b.ReceivedBy), IdentityChecked: b.IdentityChecked,
			OldCardReceived: b.OldCardReceived, OldCardLost: b.OldCardLost, CostReceipt: b.CostReceipt,
		}
	})
	cardStep(a, at("withdraw-report", "withdraw-report"), func(_ string, b WithdrawReportInput) (string, ledger.Command) {
		return b.RequestID, permit.WithdrawReport{ReplacementID: b.ReplacementID, ReasonText: b.ReasonText}
	})
	cardStep(a, at("end", "end-permit"), func(id string, b EndPermitInput) (string, ledger.Command) {
		return b.RequestID, permit.EndPermit{PermitID: id, Reason: b.Reason, On: b.On, Note: b.Note, CardReceived: b.CardReceived}
	})
	cardStep(a, at("correct", "correct-permit"), func(id string, b CorrectPermitInput) (string, ledger.Command) {
		return b.RequestID, permit.CorrectPermit{PermitID: id, PermitNumber: b.PermitNumber, IssuedOn: b.IssuedOn, Reason: b.Reason}
	})
	answer(a, route{method: http.MethodPost, path: path + "withdraw-for-fraud", id: "withdraw-for-fraud", need: "decision.record"}, a.withdrawForFraud)
}

// cardStep registers a route that changes a permit and answers how it stands then. The command's audit row says who saw it.
func cardStep[B any](a *API, r route, command func(id string, body B) (requestID string, c ledger.Command)) {
	answer(a, r, func(ctx context.Context, in *bodyOnID[B]) (PermitFile, error) {
		requestID, c := command(in.ID, in.Body)
		if _, err := execute[json.RawMessage](ctx, a, actor(ctx), requestID, c); err != nil {
			return PermitFile{}, err
		}
		return a.permitFile(ctx, in.ID)
	})
}

func (a *API) withdrawForFraud(ctx context.Context, in *bodyOnID[FraudInput]) (PermitFile, error) {
	b := in.Body
	second, err := a.second(ctx, b.SecondOfficer)
	if err != nil {
		return PermitFile{}, err
	}
	_, err = execute[permit.EndedPermit](ctx, a, actor(ctx), b.RequestID, permit.WithdrawForFraud{
		PermitID: in.ID, ReasonText: b.ReasonText, DecisionRef: b.DecisionRef, DecidedOn: b.DecidedOn, SecondOfficer: second,
	})
	if err != nil {
		return PermitFile{}, err
	}
	return a.permitFile(ctx, in.ID)
}

// second is the account of the second officer, who confirms with their own password; it counts towards the lock of their login like any other attempt.
func (a *API) second(ctx context.Context, in LoginInput) (string, error) {
	second, err := a.verify(ctx, in.Login, in.Password)
	var p *Problem
	if errors.As(err, &p) {
		return "", wrongSecond(p)
	}
	return second.ID, err
}
