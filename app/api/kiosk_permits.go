package api

import (
	"context"
	"net/http"

	"jiezhan/app/carddesk"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

// KioskEndorseInput endorses the holder's own permit at the kiosk.
type KioskEndorseInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	CardToken string `json:"card_token" maxLength:"64"`
	PermitID  string `json:"permit_id" maxLength:"64"`
	Condition string `json:"condition,omitempty" enum:"employment,dwelling,study" doc:"The ground that still holds; left out where none does"`
	Statement bool   `json:"statement"`
}

// KioskReportInput reports the holder's own permit card lost or damaged at the kiosk.
type KioskReportInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	CardToken string `json:"card_token" maxLength:"64"`
	PermitID  string `json:"permit_id" maxLength:"64"`
	Kind      string `json:"kind" enum:"lost,damaged"`
	Statement bool   `json:"statement"`
}

// EndorsementReceipt is what the holder takes home from an endorsement.
type EndorsementReceipt struct {
	Number          string        `json:"number"`
	At              string        `json:"at" format:"date-time"`
	Holder          string        `json:"holder"`
	Late            bool          `json:"late" doc:"The functions are restored; years count anew from today"`
	EndorseFrom     calendar.Date `json:"endorse_from" format:"date" doc:"The next window"`
	EndorseUntil    calendar.Date `json:"endorse_until" format:"date"`
	ContinuousSince calendar.Date `json:"continuous_since" format:"date"`
	Waiting         bool          `json:"waiting" doc:"Accepted at this station only so far"`
}

// ReportReceipt is what the holder takes home from a report.
type ReportReceipt struct {
	Number  string   `json:"number"`
	At      string   `json:"at" format:"date-time"`
	Holder  string   `json:"holder"`
	Kind    string   `json:"kind" enum:"lost,damaged"`
	CostFen int      `json:"cost_fen"`
	Next    []string `json:"next" doc:"Codes of what happens next"`
	Waiting bool     `json:"waiting" doc:"Accepted at this station only so far"`
}

func (a *API) permitKioskRoutes() {
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/endorsements", id: "kiosk-endorse", need: kiosk, status: 201}, a.endorseAtKiosk)
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/permit-reports", id: "kiosk-report-card", need: kiosk, status: 201}, a.reportAtKiosk)
}

// endorseAtKiosk endorses a permit of the holder of the card on the reader.
func (a *API) endorseAtKiosk(ctx context.Context, in *bodyOf[KioskEndorseInput]) (EndorsementReceipt, error) {
	b := in.Body
	p, done, err := atKiosk[permit.Endorsed](ctx, a, b.CardToken, b.RequestID, permit.EndorsePermit{
		PermitID: b.PermitID, Condition: permit.Condition(b.Condition), Statement: b.Statement, Channel: permit.Kiosk,
	})
	return EndorsementReceipt{
		Number: done.Number, At: timeText(a.Station.Now()), Holder: identity.MaskName(p.Card.DisplayName()), Late: done.Late, EndorseFrom: done.From,
		EndorseUntil: done.Until, ContinuousSince: done.ContinuousSince, Waiting: a.Station.IsWaiting(done.Number),
	}, err
}

// reportAtKiosk reports a card of the holder of the document on the reader. A damaged card is handed in at the window.
func (a *API) reportAtKiosk(ctx context.Context, in *bodyOf[KioskReportInput]) (ReportReceipt, error) {
	b := in.Body
	p, done, err := atKiosk[permit.ReportedCard](ctx, a, b.CardToken, b.RequestID, permit.ReportCard{
		PermitID: b.PermitID, Cause: permit.Cause(b.Kind), Statement: b.Statement, Channel: permit.Kiosk,
	})
	next := []string{"receipt.next.number_void", "receipt.next.fetch_card"}
	if b.Kind == string(permit.Damaged) {
		next = []string{"receipt.next.hand_in_old", "receipt.next.fetch_card"}
	}
	return ReportReceipt{
		Number: done.Number, At: timeText(a.Station.Now()), Holder: identity.MaskName(p.Card.DisplayName()), Kind: b.Kind, CostFen: done.CostFen, Next: next,
		Waiting: a.Station.IsWaiting(done.Number),
	}, err
}

// atKiosk has a command of the holder of the card decided.
func atKiosk[T any](ctx context.Context, a *API, token, requestID string, c ledger.Command) (carddesk.Placement, T, error) {
	var none T
	p, err := a.placement(token)
	if err != nil {
		return p, none, err
	}
	who, known, err := a.resident(ctx, p, requestID)
	if err != nil {
		return p, none, err
	}
	if !known {
		return p, none, refusal(ledger.Refuse(ledger.NotFound, "permit_id", "permit.card_unknown"))
	}
	done, err := execute[T](ctx, a, who, requestID, c)
	return p, done, err
}
